import type { Page } from '@playwright/test';
import { expect, expectAccessible } from './page';
import { test } from './runs-page';

const started = { startTime: '2026-11-01T10:00:00Z' };
const hostile = '<script>document.title = "taken"</script>';

function rowOf(page: Page, name: string) {
  return page.getByRole('row', { name: new RegExp(`\\b${name}\\b`) });
}

/** Shows a token. The browser itself calls it an error that the page was asked for one. */
async function enter(page: Page, token: string, errors: string[]): Promise<void> {
  await page.getByLabel('Token').fill(token);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Token')).toHaveCount(0);
  expect(errors.splice(0).every((error) => error.includes('401'))).toBe(true);
}

/** The icon's colour, and whether it turns. */
async function iconOf(page: Page, name: string): Promise<string> {
  return rowOf(page, name)
    .locator('.status-icon')
    .evaluate((icon) => {
      const [red, green, blue] = getComputedStyle(icon).color.match(/\d+/g)!.map(Number) as [number, number, number];
      const colour = red > 150 && green > 90 ? 'yellow' : red > 150 ? 'red' : green > blue ? 'green' : 'blue';
      const turns = getComputedStyle(icon.querySelector('svg')!).animationName !== 'none';
      return `${icon.querySelector('svg')!.classList[1]} ${colour}${turns ? ' turning' : ''}`;
    });
}

test('three runs go through all six statuses before your eyes, each with its icon', async ({ page, cluster }) => {
  await page.goto(cluster.addresses.open);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Recorded runs');
  const loads: string[] = [];
  page.on('framenavigated', (frame) => loads.push(frame.url()));
  const names = ['first', 'second', 'third'];
  for (const name of names) {
    await cluster.create(name, { title: `The ${name} tale` });
    await expect(rowOf(page, name)).toContainText('UNKNOWN');
    expect(await iconOf(page, name)).toBe('lucide-circle-question-mark yellow');
  }
  for (const name of names) {
    await cluster.report(name, 'STARTING');
    await expect(rowOf(page, name)).toContainText('STARTING');
    expect(await iconOf(page, name)).toBe('lucide-loader-circle yellow turning');
  }
  for (const name of names) {
    await cluster.report(name, 'RUNNING', started);
    await expect(rowOf(page, name)).toContainText('RUNNING');
    expect(await iconOf(page, name)).toBe('lucide-refresh-cw blue turning');
  }
  await expectAccessible(page);
  await cluster.report('first', 'COMPLETED', {
    ...started,
    duration: '1m12s',
    exitCode: 0,
    completionTime: '2026-11-01T10:01:12Z',
    conditions: [{ type: 'TraceComplete', status: 'True', reason: 'NothingLost', message: 'nothing is missing', lastTransitionTime: '2026-11-01T10:01:12Z' }],
  });
  await cluster.report('second', 'FAILED', { ...started, duration: '3s', signal: 9 });
  await cluster.report('third', 'CANCELLED', { ...started, duration: '2s', exitCode: 143 });
  await expect(rowOf(page, 'first')).toContainText(/COMPLETED.*The first tale.*1m12s.*0.*complete/);
  await expect(rowOf(page, 'second')).toContainText(/FAILED.*3s.*signal 9/);
  await expect(rowOf(page, 'third')).toContainText(/CANCELLED.*2s.*143/);
  expect(await iconOf(page, 'first')).toBe('lucide-circle-check green');
  expect(await iconOf(page, 'second')).toBe('lucide-circle-x red');
  expect(await iconOf(page, 'third')).toBe('lucide-ban red');
  await cluster.delete('third');
  await expect(rowOf(page, 'third')).toHaveCount(0);
  expect(loads, 'loads of the page').toEqual([]);
});

test('runs are found by tale, phase and time', async ({ page, cluster }) => {
  await cluster.create('found-a', { title: 'Tides of Biscay', tale: { taleId: '5f0c' } });
  await cluster.create('found-b', { title: 'Glaciers' });
  await cluster.report('found-b', 'RUNNING', started);
  await page.goto(cluster.addresses.open);
  await page.getByLabel('Tale or run').fill('biscay');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(rowOf(page, 'found-a')).toBeVisible();
  await page.getByLabel('Tale or run').fill('found-');
  await page.getByLabel('Phase').selectOption('RUNNING');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(rowOf(page, 'found-b')).toBeVisible();
  await page.clock.setFixedTime(Date.now() + 2 * 3_600_000);
  await page.getByLabel('Created').selectOption('Last hour');
  await expect(page.getByText(/^0 of \d+ runs/)).toBeVisible();
  await page.getByLabel('Created').selectOption('Last day');
  await expect(rowOf(page, 'found-b')).toBeVisible();
});

