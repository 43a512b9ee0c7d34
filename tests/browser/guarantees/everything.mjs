/**
 * One person who uses everything: makes keys of all kinds, reads good ones and
 * bad ones, mends, renames, saves, copies, shows, checks, tests the client, is
 * refused, gives a client a new key by the API, changes language and look, and reloads.
 */
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ADMIN_SCOPES, finishSignIn } from '../administration.mjs';
import { holdMaking } from '../hold-making.mjs';
import { newPrivateJwk, pems } from '../key-material.mjs';
import { answer, chooseStep, field, goTo, send, t } from '../person.mjs';

/** Searched for as the keys are. */
/** Without spaces, which a form would send as plus signs. */
export const PASSWORD = 'et-langt-passord-for-hvelvet-7731';
/** The forms that take one. */
const WITH_PASSWORD = ['encrypted-pem', 'pkcs12'];

const SCOPE = 'altinn:instances.read';

/**
 * @typedef {import('../key-material.mjs').Jwk} Jwk
 *
 * @typedef {object} Everything
 * @property {Jwk[]} keys  all private keys that were in the vault
 * @property {string[]} wrong  what was pasted and could not be read
 * @property {string} clientId
 *
 * @typedef {object} Person
 * @property {import('playwright-core').BrowserContext} context
 * @property {import('playwright-core').Page} page
 * @property {import('playwright-core').FrameLocator} vault
 */

/**
 * @param {Person} person  in front of the practice portal's page
 * @param {import('../harness.mjs').Portal} portal
 * @param {{kinds: string[], look: () => Promise<void>}} how  `look`: called after each thing that was done
 * @returns {Promise<Everything>}
 */
export async function useEverything(person, portal, { kinds, look }) {
  const { page } = person;
  page.on('dialog', (dialog) => { void dialog.accept(); });
  const keys = [];
  for (const kind of kinds) {
    keys.push(await makeAndKeep(person, kind));
    await look();
  }
  await cancelOne(person);
  await askWhatIsTaken(person);
  keys.push(...await readGoodOnes(person, look));
  const wrong = await readBadOnes(person);
  await look();

  const clientId = await testTheClient(person, portal, keys[0], look);
  keys.push(...await changeKeysByApi(person, portal, keys[0], look));
  await nameAsThePortalDid(person);
  await look();
  await putToUse(person, look);
  await changeTastes(person);
  await look();
  return { keys, wrong, clientId };
}

/** Each kind has its own id in the form. @param {Person} person @param {string} kind @returns {Promise<Jwk>} */
async function makeAndKeep(person, kind) {
  const { page } = person;
  await begin(person, kind);
  await page.locator('#make-result').waitFor({ timeout: 120_000 });
  const card = newestCard(person);
  const jwk = JSON.parse(await saved(person, card));
  await card.getByRole('button', { name: t('vault.card.copy'), exact: true }).click();
  for (const format of await card
    .locator('select option')
    .evaluateAll((options) => options.map((option) => /** @type {HTMLOptionElement} */ (option).value))) {
    await card.locator('select').selectOption(format);
    if (WITH_PASSWORD.includes(format)) {
      await card.getByLabel(t('vault.password.label')).fill(PASSWORD);
      await card.getByLabel(t('vault.password.again')).fill(PASSWORD);
    }
    const show = card.locator('button[aria-expanded=false]');
    if (await show.count() > 0) {
      await show.click();
      await card.locator('pre.secret:visible').waitFor();
    }
    await saved(person, card);
  }
  await card.locator('select').selectOption('jwk');
  await card.locator('button[aria-expanded=false]').click();
  await card.locator('pre.secret:visible').waitFor();
  // What is shown stays shown: the worst that can be looked for elsewhere.
  for (const format of await page.locator('#make-result .ds-toggle-group label').all()) await format.click();
  const more = page.locator('#make-result select[id^=format-more]');
  for (const format of await more
    .locator('option')
    .evaluateAll((options) => options.map((option) => /** @type {HTMLOptionElement} */ (option).value)))
    await more.selectOption(format);
  await page.locator('[id^=public-copy]').click();
  await Promise.all([page.waitForEvent('download'), page.locator('[id^=public-save]').click()]);
  await Promise.all([page.waitForEvent('download'), page.locator('#expiry-remind').click()]);
  await page.locator('#make-another').click();
  return jwk;
}

/** @param {Person} person */
async function cancelOne(person) {
  await holdMaking(person);
  await begin(person, 'rsa-4096');
  await person.page.locator('#make-cancel').click();
  await person.page.getByText(t('make.cancelled')).waitFor();
}

