/**
 * What the guide says is done: only what the person said or a token showed, and
 * only about the client and the key it was said of.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PRIVATE } from './bad-input.mjs';
import { launchShell, startPortal } from './harness.mjs';
import { newPrivateJwk } from './key-material.mjs';
import {
  answer,
  atStep,
  chooseStep,
  copyPublic,
  field,
  goTo,
  makeKey,
  nextButton,
  nextStep,
  pasteIntoVault,
  savePrivate,
  send,
  sitDown,
  t,
} from './person.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

test('the end of the guide tells of the key that will be used, also when it has no kid', async () => {
  const person = await sitDown(browser, `${portal.url}#veiviser/7`);
  await pasteIntoVault(person, PRIVATE.pem);
  await person.vault.getByRole('article').waitFor();
  await chooseStep(person.page, 8);
  await person.page.getByText(t('closing.noKid')).waitFor();
  await person.context.close();
});

describe('a tick', () => {
  test('is what the person says: the button says so too, and going another way says nothing', async () => {
    const person = await sitDown(browser, portal.url);
    const { page } = person;
    const says = (/** @type {string} */ key) =>
      page.getByRole('button', { name: t(key, { step: t('guide.2.short') }), exact: true }).waitFor();
    await chooseStep(page, 1);
    await says('guide.doneNext');
    await chooseStep(page, 2);
    assert.deepEqual(await done(page), []);
    await chooseStep(page, 1);
    await nextStep(page, 2);
    assert.deepEqual(await done(page), [1]);
    await chooseStep(page, 1);
    await says('guide.next');
    await page.getByRole('checkbox', { name: t('guide.done') }).uncheck();
    await says('guide.doneNext');
    assert.deepEqual(await done(page), []);
    await person.context.close();
  });

  test('does not pass on to another key or another client, and comes back with its own', async () => {
    await portal.control({ reset: true, keyDelaySeconds: 0 });
    const person = await sitDown(browser, `${portal.url}#veiviser/6`);
    const { page } = person;
    const kid = await makeKey(person);
    await savePrivate(person);
    await copyPublic(person, 'JWK');
    const jwk = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    const { client_id: clientId } = await portal.makeClient({ name: 'Prøve', scopes: ['altinn:instances.read'], jwk });
    await pastedAs(page, 'jwk').check();
    await nextStep(page, 7);
    await nextStep(page, 8);
    await field(page, 'client_id').fill(clientId);
    await page.getByRole('button', { name: t('closing.go') }).click();
    await field(page, t('scopes.label')).fill('altinn:instances.read');
    await send(page);
    await answer(page, t('token.title')).waitFor();
    await page.getByRole('link', { name: t('token.guide') }).click();
    const ending = page.getByRole('heading', { name: t('ending.title') });
    await ending.waitFor();
    assert.deepEqual(await done(page), [6, 7]);

    await chooseStep(page, 6);
    assert.deepEqual(await done(page), [6, 7, 8]);
    await page.getByRole('button', { name: t('make.another') }).click();
    await makeKey(person, { kid: 'en-ny' });
    assert.deepEqual(await done(page), [7], 'the scopes are the client\'s still');
    assert.ok(!(await pastedAs(page, 'jwk').isChecked()), 'the new key was pasted nowhere');
    await page.getByRole('group', { name: t('check.choose') }).getByRole('radio', { name: kid, exact: true }).check();
    await pastedAs(page, 'jwk').and(page.locator(':checked')).waitFor();
    assert.deepEqual(await done(page), [6, 7, 8]);

    await page
      .getByRole('group', { name: t('check.choose') })
      .getByRole('radio', { name: 'en-ny', exact: true })
      .check();
    await page.getByRole('button', { name: t('secret.save') }).click();
    await page.evaluate(() => { location.hash = '#veiviser/8'; });
    await atStep(page, 8);
    assert.equal(await ending.count(), 0, 'no token came with this key');
    await page.evaluate(() => { location.hash = '#veiviser/6'; });
    await page.getByRole('group', { name: t('check.choose') }).getByRole('radio', { name: kid, exact: true }).check();
    await page.evaluate(() => { location.hash = '#veiviser/8'; });
    await ending.waitFor();

    await field(page, 'client_id').fill('en-annen-klient');
    await chooseStep(page, 7);
    assert.deepEqual(await done(page), [], 'another client');
    await chooseStep(page, 8);
    assert.equal(await ending.count(), 0);
    await field(page, 'client_id').fill(clientId);
    await chooseStep(page, 7);
    assert.deepEqual(await done(page), [6, 7, 8]);
    await person.context.close();
  });
});

