import { golden, notebook, reportOf } from './embedded';
import { expect, expectAccessible, test } from './page';

const hostile = reportOf('hostile', golden('hostile'));

test('the report opens from a file, and no request leaves', async ({ page }) => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(hostile);
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText('Summary');
  expect(requests).toEqual([page.url()]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the report is accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(hostile);
    await page.getByRole('treeitem').first().click();
    await page.getByRole('grid', { name: 'Files' }).getByRole('row').nth(1).click();
    await expectAccessible(page);
  });
}

test('it says how the run ended and what is missing', async ({ page }) => {
  await page.goto(hostile);
  const summary = page.getByRole('region', { name: 'Summary' });
  await expect(summary).toContainText('The tale ended with exit code 3.');
  await expect(summary).toContainText('The record is incomplete: 5 events lost, 1 value truncated, 1 gap.');
  await expect(summary).toContainText('5 events are missing: the kernel\'s buffer was full');
  await expect(summary).toContainText('In 1 event secrets were replaced by [redacted].');
  await expect(summary).toContainText('Use of the network was not recorded.');
});

test('hostile names are shown as text', async ({ page }) => {
  page.on('dialog', (dialog) => {
    throw new Error(`a script of the run ran: ${dialog.message()}`);
  });
  await page.goto(hostile);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('</script><script>alert(1)</script> \\xe2\\x80\\xa8 & <!--');
  await expect(page.getByRole('row', { name: '<img src=x onerror=alert(1)>.csv' })).toBeVisible();
  await expect(page.getByRole('row', { name: 'new\\nline \\xe2\\x80\\xaetxt.csv' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'What the tale printed' })).toContainText('␛[31mred␛[0m');
  expect(await page.locator('img, main script, iframe, b').count()).toBe(0);
});

test('files are found by name, role, use and digest', async ({ page }) => {
  await page.goto(hostile);
  const rows = page.getByRole('grid', { name: 'Files' }).getByRole('row');
  const files = page.getByRole('region', { name: 'Files' });
  await expect(rows).toHaveCount(1 + 3);
  await files.getByRole('searchbox').fill('run.sh');
  await expect(rows).toHaveCount(1 + 1);
  await files.getByRole('searchbox').fill('cdcdcd');
  await expect(rows.nth(1)).toContainText('new\\nline');
  await files.getByRole('searchbox').fill('');
  await files.getByRole('combobox', { name: /^That were/ }).selectOption('written');
  await expect(rows).toHaveCount(1 + 1);
  await files.getByRole('combobox', { name: /^Of/ }).selectOption('all');
  await expect(rows).toHaveCount(1 + 2);
  await rows.nth(2).click();
  await expect(files.getByRole('complementary')).toContainText('not known: the run removed the file');
});

test('processes are folded, unfolded and found by the keyboard alone', async ({ page }) => {
  await page.goto(hostile);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the summary' })).toBeFocused();
  const tree = page.getByRole('tree', { name: 'Processes' });
  for (let i = 0; i < 30 && !(await tree.evaluate((element) => element === document.activeElement)); i++) {
    await page.keyboard.press('Tab');
  }
  await expect(tree).toBeFocused();
  const rows = tree.getByRole('treeitem');
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(3)).toContainText('2 copies of sh that ran no program of their own');
  await page.keyboard.press('ArrowLeft');
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(6);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const detail = page.getByRole('complementary', { name: 'The chosen process' });
  await expect(detail).toContainText('signal 9');
  await expect(detail).toContainText('$TITLE');
  await page.getByRole('region', { name: 'Processes' }).getByRole('searchbox').fill('sort');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText('exit 1');
  await rows.nth(1).click();
  for (const [what, how] of [['On processors', '2 ms'], ['Memory', '3.9 MiB at most'], ['Read', '640 bytes'], ['Written', '20 bytes']] as const) {
    await expect(detail.getByText(what, { exact: true }).locator('xpath=following-sibling::dd[1]')).toHaveText(how);
  }
});

