/**
 * New keys for 200 clients (NOKKELSMIE_BULK: another number): from the click that begins it until all private
 * keys wait to be saved, with the keys made; then until the ZIP is there; and what memory it took.
 */
import { readFile } from 'node:fs/promises';
import { makeAdministrator, publicJwk, signIn } from './administration.mjs';
import { startPortal } from './harness.mjs';
import { sitDown } from './person.mjs';

const COUNT = Number(process.env.NOKKELSMIE_BULK ?? 200);
const PATIENCE = 60_000 + COUNT * 6_000;

/** @param {import('playwright-core').Browser} browser */
export async function benchRotations(browser) {
  const portal = await startPortal(['--quiet']);
  try {
    const admin = await makeAdministrator(portal);
    const old = publicJwk('gammel');
    for (let number = 0; number < COUNT; number += 1)
      await portal.makeClient({ name: `Klient ${number}`, scopes: ['altinn:instances.read'], jwk: { ...old, kid: `gammel-${number}` } });
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page, vault, t } = person;
    page.setDefaultTimeout(PATIENCE);
    await signIn(person, admin);
    await page.locator('#clients-bulk').click();
    await page.locator('#bulk-all').click();
    await page.locator(`#bulk-${admin}`).uncheck();
    const before = await memory(browser);
    const start = performance.now();
    await page.locator('#bulk-begin').click();
    await page.locator('#bulk-pause').waitFor();
    await page.locator('#bulk-pause').waitFor({ state: 'detached' });
    const seconds = (performance.now() - start) / 1000;
    const after = await memory(browser);
    const ready = await page.locator('[data-standing="ready"]').count();
    console.log(`\n${COUNT} rotations: ${seconds.toFixed(1)} s, ${(seconds / COUNT).toFixed(2)} s each; ${ready} ready; `
      + `memory of the renderers ${before} MB before, ${after} MB after`);

    await page.locator('#bulk-save').click();
    const panel = vault.getByRole('region', { name: t('vault.many.title', { count: ready }) });
    await panel.getByRole('button', { name: t('vault.password.make') }).click();
    const saving = performance.now();
    const [zip] = await Promise.all([
      page.waitForEvent('download'),
      panel.getByRole('button', { name: t('vault.many.save', { count: ready }) }).click(),
    ]);
    await readFile(await zip.path());
    console.log(`the ZIP of ${ready} encrypted keys: ${((performance.now() - saving) / 1000).toFixed(1)} s; memory ${await memory(browser)} MB`);
    await person.context.close();
  } finally {
    await portal.stop();
  }
}

/** Megabytes that the pages' processes hold (VmRSS). @param {import('playwright-core').Browser} browser */
async function memory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const kilobytes = await Promise.all(processInfo.filter(({ type }) => type === 'renderer').map(async ({ id }) => {
    const status = await readFile(`/proc/${id}/status`, 'utf8');
    return Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? 0);
  }));
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024);
}
