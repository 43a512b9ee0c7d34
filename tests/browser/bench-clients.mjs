/**
 * The list of 10,000 clients: from the click that reads it to the first rows, and a keystroke in the
 * search to what is found, each to the frame in which it is painted.
 */
import { makeAdministrator, signIn } from './administration.mjs';
import { startPortal } from './harness.mjs';
import { sitDown } from './person.mjs';

const COUNT = 10_000;
const WORDS = ['fagsystem 12', 'altinn:instances', 'zzzz'];

/** @param {import('playwright-core').Browser} browser @param {(times: number[]) => string} summary */
export async function benchClients(browser, summary) {
  const portal = await startPortal(['--quiet']);
  try {
    const admin = await makeAdministrator(portal);
    const made = await fetch(new URL('_practice/many', portal.url), {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ count: COUNT }),
    });
    if (!made.ok) throw new Error(await made.text());
    const person = await sitDown(browser, `${portal.url}#klienter`);
    const { page } = person;
    await signIn(person, admin);
    await page.locator('[data-client]').nth(99).waitFor();
    const first = [];
    for (let round = 0; round < 5; round += 1) first.push(await page.evaluate(readAgain));
    const keys = [];
    for (const word of WORDS) keys.push(...await page.evaluate(typeSlowly, word));
    console.log(`\n${COUNT} clients: from "read" to the rows ${summary(first)}; a keystroke in the search ${summary(keys)} (${keys.length} keystrokes)`);
    await person.context.close();
  } finally {
    await portal.stop();
  }
}

/** @returns {Promise<number>} milliseconds */
async function readAgain() {
  const list = document.getElementById('clients-found');
  const start = performance.now();
  document.getElementById('clients-read')?.click();
  await new Promise((resolve) => new MutationObserver((_, observer) => { observer.disconnect(); resolve(null); }).observe(/** @type {Node} */ (list), { childList: true }));
  await new Promise((resolve) => { requestAnimationFrame(() => { setTimeout(resolve); }); });
  return performance.now() - start;
}

/** @param {string} word @returns {Promise<number[]>} milliseconds */
async function typeSlowly(word) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById('clients-search'));
  const times = [];
  for (let length = 1; length <= word.length; length += 1) {
    const start = performance.now();
    input.value = word.slice(0, length);
    input.dispatchEvent(new Event('input'));
    await new Promise((resolve) => { requestAnimationFrame(() => { setTimeout(resolve); }); });
    times.push(performance.now() - start);
  }
  return times;
}
