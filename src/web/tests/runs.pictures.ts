// Pictures of the runs page for the documentation: light and dark, as wide as a desk's and a phone's screen.
import { fileURLToPath } from 'node:url';
import { expect } from './page';
import { type Cluster, test } from './runs-page';

const images = fileURLToPath(new URL('../../../docs/images', import.meta.url));
test.use({ clusterTime: '2026-11-02T08:40:00Z' });

const now = Date.parse('2026-11-02T09:30:00Z');

const complete = { type: 'TraceComplete', status: 'True', reason: 'NothingLost', message: 'nothing is missing from the trace', lastTransitionTime: '2026-11-02T09:20:00Z' };
const lossy = { type: 'TraceComplete', status: 'False', reason: 'Recorded', message: '12 events lost', lastTransitionTime: '2026-11-02T09:20:00Z' };

async function runs(cluster: Cluster): Promise<void> {
  const started = (time: string) => ({ startTime: `2026-11-02T${time}Z` });
  await cluster.create('hello', { title: 'The warmest days', description: 'A shell script that calls Python.', entrypoint: 'run.sh' });
  await cluster.report('hello', 'COMPLETED', {
    ...started('08:41:07'),
    completionTime: '2026-11-02T08:41:11Z',
    duration: '4s',
    exitCode: 0,
    message: 'the tale ended with exit code 0',
    podName: 'hello-5d41402a',
    nodeName: 'node-1',
    conditions: [complete],
    trace: { uri: 's3://archives/runs/default/hello/', events: 159, lost: 0, truncated: 0, gaps: 0, processes: 7, filesRead: 58, filesWritten: 2, archiveBytes: 21_412 },
  });
  await cluster.create('glaciers-7', { title: 'Glacier outlines' });
  await cluster.report('glaciers-7', 'FAILED', { ...started('08:52:30'), duration: '31m2s', exitCode: 1, conditions: [lossy] });
  await cluster.create('tides', { title: 'Tides of Biscay' });
  await cluster.report('tides', 'CANCELLED', { ...started('09:01:44'), duration: '2m19s', exitCode: 143, conditions: [complete] });
  await cluster.create('kelvin', { title: 'LIGO tutorial' });
  await cluster.report('kelvin', 'RUNNING', started('09:28:12'));
  await cluster.create('notebook', { title: 'Counts of birds' });
  await cluster.report('notebook', 'STARTING');
  await cluster.create('waiting', { title: 'Counts of birds, again' });
  for (const file of ['output', 'events', 'stats.ndjson', 'manifest.json']) {
    await cluster.archive('hello', file);
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [screen, width, height] of [
    ['desktop', 1100, 470],
    ['phone', 390, 844],
  ] as const) {
    test(`${screen}, ${colorScheme}`, async ({ page, cluster }) => {
      await runs(cluster).catch(() => undefined); // there already, by another picture
      await page.clock.setFixedTime(now);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      await page.goto(cluster.addresses.open);
      await expect(page.getByRole('link', { name: 'waiting' })).toBeVisible();
      await page.screenshot({ path: `${images}/runs-${screen}-${colorScheme}.png` });
      await page.setViewportSize({ width, height: 844 });
      await page.getByRole('link', { name: 'hello' }).click();
      await expect(page.getByRole('heading', { name: 'Resources' })).toBeVisible();
      await page.evaluate('document.activeElement.blur()');
      await page.screenshot({ path: `${images}/run-${screen}-${colorScheme}.png` });
    });
  }
}
