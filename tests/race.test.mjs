/**
 * The race for primes (`www/vault/search/race.js`), with searchers that do what they are told here: also
 * what they should not. Numbers are a few octets long; whether they are prime is said by the prover.
 */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { Messenger } from '../www/shared/messenger.js';
import { Searchers } from '../www/vault/search/race.js';

const BITS = 1024;
/** Of the proof of a number of so many bits. */
const TESTS = 3;
/** @type {MessagePort[]} */
let ports;
/** @type {Searchers} */
let searchers;

describe('a race for primes', () => {
  beforeEach(() => { ports = []; searchers = new Searchers(testsOf); });
  afterEach(() => { for (const port of ports) port.close(); mock.timers.reset(); });

  test('takes the first two, and stops the rest', async () => {
    const slow = await join({ search: untilStopped });
    await join({ search: () => octets(1) });
    await join({ search: () => octets(2) });
    const primes = await find();
    assert.deepEqual(primes.map(([first]) => first).sort(), [1, 2]);
    await slow.seen('stopped');
  });

  test('has every test of both proofs done once, by whoever is free', async () => {
    let next = 0;
    /** @type {string[]} */
    const done = [];
    const prove = async (/** @type {{octets: Uint8Array, test: number}} */ { octets: [first], test }) => {
      done.push(`${first}:${test}`);
      await new Promise(setImmediate);
      return true;
    };
    const all = [
      await join({ search: () => octets(next += 1), prove }),
      await join({ search: untilStopped, prove }),
      await join({ search: untilStopped, prove }),
    ];
    await find();
    assert.deepEqual(done.sort(), ['1:0', '1:1', '1:2', '2:0', '2:1', '2:2']);
    assert.ok(all.every(({ count }) => count('prove') > 0), 'all have a part in it');
  });

  test('takes for a prime only what stands every test', async () => {
    for (let failing = 0; failing < TESTS; failing += 1) {
      searchers = new Searchers(testsOf);
      const given = [9, 15, 5, 7];
      await join({
        search: () => octets(given.shift() ?? 5),
        prove: ({ octets: [first], test }) => first === 5 || first === 7 || test !== failing,
      });
      assert.deepEqual((await find()).map(([first]) => first).sort(), [5, 7]);
    }
    // Whatever is no answer is no yes.
    searchers = new Searchers(testsOf);
    await join({ search: () => octets(5), prove: () => 'yes' });
    await assert.rejects(find(), { code: 'exhausted' });
    // A proof without tests would be no proof.
    searchers = new Searchers(() => 0);
    await join({ search: () => octets(5) });
    await assert.rejects(find(), { code: 'exhausted' });
  });

  test('gives work to one who joins meanwhile', async () => {
    const first = await join({ search: untilStopped });
    const race = find();
    await first.seen('search');
    let next = 0;
    await join({ search: () => octets(next += 1) });
    assert.equal((await race).length, 2);
    await first.seen('stopped');

    // Also when the proof has begun.
    searchers = new Searchers(testsOf);
    /** @type {PromiseWithResolvers<boolean>} */
    const answer = withResolvers();
    const slow = await join({ search: () => octets(next += 1), prove: () => answer.promise });
    const again = find();
    await slow.seen('prove');
    const late = await join({ search: untilStopped });
    await late.seen('prove');
    answer.resolve(true);
    assert.equal((await again).length, 2);
    assert.equal(slow.count('prove') + late.count('prove'), 2 * TESTS);
  });

  test('leaves composite numbers, and believes nobody who gives nothing else', async () => {
    const given = [9, 7, 15, 5];
    await join({ search: () => octets(given.shift() ?? 5), prove: ({ octets: [first] }) => first === 5 || first === 7 });
    assert.deepEqual((await find()).map(([first]) => first).sort(), [5, 7]);

    searchers = new Searchers(testsOf);
    const liar = await join({ search: () => octets(9), prove: () => false });
    await assert.rejects(find(), { code: 'exhausted' });
    assert.ok(liar.count('search') < 20, `${liar.count('search')}`);
  });

  test('goes on without one that fails, and ends when all have', async () => {
    const broken = await join({ search: () => { throw { code: 'exhausted' }; } });
    let next = 0;
    const good = await join({ search: () => octets(next += 1) });
    await find();
    await find();
    assert.equal(broken.count('search'), 1, 'it is not asked again');
    good.handlers.search = () => { throw { code: 'exhausted' }; };
    await assert.rejects(find(), { code: 'exhausted' });
    assert.equal(searchers.count, 0);
  });

  test('lets another prove when one cannot', async () => {
    const given = [1, 2];
    const finder = await join({ search: () => octets(given.shift() ?? 3), prove: () => { throw { code: 'exhausted' }; } });
    const other = await join({ search: untilStopped });
    assert.equal((await find()).length, 2);
    assert.equal(finder.count('prove'), 2, 'one that cannot is not asked again: the second was at hand already');
    assert.equal(other.count('prove'), 2 * TESTS, 'also what the finder could not');
  });

  test('does not wait for one that says nothing any more, but for one that works long', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const silent = await join({ search: () => new Promise(() => {}) });
    const race = assert.rejects(find(), { code: 'exhausted' });
    await silent.seen('search');
    silence();
    await race;
    assert.equal(searchers.count, 0);

    /** @type {PromiseWithResolvers<Uint8Array>} */
    const one = withResolvers();
    /** @type {((progress: object) => void)|undefined} */
    let report;
    const long = await join({ search: (_, { progress }) => { report = progress; return one.promise; } });
    let told = 0;
    const longRace = find({ progress: () => { told += 1; } });
    await until(() => report !== undefined);
    for (let tested = 1; tested <= 3; tested += 1) {
      mock.timers.tick(9_000);
      report?.({ tested });
      await until(() => told === tested);
    }
    let next = 10;
    long.handlers.search = () => octets(next += 1);
    one.resolve(octets(5));
    assert.equal((await longRace).length, 2);
  });

  test('hears what was said while it was busy or asleep itself', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    /** @type {PromiseWithResolvers<Uint8Array>} */
    const one = withResolvers();
    /** @type {((progress: object) => void)|undefined} */
    let report;
    let next = 0;
    const finder = await join({ search: (_, { progress }) => { report = progress; return one.promise; } });
    let told = 0;
    const race = find({ progress: () => { told += 1; } });
    await until(() => report !== undefined);
    report?.({ tested: 1 });
    // The time is over before the word is let in.
    mock.timers.tick(60_000);
    await until(() => told === 1);
    mock.timers.tick(6_000);
    assert.equal(searchers.count, 1);
    finder.handlers.search = () => octets(next += 1);
    one.resolve(octets(9));
    assert.equal((await race).length, 2);
  });

  test('leaves no copy of a prime on its way to a prover', async () => {
    let next = 0;
    /** @type {{octets: Uint8Array, transfer: unknown[]}[]} */
    const sent = [];
    const finder = await join({ search: () => octets(next += 1) });
    const post = finder.port.postMessage.bind(finder.port);
    finder.port.postMessage = (/** @type {any} */ message, /** @type {any} */ transfer) => {
      if (message.type === 'prove') sent.push({ octets: message.params.octets, transfer });
      post(message, transfer);
    };
    const primes = await find();
    assert.deepEqual(primes.map(([first]) => first), [1, 2]);
    assert.deepEqual(sent.map(({ octets: moved, transfer }) => [moved.length, transfer.length]), Array(2 * TESTS).fill([0, 1]));
  });

  test('asks whether two candidates make a key while they are proved, and has it only when they are', async () => {
    /** @type {PromiseWithResolvers<boolean>} */
    const answer = withResolvers();
    let next = 0;
    const prover = await join({ search: () => octets(next += 1), prove: () => answer.promise });
    /** @type {Uint8Array[]} */
    let asked = [];
    let isDone = false;
    const race = find({ makesKey: (pair) => { asked = pair; return true; } }).then(() => { isDone = true; });
    await prover.seen('prove');
    await until(() => asked.length > 0);
    assert.deepEqual(asked.map(([first]) => first), [1, 2]);
    await new Promise(setImmediate);
    assert.ok(!isDone, 'nothing is proved yet');
    answer.resolve(true);
    await race;
    assert.ok(asked.every((octets) => octets.every((octet) => octet === 0)), 'and they are overwritten');
  });

  test('asks again with the proved one when the other is composite', async () => {
    const given = [5, 9, 7];
    /** @type {number[][]} */
    const asked = [];
    /** @type {Uint8Array[]} */
    const all = [];
    await join({ search: () => octets(given.shift() ?? 11), prove: ({ octets: [first] }) => first !== 9 });
    await find({ makesKey: (pair) => { asked.push(pair.map(([first]) => first)); all.push(...pair); return true; } });
    assert.deepEqual(asked, [[5, 9], [5, 7]]);
    assert.ok(all.every((octets) => octets.every((octet) => octet === 0)), 'and nothing is left of any');
  });

  test('leaves a pair that makes no key, without its proof, and a source that gives nothing else', async () => {
    let next = 0;
    /** @type {Uint8Array[]} */
    const left = [];
    const prover = await join({ search: () => octets(next += 1) });
    const makesKey = (/** @type {Uint8Array[]} */ pair) => {
      const fits = pair[0][0] > 2;
      if (!fits) left.push(...pair);
      return fits;
    };
    assert.deepEqual((await find({ makesKey })).map(([first]) => first), [3, 4]);
    assert.ok(left.length === 2 && left.every((octets) => octets.every((octet) => octet === 0)));
    assert.ok(prover.count('prove') < 4 * TESTS, `${prover.count('prove')}`);

    await assert.rejects(find({ makesKey: () => false }), { code: 'exhausted' });
    assert.ok(next < 40, `${next}`);
    // What asking comes to ends the race, and leaves nothing behind.
    const trap = new Error('trap');
    await assert.rejects(find({ makesKey: (pair) => { left.push(...pair); throw trap; } }), trap);
    assert.ok(left.every((octets) => octets.every((octet) => octet === 0)));
    assert.equal((await find()).length, 2);
  });

  test('can be cancelled, whatever it is at', async () => {
    for (const at of ['search', 'prove']) {
      searchers = new Searchers(testsOf);
      const given = octets(7);
      const finder = await join({ search: () => given, prove: untilStopped });
      const other = await join({ search: untilStopped, prove: untilStopped });
      if (at === 'prove') other.handlers.search = () => octets(8);
      const cancelled = new AbortController();
      const race = assert.rejects(find({ signal: cancelled.signal }), { code: 'cancelled' });
      await (at === 'search' ? other : finder).seen(at);
      cancelled.abort();
      await race;
      await other.seen(`stopped ${at}`);
    }
  });

  test('overwrites what was found when it is cancelled before there are two', async (context) => {
    /** @type {number[]} */
    const overwritten = [];
    const { fill } = Uint8Array.prototype;
    context.mock.method(Uint8Array.prototype, 'fill', function (/** @type {[number]} */ ...given) {
      // @ts-ignore the array that is filled
      if (given[0] === 0) overwritten.push(this[0]);
      // @ts-ignore as before
      return fill.apply(this, given);
    });
    const given = [7];
    const finder = await join({
      search: (params, call) => given.length > 0 ? octets(given.shift() ?? 0) : untilStopped(params, call),
    });
    const cancelled = new AbortController();
    const race = assert.rejects(find({ signal: cancelled.signal }), { code: 'cancelled' });
    // Asked again, it has given one.
    await until(() => finder.count('search') === 2);
    cancelled.abort();
    await race;
    assert.deepEqual(overwritten, [7]);
  });

  test('can be cancelled while the last proof ends', async () => {
    const cancelled = new AbortController();
    const given = [9, 15];
    await join({
      search: (params, call) => given.length > 0 ? octets(given.shift() ?? 0) : untilStopped(params, call),
      prove: () => { cancelled.abort(); return false; },
    });
    await assert.rejects(find({ signal: cancelled.signal }), { code: 'cancelled' });
  });

  test('runs one after the other', async () => {
    let running = 0;
    let next = 0;
    const search = async () => {
      running += 1;
      assert.equal(running, 1);
      await new Promise(setImmediate);
      running -= 1;
      return octets(next += 1);
    };
    await join({ search });
    const pairs = await Promise.all([find(), find(), find()]);
    assert.equal(new Set(pairs.flat().map(([first]) => first)).size, 6);
  });

  test('ends also for one that waited while the last searcher failed', async () => {
    await join({ search: () => { throw { code: 'exhausted' }; } });
    const races = [find(), find()];
    for (const race of races) await assert.rejects(race, { code: 'exhausted' });
  });

  test('counts what all have tested, once', async () => {
    /** @type {number[]} */
    const tried = [];
    const given = [[10, 1], [20, 2]];
    await join({
      search: async (_, { progress }) => {
        const [tested, first] = given.shift() ?? [0, 3];
        progress({ tested: tested / 2 });
        progress({ tested });
        return octets(first);
      },
    });
    await find({ progress: ({ tried: now, proof }) => { if (!proof) tried.push(now); } });
    assert.deepEqual(tried, [5, 10, 20, 30]);
  });

  test('tells of both proofs, also while one that stops still counts', async () => {
    /** @type {import('../www/shared/messages.js').GenerationProgress[]} */
    const told = [];
    const counted = withResolvers();
    let next = 0;
    let proving = 0;
    const prove = async () => {
      if ((proving += 1) > 1) await counted.promise;
      return true;
    };
    await join({ search: () => octets(next += 1), prove });
    const stopping = await join({
      search: async (_, { progress, signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await until(() => told.length === 1);
        progress({ tested: 7 });
        throw { code: 'cancelled' };
      },
      prove,
    });
    await find({ progress: (how) => {
      told.push({ ...how });
      if (how.tried) counted.resolve();
    } });
    await stopping.seen('stopped');
    const of = 2 * TESTS;
    assert.deepEqual(told.map(({ tried, proof }) => [tried, proof?.done, proof?.of]),
      [[0, 1, of], [7, 1, of], ...Array.from({ length: of - 1 }, (_, done) => [7, done + 2, of])]);
  });
});

