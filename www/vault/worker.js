import { initSync, PrimalityProof, Vault } from 'nokkelsmie-vault';
import { isFailure, Messenger } from '../shared/messenger.js';
import { Searchers } from './search/race.js';
import { serveSearch } from './search/searcher.js';
import { turn } from './turn.js';

/**
 * The worker that holds the keys. It is started from a Blob and so has the
 * frame's policy: no network. Its first message brings the module and the port. Others are started from
 * the same Blob and look for primes: their first message brings the modules for that too.
 */
self.onmessage = ({ data }) => {
  self.onmessage = null;
  if (data.searcher) return void serveSearch(data.searcher);
  const { memory } = initSync({ module: data.module });
  const vault = new Vault();
  const messenger = new Messenger(data.port, untilBroken(handlers(vault), () => {
    new Uint8Array(memory.buffer).fill(0);
    messenger.tell('broken');
  }));
};

/** The module was stopped in the middle of something. For good: nobody knows what it left half done. */
let broken = false;
const BROKEN = { code: 'vault-broken' };

/** Who looks for primes. Where there is one core only, nobody does, and this worker makes keys alone. */
const searchers = new Searchers((bits) => {
  if (broken) throw BROKEN;
  return PrimalityProof.tests(bits);
});

/** A slice of work, in milliseconds, after which other calls get their turn. */
const SLICE = 25;

/** @param {Vault} vault @returns {Record<string, import('../shared/messenger.js').Handler>} */
function handlers(vault) {
  return {
    version: () => vault.version(),
    changes: () => vault.changes(),
    generate(spec, call) {
      const bits = BITS.get(spec?.kind);
      return bits && searchers.count > 0 ? race(vault, bits, spec, call) : generate(vault, spec, call, { bits });
    },
    searcher: ({ port }) => searchers.add(port),
    // For who measures and tests them: nothing in the frame asks.
    searchers: () => ({ count: searchers.count, fused: searchers.fused }),
    relabel: ({ handle, kid, algorithm }) => vault.relabel(handle, { kid, algorithm }, Date.now()),
    sign: ({ handle, environment, request }) => vault.sign(handle, environment, request, Date.now()),
    setEnvironment: ({ environment, announced }) => vault.setEnvironment(environment, announced, Date.now()),
    receivers: () => vault.receivers(),
    planHandOver: ({ handle, order }) => vault.planHandOver(handle, order),

    // For the panel alone; the frame passes none of these on to the page.
    read: ({ octets, password }) => wiping([octets, password], () => vault.read(octets, password, Date.now())),
    secret: ({ handle, format }) => vault.secret(handle, format),
    protect: ({ handle, format, password }) => wiping([password], () => vault.protect(handle, format, password)),
    handOverFile: ({ handle, order, password }) =>
      wiping([password], () => vault.handOverFile(handle, order, password)),
    checkStored: ({ handle, order, octets, password }) =>
      wiping([octets, password], () => vault.checkStored(handle, order, octets, password)),
    markSaved: (handles) => handles.forEach((/** @type {number} */ handle) => vault.markSaved(handle)),
    repair: (handle) => vault.repair(handle, new Date().toISOString().slice(0, 10), Date.now()),
    remove: (handle) => vault.remove(handle),
    clear: () => vault.clear(),
  };
}

/**
 * What the module refuses has a code. Anything else that it throws (a trap, a stack that is full) is its
 * end: it is not called again, and every call is told so.
 *
 * @param {Record<string, import('../shared/messenger.js').Handler>} all
 * @param {() => void} onBroken  once
 * @returns {Record<string, import('../shared/messenger.js').Handler>}
 */
function untilBroken(all, onBroken) {
  const guard = (/** @type {import('../shared/messenger.js').Handler} */ handle) =>
    async (/** @type {any} */ params, /** @type {import('../shared/messenger.js').Call} */ call) => {
      if (broken) throw BROKEN;
      try {
        return await handle(params, call);
      } catch (error) {
        if (isFailure(error)) throw error;
        if (!broken) {
          broken = true;
          onBroken();
        }
        throw BROKEN;
      }
    };
  return Object.fromEntries(Object.entries(all).map(([type, handle]) => [type, guard(handle)]));
}

