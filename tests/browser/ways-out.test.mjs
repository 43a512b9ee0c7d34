/**
 * G4: the room with the keys has no way out, and the room with the network no way in.
 *
 * Code is injected where an attacker would want it (the vault's frame, the vault's
 * worker, the page) and tries every known way to a server. It is run with more
 * power than an attacker has: as if at the person's click.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ROOT, launchWithProfile, startPortal } from './harness.mjs';
import { keepThePort } from './keep-the-port.mjs';
import { Scanner, describe } from './key-material.mjs';
import { netLog } from './net-log.mjs';
import { BY_LEAVING, FROM_DOCUMENT, FROM_WORKER, IN_REACH, IN_REACH_OF_WORKER } from './ways-out/attempts.mjs';
import { startCollector } from './ways-out/collector.mjs';
import { INTO_THE_VAULT, askAll, replaced, searcherOf, serveChanged, tryAll, withVault, withoutPolicy } from './ways-out/rooms.mjs';

/** No request comes of these in a page without any policy either, or not always, so that they prove nothing here. */
const NEVER = [
  // needs TLS, a user's consent, or a feature that is off
  'web-transport',
  'ad-interest-group',
  'shared-storage-worklet',
  'protocol-handler',
  'notification-icon',
  'fencedframe',
  'link-prerender',
  'speculation-rules',
  // no server asked for, or only by the outermost document
  'csp-report',
  'image-attribution',
  'link-icon',
  'link-manifest',
  'link-apple-touch-icon',
  'link-import',
  'link-search',
  'link-preconnect',
  'link-dns-prefetch',
  // not every time
  'federated-login', 'payment-request',
  // media that is not shown is not fetched
  'video', 'audio', 'track',
];

/** Only to the own origin, with or without a policy. */
const OWN_ORIGIN_ONLY = ['worker', 'worker-module', 'shared-worker', 'service-worker', 'svg-use'];

/**
 * What is left, and named in SECURITY.md: Chromium opens a connection for a
 * navigation before it asks the policy, and then sends nothing over it.
 */
const CONNECTS = [
  'iframe', 'iframe-navigated', 'frameset', 'anchor-download', 'anchor-self', 'open-self',
  'location-href', 'location-replace', 'navigation-api', 'meta-refresh',
  // hints, where the browser follows them (this profile says so)
  'link-preconnect', 'link-dns-prefetch',
];

/** What the vault's worker answers to its frame and to nobody else. */
const WORKER_REQUESTS = [
  'read',
  'secret',
  'protect',
  'markSaved',
  'remove',
  'clear',
  'changes',
  'version',
  'setEnvironment',
  'handOverFile',
  'checkStored',
];
const PROPERTIES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'Generate', 'sign '];

/** Parameters that the six requests do not expect. @param {number} handle */
const ODD = (handle) => [
  undefined,
  null,
  0,
  '',
  'secret',
  [],
  {},
  [handle],
  { handle },
  { handle: -1 },
  { handle: 'jwk' },
  { handle: Number.MAX_SAFE_INTEGER },
  { handle, format: 'jwk' },
  { handle, kid: 'x'.repeat(100_000) },
  { handle, kid: { toString: 'd' } },
  { handle, kid: 'ny', format: 'jwk', d: 1 },
  { handle, what: 'key' },
  { what: 'secret', handle },
  { what: 'export', handles: [handle], names: ['d'], format: 'jwk', password: '' },
  { what: 'export', handles: 'jwk', names: { 0: 'd' } },
  { what: 'export', handles: [null, 'd', [handle]], names: [{ toString: 'd' }] },
  { handle, environment: 'secret', request: { clientId: 'd' } },
  {
    handle,
    environment: { name: 'test', issuer: 'http://127.0.0.1/', tokenEndpoint: 'http://127.0.0.1/' },
    request: {},
  },
  { kind: 'p-256', algorithm: 'RS256', kid: 'ny' },
  { kind: 'secret', algorithm: 'none', kid: '' },
  { locale: 'd', scheme: 'd', environment: 'secret' },
];

/** A moment for what was set going to arrive. */
const WAIT = 2500;