test('what a tale is called, prints and executes is text, whatever it says', async ({ page, cluster }) => {
  await cluster.create('hostile', { title: hostile, description: hostile, tale: { taleId: '"><svg onload=alert(1)>' } });
  await cluster.report('hostile', 'FAILED', { ...started, reason: 'NonZeroExit', message: '<img src=x onerror=alert(1)>', exitCode: 1 });
  await page.goto(cluster.addresses.open);
  await expect(rowOf(page, 'hostile')).toContainText(hostile);
  await page.getByRole('link', { name: 'hostile' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('hostile');
  await expect(page.getByRole('status').first()).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('<script>alert(1)</script>');
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('</pre><b>bold</b>');
  await expect(page.getByRole('region', { name: 'Events' })).toContainText('<img src=x onerror=alert(1)>');
  await expect(page).toHaveTitle('hostile - Recorded runs');
  await expect(page.locator('main :is(script, img, b)')).toHaveCount(0);
  await expectAccessible(page);
});

test('the page of a run shows what it prints and does as it comes, and its report in the end', async ({ page, cluster }) => {
  await cluster.create('live', { command: ['python3', 'analysis.py', 'a b'] });
  await cluster.report('live', 'RUNNING', started);
  await page.goto(`${cluster.addresses.open}#/default/live`);
  await expect(page.getByText("python3 analysis.py 'a b'")).toBeVisible();
  await expect(page.getByText('Nothing yet.')).toBeVisible();
  await cluster.archive('live', 'output');
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('results/means.csv');
  await cluster.archive('live', 'events');
  await expect(page.getByRole('region', { name: 'Events' })).toContainText(/exec .*argv=sh run.sh/);
  await expect(page.getByRole('heading', { name: /^Events so far: [1-9]/ })).toBeVisible();
  await expectAccessible(page);
  await cluster.archive('live', 'stats.ndjson');
  await cluster.archive('live', 'manifest.json');
  await cluster.report('live', 'COMPLETED', { ...started, duration: '2s', exitCode: 0 });
  await expect(page.getByRole('heading', { name: 'Resources' })).toBeVisible();
  await expect(page.getByText('COMPLETED')).toBeVisible();
});

test('the report is shown in a frame that has no way to the page', async ({ page, cluster, errors }) => {
  await cluster.create('hello', {}, 'tales');
  await cluster.report('hello', 'COMPLETED', started, 'tales');
  await page.goto(`${cluster.addresses.guarded}#/tales/hello`);
  await enter(page, 'reader', errors);
  await page.getByRole('button', { name: 'Show the report' }).click();
  const report = page.frameLocator('iframe[title="Report of hello"]');
  await expect(report.getByRole('heading', { level: 1 })).toHaveText('hello');
  const frame = page.frames().find((each) => each.url().endsWith('/frame'))!;
  expect(await frame.evaluate('self.origin')).toBe('null');
  expect(await frame.evaluate('try { parent.document.title } catch (e) { e.name }')).toBe('SecurityError');
});

test('a run is cancelled by whoever may, with the keyboard alone', async ({ page, cluster, errors }) => {
  await cluster.create('stopping', {}, 'tales');
  await cluster.report('stopping', 'RUNNING', started, 'tales');
  await page.goto(cluster.addresses.guarded);
  await enter(page, 'editor', errors);
  await page.getByRole('link', { name: 'stopping' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Cancel this run' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Cancel stopping?' })).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByRole('button', { name: 'Stop it' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('It was asked to stop.')).toBeVisible();
  expect(await cluster.cancelled('stopping', 'tales')).toBe(true);
});

test.describe('where a token is needed', () => {
  test('nothing is shown without one, and a wrong one is refused', async ({ page, cluster, errors }) => {
    await cluster.create('kept', { title: 'Kept from strangers' }, 'tales');
    await page.goto(cluster.addresses.guarded);
    await expect(page.getByRole('alert')).toContainText('show a token of this cluster');
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Show runs' }).click();
    await expect(page.getByRole('alert')).toContainText('the cluster does not know this token');
    await expect(page.getByText('Kept from strangers')).toHaveCount(0);
    await expectAccessible(page);
    expect(errors.splice(0).every((error) => error.includes('401'))).toBe(true); // which the browser itself writes
  });

  test('a token shows the runs of its namespaces, goes in a header alone, and is forgotten', async ({ page, cluster, errors }) => {
    await cluster.create('mine', {}, 'tales');
    await cluster.create('theirs', {}, 'more-tales');
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.goto(cluster.addresses.guarded);
    await enter(page, 'reader', errors);
    await expect(rowOf(page, 'mine')).toBeVisible();
    await expect(rowOf(page, 'theirs')).toHaveCount(0);
    await page.getByRole('link', { name: 'mine' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('mine');
    await expect(page.getByRole('button', { name: 'Cancel this run' })).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Output' })).toBeVisible();
    expect(addresses.filter((address) => address.includes('reader'))).toEqual([]);
    await page.getByRole('button', { name: 'Forget the token' }).click();
    await expect(page.getByLabel('Token')).toBeVisible();
    await page.reload();
    await expect(page.getByLabel('Token')).toBeVisible();
    expect(errors.splice(0).every((error) => error.includes('401'))).toBe(true);
  });
});

test('the page is readable on a phone, in light and dark', async ({ page, cluster }) => {
  await cluster.create('small', { title: 'A tale with quite a long title that has to be broken somewhere' });
  await cluster.report('small', 'RUNNING', started);
  await page.setViewportSize({ width: 360, height: 740 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(cluster.addresses.open);
    await expect(rowOf(page, 'small')).toBeVisible();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 'pixels beyond the edge').toBeLessThanOrEqual(0);
  }
});