/** The metadata, fetched. @param {Person} person */
async function askWhatIsTaken({ page }) {
  await page.locator('#announced summary').click();
  await page.locator('#announced-fetch').click();
  await page.getByText(t('announced.source.metadata')).waitFor();
}

/** @param {Person} person @param {string} kind */
async function begin({ page }, kind) {
  await goTo(page, 'lag-nokkel');
  const radio = page.locator(`#make-kind-${kind}`);
  if (!await radio.isVisible()) await page.locator('#make-later summary').click();
  await radio.check();
  await page.locator('#make-kid-again').click();
  await page.locator('#make-start').click();
}

/**
 * Made elsewhere: as a JWK that lacks its kid and is mended here, as PEM by a real paste, as base64
 * from a file, and under a password, which is among what is returned.
 *
 * @param {Person} person
 * @param {() => Promise<void>} look
 * @returns {Promise<Jwk[]>}
 */
async function readGoodOnes(person, look) {
  const [mended, pasted, dropped, locked] = [0, 1, 2, 3].map(
    () => /** @type {Jwk} */ (newPrivateJwk('rsa', { modulusLength: 2048 })),
  );
  const { page, vault } = person;
  await goTo(page, 'sjekk-nokkel');
  await read(person, JSON.stringify(mended));
  await newestCard(person).getByRole('button', { name: t('vault.card.repair') }).click();
  await newestCard(person).getByText(t('vault.verdict.ready')).waitFor();
  await look();

  const before = await vault.getByRole('article').count();
  await vault.locator('#intake').evaluate((_, text) => navigator.clipboard.writeText(text), pems(pasted).pkcs8);
  await vault.locator('#intake').focus();
  await page.keyboard.press('Control+V');
  await vault.getByRole('article').nth(before).waitFor();

  await vault
    .locator('#intake-file')
    .setInputFiles({
      name: 'key.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(Buffer.from(JSON.stringify(dropped)).toString('base64')),
    });
  await vault
    .getByRole('article')
    .nth(before + 1)
    .waitFor();
  await look();
  await unlock(person, lockedPem(locked));
  await look();
  for (const choice of await page.locator('input[name=check-key]').all()) await choice.check();
  await newestCard(person).getByRole('button', { name: t('vault.card.remove') }).dblclick();
  const keys = [mended, pasted, dropped, locked].map(
    (jwk, index) => ({ ...jwk, kid: ['mended', 'pasted', 'dropped', 'locked'][index] }),
  );
  return [...keys, SECRET_WORD];
}

/** The password as if it were a key, for the search. @type {Jwk} */
export const SECRET_WORD = { kid: 'password', d: Buffer.from(PASSWORD).toString('base64url') };

/**
 * Private keys that are broken in ways that invite an error message to quote them.
 *
 * @param {Person} person
 * @returns {Promise<string[]>}
 */
async function readBadOnes(person) {
  const broken = /** @type {Jwk} */ (newPrivateJwk('rsa', { modulusLength: 2048 }));
  const text = JSON.stringify(broken);
  const pem = pems(broken).pkcs8;
  const wrong = [
    text.slice(0, -1),
    text.replace('"d":"', '"d":"!'),
    text.replace('"d"', '"d":"x","d"'),
    text.replace('"kty":"RSA"', '"kty":"rsa"'),
    pem.slice(0, 900),
    pem.replace(/\n/g, '*\n'),
    pem.replace('END PRIVATE', 'END PUBLIC'),
    Buffer.from(text).toString('base64').slice(0, 700),
    `{"keys":[${text},`,
    broken.d,
  ];
  const { vault } = person;
  for (const attempt of wrong) {
    const before = await vault.getByRole('article').count();
    await vault.locator('#intake').fill(attempt);
    await vault.getByRole('button', { name: t('vault.intake.read') }).click();
    await vault.locator('.intake .ds-alert').or(vault.getByRole('article').nth(before)).first().waitFor();
  }
  return [text, ...wrong];
}

/**
 * Refused, accepted, handed over and explained.
 *
 * @param {Person} person
 * @param {import('../harness.mjs').Portal} portal
 * @param {Jwk} key
 * @param {() => Promise<void>} look
 */