const log = await netLog();
const collector = await startCollector();
const portal = await startPortal(['--quiet']);
const { context, forget } = await launchWithProfile({
  args: log.args,
  preferences: { net: { network_prediction_options: 0 } },
});

// Workers that look for primes are begun where there is more than one core.
await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { value: 2 }));

after(async () => {
  await context.close().catch(() => {});
  await Promise.all([collector.stop(), portal.stop(), log.forget(), forget()]);
});

const own = (/** @type {string} */ room) => (/** @type {string} */ name) => `${portal.url}way-out/${name}.${room}`;
const there = (/** @type {string} */ room) => (/** @type {string} */ name) => collector.address(`${name}.${room}`);
const names = (/** @type {object} */ attempts, /** @type {string} */ room) =>
  Object.keys(attempts).map((name) => `${name}.${room}`);
const provable = (/** @type {string[]} */ all) =>
  all.filter((name) => ![...NEVER, ...OWN_ORIGIN_ONLY].includes(name.split('.')[0]));

test('control: where nothing forbids it, the same code reaches the collector', async (t) => {
  const rooms = await withoutPolicy(context, collector);
  await tryAll(rooms.frame, FROM_DOCUMENT, there('free-frame'));
  await tryAll(rooms.worker, FROM_WORKER, there('free-worker'));
  await tryAll(
    rooms.frame,
    only(FROM_DOCUMENT, OWN_ORIGIN_ONLY),
    (name) => new URL(`/own/${name}`, rooms.page.url()).href,
  );
  for (const [name, attempt] of Object.entries(BY_LEAVING)) {
    const { frame } = await withoutPolicy(context, collector);
    await tryAll(frame, { [name]: attempt }, there('free-leaving'));
  }
  const all = [
    ...names(FROM_DOCUMENT, 'free-frame'),
    ...names(FROM_WORKER, 'free-worker'),
    ...names(BY_LEAVING, 'free-leaving'),
  ];
  assert.deepEqual(await collector.missing(provable(all), 4 * WAIT), []);
  assert.deepEqual(await collector.missingPaths(OWN_ORIGIN_ONLY.map((name) => `/own/${name}`), WAIT), []);
  await closeAll();
  const unforeseen = all.filter((name) => NEVER.includes(name.split('.')[0]) && collector.requests.has(name));
  t.diagnostic(`said to prove nothing, yet arrived: ${unforeseen.join(' ') || 'none'}`);
  t.diagnostic(`${collector.requests.size} of ${all.length} ways reached the collector`);
});

test('the vault: nothing reaches a server, neither the collector nor the page\'s own', async () => {
  const rooms = await withVault(context, portal.url);
  const searcher = await searcherOf(rooms.page);
  for (const address of [there, own]) {
    await tryAll(rooms.frame, FROM_DOCUMENT, address('frame'));
    await tryAll(rooms.worker, FROM_WORKER, address('worker'));
    await tryAll(searcher, FROM_WORKER, address('searcher'));
  }
  assert.deepEqual(await arrivedFrom(rooms.page, ['frame', 'worker', 'searcher']), []);
  assert.equal(await rooms.frame.evaluate(() => location.href), 'about:srcdoc', 'the frame has lived through it');
  assert.deepEqual(
    context.pages().map((page) => page.url().split('#')[0]),
    ['about:blank', portal.url],
    'no window was opened',
  );
  await rooms.page.close();
});

test('the vault of the file on disk: nothing either', async () => {
  const rooms = await withVault(context, pathToFileURL(path.join(ROOT, 'dist/nokkelsmie.html')).href);
  await tryAll(rooms.frame, FROM_DOCUMENT, there('file-frame'));
  await tryAll(rooms.worker, FROM_WORKER, there('file-worker'));
  await new Promise((resolve) => setTimeout(resolve, WAIT));
  assert.deepEqual([...collector.requests].filter((name) => /\.file-/.test(name)), []);
  assert.equal(await rooms.frame.evaluate(() => location.href), 'about:srcdoc');
  await rooms.page.close();
});

