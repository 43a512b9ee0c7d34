/**
 * `search.wasm` as it is shipped: what it finds is prime, and when it is told to wipe, nothing of it is left
 * in its memory.
 */
import assert from 'node:assert/strict';
import { checkPrimeSync, getRandomValues } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import v8 from 'node:v8';

// Node 20 does not take relaxed SIMD by itself.
if (Number(process.versions.node.split('.')[0]) < 22) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');

const FOUND = 1;

/** The random numbers of the last search, as they were asked for. */
let drawn = Buffer.alloc(0);

const module = new WebAssembly.Module(readFileSync('dist/search.wasm'));
/** @type {any} */
const { exports } = new WebAssembly.Instance(module, { random: { fill } });
const options = { skip: exports.works() ? false : 'this processor has no fused multiply-add' };

test('what it finds is prime, and so long as it was asked for', options, () => {
  for (const bits of [256, 512, 1024]) {
    const candidate = find(bits);
    assert.ok(checkPrimeSync(candidate));
    assert.equal(8 * candidate.length, bits);
    assert.ok(candidate[0] >= 0xC0);
  }
});

test('nothing is left of it when it is told to wipe', options, () => {
  for (const bits of [512, 1024]) {
    const candidate = find(bits);
    assert.ok(isInMemory(candidate), 'control');
    exports.wipe();
    assert.ok(!isInMemory(candidate), 'the highest octet first');
    assert.ok(!isInMemory(candidate.toReversed()), 'the lowest octet first');
  }
});

test('nothing is left of what it was at', options, () => {
  drawn = Buffer.alloc(0);
  exports.begin(1024);
  exports.advance(100);
  // The window begins where the first random numbers say, but for its lowest and highest bits.
  const start = drawn.subarray(8, 120);
  assert.equal(start.length, 112);
  assert.ok(isInMemory(start), 'control');
  exports.wipe();
  assert.ok(!isInMemory(start));
});

test('says that a length is none of its, and that nothing was begun', options, () => {
  assert.equal(exports.begin(1000), 0);
  assert.equal(exports.advance(1), 3);
  assert.equal(exports.begin(4096), 0);
  assert.equal(exports.begin(1024), 1);
});

/** @param {number} at @param {number} length */
function fill(at, length) {
  const octets = new Uint8Array(exports.memory.buffer, at, length);
  getRandomValues(octets);
  drawn = Buffer.concat([drawn, octets]);
}

/** @param {number} bits @returns {Buffer} */
function find(bits) {
  assert.equal(exports.begin(bits), 1);
  let result;
  do result = exports.advance(1000); while (result === 0);
  assert.equal(result, FOUND);
  return Buffer.from(new Uint8Array(exports.memory.buffer, exports.candidate(), bits / 8));
}

/** A middle part would do as well: a quarter of it is looked for, wherever it begins. @param {Uint8Array} octets */
function isInMemory(octets) {
  const memory = Buffer.from(exports.memory.buffer);
  const part = octets.length / 4;
  for (let at = 0; at + part <= octets.length; at += 1)
    if (memory.includes(octets.subarray(at, at + part))) return true;
  return false;
}
