/**
 * The test of a client when all is not well: nothing that was typed is lost, the
 * answer says what it means, and there is always a way on.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, beforeEach, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { whereItCan } from '../engines/cannot.mjs';
import { launchShell, startPortal } from './harness.mjs';
import { holdMaking } from './hold-making.mjs';
import {
  answer,
  claim,
  copyPublic,
  environmentChoice,
  field,
  goTo,
  makeKey,
  savePrivate,
  send,
  sitDown,
  t,
} from './person.mjs';

const SCOPE = 'altinn:instances.read';
/** So that no command can wait for ever. */
const run = promisify(execFile);

describe('when the client is tested and all is not well', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {import('./harness.mjs').Portal} */
  let portal;
  before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
  after(async () => { await browser?.close(); await portal?.stop(); });
  beforeEach(() => portal.control({ reset: true, keyDelaySeconds: 0 }));

  test('a key that is not known yet: patience, and then a token', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`, { before: (context) => context.clock.install() });
    const { page } = person;
    await portal.control({ keyDelaySeconds: 3600 });
    await readyToTest(person, portal, { keyDelay: true });
    await send(page);
    await answer(page, t('answer.unknown-kid.means')).waitFor();
    await page.getByRole('button', { name: t('patience.start') }).click();
    await page.getByText(t('waiting.title')).waitFor();
    await page.getByText(t('waiting.attempt', { count: 1 })).waitFor();
    await page.clock.fastForward(20_000);
    await page.getByText(t('waiting.attempts', { count: 2 })).waitFor();
    await portal.control({ keyDelaySeconds: 0 });
    await page.clock.fastForward(20_000);
    await answer(page, t('token.title')).waitFor();
    const codes = (await portal.log()).requests.map((/** @type {any} */ { code }) => code).filter(Boolean);
    assert.deepEqual(
      codes,
      ['unknown-kid', 'unknown-kid', 'token'],
      'each attempt is another grant, and none was spent before',
    );
    await person.context.close();
  });

  test('waiting can be stopped', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page } = person;
    await portal.control({ keyDelaySeconds: 3600 });
    await readyToTest(person, portal, { keyDelay: true });
    await send(page);
    await page.getByRole('button', { name: t('patience.start') }).click();
    await page.getByRole('button', { name: t('waiting.stop') }).click();
    await page.getByText(t('waiting.title')).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: t('patience.start') }).waitFor();
    await person.context.close();
  });

  test('a scope that the client lacks: half of it works', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page } = person;
    await readyToTest(person, portal, { scopes: [] });
    await send(page);
    const box = answer(page, t('reply.half'));
    await box.getByText(t('reply.half.key')).waitFor();
    await box.getByText(t('answer.MP-200.means')).waitFor();
    await box.getByText(t('answer.MP-200.do')).waitFor();
    await box.getByText(t('reply.scopes.concerned', { scopes: SCOPE })).waitFor();
    assert.equal(await field(page, t('scopes.label')).inputValue(), SCOPE, 'what was typed stays');
    await person.context.close();
  });

  test('another key than the one in the portal', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page } = person;
    const { kid } = await readyToTest(person, portal);
    await goTo(page, 'lag-nokkel');
    await makeKey(person, { kid: 'en-annen' });
    await goTo(page, 'test-klienten');
    await field(page, 'kid').fill(kid);
    await send(page);
    await answer(page, t('answer.MP-124.means')).waitFor();
    await person.context.close();
  });

  test('a grant for another environment, and the answer from the terminal explained', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page } = person;
    const { clientId } = await readyToTest(person, portal);
    await environmentChoice(page, 'test').click();
    assert.equal(await field(page, 'client_id').inputValue(), '', 'test and practice are separate registries');
    await field(page, 'client_id').fill(clientId);
    await field(page, t('scopes.label')).fill(SCOPE);
    const command = await handedOver(page);
    const { stdout } = await run(
      'bash',
      ['-c', command.replaceAll('https://test.maskinporten.no/token', `${portal.url}token`)],
      { timeout: 20_000 },
    );
    await explain(page, stdout);
    await answer(page, t('answer.MP-110.means')).waitFor();
    await page.getByText(t('sent.nothing'), { exact: true }).waitFor();
    await person.context.close();
  });

  test('the command, run in bash as it stands, gives a token, which is explained when it is pasted back', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page } = person;
    const { clientId } = await readyToTest(person, portal);
    const command = await handedOver(page);
    const { stdout } = await run('bash', ['-c', command], { timeout: 20_000 });
    assert.match(stdout, /"access_token"/);
    await explain(page, stdout);
    const box = answer(page, t('token.title'));
    await box.waitFor();
    assert.ok((await claim(box, 'client_id').innerText()).startsWith(clientId));
    await page.getByText(t('sent.nothing'), { exact: true }).waitFor();
    await person.context.close();
  });

  test('an answer that the browser may not read, and the same with the server gone', async (self) => {
    const gone = await startPortal(['--quiet']);
    self.after(() => gone.stop());
    const person = await sitDown(browser, `${gone.url}#lag-nokkel`);
    const { page } = person;
    const { clientId, kid } = await readyToTest(person, gone);

    await person.context.route('https://test.maskinporten.no/token', (route) =>
      route.fulfill({
        status: 200,
        contentType: 'application/json',
        body: '{"access_token":"x"}',
        headers: { 'access-control-allow-origin': 'https://example.org' },
      }),
    );
    await environmentChoice(page, 'test').click();
    await field(page, 'client_id').fill(clientId);
    await field(page, t('scopes.label')).fill(SCOPE);
    await send(page);
    const box = answer(page, t('unreachable.title', { host: 'test.maskinporten.no' }));
    await box.waitFor();
    await everythingStays(page, { clientId, kid });
    await box.getByRole('button', { name: t('unreachable.handOver') }).click();
    await page.getByRole('button', { name: t('handOver.sign') }).press('Enter');
    await page.getByRole('region', { name: t('handOver.command') }).waitFor();
    await page.getByRole('timer').waitFor();

    const { host } = new URL(gone.url);
    await environmentChoice(page, 'practice').click();
    await gone.stop();
    await send(page);
    const stopped = answer(page, t('unreachable.practice', { host }));
    await stopped.getByText(`./build.sh serve ${host}`).waitFor();
    assert.ok(!(await stopped.innerText()).includes(t('answer.blocked-or-offline.means')), 'nobody is offline');
    assert.equal(await stopped.getByRole('button').count(), 0, 'a command would not be answered either');
    await everythingStays(page, { clientId, kid });
    await person.context.close();
  });

  test('an answer says what it answers, and is an older one as soon as the form asks something else', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page } = person;
    const { clientId, kid } = await readyToTest(person, portal);
    await send(page);
    const box = answer(page, t('token.title'));
    const asked = box.getByLabel(t('asked.title'));
    for (const part of [clientId, SCOPE, kid, t('environment.practice')])
      await asked.getByText(part, { exact: true }).waitFor();
    assert.match(await asked.innerText(), /\d\d:\d\d:\d\d/, 'and when');

    const old = box.getByRole('heading', { level: 2 }).filter({ hasText: t('asked.old') });
    assert.equal(await old.count(), 0);
    await page.getByText(t('test.claims')).click();
    for (const [label, other] of [
      ['client_id', 'en-annen'],
      ['kid', 'en-annen'],
      [t('scopes.label'), 'altinn:serviceowner'],
      ['(consumer_org)', '974760673'],
    ]) {
      const control = field(page, label);
      const before = await control.inputValue();
      await control.fill(other);
      await old.waitFor();
      assert.ok((await asked.innerText()).includes(clientId), 'it still says what was asked');
      await control.fill(before);
      await old.waitFor({ state: 'detached' });
    }
    await goTo(page, 'lag-nokkel');
    await makeKey(person, { kid: 'en-annen-nokkel' });
    await goTo(page, 'test-klienten');
    await old.waitFor();
    await environmentChoice(page, 'test').click();
    await box.waitFor({ state: 'detached' });
    await person.context.close();
  });

  test('a client that the practice portal does not know may have been forgotten by it', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page } = person;
    await readyToTest(person, portal);
    await portal.control({ reset: true });
    await send(page);
    await answer(page, t('practice.MP-100.means')).getByText(t('practice.MP-100.do')).waitFor();
    await person.context.close();
  });

  test('a client_id that is not like Digdir\'s is noted, and taken all the same', async () => {
    const person = await sitDown(browser, `${portal.url}#test-klienten`);
    const { page } = person;
    const clientId = field(page, 'client_id');
    const note = page.getByText(t('clientId.unlike'));
    await clientId.fill('3a82db95-d8a7-4d4f-b96a-a942aabbba51');
    assert.ok(await note.isHidden());
    await clientId.fill('3a82db95-d8a7');
    assert.ok(await note.isHidden(), 'it may still become one');
    await clientId.press('Tab');
    await note.waitFor();
    await clientId.fill('oidc_kommunen');
    assert.ok(await note.isVisible());
    await send(page);
    await page.getByRole('group', { name: t('problem.title') }).waitFor();
    assert.equal(await page.getByText(t('problem.clientId.missing')).count(), 0);
    assert.equal(await clientId.getAttribute('aria-invalid'), null);
    await person.context.close();
  });

  test('a refusal for one of several scopes names it where the server does', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page } = person;
    await readyToTest(person, portal, { scopes: [SCOPE, 'altinn:serviceowner'] });
    await field(page, t('scopes.label')).fill(`${SCOPE} altinn:serviceowner`);
    await send(page);
    const box = answer(page, t('reply.half'));
    await box.getByText(t('reply.scopes.concerned', { scopes: 'altinn:serviceowner' })).waitFor();
    await field(page, t('scopes.label')).fill(`${SCOPE} altinn:events.subscribe`);
    await send(page);
    await box.getByText(t('reply.scopes.unnamed')).waitFor();
    await person.context.close();
  });

  test('a used grant: another attempt is offered, and no patience', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page } = person;
    await readyToTest(person, portal);
    await portal.control({
      failNext: {
        status: 400,
        path: '/token',
        times: 1,
        contentType: 'application/json',
        body: JSON.stringify({
          error: 'invalid_grant',
          error_description: 'MP-012: Validation of JWT Bearer grant failed. Grant is used before',
        }),
      },
    });
    await send(page);
    await answer(page, t('answer.MP-012.means')).waitFor();
    assert.equal(await page.getByRole('button', { name: t('patience.start') }).count(), 0);
    await page.getByRole('button', { name: t('reply.again') }).click();
    await answer(page, t('token.title')).waitFor();
    await person.context.close();
  });

  test('what a terminal says when no answer came is explained, and not shown again', async () => {
    const person = await sitDown(browser, `${portal.url}#test-klienten`);
    const { page } = person;
    await environmentChoice(page, 'test').click();
    await page.getByText(t('handOver.title')).click();
    for (const [text, code] of [
      ['curl: (7) Failed to connect to SKJULT port 443', 'no-connection'],
      ['curl: (6) Could not resolve host: SKJULT', 'name-not-found'],
      ['curl: (28) SKJULT timed out', 'timeout'],
      ['curl: (60) SSL certificate problem: SKJULT', 'certificate-not-trusted'],
      ['curl: (56) CONNECT tunnel failed, response 407 SKJULT', 'proxy-refused'],
      ['Invoke-RestMethod : Unable to connect to the remote server SKJULT', 'no-connection'],
      ["Det eksterne navnet kan ikke løses: 'SKJULT'", 'name-not-found'],
      ['<!DOCTYPE html><title>SKJULT</title>', 'web-page'],
      ['HTTP/2 200\nx: SKJULT\n\n', 'empty-answer'],
    ]) {
      await explain(page, text);
      const box = answer(page, t('unreachable.command', { host: 'test.maskinporten.no' }));
      await box.getByText(t(`answer.${code}.means`)).waitFor();
      await box.getByText(t(`answer.${code}.do`)).waitFor();
      assert.ok(!(await box.innerText()).includes('SKJULT'), text);
    }
    assert.deepEqual(person.said, []);
    await person.context.close();
  });

  test('a form with nothing in it says what is missing, each with a link to its field', async () => {
    const person = await sitDown(browser, `${portal.url}#test-klienten`);
    const { page } = person;
    await send(page);
    const summary = page.getByRole('group', { name: t('problem.title') });
    await summary.getByRole('link', { name: t('problem.clientId.missing') }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'test-client-id');
    await summary.getByText(t('problem.scope.missing')).waitFor();
    await page.getByText(t('sent.nothing'), { exact: true }).waitFor();
    await person.context.close();
  });
});