test('the vault: going away takes nothing along', async () => {
  const toOwnServer = ['location-href', 'form-self', 'anchor-download'];
  for (const [name, attempt] of Object.entries(BY_LEAVING)) {
    for (const address of toOwnServer.includes(name) ? [there, own] : [there]) {
      const { page, frame } = await withVault(context, portal.url);
      await tryAll(frame, { [name]: attempt }, address('leaving'));
      assert.equal(page.url().split('#')[0], portal.url, `${name}: the page itself stays where it is`);
      await page.close();
    }
  }
  const { page } = await withVault(context, portal.url);
  assert.deepEqual(await arrivedFrom(page, ['leaving']), []);
  await page.close();
});

test('the vault: without Trusted Types, sandbox and policy still let nothing out', async () => {
  const site = await serveChanged((name, text) =>
    name === 'page.js' ? text : replaced(text, "; require-trusted-types-for 'script'; trusted-types app", ''),
  );
  const rooms = await withVault(context, site.url);
  for (const address of [
    there,
    (/** @type {string} */ room) => (/** @type {string} */ name) => `${site.url}way-out/${name}.${room}`,
  ]) {
    await tryAll(rooms.frame, FROM_DOCUMENT, address('untyped-frame'));
    await tryAll(rooms.worker, FROM_WORKER, address('untyped-worker'));
  }
  assert.deepEqual(await arrivedFrom(rooms.page, ['untyped-frame', 'untyped-worker'], site.requests), []);
  await rooms.page.close();
  await site.stop();
});

test('the vault: no storage, no other window, no WebRTC', async () => {
  const { page, frame, worker } = await withVault(context, portal.url);
  const answers = {
    ...(await askAll(frame, IN_REACH)),
    ...Object.fromEntries(
      Object.entries(await askAll(worker, IN_REACH_OF_WORKER)).map(([name, answer]) => [`${name}, worker`, answer]),
    ),
  };
  assert.deepEqual(
    Object.entries(answers).filter(([, answer]) => answer === 'open'),
    [],
  );
  await page.close();
  const free = await withoutPolicy(context, collector);
  const control = await askAll(free.frame, IN_REACH);
  for (const name of [
    'localStorage',
    'indexedDB',
    'caches',
    'locks',
    'cookie',
    'parent-document',
    'own-frame',
    'webrtc',
    'webrtc-in-blank-frame',
    'popup',
  ]) {
    assert.equal(control[name], 'open', `${name}: asked where it is allowed`);
  }
  await closeAll();
});

test('the vault: what it tells the page outside the port is not listened to', async () => {
  const { page, frame } = await withVault(context, portal.url);
  // Its height is told through the port, a moment later: that changes the page's document.
  const height = () => frame.evaluate(() => `${document.documentElement.offsetHeight}px`);
  const given = () => page.evaluate(() => document.querySelector('iframe')?.style.height);
  while (await given() !== await height());
  const heard = await page.evaluate(() => {
    const channel = new BroadcastChannel('way-out');
    /** @type {string[]} */
    const messages = [];
    channel.onmessage = () => messages.push('by BroadcastChannel');
    window.addEventListener('message', (event) => messages.push(String(event.data)));
    Object.assign(window, { messages });
    return document.documentElement.outerHTML.length;
  });
  await frame.evaluate(() => {
    /** @type {any} */ (window).ports = [];
    window.addEventListener('message', (event) =>
      /** @type {any} */ (window).ports.push([event.data, event.ports.length]),
    );
    new BroadcastChannel('way-out').postMessage('d');
    // The greeting that is answered with a port, once more; and a message of the port's kind.
    window.parent.postMessage('nokkelsmie-vault', '*');
    window.parent.postMessage({ kind: 'event', type: 'keys', detail: [] }, '*');
    window.parent.postMessage('last', '*');
  });
  await page.waitForFunction(() => /** @type {any} */ (window).messages.includes('last'));
  await page.evaluate(() => window.frames[0].postMessage('after', '*'));
  await frame.waitForFunction(() => /** @type {any} */ (window).ports.length > 0);
  assert.deepEqual(
    await page.evaluate(() => /** @type {any} */ (window).messages),
    ['nokkelsmie-vault', '[object Object]', 'last'],
    'it arrives, but not by BroadcastChannel',
  );
  assert.deepEqual(
    await frame.evaluate(() => /** @type {any} */ (window).ports),
    [['after', 0]],
    'no second port is handed over',
  );
  assert.equal(
    await page.evaluate(() => document.documentElement.outerHTML.length),
    heard,
    'and the page does nothing',
  );
  await page.close();
});

