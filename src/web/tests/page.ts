// What every page is held to, whatever else a test looks at.
import { expect, type Page, test as plain } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';

/** A test that fails where its page writes an error to the console or throws one, and the test does not take it from `errors`. */
export const test = plain.extend<{ errors: string[] }>({
  errors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') {
          errors.push(`${message.text()} (${message.location().url})`);
        }
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await use(errors);
      expect(errors, 'errors on the console').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Fails where axe finds anything that it calls serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source); // not a script element, which the page's policy would refuse
  const { violations }: AxeResults = await page.evaluate('axe.run()');
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join('\n  ')}`);
  expect(grave).toEqual([]);
}
