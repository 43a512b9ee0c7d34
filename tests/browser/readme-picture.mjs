/**
 * docs/page.png, the picture in README: a key that was just made, at step 6.
 *
 *     node tests/browser/readme-picture.mjs
 */
import path from 'node:path';
import { ROOT, launch, startPortal } from './harness.mjs';
import { field, sitDown } from './person.mjs';

const [portal, browser] = await Promise.all([startPortal(['--quiet']), launch()]);
try {
  const { page, vault, t } = await sitDown(browser, `${portal.url}#veiviser/5`, { viewport: { width: 1280, height: 880 } });
  await field(page, t('compose.name')).fill('Fakturaklient');
  await page.evaluate(() => { location.hash = '#veiviser/6'; });
  await page.getByRole('button', { name: t('make.start') }).click();
  await vault.getByRole('article').waitFor();
  await vault.getByText(t('vault.verdict.ready')).waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: path.join(ROOT, 'docs/page.png'), animations: 'disabled' });
} finally {
  await browser.close();
  await portal.stop();
}
