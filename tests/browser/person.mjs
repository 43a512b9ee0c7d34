/**
 * What a person does on the page and in the portal, by the words on the screen:
 * buttons by their names, fields by their labels, things carried by the clipboard.
 */
import { open } from './harness.mjs';
import { portalLabel, texts } from './texts.mjs';

export const t = texts('nb');

/** Long enough for RSA-4096 on a busy machine; nothing waits for it that has come. */
const PATIENCE = Number(process.env.NOKKELSMIE_PATIENCE ?? 60_000);

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {Awaited<ReturnType<typeof sitDown>>} Person */

/**
 * A person at a machine of their own: a browser context with the page in it.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url  of the page
 * @param {import('playwright-core').BrowserContextOptions & {
 *   before?: (context: import('playwright-core').BrowserContext) => Promise<void>,
 * }} [options]
 */
export async function sitDown(browser, url, { before, ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, locale: 'nb-NO', acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'], reducedMotion: 'reduce', ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  await before?.(context);
  return { context, t: texts(localeOf(options.locale)), ...(await open(context, url)) };
}

/** @param {string} [tag]  a browser's language */
function localeOf(tag = 'nb') {
  return tag.startsWith('en') ? 'en' : tag.startsWith('nn') ? 'nn' : 'nb';
}

/** A field by its label. @param {Page | import('playwright-core').FrameLocator} where @param {string} label */
export function field(where, label) {
  return where.getByRole('textbox', { name: label });
}

/** What each says, without the line that WebKit adds. @param {import('playwright-core').Locator} elements */
export async function wordsOf(elements) {
  return (await elements.allInnerTexts()).map((text) => text.trim());
}

// --- the guide --------------------------------------------------------------

/** To the next step, which then has the focus on its heading. @param {Page} page @param {number} number */
export async function nextStep(page, number) {
  await page.bringToFront();
  await nextButton(page, number).click();
  await atStep(page, number);
}

/**
 * The one button for the next thing: it says that this step is done, until that is said.
 *
 * @param {Page} page
 * @param {number} number
 */
export function nextButton(page, number) {
  const named = (/** @type {string} */ key) =>
    page.getByRole('button', { name: t(key, { step: t(`guide.${number}.short`) }), exact: true });
  return named('guide.doneNext').or(named('guide.next'));
}

/** @param {Page} page @param {number} number */
export async function atStep(page, number) {
  await page.getByRole('heading', { level: 1, name: t(`guide.${number}.title`) }).waitFor();
}

/** A step by its name in the list. @param {Page} page @param {number} number */
export async function chooseStep(page, number) {
  await page.bringToFront();
  await page
    .getByRole('navigation', { name: t('guide.steps') })
    .getByRole('link', { name: t(`guide.${number}.short`) })
    .click();
  await atStep(page, number);
}

/** A view by its name in the menu. @param {Page} page @param {string} route */
export async function goTo(page, route) {
  await page.getByRole('link', { name: t(`nav.${route}`), exact: true }).click();
  await page.locator(`nav a[aria-current="page"]`, { hasText: t(`nav.${route}`) }).waitFor();
}

/**
 * A view by its address. The page hears of it a moment after it was set: what was there before is not taken for it.
 *
 * @param {Page} page
 * @param {string} hash  another than the present one
 */
export function goToAddress(page, hash) {
  return page.evaluate((there) => new Promise((/** @type {(value: void) => void} */ resolve) => {
    // The page listens already, and hears it first.
    window.addEventListener('hashchange', () => resolve(), { once: true });
    location.hash = there;
  }), hash);
}

/** @param {Page} page @param {string} name */
export function environmentChoice(page, name) {
  return page
    .getByRole('group', { name: t('environment.legend') })
    .getByText(t(`environment.${name}`), { exact: true });
}

// --- keys -------------------------------------------------------------------

/**
 * Fills in the form for a new key and waits until it is there, in the vault and on the page.
 *
 * @param {Person} person
 * @param {{kind?: string, algorithm?: string, kid?: string}} [wish]
 */
export async function makeKey({ page, vault }, { kind, algorithm, kid } = {}) {
  if (kind) await page.getByRole('radio', { name: kind, exact: true }).check();
  if (algorithm) await page.getByRole('combobox', { name: t('make.algorithm') }).selectOption(algorithm);
  if (kid) await field(page, t('make.kid')).fill(kid);
  const named = await field(page, t('make.kid')).inputValue();
  await page.getByRole('button', { name: t('make.start'), exact: true }).click();
  // RSA-4096 by luck, on a busy machine
  await vault.getByRole('article').filter({ hasText: named }).waitFor({ timeout: 180_000 });
  // The vault shows a key first; the page hears of it a moment later.
  await page.locator('.key-card-public dd').getByText(named, { exact: true }).waitFor();
  return named;
}

/**
 * Saves the private part of the only key, as a file, from where the page shows the key too.
 *
 * @param {Person} person
 * @param {string} [format]  as the vault calls it
 */
export async function savePrivate({ page, vault }, format) {
  if (format) await vault.getByRole('combobox', { name: t('vault.card.format') }).selectOption({ label: format });
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    vault.getByRole('button', { name: t('vault.card.save'), exact: true }).click(),
  ]);
  await vault.getByText(t('vault.card.saved')).first().waitFor();
  // The page hears of it a moment later: before that it would ask whether the key is saved.
  await page.getByText(t('secret.saved'), { exact: true }).waitFor();
  return file;
}