async function testTheClient({ page }, portal, key, look) {
  const { kty, n, e, alg, kid, use } = key;
  const { client_id: clientId } = await portal.makeClient({
    name: 'alt',
    scopes: [SCOPE],
    jwk: { kty, n, e, alg, kid, use },
  });
  await goTo(page, 'test-klienten');
  await page.locator('input[name=test-key-choice]').first().check();
  await field(page, t('scopes.label')).fill(SCOPE);
  await field(page, 'client_id').fill('00000000-0000-4000-8000-000000000000');
  await send(page);
  await page.locator('[data-code=MP-100], #answer-facts').first().waitFor();
  await look();
  await field(page, 'client_id').fill(clientId);
  await page.locator('#test-claims summary').click();
  await page.locator('#claim-resource').fill('https://example.test/');
  await send(page);
  await answer(page, t('token.title')).waitFor();
  const closed = page.locator('#test-result details:not([open]) > summary');
  while (await closed.count()) await closed.first().click();
  await page.locator('#altinn-exchange').click();
  await page.locator('#altinn-copy').waitFor();
  await look();

  await page.locator('#hand-over summary').click();
  await page.locator('#hand-over-sign').click();
  for (const shell of ['PowerShell', 'curl']) {
    await page.locator('#hand-over').getByText(shell, { exact: true }).click();
    await page.locator('#hand-over-copy').click();
  }
  await page.locator('#pasted-answer').fill('{"error":"invalid_grant","error_description":"MP-124"}');
  await page.locator('#pasted-answer-explain').click();
  await look();

  // The other environments' servers are not here: unreachable, and said so.
  for (const environment of ['production', 'test']) {
    await page.locator(`label:has(#environment-${environment})`).click();
    await field(page, 'client_id').fill(clientId);
    await field(page, t('scopes.label')).fill(SCOPE);
    await page.locator('input[name=test-key-choice]').first().check();
    await send(page);
    await page.locator('[data-code=blocked-or-offline]').waitFor();
  }
  await page.locator('label:has(#environment-practice)').click();
  await page.locator('#sent-line').click();
  return clientId;
}

/**
 * Signs in as administrator, and gives a client another key, by itself and as one of many. The new private
 * ones are returned.
 *
 * @param {Person} person
 * @param {import('../harness.mjs').Portal} portal
 * @param {Jwk} key  of the administration client
 * @param {() => Promise<void>} look
 * @returns {Promise<Jwk[]>}
 */
async function changeKeysByApi(person, portal, key, look) {
  const { page, vault } = person;
  const { kty, n, e, alg, kid, use } = key;
  const jwk = { kty, n, e, alg, kid, use };
  const admin = await portal.makeClient({ name: 'Administrasjon', scopes: ADMIN_SCOPES, jwk });
  const other = await portal.makeClient({ name: 'Fagsystem', scopes: [SCOPE], jwk: { ...jwk, kid: 'gammel' } });
  await goTo(page, 'klienter');
  await page.locator('input[name=admin-key]').first().waitFor();
  await page.locator('.choice-row', { hasText: kid }).locator('input[name=admin-key]').check();
  await finishSignIn({ ...person, t }, admin.client_id, true);
  await page.locator(`[data-client="${other.client_id}"] a`).click();
  await page.locator('#client-keys [data-kid=gammel]').waitFor();
  await look();
  await page.locator('#rotation-go').click();
  await page.locator('#rotation-vault').click();
  await look();
  const made = /** @type {Jwk} */ (JSON.parse(await saved(person, newestCard(person))));
  await page.locator('#rotation-handed-over').click();
  await page.locator('#rotation-remove-old').click();
  await page.getByText(t('rotation.finished')).waitFor();
  for (const form of ['md', 'json'])
    await Promise.all([page.waitForEvent('download'), page.locator(`#report-${form}`).click()]);
  await look();
  const another = await changeManyKeys(person, other.client_id, look);
  await page.locator('#sign-out').click();
  await vault.getByRole('article').first().waitFor();
  return [made, another];
}

/** @param {Person} person @param {string} clientId @param {() => Promise<void>} look @returns {Promise<Jwk>} */
async function changeManyKeys(person, clientId, look) {
  const { page, vault } = person;
  const save = (/** @type {string} */ button) => Promise.all([page.waitForEvent('download'), page.locator(button).click()]);
  await page.getByRole('link', { name: t('client.back') }).click();
  await page.locator('#expiry-read').click();
  await page.locator('#expiry-read').waitFor({ state: 'detached' });
  await page.locator('#expiry-stop').waitFor({ state: 'detached' });
  await save('#expiry-ics');
  await save('#expiry-csv');
  await page.locator('#clients-bulk').click();
  await page.locator(`#bulk-${clientId}`).check();
  await page.locator('#bulk-begin').click();
  await page.locator('#bulk-save').click();
  await look();
  const panel = vault.getByRole('region', { name: t('vault.many.title', { count: 1 }) });
  await panel.getByRole('button', { name: t('vault.password.make') }).click();
  await Promise.all([page.waitForEvent('download'), panel.getByRole('button', { name: t('vault.many.save', { count: 1 }) }).click()]);
  const made = /** @type {Jwk} */ (JSON.parse(await saved(person, newestCard(person))));
  await page.locator('#bulk-handed-over').click();
  await page.locator('#old-keys-which-366').check();
  await page.locator('#old-keys-remove').click();
  await page.locator('#old-keys-remove').click();
  await page.locator('#old-keys').waitFor({ state: 'detached' });
  await page.locator('#bulk-another').waitFor();
  for (const form of ['md', 'json', 'csv']) await save(`#bulk-${form}`);
  await look();
  return made;
}

