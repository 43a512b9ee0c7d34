/**
 * Altinn's own token in exchange for Maskinporten's, how a system user is named, and the scopes that people ask
 * for first.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { launchShell, startPortal } from './harness.mjs';
import { answer, claim, copyPublic, field, goTo, makeKey, send, sitDown, t } from './person.mjs';

/** @typedef {import('./person.mjs').Person} Person */

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

const CUSTOMER = '312770059';

describe('the exchange', () => {
  test('gives Altinn\'s token, with what it says, and the page says whom it asked', async () => {
    const person = await withToken();
    const { page } = person;
    const given = await page.locator('#token-raw').textContent();
    await page.locator('#altinn-exchange').click();
    const result = page.locator('#altinn-result');
    await result.getByText(t('altinn.came'), { exact: true }).waitFor();
    assert.match(await claim(result, 'urn:altinn:orgNumber').innerText(), /^312770016/);
    assert.match(await claim(result, 'scope').innerText(), /^altinn:instances\.read/);
    await page.locator('#altinn-copy').click();
    await page.locator('#altinn-copy').getByText(t('copy.done')).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/);
    assert.notEqual(copied, given);
    const asked = person.requests.filter(({ url }) => url.includes('/exchange/'));
    assert.deepEqual(asked.map(({ method }) => method), ['GET']);
    await page.locator('#sent-line').click();
    await page.getByText(t('sent.what.altinn')).waitFor();
    assert.equal(await page.getByText(t('sent.answer.token')).count(), 2, 'Maskinporten answered with one, and Altinn');
    await person.context.close();
  });

  test('a token that has expired since is refused, and a new token begins anew', async () => {
    const person = await withToken();
    const { page } = person;
    await portal.control({ clockSkewSeconds: 300 });
    await page.locator('#altinn-exchange').click();
    const result = page.locator('#altinn-result');
    await result.getByText(t('exchange.not-accepted.means')).waitFor();
    await result.getByText(t('exchange.not-accepted.do')).waitFor();
    await portal.control({ clockSkewSeconds: 0 });
    await send(page);
    await answer(page, t('token.title')).waitFor();
    assert.equal(await result.innerText(), '', 'what was said of the old token is gone');
    await page.locator('#altinn-exchange').click();
    await result.getByText(t('altinn.came'), { exact: true }).waitFor();
    await person.context.close();
  });

  test('by a command, where the browser may not read the answer', async () => {
    const person = await withToken();
    const { page } = person;
    await page.route('**/authentication/**', (route) => route.abort());
    await page.locator('#altinn-exchange').click();
    await page.locator('#altinn-result').getByText(t('answer.blocked-or-offline.means')).waitFor();
    await page.locator('#altinn-terminal summary').click();
    const command = String(await page.locator('#altinn-command').textContent());
    assert.match(command, /^curl .*--config - <<'SLUTT'$/m, 'the token is in no argument');
    assert.doesNotMatch(command.split('\n')[0], /eyJ/);
    const { stdout } = await promisify(execFile)('bash', ['-c', command], { timeout: 20_000 });
    await page.locator('#altinn-pasted').fill(stdout);
    await page.locator('#altinn-pasted-explain').click();
    await page.locator('#altinn-result').getByText(t('altinn.came'), { exact: true }).waitFor();
    await person.context.close();
  });
});

test('an answer whose times are no times is shown as it is', async () => {
  const person = await withToken();
  const { page } = person;
  const part = (/** @type {object} */ members) => Buffer.from(JSON.stringify(members)).toString('base64url');
  const token = `${part({ alg: 'none' })}.${part({ scope: 'altinn:broker.read', iat: -9e15, exp: 9e15 })}.AA`;
  await page.locator('#altinn-terminal summary').click();
  await page.locator('#altinn-pasted').fill(token);
  await page.locator('#altinn-pasted-explain').click();
  const result = page.locator('#altinn-result');
  await result.getByText(t('altinn.came'), { exact: true }).waitFor();
  assert.match(await claim(result, 'exp').innerText(), /^9000000000000000\b/);
  await person.context.close();
});

test('a system user: what the grant will say, and the token', async () => {
  const person = await withKey();
  const { page } = person;
  await page.getByText(t('systemUser.title')).click();
  const organisation = field(page, t('claim.systemUserOrg'));
  await organisation.fill('312770050');
  assert.equal(await page.locator('#system-user-claim').count(), 0, 'a number that is none stands in no claim');
  await organisation.fill(CUSTOMER);
  await page.locator('#system-user-claim').getByText(`0192:${CUSTOMER}`).waitFor();
  await send(page);
  const box = answer(page, t('token.title'));
  await box.waitFor();
  assert.match(await claim(box, 'authorization_details').innerText(), /urn:altinn:systemuser/);
  const grant = await page.locator('#system-user-claim').textContent();
  assert.deepEqual(JSON.parse(String(grant)), [{
    type: 'urn:altinn:systemuser',
    systemuser_org: { authority: 'iso6523-actorid-upis', ID: `0192:${CUSTOMER}` },
  }]);
  await person.context.close();
});

test('the scopes that people ask for first are found by words, and added', async () => {
  const person = await sitDown(browser, `${portal.url}#veiviser/5`);
  const { page } = person;
  await page.getByText(t('catalogue.title')).click();
  const list = page.getByRole('list', { name: t('catalogue.title') });
  await page.getByText(t('catalogue.count', { found: 14, all: 14 })).waitFor();
  assert.equal(await list.getByRole('listitem').count(), 14);
  await field(page, t('catalogue.search')).fill('systemuser REQUEST');
  await page.getByText(t('catalogue.count', { found: 2, all: 14 })).waitFor();
  const scope = 'altinn:authentication/systemuser.request.write';
  await list.getByText(t('scope.give.system-vendor')).first().waitFor();
  await list.getByRole('button', { name: `${t('scopes.add')}: ${scope}` }).click();
  const added = list.getByRole('button', { name: `${t('catalogue.added')}: ${scope}` });
  await added.waitFor();
  assert.equal(await added.evaluate((it) => it === document.activeElement), true, 'the focus stays');
  await page.getByRole('button', { name: `${t('scopes.remove')}: ${scope}` }).click();
  await list.getByRole('button', { name: `${t('scopes.add')}: ${scope}` }).waitFor();
  await person.context.close();
});

/** With a key that stands on a client, and the form filled in. @returns {Promise<Person>} */
async function withKey() {
  const person = await sitDown(browser, `${portal.url}#lag-nokkel`);
  const { page } = person;
  await makeKey(person);
  await copyPublic(person, 'JWK');
  const jwk = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  const scopes = ['altinn:instances.read'];
  const client = await portal.makeClient({ name: 'Altinn', scopes, jwk });
  await goTo(page, 'test-klienten');
  await field(page, 'client_id').fill(client.client_id);
  await field(page, t('scopes.label')).fill(scopes[0]);
  return person;
}

async function withToken() {
  const person = await withKey();
  await send(person.page);
  await answer(person.page, t('token.title')).waitFor();
  return person;
}