/** The public part on the clipboard. @param {Person} person @param {string} format  as the page calls it */
export async function copyPublic({ page }, format) {
  const bar = page.getByRole('group', { name: t('public.format'), exact: true });
  const first = bar.getByText(format, { exact: true });
  // the vault shows a key before the page hears of it
  await bar.waitFor();
  if (await first.count()) {
    await first.click();
  } else {
    await bar.getByText(t('public.more'), { exact: true }).click();
    await page.getByRole('combobox', { name: t('public.more.choose') }).selectOption({ label: format });
  }
  await page.getByRole('button', { name: t('public.copy', { format }), exact: true }).click();
  await page.getByRole('button', { name: t('copy.done') }).waitFor();
}

/** Puts a key into the vault by the keyboard's paste. @param {Person} person @param {string} text */
export async function pasteIntoVault(person, text) {
  await pasteInto(person, field(person.vault, person.t('vault.intake.label')), text);
}

/**
 * A real paste: the clipboard and the keyboard.
 *
 * @param {Person} person
 * @param {import('playwright-core').Locator} field
 * @param {string} text
 */
export async function pasteInto({ page }, field, text) {
  await setClipboard(page, text);
  // What is hidden still takes no focus, and nobody would say so.
  await field.waitFor();
  await field.focus();
  await page.keyboard.press('Control+V');
}

/** @param {Page} page @param {string} text */
export function setClipboard(page, text) {
  return page.evaluate((value) => navigator.clipboard.writeText(value), text);
}

// --- the test of the client -------------------------------------------------

/** @param {Page} page */
export async function send(page) {
  await page.getByRole('button', { name: t('test.send'), exact: true }).click();
}

/** The box with the answer, when its headline is this. @param {Page} page @param {string} title */
export function answer(page, title) {
  return page.getByRole('region', { name: title });
}

/** A row of a decoded JWT. @param {import('playwright-core').Locator} where @param {string} name */
export function claim(where, name) {
  return where
    .getByRole('row')
    .filter({ has: where.page().getByRole('rowheader', { name, exact: true }) })
    .getByRole('cell');
}

// --- the portal -------------------------------------------------------------

/** The portal in a tab of its own, by the guide's link. @param {Person} person @returns {Promise<Page>} */
export async function openPortal({ context, page }) {
  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: t('guide.open.practice') }).click(),
  ]);
  return tab;
}

/** @param {Page} tab */
export async function logIn(tab, how = 'ownOrganisation') {
  await tab.bringToFront();
  await tab.getByRole('button', { name: portalLabel(how) }).click();
  await tab.getByRole('button', { name: portalLabel('createClient') }).waitFor();
}

/** From the list of clients to the form with its three fields. @param {Page} tab */
export async function beginClient(tab) {
  await tab.bringToFront();
  await tab.getByRole('button', { name: portalLabel('createClient') }).click();
  await tab.getByRole('heading', { name: portalLabel('addClient') }).waitFor();
  await tab.getByRole('link', { name: portalLabel('maskinporten'), exact: true }).click();
  await tab.getByRole('heading', { name: portalLabel('addMaskinportenClient') }).waitFor();
}

/** @param {Page} tab @returns {Promise<string>} the client_id that the portal shows */
export async function clientIdShown(tab) {
  return (
    await tab.locator('dt', { hasText: 'Klient-ID' }).locator('xpath=following-sibling::dd[1]').innerText()
  ).trim();
}

/** Pastes what is on the clipboard. @param {Page} page @param {import('playwright-core').Locator} field */
export async function paste(page, field) {
  await page.bringToFront();
  await field.focus();
  await page.keyboard.press('Control+V');
}

/** Adds the key that is on the clipboard. @param {Page} tab @returns {Promise<string>} the kid that the portal tells */
export async function addKeyInPortal(tab) {
  await tab.bringToFront();
  await tab.getByRole('link', { name: portalLabel('keySection'), exact: true }).click();
  await tab.getByRole('button', { name: portalLabel('add'), exact: true }).click();
  await paste(tab, field(tab, portalLabel('keyField')));
  await tab.getByRole('button', { name: portalLabel('save'), exact: true }).click();
  return (await tab.getByRole('status').locator('code').innerText()).trim();
}

/** @param {Page} tab @param {string} scope  one of those available to the organisation */
export async function addScopeInPortal(tab, scope) {
  await tab.bringToFront();
  await tab.getByRole('link', { name: portalLabel('scopesTab'), exact: true }).click();
  await tab.getByRole('button', { name: portalLabel('addScope'), exact: true }).click();
  await tab.getByRole('checkbox', { name: scope, exact: true }).check();
  await tab.getByRole('button', { name: portalLabel('submit'), exact: true }).click();
  await tab.getByRole('status').waitFor();
}