describe('after a PEM', () => {
  test('the kid is asked for, and the step is not done before it is given', async () => {
    const person = await sitDown(browser, `${portal.url}#veiviser/6`);
    const { page } = person;
    await makeKey(person);
    await savePrivate(person);
    await pastedAs(page, 'pem').check();
    const question = page.getByRole('alert').filter({ hasText: t('hold.kid') });

    await page.getByRole('checkbox', { name: t('guide.done') }).click();
    await question.getByText(t('hold.kid.about')).waitFor();
    await question.getByRole('button', { name: t('hold.kid.later') }).click();
    assert.ok(!(await page.getByRole('checkbox', { name: t('guide.done') }).isChecked()));

    await nextButton(page, 7).click();
    await question.waitFor();
    await atStep(page, 6);
    await question.getByRole('button', { name: t('hold.kid.later') }).click();
    await atStep(page, 7);
    assert.deepEqual(await done(page), [], 'what is put off is not done');

    await chooseStep(page, 6);
    await nextButton(page, 7).click();
    await question.getByRole('button', { name: t('hold.kid.fillIn') }).click();
    await page.keyboard.press('Enter');
    await page.getByText(t('pasted.kid.empty'), { exact: true }).waitFor();
    await page.keyboard.type('3f2b8c1e-kid-fra-portalen');
    await page.getByRole('button', { name: t('pasted.kid.use') }).click();
    await question.waitFor({ state: 'detached' });
    await page.getByText(t('hold.title')).waitFor();
    await page.getByRole('button', { name: t('hold.saved') }).click();
    await atStep(page, 7);
    assert.deepEqual(await done(page), [6]);
    await person.context.close();
  });

  test('the format that is chosen to be copied counts as pasted, until the person says which', async () => {
    const person = await sitDown(browser, `${portal.url}#veiviser/6`);
    const { page } = person;
    await pasteIntoVault(person, PRIVATE.pem);
    await page.getByText(t('guide.6.there.2.noKid')).waitFor();
    for (const format of /** @type {const} */ (['pem', 'jwk']))
      assert.ok(!(await pastedAs(page, format).isChecked()), 'nobody has chosen');
    await chooseTab(page, 'PEM');
    await pastedAs(page, 'pem').and(page.locator(':checked')).waitFor();
    await page.getByText(t('guide.6.there.2.pem')).waitFor();
    await page.getByText(t('public.kid.about.pem')).waitFor();
    for (const name of ['public.kid.use', 'pasted.kid.use'])
      assert.equal(
        await page.getByRole('button', { name: t(name), exact: true }).count(),
        1,
        'each button says what it does',
      );
    await chooseTab(page, 'JWK');
    await pastedAs(page, 'jwk').and(page.locator(':checked')).waitFor();
    await page.getByText(t('guide.6.there.2.noKid')).waitFor();
    await pastedAs(page, 'pem').check();
    await chooseTab(page, 'PEM');
    await chooseTab(page, 'JWK');
    assert.ok(await pastedAs(page, 'pem').isChecked(), 'the person has answered');
    await person.context.close();
  });

  test('a kid that the person gave is not the portal\'s, unless the person says so', async () => {
    const person = await sitDown(browser, `${portal.url}#veiviser/6`);
    const { page, vault } = person;
    const question = page.getByRole('alert').filter({ hasText: t('hold.kid') });
    const isIt = question.getByRole('button', { name: t('hold.kid.isIt', { kid: 'eget-navn' }) });
    await pasteIntoVault(person, PRIVATE.pem);
    await chooseTab(page, 'PEM');
    await nextButton(page, 7).click();
    await question.waitFor();
    assert.equal(await isIt.count(), 0, 'a key without a kid has not the portal\'s');
    await field(page, t('public.kid')).fill('eget-navn');
    await page.getByRole('button', { name: t('public.kid.use') }).click();
    await vault.getByRole('heading', { name: 'eget-navn' }).waitFor();
    await isIt.waitFor();
    await nextButton(page, 7).click();
    await question.waitFor();
    await atStep(page, 6);
    await isIt.click();
    // A key that was read is where it came from: nobody asks whether it is saved.
    await atStep(page, 7);
    assert.deepEqual(await done(page), [6]);
    await person.context.close();
  });
});