describe('keys come and go', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {import('./harness.mjs').Portal} */
  let portal;
  before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
  after(async () => { await browser?.close(); await portal?.stop(); });

  test('the making of a key can be cancelled', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page, vault } = person;
    // Else it may be made before the click on "cancel" comes.
    await holdMaking(person);
    await page.getByRole('radio', { name: 'RSA 4096', exact: true }).check();
    await field(page, t('make.kid')).fill('avbrutt');
    await page.getByRole('button', { name: t('make.start'), exact: true }).click();
    await page.getByRole('button', { name: t('make.cancel'), exact: true }).click();
    await page.getByText(t('make.cancelled')).waitFor();
    assert.equal(await field(page, t('make.kid')).inputValue(), 'avbrutt', 'what was chosen stays');
    assert.ok(await page.getByRole('radio', { name: 'RSA 4096', exact: true }).isChecked());
    assert.equal(await vault.getByRole('article').count(), 0);
    assert.equal(await makeKey(person, { kind: 'RSA 2048' }), 'avbrutt', 'and the vault makes another at once');
    await person.context.close();
  });

  test('whoever comes back after having seen the key finds the form for another', async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page } = person;
    await makeKey(person);
    const made = page.getByRole('heading', { name: t('make.made') });
    await made.waitFor();
    await environmentChoice(page, 'test').click();
    await made.waitFor();
    await goTo(page, 'sjekk-nokkel');
    await goTo(page, 'lag-nokkel');
    await page.getByRole('button', { name: t('make.start'), exact: true }).waitFor();
    assert.equal(await made.count(), 0);
    await person.context.close();
  });

  const leaving = 'leaving asks only while a private key is unsaved; a reload keeps what is public, not the keys';
  test(leaving, whereItCan(leaving), async () => {
    const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
    const { page, vault } = person;
    /** @type {string[]} */
    const asked = [];
    let stay = true;
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void (stay ? dialog.dismiss() : dialog.accept());
    });

    await field(page, t('make.kid')).click();
    await page.reload();
    await field(vault, t('vault.intake.label')).waitFor();
    assert.deepEqual(asked, [], 'an empty vault asks nothing');

    await goTo(page, 'test-klienten');
    await field(page, 'client_id').fill('klient-1');
    await field(page, t('scopes.label')).fill(SCOPE);
    await goTo(page, 'lag-nokkel');
    const kid = await makeKey(person);
    await Promise.all([page.waitForEvent('dialog'), page.evaluate(() => location.reload())]);
    assert.deepEqual(asked, ['beforeunload'], 'an unsaved key asks');
    assert.equal(await vault.getByRole('article').count(), 1, 'and the one who stays has it still');

    await vault.getByRole('button', { name: t('vault.card.copy'), exact: true }).click();
    await vault.getByText(t('vault.card.copiedNow')).waitFor();
    await Promise.all([page.waitForEvent('dialog'), page.evaluate(() => location.reload())]);
    assert.equal(asked.length, 2, 'a copied key asks too: the next copy is instead of it');
    await vault.getByRole('button', { name: t('vault.card.remove') }).click();
    await vault.getByRole('button', { name: t('vault.card.removeUnsaved') }).waitFor();

    await savePrivate(person);
    stay = false;
    await page.reload();
    await vault.getByText(t('vault.shelf.empty')).waitFor();
    assert.equal(asked.length, 2, 'a saved key asks nothing');
    await goTo(page, 'test-klienten');
    assert.equal(await field(page, 'client_id').inputValue(), 'klient-1');
    assert.equal(await field(page, t('scopes.label')).inputValue(), SCOPE);
    const kept = await page.evaluate(() => JSON.stringify(localStorage));
    assert.ok(!kept.includes('"d"') && !kept.includes('PRIVATE'), `${kid}: nothing private is kept`);
    await person.context.close();
  });
});