test('the timeline is zoomed into, and shows whose a bar is', async ({ page }) => {
  await page.goto(hostile);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const bars = timeline.getByRole('option');
  await expect(bars).toHaveCount(3);
  await expect(timeline.getByRole('img', { name: 'Memory: up to 16 KiB' })).toBeVisible();
  await bars.nth(1).click();
  await expect(page.getByRole('complementary', { name: 'The chosen process' })).toContainText('signal 9');
  await timeline.getByRole('button', { name: 'Zoom in' }).click();
  await timeline.getByRole('button', { name: 'Later' }).click();
  await expect(bars).toHaveCount(1);
  await timeline.getByRole('button', { name: 'Whole run' }).click();
  await expect(bars).toHaveCount(3);
});

test('what went into the notebook’s result is the data, through the programs that its cells ran and their pipes', async ({ page }) => {
  await page.goto(reportOf('notebook', notebook()));
  await page.getByRole('row', { name: 'result.csv' }).click();
  const detail = page.getByRole('complementary', { name: 'The chosen file' });
  await detail.getByText('What may have gone into it?').click();
  for (const name of [/data\/counts\.csv$/, /^awk -F,/, /ipykernel_launcher/]) {
    await expect(detail.getByRole('button', { name }).first()).toBeVisible();
  }
  const graph = page.getByRole('region', { name: 'Inputs, programs, outputs' });
  await graph.getByRole('combobox').selectOption('into');
  await graph.getByText('The same in words').click();
  await expect(graph.getByRole('listitem').filter({ hasText: /^awk .* pipes to .*ipykernel_launcher.* \(pipe, \d+ bytes\)$/ })).toHaveCount(1);
  await expect(graph.getByRole('listitem').filter({ hasText: 'workspace/executed.ipynb' })).toHaveCount(0);
  await expectAccessible(page);
});

test('a printed report has every row', async ({ page }) => {
  await page.goto(hostile);
  await page.getByRole('button', { name: 'Fold all', exact: true }).click();
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('treeitem')).toHaveCount(6);
  await expect(page.getByRole('searchbox')).toHaveCount(0);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
});

test('the report fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(hostile);
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('a run of 50,000 files is found in and scrolled through', async ({ page }) => {
  await page.goto(reportOf('large', large()));
  const grid = page.getByRole('grid', { name: 'Files' });
  await expect(grid).toHaveAttribute('aria-rowcount', '50001');
  expect(await grid.getByRole('row').count()).toBeLessThan(100);
  await grid.focus();
  await page.keyboard.press('End');
  await expect(grid.getByRole('row', { name: 'file-49999.csv' })).toBeVisible();
  await page.getByRole('region', { name: 'Files' }).getByRole('searchbox').fill('file-31415');
  await expect(grid.getByRole('row')).toHaveCount(2);
  const tree = page.getByRole('tree', { name: 'Processes' });
  expect(await tree.getByRole('treeitem').count()).toBeLessThan(100);
});

/** 20,000 processes, of which each tenth makes others, and 50,000 files. */
function large(): string {
  const data = JSON.parse(golden('hostile'));
  data.texts = ['step', ...Array.from({ length: 20_000 }, (_, i) => `step --number ${i}`)];
  data.processes = Array.from({ length: 20_000 }, (_, i) => [i + 1, i === 0 ? -1 : Math.floor(i / 10), i * 1000, i * 1000 + 5_000_000, 0, null, 0, 0, 0]);
  data.executions = data.processes.map((_: unknown, i: number) => [i, i * 1000, i * 1000 + 5_000_000, 0, i + 1, 0, 0, 0, -1]);
  data.files = Array.from({ length: 50_000 }, (_, i) => [0, `/file-${i}.csv`, 0, 0, 0, i, null, [[i % 20_000, 2, 1, null, 1000, 2000]]]);
  data.channels = [];
  data.network = [];
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
