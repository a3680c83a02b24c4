// A run's record as one page. What it shows is embedded in it as JSON; all of that is shown as text, never as markup.
import { render } from 'preact';
import '../shared/base.css';
import { Environment, Verification } from './circumstances';
import { readReport, type Report } from './data';
import { Files } from './files';
import { Flow } from './flow';
import { Output } from './output';
import { Processes } from './processes';
import './report.css';
import { useShown } from './shown';
import { Summary } from './summary';
import { Timeline } from './timeline';

const SECTIONS = [
  ['summary', 'Summary'],
  ['processes', 'Processes'],
  ['timeline', 'Timeline'],
  ['graph', 'Inputs, programs, outputs'],
  ['files', 'Files'],
  ['output', 'Output'],
  ['environment', 'Environment'],
  ['verify', 'How to verify'],
] as const;

function Page({ report, printed }: { report: Report; printed: boolean }) {
  const shown = useShown(report);
  return (
    <>
      <a class="skip" href="#summary">
        Skip to the summary
      </a>
      <header>
        <p class="kind">Recorded run</p>
        <h1>{titleOf(report)}</h1>
        <nav aria-label="Sections">
          <ul>
            {SECTIONS.map(([id, name]) => (
              <li>
                <a href={`#${id}`}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main>
        <Summary report={report} />
        <Processes report={report} shown={shown} printed={printed} />
        <Timeline report={report} shown={shown} printed={printed} />
        <Flow report={report} shown={shown} printed={printed} />
        <Files report={report} shown={shown} printed={printed} />
        <Output report={report} />
        <Environment report={report} />
        <Verification />
      </main>
    </>
  );
}

function titleOf({ run }: Report): string {
  return run.title ?? run.name ?? (run.entrypoint === '' ? 'Recorded run' : run.entrypoint);
}

const report = readReport(document.getElementById('data')!.textContent);
const root = document.getElementById('page')!;
const show = (printed: boolean) => render(<Page report={report} printed={printed} />, root);
document.title = `${titleOf(report)} - recorded run`;
root.replaceChildren();
show(false);
addEventListener('beforeprint', () => show(true));
addEventListener('afterprint', () => show(false));
