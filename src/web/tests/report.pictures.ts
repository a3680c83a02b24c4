// Pictures of the report for the documentation, of the notebook example.
import { fileURLToPath } from 'node:url';
import { notebook, reportOf } from './embedded';
import { expect, test } from './page';

const images = fileURLToPath(new URL('../../../docs/images', import.meta.url));
const report = reportOf('notebook', notebook());

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the graph, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(report);
    await page.getByRole('row', { name: 'result.csv' }).click();
    await page.getByRole('combobox', { name: 'Show' }).selectOption('into');
    await page.getByRole('region', { name: 'The graph, drawn' }).screenshot({ path: `${images}/report-graph-${colorScheme}.png` });
  });

  for (const [screen, width, height] of [
    ['desktop', 1100, 844],
    ['phone', 390, 844],
  ] as const) {
    test(`${screen}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      await page.goto(report);
      await expect(page.getByRole('treeitem').first()).toBeVisible();
      await page.screenshot({ path: `${images}/report-${screen}-${colorScheme}.png` });
    });
  }
}
