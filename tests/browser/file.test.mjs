/**
 * The single file, opened from disk with no network at all: everything but the
 * calls to Digdir works.
 */
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtemp, readFile, rm, copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { PRIVATE } from './bad-input.mjs';
import { DIST, launch } from './harness.mjs';
import {
  answer,
  copyPublic,
  environmentChoice,
  field,
  goTo,
  makeKey,
  pasteIntoVault,
  savePrivate,
  send,
  sitDown,
  t,
} from './person.mjs';

const SCOPE = 'altinn:instances.read';

describe('the file from disk, without network', () => {
  /** @type {import('playwright-core').Browser} */
  let browser;
  let folder = '';
  let url = '';
  before(async () => {
    browser = await launch({ args: ['--host-resolver-rules=MAP * ~NOTFOUND'] });
    // Alone in a folder with a name that addresses must escape.
    folder = await mkdtemp(path.join(tmpdir(), 'nøkkel smie-'));
    await copyFile(path.join(DIST, 'nokkelsmie.html'), path.join(folder, 'nokkelsmie.html'));
    url = pathToFileURL(path.join(folder, 'nokkelsmie.html')).href;
  });
  after(async () => { await browser?.close(); await rm(folder, { recursive: true, force: true }); });

  /** @param {string} at */
  const openAt = async (at) => {
    const person = await sitDown(browser, `${url}#${at}`, { before: (context) => context.setOffline(true) });
    return person;
  };

  test('makes a key, saves it, and shows it in every format', async () => {
    const person = await openAt('lag-nokkel');
    const kid = await makeKey(person);
    const jwk = JSON.parse(await readFile(await (await savePrivate(person)).path(), 'utf8'));
    assert.equal(jwk.kid, kid);
    const pem = await readFile(await (await savePrivate(person, t('vault.format.pkcs8-pem'))).path(), 'utf8');
    assert.match(pem, /^-----BEGIN PRIVATE KEY-----\n/);
    const copied = [];
    const endings = {
      JWK: 'jwk.json',
      PEM: 'pem',
      '[JWK]': 'jwk-array.json',
      'JWK Set': 'jwks.json',
      'PEM (PKCS#1)': 'pkcs1.pem',
      'Base64 (JWK)': 'jwk.base64.txt',
      'Base64 (PEM)': 'pem.base64.txt',
    };
    for (const [format, ending] of Object.entries(endings)) {
      await copyPublic(person, format);
      copied.push(await person.page.evaluate(() => navigator.clipboard.readText()));
      const [file] = await Promise.all([
        person.page.waitForEvent('download'),
        person.page
          .getByRole('main')
          .getByRole('button', { name: t('save.file'), exact: true })
          .click(),
      ]);
      assert.equal(file.suggestedFilename(), `${kid}.public.${ending}`);
      assert.equal(await readFile(await file.path(), 'utf8'), copied.at(-1));
    }
    assert.equal(JSON.parse(copied[0]).n, jwk.n);
    assert.equal(createPublicKey(copied[1]).export({ format: 'jwk' }).n, jwk.n);
    assert.equal(JSON.parse(copied[2])[0].n, jwk.n);
    assert.equal(JSON.parse(copied[3]).keys[0].n, jwk.n);
    assert.match(copied[4], /^-----BEGIN RSA PUBLIC KEY-----\n/);
    assert.equal(createPublicKey(copied[4]).export({ format: 'jwk' }).n, jwk.n);
    assert.equal(JSON.parse(Buffer.from(copied[5], 'base64').toString()).n, jwk.n);
    assert.equal(Buffer.from(copied[6], 'base64').toString(), copied[1]);
    for (const text of copied) assert.ok(!text.includes(jwk.d));
    await nothingWasAsked(person);
  });

  test('offers the PEM for RSA only to RSA keys', async () => {
    const person = await openAt('sjekk-nokkel');
    const { page, vault } = person;
    await pasteIntoVault(person, PRIVATE.jwk);
    await copyPublic(person, 'PEM (PKCS#1)');
    await pasteIntoVault(
      person,
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    );
    await vault.getByRole('article').nth(1).waitFor();
    // What was chosen for the other key does not exist for this one.
    await page.getByRole('button', { name: t('public.copy', { format: 'JWK' }), exact: true }).waitFor();
    await page
      .getByRole('group', { name: t('public.format'), exact: true })
      .getByText(t('public.more'), { exact: true })
      .click();
    const offered = await page
      .getByRole('combobox', { name: t('public.more.choose') })
      .locator('option')
      .allInnerTexts();
    assert.deepEqual(offered, ['JWK Set', '[JWK]', 'Base64 (JWK)', 'Base64 (PEM)']);
    await nothingWasAsked(person);
  });

  test('checks a key and repairs it', async () => {
    const person = await openAt('sjekk-nokkel');
    const { page, vault } = person;
    await pasteIntoVault(person, JSON.stringify({ ...JSON.parse(PRIVATE.jwk), use: undefined, kid: 'æ' }));
    await vault.getByText(t('vault.verdict.repairable')).waitFor();
    await page.getByText(t('verdict.repairable'), { exact: true }).first().waitFor();
    await vault.getByRole('button', { name: t('vault.card.repair') }).click();
    await vault.getByText(t('vault.verdict.ready')).waitFor();
    await nothingWasAsked(person);
  });

  test('signs a grant and hands it over as a command', async () => {
    const person = await openAt('test-klienten');
    const { page } = person;
    await pasteIntoVault(person, PRIVATE.pem);
    // What is typed before the page hears of the key may be another key's.
    await page.locator('input[name="test-key-choice"]').waitFor();
    await field(page, 'client_id').fill('klient-1');
    await field(page, 'kid').fill('nokkel-1');
    await field(page, t('scopes.label')).fill(SCOPE);
    await page.getByText(t('handOver.title')).click();
    await page.getByRole('button', { name: t('handOver.sign') }).click();
    await page.getByRole('group', { name: t('handOver.shell') }).getByText('curl', { exact: true }).click();
    const command = await page.getByRole('region', { name: t('handOver.command') }).innerText();
    assert.match(command, /https:\/\/test\.maskinporten\.no\/token/);
    const [header, claims, signature] = /** @type {string[]} */ (
      command.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/)?.[0].split('.')
    );
    assert.ok(
      verify(
        'sha256',
        Buffer.from(`${header}.${claims}`),
        createPublicKey(PRIVATE.pem),
        Buffer.from(signature, 'base64url'),
      ),
      "the signature is the key's",
    );
    assert.equal(JSON.parse(Buffer.from(header, 'base64url').toString()).kid, 'nokkel-1');
    await page
      .getByRole('group', { name: t('handOver.shell') })
      .getByText('PowerShell', { exact: true })
      .click();
    assert.match(
      await page.getByRole('region', { name: t('handOver.command') }).innerText(),
      /Invoke-RestMethod|Invoke-WebRequest/,
    );
    await nothingWasAsked(person);
  });

  test('explains an answer that was pasted', async () => {
    const person = await openAt('test-klienten');
    const { page } = person;
    await page.getByText(t('handOver.title')).click();
    await field(page, t('pasteAnswer.label')).fill(
      '{"error":"invalid_scope","error_description":"MP-200: scope not on client"}',
    );
    await page.getByRole('button', { name: t('pasteAnswer.explain') }).click();
    await answer(page, t('reply.half')).getByText(t('answer.MP-200.means')).waitFor();
    await nothingWasAsked(person);
  });

  test('says that there was no answer, and keeps what was typed', async () => {
    const person = await openAt('test-klienten');
    const { page } = person;
    await pasteIntoVault(person, PRIVATE.jwk);
    // What is typed before the page hears of the key may be another key's.
    await page.locator('input[name="test-key-choice"]').waitFor();
    await field(page, 'client_id').fill('klient-1');
    await field(page, t('scopes.label')).fill(SCOPE);
    await send(page);
    await answer(page, t('unreachable.title', { host: 'test.maskinporten.no' })).waitFor();
    assert.equal(await field(page, 'client_id').inputValue(), 'klient-1');
    await person.context.close();
  });

  test('offers test and production, no practice, and goes through every view', async () => {
    const person = await openAt('veiviser');
    const { page } = person;
    assert.equal(await environmentChoice(page, 'practice').count(), 0);
    await environmentChoice(page, 'production').click();
    await page.getByText(t('environment.production.note')).waitFor();
    for (const route of ['lag-nokkel', 'sjekk-nokkel', 'test-klienten', 'veiviser']) await goTo(page, route);
    await nothingWasAsked(person);
  });
});

/** But for the file itself and what it makes of its own parts. @param {import('./person.mjs').Person} person */
async function nothingWasAsked({ context, requests, said }) {
  assert.deepEqual(
    requests.map(({ url }) => new URL(url).protocol).filter((one) => one !== 'file:' && one !== 'blob:'),
    [],
  );
  assert.deepEqual(said, []);
  await context.close();
}