test('WebRTC: a free page is heard by the collector; the vault has none', async (t) => {
  const call = (/** @type {number} */ port) => {
    const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
    peer.createDataChannel('d');
    void peer.createOffer().then((offer) => peer.setLocalDescription(offer));
  };
  const free = await withoutPolicy(context, collector);
  await free.frame.evaluate(call, collector.udpPort);
  await collector.datagram(WAIT * 2);
  assert.ok(collector.datagrams() > 0, 'control');
  await closeAll();

  const before = collector.datagrams();
  const page = await context.newPage();
  await page.goto(
    collector.serve('<!doctype html><meta http-equiv="Content-Security-Policy" content="webrtc \'block\'">'),
  );
  await page.evaluate(call, collector.udpPort);
  await collector.datagram(WAIT);
  const effect = collector.datagrams() > before ? 'does not stop' : 'stops';
  t.diagnostic(`the directive webrtc 'block' ${effect} ${context.browser()?.version() ?? 'this Chromium'}`);
  await closeAll();

  const vault = await withVault(context, portal.url);
  const silent = collector.datagrams();
  await vault.frame.evaluate(call, collector.udpPort).catch(() => {});
  await vault.worker.evaluate(call, collector.udpPort).catch(() => {});
  await collector.datagram(WAIT);
  assert.equal(collector.datagrams(), silent);
  await vault.page.close();
});

test('the page: the vault cannot be looked into', async () => {
  const { page } = await withVault(context, portal.url);
  const answers = await askAll(page.mainFrame(), INTO_THE_VAULT);
  assert.deepEqual(Object.entries(answers).filter(([, answer]) => answer === 'open'), []);
  await page.close();
});

test('the page: nothing but what messages.js lists is answered, and no answer holds a private part', async () => {
  await context.addInitScript(keepThePort);
  const { page, frame } = await withVault(context, portal.url);
  const ask = (/** @type {string} */ type, /** @type {unknown} */ params) =>
    page.evaluate(([type, params]) => /** @type {any} */ (window).askVault(type, params), [type, params]);
  const made = await ask('generate', { kind: 'p-256', algorithm: 'ES256', kid: 'injected' });
  assert.equal(made.kind, 'answer', JSON.stringify(made));
  const { handle } = made.result;
  await frame.locator('.key button[aria-expanded=false]').click();
  const secret = await frame.locator('pre.secret:visible').innerText();
  const scanner = new Scanner([JSON.parse(secret)]);

  const messages = [];
  for (const type of [...WORKER_REQUESTS, ...PROPERTIES]) {
    for (const params of [undefined, handle, { handle, format: 'jwk' }, [handle], 'jwk'])
      messages.push(await ask(type, params));
  }
  assert.deepEqual(
    [...new Set(messages.map(({ kind, error }) => `${kind} ${error?.code}`))],
    ['failure unknown-request'],
  );

  for (const type of ['generate', 'relabel', 'repair', 'sign', 'show', 'receivers', 'planHandOver', 'settings']) {
    for (const params of ODD(handle)) messages.push(await ask(type, params));
  }
  for (const kind of ['answer', 'failure', 'progress', 'cancel', 'event', 'secret', '__proto__'])
    messages.push(
      ...(await page.evaluate(
        ([kind, handle]) =>
          /** @type {any} */ (window).tellVault({ kind, id: 1, type: 'secret', params: { handle, format: 'jwk' } }),
        [kind, handle],
      )),
    );
  const renamed = await ask('relabel', { handle, kid: 'still-there' });
  assert.equal(renamed.result?.kid, 'still-there', 'and none of it has stopped the vault');
  const reach = await page.evaluate(() =>
    JSON.stringify([
      /** @type {any} */ (window).heardFromVault,
      document.documentElement.outerHTML,
      { ...localStorage },
      { ...sessionStorage },
      location.href,
      document.title,
    ]),
  );
  assert.ok(reach.includes('injected'), 'the messages were written down');
  assert.deepEqual(describe(scanner.find(JSON.stringify(messages) + reach)), []);
  assert.notDeepEqual(scanner.find(JSON.stringify([...messages, secret])), [], 'control');
  await page.close();
});