/** @param {number} bits */
function testsOf(bits) {
  assert.equal(bits, BITS);
  return TESTS;
}

/**
 * The proved primes of a key.
 *
 * @param {{
 *   makesKey?: (pair: Uint8Array[]) => boolean,
 *   progress?: (how: import('../www/shared/messages.js').GenerationProgress) => void,
 *   signal?: AbortSignal,
 * }} [how]
 */
async function find({ makesKey = () => true, progress = () => {}, signal = new AbortController().signal } = {}) {
  /** @type {Uint8Array[]} */
  let last = [];
  const take = (/** @type {Uint8Array[]} */ pair) => {
    last = pair.map((octets) => octets.slice());
    return makesKey(pair);
  };
  await searchers.proveKey(BITS, take, progress, signal);
  return last;
}

/** As long as nobody waits for a word, in two halves. */
function silence() {
  mock.timers.tick(5_000);
  mock.timers.tick(5_000);
}

/** A number of some octets. @param {number} first */
function octets(first) {
  return Uint8Array.of(first, 1, 2, 3);
}

/** @type {import('../www/shared/messenger.js').Handler} */
function untilStopped(_, { signal }) {
  return new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject({ code: 'cancelled' })));
}

/**
 * A searcher that joins. Unless it is said otherwise it proves that everything is prime.
 *
 * @param {Record<string, import('../www/shared/messenger.js').Handler>} given
 */