/**
 * A key made here, its public part on a client in the portal, and the form for the test filled in.
 *
 * @param {import('./person.mjs').Person} person
 * @param {import('./harness.mjs').Portal} portal
 * @param {{scopes?: string[], keyDelay?: boolean}} [client]
 */
async function readyToTest(person, portal, { scopes = [SCOPE], keyDelay = false } = {}) {
  const { page } = person;
  const kid = await makeKey(person);
  await copyPublic(person, 'JWK');
  const jwk = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  const { client_id: clientId } = await portal.makeClient({ name: 'Prøve', scopes, jwk, keyDelay });
  await goTo(page, 'test-klienten');
  await field(page, 'client_id').fill(clientId);
  await field(page, t('scopes.label')).fill(SCOPE);
  return { clientId, kid };
}

/** @param {import('playwright-core').Page} page @param {{clientId: string, kid: string}} typed */
async function everythingStays(page, { clientId, kid }) {
  assert.equal(await field(page, 'client_id').inputValue(), clientId);
  assert.equal(await field(page, 'kid').inputValue(), kid);
  assert.equal(await field(page, t('scopes.label')).inputValue(), SCOPE);
}

/** The command for a shell, with a grant signed now. @param {import('playwright-core').Page} page */
async function handedOver(page) {
  await page.getByText(t('handOver.title')).click();
  await page.getByRole('button', { name: t('handOver.sign') }).click();
  await page.getByRole('group', { name: t('handOver.shell') }).getByText('curl', { exact: true }).click();
  await page.getByRole('button', { name: t('handOver.copy') }).click();
  await page.getByRole('button', { name: t('copy.done') }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Pastes an answer back. @param {import('playwright-core').Page} page @param {string} text */
async function explain(page, text) {
  await field(page, t('pasteAnswer.label')).fill(text);
  await page.getByRole('button', { name: t('pasteAnswer.explain') }).click();
}