test('the tests can fail: a vault whose policy allows connections is caught', async () => {
  const site = await serveChanged((name, text) =>
    name === 'vault.html' ? replaced(text, "connect-src 'none'", 'connect-src *') : text,
  );
  const { page, frame, worker } = await withVault(context, site.url);
  const address = (/** @type {string} */ name) => `${site.url}way-out/${name}.mutant`;
  await tryAll(frame, { 'fetch': FROM_DOCUMENT.fetch }, address);
  await tryAll(worker, { 'xhr': FROM_WORKER.xhr }, address);
  await tryAll(await searcherOf(page), { 'fetch-post': FROM_WORKER['fetch-post'] }, address);
  const arrived = await arrivedFrom(page, ['mutant'], site.requests);
  assert.deepEqual(arrived.sort(), ['fetch-post.mutant', 'fetch.mutant', 'xhr.mutant'], 'the frame inherits the page\'s own origin');
  await page.close();
  await site.stop();
});

test("the tests can fail: a vault that shares the page's origin is caught, and does not start", async () => {
  const site = await serveChanged((name, text) =>
    name === 'page.js'
      ? replaced(text, 'allow-scripts allow-downloads', 'allow-scripts allow-downloads allow-same-origin')
      : text,
  );
  const page = await context.newPage();
  await page.goto(site.url);
  await page.locator('#vault-room iframe').waitFor();
  const [, frame] = page.frames();
  await frame.waitForLoadState('load');
  assert.equal(await frame.locator('#panel').innerHTML(), '');
  const inside = await askAll(frame, IN_REACH);
  for (const name of ['localStorage', 'indexedDB', 'parent-document', 'own-frame'])
    assert.equal(inside[name], 'open', name);
  const outside = await askAll(page.mainFrame(), INTO_THE_VAULT);
  assert.equal(outside['content-document'], 'open');
  await page.close();
  await site.stop();
});

test('what remains is what SECURITY.md names: a connection or a lookup, with nothing sent', async (t) => {
  await context.close();
  const kinds = new Map();
  for (const { type, params } of await log.events()) {
    const found = JSON.stringify(params).match(/([a-z-]+\.[a-z-]+)\.localhost/);
    if (found) kinds.set(found[1], (kinds.get(found[1]) ?? new Set()).add(type));
  }
  const rows = [...kinds].filter(([name]) => /\.((file-)?(frame|worker|searcher)|leaving)$/.test(name));
  assert.deepEqual(rows.filter(([, types]) => types.has('URL_REQUEST_START_JOB')), [], 'no request was begun');
  assert.deepEqual(rows.map(([name]) => name.split('.')[0]).filter((name) => !CONNECTS.includes(name)), []);
  assert.ok(kinds.get('fetch.free-frame')?.has('URL_REQUEST_START_JOB'), 'control: the log knows a request');
  for (const [name, types] of rows)
    t.diagnostic(`${name}: ${types.has('HTTP_STREAM_JOB_CONTROLLER') ? 'a connection' : 'a lookup'}`);
});

/**
 * Attempts from these rooms that arrived anywhere, some time after a request of the page's own did.
 *
 * @param {import('playwright-core').Page} page
 * @param {string[]} rooms
 * @param {Set<string>} [site]  what the page's own server noted, when it is not the portal
 */
async function arrivedFrom(page, rooms, site) {
  await page.evaluate(() => fetch('way-out/page-itself'));
  await new Promise((resolve) => setTimeout(resolve, WAIT));
  const noted =
    site ??
    new Set(
      (await portal.log()).requests.map((/** @type {{path: string}} */ { path }) => path.replace(/^\/way-out\//, '')),
    );
  assert.ok(noted.has('page-itself'), 'the server notes what it gets');
  return [...noted, ...collector.requests].filter((name) => rooms.includes(name.split('.')[1]));
}

/** @param {import('./ways-out/attempts.mjs').Attempts} attempts @param {string[]} wanted */
function only(attempts, wanted) {
  return Object.fromEntries(wanted.map((name) => [name, attempts[name]]));
}

/** All windows but the first, which keeps the browser open. */
async function closeAll() {
  for (const page of context.pages().slice(1)) await page.close();
}