test('after a reload the step of the key says what is gone, what the portal knows, and what to do', async () => {
  const person = await sitDown(browser, `${portal.url}#veiviser/6`);
  const { page, vault } = person;
  const empty = page.getByRole('heading', { name: t('empty.title') });
  await page.getByRole('button', { name: t('make.start'), exact: true }).waitFor();
  assert.equal(await empty.count(), 0, 'who has just come has lost nothing');
  await page.reload();
  await empty.waitFor();
  await page.getByText(t('empty.do')).waitFor();

  const kid = await makeKey(person);
  assert.equal(await empty.count(), 0);
  await savePrivate(person);
  await pastedAs(page, 'jwk').check();
  await nextStep(page, 7);
  await page.reload();
  await vault.getByText(t('vault.shelf.empty')).waitFor();
  await chooseStep(page, 6);
  await page.getByText(t('empty.kid', { kid })).waitFor();
  await page.getByText(t('empty.do.kid')).waitFor();
  await page.getByRole('button', { name: t('empty.takeIn') }).click();
  await vault.locator('#intake:focus').waitFor();
  await person.context.close();
});

test('a key that was saved as PEM, which holds no kid, is offered the one it had here', async () => {
  const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
  const { page, vault } = person;
  const kid = await makeKey(person, { kid: 'min-nokkel' });
  const file = await savePrivate(person, t('vault.format.pkcs8-pem'));
  await page.reload();
  await vault.getByText(t('vault.shelf.empty')).waitFor();
  await vault.locator('#intake-file').setInputFiles(await file.path());
  await vault.getByRole('article').filter({ hasText: t('vault.card.noKid') }).waitFor();

  await goTo(page, 'test-klienten');
  // The vault shows a key first; the page hears of it a moment later.
  await page.locator('input[name="test-key-choice"]').waitFor();
  assert.equal(await field(page, 'kid').inputValue(), kid);
  await goTo(page, 'sjekk-nokkel');
  await page.getByText(t('public.kid.about.known', { kid })).waitFor();
  assert.equal(await field(page, t('public.kid')).inputValue(), kid);
  await page.getByRole('button', { name: t('public.kid.use') }).click();
  await vault.getByRole('article').getByRole('heading', { name: kid }).waitFor();
  await person.context.close();
});