/** @param {Person} person */
async function nameAsThePortalDid({ page, vault }) {
  await goTo(page, 'veiviser');
  for (let step = 1; step <= 8; step++) await chooseStep(page, step);
  await chooseStep(page, 6);
  await page.locator('#pasted-pem').check();
  await page.locator('#portal-kid').fill('kid-fra-portalen');
  await page.locator('#portal-kid-use').click();
  await vault.getByRole('heading', { name: 'kid-fra-portalen' }).waitFor();
}

/**
 * The key for every receiver: saved in the vault, dropped back, and written down.
 *
 * @param {Person} person @param {() => Promise<void>} look
 */
async function putToUse(person, look) {
  const { page, vault } = person;
  await goTo(page, 'ta-i-bruk');
  await page.locator('#use-receiver').waitFor();
  const receivers = await page.locator('#use-receiver option').evaluateAll((options) =>
    options.map((option) => /** @type {HTMLOptionElement} */ (option).value));
  for (const receiver of receivers) {
    await page.locator('#use-receiver').selectOption(receiver);
    // Where there is an example only, a name like it.
    for (const empty of await page.locator('#view input[id^=use-][placeholder]').all())
      await empty.fill(String(await empty.getAttribute('placeholder')));
    await page.locator('#use-save').click();
    await vault.locator('#hand-over-title').waitFor();
    if (receiver === 'keystore') {
      await vault.locator('#password-hand-over').fill(PASSWORD);
      await vault.locator('#password-again-hand-over').fill(PASSWORD);
    }
    const [file] = await Promise.all([page.waitForEvent('download'), vault.locator('#hand-over-save').click()]);
    await vault.locator('#stored-file').setInputFiles(await file.path());
    if (receiver === 'keystore') {
      await vault.locator('#stored-password').fill(PASSWORD);
      await vault.locator('#stored-open').click();
    }
    await vault.getByText(t('vault.stored.right')).waitFor();
    // Left open it would follow the choice of the next one, be opened anew, and forget what was typed between.
    await vault.locator('#hand-over-close').click();
    await vault.locator('#hand-over').waitFor({ state: 'hidden' });
  }
  await look();
  await Promise.all([page.waitForEvent('download'), page.locator('#record-save').click()]);
}

/** @param {Person} person */
async function changeTastes({ page }) {
  for (const name of ['scheme-dark', 'scheme-light', 'scheme-auto', 'language-nn', 'language-en', 'language-nb'])
    await page.locator(`label:has(#${name})`).click();
}

/** @param {Person} person @param {string} text */
async function read({ vault }, text) {
  const before = await vault.getByRole('article').count();
  await vault.locator('#intake').fill(text);
  await vault.getByRole('button', { name: t('vault.intake.read') }).click();
  await vault.getByRole('article').nth(before).waitFor();
}

/** @param {Jwk} jwk */
function lockedPem(jwk) {
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSWORD }).toString();
}

/** @param {Person} person @param {string} pem */
async function unlock({ vault }, pem) {
  const before = await vault.getByRole('article').count();
  await vault.locator('#intake').fill(pem);
  await vault.getByRole('button', { name: t('vault.intake.read') }).click();
  await vault.getByLabel(t('vault.lock.label'), { exact: true }).fill(PASSWORD);
  await vault.getByRole('button', { name: t('vault.lock.open'), exact: true }).click();
  await vault.getByRole('article').nth(before).waitFor();
}

/** @param {Person} person */
function newestCard({ vault }) {
  return vault.getByRole('article').first();
}

/**
 * The private part as the file that was saved.
 *
 * @param {Person} person
 * @param {import('playwright-core').Locator} card
 */
async function saved({ page }, card) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: t('vault.card.save'), exact: true }).click(),
  ]);
  return readFile(await file.path(), 'utf8');
}
