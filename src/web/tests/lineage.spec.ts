// The page's own answers are those of `recordedrun why` and `recordedrun impact`, for runs at random that LineagesTest wrote down.
import { readReport } from '../report/data';
import { flowsOf, type Lineage, lineageInto, lineageOutOf } from '../report/lineage';
import { golden } from './embedded';
import { expect, test } from '@playwright/test';

interface Answer {
  files: string[];
  processes: number[];
}

const runs: { data: object; answers: { path: string; into: Answer; outOf: Answer }[] }[] = JSON.parse(golden('lineages'));

for (const [i, { data, answers }] of runs.entries()) {
  test(`what may have gone where is what the commands answer, run ${i}`, () => {
    const report = readReport(JSON.stringify(data));
    const flows = flowsOf(report);
    const told = answers.map(({ path }) => {
      const file = report.files.find((each) => each.path === path)!;
      return { path, into: answerOf(lineageInto(flows, file), 'found'), outOf: answerOf(lineageOutOf(flows, file), 'left') };
    });
    expect(told).toEqual(answers);
  });
}

function answerOf(lineage: Lineage, files: 'found' | 'left'): Answer {
  return {
    files: [...lineage[files]].map(({ path }) => path).sort(),
    processes: [...lineage.processes].map(({ pid }) => pid).sort((a, b) => a - b),
  };
}