test('of the kids that are remembered, the one longest unused is forgotten first', async () => {
  const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
  const { page, vault } = person;
  const kept = () => page.evaluate(() => Object.values(JSON.parse(localStorage.nokkelsmie).kids));
  const first = { ...JSON.parse(PRIVATE.jwk), kid: 'den-forste' };
  await pasteIntoVault(person, JSON.stringify(first));
  // It is the page that remembers: it hears of a key a moment after the vault shows it.
  await page.locator('input[name="check-key"]').waitFor();
  await page.evaluate(() => {
    const kept = JSON.parse(localStorage.nokkelsmie);
    for (let i = 1; i < 50; i += 1) kept.kids[`thumbprint-${i}`.padEnd(43, '-')] = `kid-${i}`;
    localStorage.nokkelsmie = JSON.stringify(kept);
  });
  await page.reload();
  assert.deepEqual(await kept().then((kids) => [kids[0], kids.length]), ['den-forste', 50]);
  for (const key of [first, { ...newPrivateJwk('ec', { namedCurve: 'P-256' }), kid: 'en-ny', alg: 'ES256' }]) {
    await pasteIntoVault(person, JSON.stringify({ ...key, use: 'sig' }));
    await vault.getByRole('heading', { name: key.kid }).waitFor();
    await vault.getByRole('button', { name: t('vault.card.remove') }).click();
    await vault.getByRole('article').waitFor({ state: 'detached' });
  }
  await page.waitForFunction(() => Object.values(JSON.parse(localStorage.nokkelsmie).kids).at(-1) === 'en-ny');
  const kids = await kept();
  assert.deepEqual([kids.length, kids[0], ...kids.slice(-2)], [50, 'kid-2', 'den-forste', 'en-ny']);
  await person.context.close();
});

test('the kid of a public key alone is not remembered', async () => {
  const person = await sitDown(browser, `${portal.url}#sjekk-nokkel`);
  const { kty, n, e } = JSON.parse(PRIVATE.jwk);
  await pasteIntoVault(person, JSON.stringify({ kty, n, e, kid: 'en-annens', alg: 'RS256', use: 'sig' }));
  await person.page.getByRole('heading', { name: t('verdict.ready'), exact: true }).waitFor();
  await person.vault.getByRole('button', { name: t('vault.card.remove') }).click();
  await person.vault.getByRole('article').waitFor({ state: 'detached' });
  await pasteIntoVault(person, PRIVATE.pem);
  await person.page.getByRole('heading', { name: t('verdict.ready.noKid'), exact: true }).waitFor();
  assert.notEqual(await field(person.page, t('public.kid')).inputValue(), 'en-annens');
  await person.context.close();
});

test('each key that was made here and not saved is asked for, also when another is chosen', async () => {
  const person = await sitDown(browser, `${portal.url}#veiviser/6`);
  const { page, vault } = person;
  await makeKey(person, { kid: 'den-ene' });
  await page.getByRole('button', { name: t('make.another') }).click();
  await makeKey(person, { kid: 'den-andre' });
  await pasteIntoVault(person, PRIVATE.jwk);
  await vault.getByRole('article').nth(2).waitFor();
  const question = page.getByRole('alert').filter({ hasText: t('hold.title') });
  await nextButton(page, 7).click();
  for (const kid of ['den-ene', 'den-andre']) {
    await question.getByText(t('hold.about', { kid })).waitFor();
    await question.getByRole('button', { name: t('hold.saved') }).click();
  }
  await atStep(page, 7);
  await person.context.close();
});

/**
 * The numbers of the steps that are done: in the list, where the present one has another mark, and at its own end.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<number[]>}
 */
async function done(page) {
  const links = page.getByRole('navigation', { name: t('guide.steps') }).getByRole('listitem');
  const own = page.getByRole('checkbox', { name: t('guide.done') });
  const ticked = (await own.count()) > 0 && (await own.isChecked());
  const isDone = await links.evaluateAll(
    (rows, here) =>
      rows.map((row) =>
        row.querySelector('[aria-current]') ? here : /** @type {HTMLElement} */ (row).dataset.state === 'done',
      ),
    ticked,
  );
  return isDone.flatMap((yes, index) => (yes ? [index] : []));
}

/** @param {import('playwright-core').Page} page @param {'jwk'|'pem'} format */
function pastedAs(page, format) {
  return page
    .getByRole('group', { name: t('pasted.legend') })
    .getByRole('radio', { name: t(`pasted.${format}`), exact: true });
}

/** The format of the public part that is shown. @param {import('playwright-core').Page} page @param {string} name */
function chooseTab(page, name) {
  return page.getByRole('group', { name: t('public.format'), exact: true }).getByText(name, { exact: true }).click();
}
