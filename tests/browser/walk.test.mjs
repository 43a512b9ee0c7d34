/**
 * The main job, as a person does it: the guide in one tab, the portal's forms in
 * another, things carried between them by the clipboard, and a token at the end.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { PRIVATE } from './bad-input.mjs';
import { launchShell, startPortal } from './harness.mjs';
import {
  addKeyInPortal,
  addScopeInPortal,
  answer,
  atStep,
  beginClient,
  chooseStep,
  claim,
  clientIdShown,
  copyPublic,
  environmentChoice,
  field,
  logIn,
  makeKey,
  nextButton,
  nextStep,
  openPortal,
  paste,
  pasteIntoVault,
  savePrivate,
  send,
  sitDown,
  t,
} from './person.mjs';
import { portalLabel } from './texts.mjs';

describe('the walk through the guide', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {import('./harness.mjs').Portal} */
  let portal;
  before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
  after(async () => { await browser?.close(); await portal?.stop(); });

  test('from an empty page to a token, with a JWK', async () => {
    await portal.control({ reset: true, keyDelaySeconds: 0 });
    const person = await sitDown(browser, portal.url);
    const { page } = person;

    await atStep(page, 0);
    await page.getByRole('checkbox', { name: t('before.registry') }).check();
    await nextStep(page, 1);
    const tab = await openPortal(person);
    await logIn(tab);
    await nextStep(page, 2);
    await nextStep(page, 3);
    await nextStep(page, 4);
    await beginClient(tab);
    await nextStep(page, 5);
    const clientId = await composeAndCreate(page, tab, {
      name: 'Øvelse fagsystem',
      description: 'Henter skjema',
      scope: 'altinn:instances.read',
    });
    await field(page, 'client_id').fill(clientId);

    await nextStep(page, 6);
    const kid = await makeKey(person);
    await nextButton(page, 7).click();
    await page.getByText(t('hold.title')).waitFor();
    await atStep(page, 6);
    const saved = JSON.parse(await readFile(await (await savePrivate(person)).path(), 'utf8'));
    assert.equal(saved.kid, kid);
    assert.ok(saved.d, 'the saved file holds the private part');
    await copyPublic(person, 'JWK');
    assert.equal(await addKeyInPortal(tab), kid, 'the key keeps its kid');
    await page.bringToFront();
    await page
      .getByRole('group', { name: t('pasted.legend') })
      .getByRole('radio', { name: t('pasted.jwk'), exact: true })
      .check();

    await nextStep(page, 7);
    await addScopeInPortal(tab, 'altinn:instances.write');
    await page.bringToFront();
    await addScope(page, 'altinn:instances.write');

    await nextStep(page, 8);
    await page.getByRole('button', { name: t('closing.go') }).click();
    assert.equal(await field(page, 'client_id').inputValue(), clientId);
    assert.equal(await field(page, 'kid').inputValue(), kid);
    await send(page);
    await tokenShown(person, { clientId, kid, alg: 'RS256', scope: 'altinn:instances.read altinn:instances.write' });

    await page.getByRole('link', { name: t('token.guide') }).click();
    await page.getByRole('heading', { name: t('ending.title') }).waitFor();
    for (const key of ['ending.practice', 'ending.practice.differs']) await page.getByText(t(key)).waitFor();
    await onlyPublicCameThere(portal);
    assert.deepEqual(person.said, []);
    await person.context.close();
  });

  test('with a PEM: the portal makes a kid, it is brought back, and the key is saved again', async () => {
    await portal.control({ reset: true, keyDelaySeconds: 0 });
    const person = await sitDown(browser, portal.url);
    const { page, vault } = person;
    const { tab, clientId } = await toTheKey(person);

    const own = await makeKey(person);
    await savePrivate(person);
    await copyPublic(person, 'PEM');
    const kid = await addKeyInPortal(tab);
    await page.bringToFront();
    assert.match(kid, /^[0-9a-f]{8}-[0-9a-f-]{27}$/, 'a UUID');
    assert.notEqual(kid, own);

    await page
      .getByRole('group', { name: t('pasted.legend') })
      .getByRole('radio', { name: t('pasted.pem'), exact: true })
      .check();
    await field(page, t('pasted.kid')).fill(kid);
    await page.getByRole('button', { name: t('pasted.kid.use') }).click();
    await vault.getByRole('heading', { name: kid }).waitFor();
    await vault.getByText(t('vault.card.changed')).waitFor();
    const saved = JSON.parse(await readFile(await (await savePrivate(person)).path(), 'utf8'));
    assert.equal(saved.kid, kid, 'the private part has the portal\'s kid now');

    await nextStep(page, 7);
    await nextStep(page, 8);
    await page.getByRole('button', { name: t('closing.go') }).click();
    await send(page);
    await tokenShown(person, { clientId, kid, alg: 'RS256', scope: 'altinn:instances.read' });
    await onlyPublicCameThere(portal);
    await person.context.close();
  });

  test('the practice portal keeps its tab as one left it; Digdir\'s gets no hold of this page', async () => {
    const person = await sitDown(browser, `${portal.url}#veiviser/1`);
    const { page, context } = person;
    const tab = await openPortal(person);
    await logIn(tab);
    await beginClient(tab);
    await field(tab, 'Visningsnavn').fill('halvferdig');
    await chooseStep(page, 5);
    const link = page.getByRole('link', { name: t('guide.open.practice') });
    await link.click();
    // What a tab that was opened or gone to would have done by now: the page is asked after it.
    await field(page, t('compose.name')).fill('etter');
    assert.equal(context.pages().length, 2, 'no other tab');
    assert.equal(await field(tab, 'Visningsnavn').inputValue(), 'halvferdig');
    await tab.close();
    await openPortal(person);
    await environmentChoice(page, 'test').click();
    await chooseStep(page, 1);
    const real = page.getByRole('link', { name: t('guide.open.test') });
    assert.deepEqual(
      [await real.getAttribute('target'), await real.getAttribute('rel')],
      ['_blank', 'noopener noreferrer'],
    );
    const opened = page.getByText(t('guide.opened'));
    assert.equal(await opened.count(), 0);
    await context.route('https://sjolvbetjening.test.samarbeid.digdir.no/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '' }),
    );
    await Promise.all([context.waitForEvent('page'), real.click()]);
    await chooseStep(page, 2);
    await opened.waitFor();
    await person.context.close();
  });

  test('where the vault stands under the view, there is a way back from it', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`, { viewport: { width: 390, height: 700 } });
    const { page, vault } = person;
    for (const back of [false, true]) {
      const go = page.getByRole('button', { name: t('check.go') });
      await go.scrollIntoViewIfNeeded();
      const top = await page.evaluate(() => scrollY);
      await go.click();
      await vault.locator('#intake:focus').waitFor();
      const button = page.getByRole('button', { name: t('vault.back') });
      await page.waitForFunction((from) => scrollY > from + 100, top);
      const box = await button.boundingBox();
      assert.ok(box && box.y >= 0 && box.y < 700, 'in sight');
      // As long as a finger: WebKit brings what is pressed into sight a little later, and were it gone by then, moved the page.
      if (!back) await button.click({ delay: 100 });
      else await button.press('Enter');
      await page.locator('#check-go:focus').waitFor();
      // Firefox scrolls by parts of a pixel.
      const now = await page.evaluate(() => scrollY);
      assert.ok(Math.abs(now - top) < 1, `as far down as before: ${now}, and before ${top}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    assert.ok(
      await page.getByRole('button', { name: t('vault.back') }).isHidden(),
      'nobody needs it where both are in sight',
    );
    await person.context.close();
  });

  // WebKit scrolls nothing around a frame without an origin; the page does it there.
  test('on a narrow screen what has the focus in the vault is in sight', async () => {
    const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`, { viewport: { width: 390, height: 500 } });
    const { page, vault } = person;
    const frame = page.frames()[1];
    const keys = ['a', 'b', 'c'].map((kid) => ({ ...JSON.parse(PRIVATE.jwk), kid }));
    await pasteIntoVault(person, JSON.stringify({ keys }));
    await vault.getByRole('article').nth(2).waitFor();
    // The view over the vault has grown.
    await page.locator('#secret-show-3').waitFor();
    await page.locator('#check-go').press('Enter');
    await vault.locator('#intake:focus').waitFor();
    let met = 0;
    // Back through the panel, to its first card and out of it.
    while (await page.evaluate(() => document.activeElement?.tagName) === 'IFRAME') {
      await focusIsInSight(frame);
      met += 1;
      await page.keyboard.press('Shift+Tab');
    }
    assert.ok(met > 6, `more than one card: ${met}`);
    await person.context.close();
  });

  test('with RSA 4096 and RS512', async () => {
    await portal.control({ reset: true, keyDelaySeconds: 0 });
    const person = await sitDown(browser, portal.url);
    const { page } = person;
    const { tab, clientId } = await toTheKey(person);

    const kid = await makeKey(person, { kind: 'RSA 4096', algorithm: 'RS512' });
    await savePrivate(person, t('vault.format.pkcs8-pem'));
    await copyPublic(person, 'JWK');
    assert.equal(await addKeyInPortal(tab), kid);
    await nextStep(page, 7);
    await nextStep(page, 8);
    await page.getByRole('button', { name: t('closing.go') }).click();
    await send(page);
    await tokenShown(person, { clientId, kid, alg: 'RS512', scope: 'altinn:instances.read' });
    await person.context.close();
  });
});

/**
 * As fast as somebody who has done it before: to step 6, with a client in the portal.
 *
 * @param {import('./person.mjs').Person} person
 */
async function toTheKey(person) {
  const { page } = person;
  await chooseStep(page, 1);
  const tab = await openPortal(person);
  await logIn(tab, 'syntheticOrganisation');
  await chooseStep(page, 5);
  await beginClient(tab);
  const clientId = await composeAndCreate(page, tab, {
    name: 'Prøve',
    description: '',
    scope: 'altinn:instances.read',
  });
  await field(page, 'client_id').fill(clientId);
  await chooseStep(page, 6);
  return { tab, clientId };
}

/**
 * Name, description and scope are written here, copied, and pasted in the portal.
 *
 * @param {import('playwright-core').Page} page @param {import('playwright-core').Page} tab
 * @param {{name: string, description: string, scope: string}} client
 * @returns {Promise<string>} the client_id
 */
async function composeAndCreate(page, tab, { name, description, scope }) {
  await page.bringToFront();
  await field(page, t('compose.name')).fill(name);
  await field(page, t('compose.description')).fill(description);
  await addScope(page, scope);
  await carry(page, t('compose.name'), tab, field(tab, 'Visningsnavn'));
  if (description) await carry(page, t('compose.description'), tab, field(tab, 'Beskrivelse'));
  await carry(page, scope, tab, field(tab, 'Andre scopes'));
  await tab.getByRole('button', { name: portalLabel('create'), exact: true }).click();
  await tab.getByRole('heading', { name }).waitFor();
  const clientId = await clientIdShown(tab);
  await page.bringToFront();
  return clientId;
}

/** @param {import('playwright-core').Page} page @param {string} scope */
async function addScope(page, scope) {
  await page.getByRole('combobox', { name: t('scopes.new') }).fill(scope);
  await page.getByRole('combobox', { name: t('scopes.new') }).press('Enter');
  await page.getByRole('button', { name: `${t('scopes.remove')}: ${scope}` }).waitFor();
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} what
 * @param {import('playwright-core').Page} tab
 * @param {import('playwright-core').Locator} field
 */
async function carry(page, what, tab, field) {
  await page.bringToFront();
  await page.getByRole('button', { name: `${t('copy')}: ${what}`, exact: true }).click();
  await page.getByText(`${t('copy.done')}: ${what}`, { exact: true }).waitFor();
  await paste(tab, field);
}

/**
 * @param {import('./person.mjs').Person} person
 * @param {{clientId: string, kid: string, alg: string, scope: string}} wanted
 */
async function tokenShown({ page }, { clientId, kid, alg, scope }) {
  const box = answer(page, t('token.title'));
  await box.waitFor();
  const token = box.getByRole('table', { name: t('token.claims') });
  assert.match(await claim(token, 'client_id').innerText(), new RegExp(`^${clientId}`));
  assert.ok((await claim(token, 'scope').innerText()).startsWith(scope), 'the token\'s scope');
  await page.getByText(t('grant.title')).click();
  const header = page.getByRole('table', { name: t('jwt.header') });
  assert.ok((await claim(header, 'alg').innerText()).startsWith(alg));
  assert.ok((await claim(header, 'kid').innerText()).startsWith(kid));
}

/** The portal's own count of private keys that reached it. @param {import('./harness.mjs').Portal} portal */
async function onlyPublicCameThere(portal) {
  const log = await portal.log();
  assert.equal(log.privateMaterial, 0);
  assert.ok(log.requests.some((/** @type {any} */ { code }) => code === 'token'), 'a token was given');
}

/** All of it, however far the page was to scroll. @param {import('playwright-core').Frame} frame */
async function focusIsInSight(frame) {
  const missed = await frame.evaluate(() => new Promise((/** @type {(value: string) => void} */ resolve) => {
    const focused = document.activeElement;
    // On its way out of the frame.
    if (!focused || focused === document.body) return resolve('');
    setTimeout(() => resolve(focused.outerHTML), 10_000);
    new IntersectionObserver((seen) => {
      if ((seen.at(-1)?.intersectionRatio ?? 0) > 0.97) resolve('');
    }, { threshold: [0, 0.25, 0.5, 0.75, 0.98] }).observe(focused);
  }));
  assert.equal(missed, '', 'out of sight');
}
