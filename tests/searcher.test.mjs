/**
 * A worker that looks for primes (`www/vault/search/searcher.js`) with the module as it is shipped, and the
 * worker that asks it (`www/vault/worker.js`), both in this thread.
 */
import assert from 'node:assert/strict';
import { generatePrimeSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { after, test } from 'node:test';
import { Messenger } from '../www/shared/messenger.js';

const VAULT = new URL('../dist/module/vault/', import.meta.url);
const vaultScript = new URL('nokkelsmie_vault.js', VAULT).href;
// As the bundle does. And Node.js lets a port that posts to itself go on a thousand times, where browsers let the others in.
const turn = 'data:text/javascript,export const turn = () => new Promise(setImmediate);';
register(`data:text/javascript,${encodeURIComponent(`
  const instead = (name, from) => name === 'nokkelsmie-vault' ? '${vaultScript}' + new URL(from).search
    : name.endsWith('/turn.js') ? '${turn}' : null;
  export const resolve = (name, context, next) => {
    const url = instead(name, context.parentURL);
    return url ? { url, shortCircuit: true } : next(name, context);
  };
`)}`);

const BITS = 1024;
const module = new WebAssembly.Module(readFileSync(new URL('nokkelsmie_vault_bg.wasm', VAULT)));

/** @type {MessagePort[]} */
const ports = [];
after(() => { for (const port of ports) port.close(); });

test('the vault has nobody search for a key that it does not make', async () => {
  const vault = await startVault();
  let asked = 0;
  await join(vault, { search: () => { asked += 1; throw { code: 'exhausted' }; } });
  const spec = { kind: 'rsa-2048', algorithm: 'ES256', kid: 'k' };
  await assert.rejects(vault.request('generate', spec), { code: 'algorithm-does-not-fit' });
  assert.equal(asked, 0);
});

test('a key that was begun alone is passed on to one who joins, and made alone if that fails', async () => {
  const vault = await startVault();
  /** @type {number[]} */
  const tried = [];
  // The proofs alone take longer than it takes to join.
  const spec = { kind: 'rsa-4096', algorithm: 'RS256', kid: 'k' };
  let asked = 0;
  const { port1, port2 } = channel();
  const search = (/** @type {unknown} */ _, /** @type {import('../www/shared/messenger.js').Call} */ { progress }) => {
    asked += 1;
    progress({ tested: 10_000 });
    throw { code: 'exhausted' };
  };
  const making = vault.request('generate', spec, { onProgress: (how) => tried.push(how.tried) });
  new Messenger(port1, { search }).tell('ready', { fused: false });
  await vault.request('searcher', { port: port2 }, { transfer: [/** @type {any} */ (port2)] });
  assert.equal((await making).kid, 'k');
  assert.equal(asked, 1);
  assert.deepEqual(tried, [...tried].sort((one, other) => one - other), 'it never goes back');
});

test('a key whose primes nobody proves is not taken, although it was put together', async () => {
  const vault = await startVault();
  const { Vault } = await import(`${vaultScript}?${vaults}`);
  const spec = { kind: 'rsa-2048', algorithm: 'RS256', kid: 'k' };
  /** @type {Buffer[]} */
  let primes;
  // One pair in fifteen makes no key.
  do primes = [0, 1].map(() => Buffer.from(generatePrimeSync(BITS))); while (!new Vault().generationOf(spec, ...primes));
  let asked = 0;
  await join(vault, { search: () => Uint8Array.from(primes[(asked += 1) % 2]), prove: () => false });
  const card = await vault.request('generate', spec);
  assert.ok(asked > 2, 'control');
  const [p, q] = primes.map((octets) => BigInt(`0x${octets.toString('hex')}`));
  const { n } = JSON.parse(card.public.jwk);
  assert.notEqual(BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`), p * q);
});

test('what stops the module while a key is put together is the end of it', async () => {
  const vault = await startVault();
  const { Vault } = await import(`${vaultScript}?${vaults}`);
  const primes = [0xf1, 0xf3].map((first) => new Uint8Array(BITS / 8).fill(first));
  await join(vault, { search: () => primes.pop() ?? primes[0], prove: () => true });
  let asked = 0;
  Vault.prototype.generationOf = () => { asked += 1; throw new WebAssembly.RuntimeError('unreachable'); };
  await assert.rejects(vault.request('generate', { kind: 'rsa-2048', algorithm: 'RS256', kid: 'k' }), { code: 'vault-broken' });
  assert.equal(asked, 1);
  await assert.rejects(vault.request('version'), { code: 'vault-broken' });
});

test('a searcher finds and proves, and after a trap it is wiped and does nothing more', async () => {
  const { initSync, PrimalityProof } = await import(vaultScript);
  const { serveSearch } = await import('../www/vault/search/searcher.js');
  const { port1, port2 } = channel();
  const searcher = new Messenger(port1, {});
  await serveSearch(/** @type {any} */ ({ port: port2, fused: null, module }));
  /** @type {Uint8Array} */
  const octets = await searcher.request('search', { bits: BITS });
  assert.equal(octets.length, BITS / 8);
  const tests = PrimalityProof.tests(BITS);
  assert.equal(tests, 7);
  for (let test = 0; test < tests; test += 1)
    assert.equal(await searcher.request('prove', { octets, test }), true);
  const composite = octets.slice();
  // A multiple of three: the sum of its octets is one. Beside a prime there may stand another.
  do composite[composite.length - 1] += 2; while (composite.reduce((sum, octet) => sum + octet) % 3 !== 0);
  for (let test = 0; test < tests; test += 1)
    assert.equal(await searcher.request('prove', { octets: composite, test }), false, `${test}`);

  const { memory } = initSync();
  PrimalityProof.prototype.test = () => {
    assert.ok(Buffer.from(memory.buffer).includes(Buffer.from(octets).reverse().subarray(0, 16)), 'control');
    throw new WebAssembly.RuntimeError('unreachable');
  };
  // The second is at hand already when the first one traps: it is wiped too.
  const wiped = new Set();
  const { fill } = Uint8Array.prototype;
  Uint8Array.prototype.fill = function (...given) {
    if (this.length === octets.length && given[0] === 0) wiped.add(this);
    return fill.apply(this, given);
  };
  const [trapped, second] = [0, 1].map((test) => searcher.request('prove', { octets, test }));
  await assert.rejects(trapped, { code: 'internal' });
  await assert.rejects(second, { code: 'exhausted' });
  Uint8Array.prototype.fill = fill;
  assert.equal(wiped.size, 2);
  assert.ok(new Uint8Array(memory.buffer).every((octet) => octet === 0));
  for (const [type, params] of [['search', { bits: BITS }], ['prove', { octets, test: 0 }]])
    await assert.rejects(searcher.request(type, params), { code: 'exhausted' });
});

/** One who searches joins. @param {Messenger} vault @param {Record<string, import('../www/shared/messenger.js').Handler>} handlers */
async function join(vault, handlers) {
  const { port1, port2 } = channel();
  new Messenger(port1, handlers).tell('ready', { fused: false });
  await vault.request('searcher', { port: port2 }, { transfer: [/** @type {any} */ (port2)] });
  while ((await vault.request('searchers')).count === 0);
}

let vaults = 0;

/** A worker with nothing in it and nobody who searches; its module is its own. @returns {Promise<Messenger>} */
async function startVault() {
  /** @type {any} */ (globalThis).self = globalThis;
  await import(`../www/vault/worker.js?${vaults += 1}`);
  const { port1, port2 } = channel();
  /** @type {any} */ (globalThis).onmessage({ data: { module, port: port2 } });
  return new Messenger(port1, {});
}

function channel() {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  return { port1, port2 };
}