/** Of the primes. */
const BITS = new Map([['rsa-2048', 1024], ['rsa-3072', 1536], ['rsa-4096', 2048]]);

/**
 * An RSA key of primes that others look for. If they cannot, it is made here.
 *
 * @param {Vault} vault
 * @param {number} bits  of each prime
 * @param {import('../shared/messages.js').GenerateSpec} spec
 * @param {import('../shared/messenger.js').Call} call
 * @param {number} [before]  numbers that were tried already
 * @returns {Promise<import('../shared/messages.js').KeyCard>}
 */
async function race(vault, bits, spec, call, before = 0) {
  // What cannot be made is said before anybody searches.
  vault.generation(spec).free();
  const progress = seldom(call.progress);
  let tried = before;
  const tell = (/** @type {import('../shared/messages.js').GenerationProgress} */ how) => {
    tried = before + how.tried;
    progress({ ...how, tried });
  };
  /** @type {import('nokkelsmie-vault').KeyGeneration|undefined} */
  let generation;
  /** What stopped the module. @type {unknown} */
  let trap;
  const makesKey = (/** @type {Uint8Array[]} */ [p, q]) => {
    if (broken) throw BROKEN;
    generation?.free();
    generation = undefined;
    try {
      generation = vault.generationOf(spec, p, q);
    } catch (error) {
      // Composite numbers may come to that. Whatever else it is, `generate` below says it.
      if (isFailure(error)) return false;
      trap = error;
      throw error;
    }
    return generation !== undefined;
  };
  try {
    const isProved = await searchers.proveKey(bits, makesKey, tell, call.signal).then(() => true, () => false);
    if (broken) throw BROKEN;
    if (trap) throw trap;
    if (isProved && generation) return vault.adopt(generation, Date.now());
    if (call.signal.aborted) throw { code: 'cancelled' };
  } finally {
    if (!broken && !trap) generation?.free();
  }
  return generate(vault, spec, call, { before: tried });
}

/**
 * @param {Vault} vault
 * @param {import('../shared/messages.js').GenerateSpec} spec
 * @param {import('../shared/messenger.js').Call} call
 * @param {{bits?: number, before?: number}} how  `bits` of the primes that others look for as soon as they are
 *   there, as they are faster; numbers that were tried already
 * @returns {Promise<import('../shared/messages.js').KeyCard>}
 */
async function generate(vault, spec, call, { bits, before = 0 }) {
  const { signal } = call;
  const tell = seldom(call.progress);
  const generation = vault.generation(spec);
  try {
    for (;;) {
      const pause = performance.now() + SLICE;
      let state;
      do state = generation.step(); while (!state.done && performance.now() < pause);
      if (state.done) return vault.adopt(generation, Date.now());
      const tried = before + state.tried;
      tell({ tried });
      await turn();
      if (broken) throw BROKEN;
      if (signal.aborted) throw { code: 'cancelled' };
      if (bits && searchers.count > 0) return race(vault, bits, spec, call, tried);
    }
  } finally {
    if (!broken) generation.free();
  }
}

/**
 * Nobody reads faster than ten times a second.
 *
 * @param {(progress: import('../shared/messages.js').GenerationProgress) => void} progress
 * @returns {typeof progress}
 */
function seldom(progress) {
  let next = 0;
  return (how) => {
    const now = performance.now();
    if (now < next) return;
    next = now + 100;
    progress(how);
  };
}

/**
 * What was handed over is overwritten, whether it could be read or not.
 *
 * @template T
 * @param {(Uint8Array|undefined)[]} handed
 * @param {() => T} work
 */
function wiping(handed, work) {
  try {
    return work();
  } finally {
    for (const octets of handed) octets?.fill(0);
  }
}
