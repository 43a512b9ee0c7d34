import { binaryPart, textPart } from '../shared/embedded.js';
import { Messenger } from '../shared/messenger.js';
import { trusted } from '../shared/trusted.js';

/**
 * The worker that holds the keys, behind a port of its own, once it has answered. It starts while its
 * module is being unpacked.
 *
 * @typedef {object} Started
 * @property {Messenger} worker
 * @property {string} version
 * @property {WebAssembly.Module} module  the vault's, for whoever else needs it
 * @property {Promise<void>} broken  it has stopped for good
 *
 * @returns {Promise<Started>}
 */
export async function startWorker() {
  const thread = newThread();
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => { thread.onerror = reject; });
  const { port1, port2 } = new MessageChannel();
  const events = new EventTarget();
  const broken = new Promise((/** @type {(value: void) => void} */ resolve) =>
    events.addEventListener('broken', () => resolve()));
  const worker = new Messenger(port1, {}, (type) => events.dispatchEvent(new Event(type)));
  const firstAnswer = async () => {
    const module = await WebAssembly.compile(await binaryPart('vault'));
    thread.postMessage({ module, port: port2 }, [port2]);
    return { module, version: await worker.request('version') };
  };
  const { module, version } = await Promise.race([firstAnswer(), failed]);
  return { worker, version, module, broken };
}

/** More would only wait for each other's memory. */
const MOST_SEARCHERS = 8;

/**
 * The workers that look for primes, with a port each to the worker that makes keys of them. As a rule one
 * for each core; with one core there is nobody to share the work with, and there is none.
 *
 * @param {Started} started
 * @param {{count?: number, plain?: boolean}} [choice]  `plain`: without fused multiply-add
 * @returns {Promise<number>}  how many were begun
 */
export async function startSearchers({ worker, module }, { count = ownCount(), plain = false } = {}) {
  const fused = plain || count === 0 ? null : await fusedModule();
  for (let left = count; left > 0; left -= 1) {
    const { port1, port2 } = new MessageChannel();
    newThread().postMessage({ searcher: { port: port1, fused, module } }, [port1]);
    await worker.request('searcher', { port: port2 }, { transfer: [port2] });
  }
  return count;
}

function ownCount() {
  const cores = navigator.hardwareConcurrency || 1;
  return cores < 2 ? 0 : Math.min(cores, MOST_SEARCHERS);
}

/** Null where the browser does not know its instructions. @returns {Promise<WebAssembly.Module|null>} */
async function fusedModule() {
  const octets = await binaryPart('search');
  return WebAssembly.validate(octets) ? WebAssembly.compile(octets) : null;
}

/** @type {string|undefined} */
let scriptAddress;

/** Each has the same script; its first message says which it is. @returns {Worker} */
function newThread() {
  scriptAddress ??= URL.createObjectURL(new Blob([textPart('worker')], { type: 'text/javascript' }));
  return new Worker(trusted.createScriptURL(scriptAddress));
}