async function join(given) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  /** @type {string[]} */
  const log = [];
  const events = new EventTarget();
  const note = (/** @type {string} */ what) => {
    log.push(what);
    events.dispatchEvent(new Event(what));
  };
  /** @type {Record<string, import('../www/shared/messenger.js').Handler>} */
  const handlers = { prove: () => true, ...given };
  const noted = Object.fromEntries(['search', 'prove'].map((type) => [
    type,
    async (/** @type {any} */ params, /** @type {import('../www/shared/messenger.js').Call} */ call) => {
      note(type);
      call.signal.addEventListener('abort', () => { note('stopped'); note(`stopped ${type}`); });
      await undefined;
      return handlers[type](params, call);
    },
  ]));
  const count = searchers.count + 1;
  searchers.add(port2);
  new Messenger(port1, noted).tell('ready', { fused: false });
  await until(() => searchers.count === count);
  return {
    handlers,
    port: port2,
    count: (/** @type {string} */ type) => log.filter((one) => one === type).length,
    /** @param {string} what @returns {Promise<void>} */
    seen: (what) => log.includes(what)
      ? Promise.resolve()
      : new Promise((resolve) => events.addEventListener(what, () => resolve(), { once: true })),
  };
}

/** After as many turns of the event loop as it takes. @param {() => boolean} condition */
async function until(condition) {
  while (!condition()) await new Promise(setImmediate);
}

/** @returns {any} */
function withResolvers() {
  /** @type {any} */
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}
