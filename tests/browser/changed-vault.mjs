/** Scripts that run before the page's own, so that it meets another vault than the one that was built. */

/**
 * Hands the page a vault's document that is not quite the one that was built. (A script of the test
 * that is to run in the frame itself may come after the frame's own has begun.)
 *
 * @param {string} change  an expression with `html` in it
 */
export const vaultWith = (change) => `{
  const own = trustedTypes.createPolicy;
  trustedTypes.createPolicy = (name, rules) =>
    own.call(trustedTypes, name, { ...rules, createHTML: (html) => rules.createHTML(${change}) });
}`;

/** A vault whose worker does something before its own script. @param {string} script  without quotation marks */
export const workerWith = (script) =>
  vaultWith(`html.replace('id="part-worker">"', (start) => start + ${JSON.stringify(script)})`);

/** Where there are several cores: as long as the test wants, nobody looks for primes, so that a key is being made. */
export const NOBODY_SEARCHES = `${workerWith(`{
  const { postMessage } = MessagePort.prototype;
  const held = [];
  MessagePort.prototype.postMessage = function (message, ...others) {
    if (message?.type === 'search') held.push(() => postMessage.call(this, message, ...others));
    else postMessage.call(this, message, ...others);
  };
  new BroadcastChannel('search').onmessage = () => {
    MessagePort.prototype.postMessage = postMessage;
    for (const post of held) post();
  };
}`.replaceAll('\n', ' '))}
Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { value: 2 });`;

/** Ends {@link NOBODY_SEARCHES}. @param {import('playwright-core').Frame} frame  the vault's */
export function letSearch(frame) {
  return frame.evaluate(() => new BroadcastChannel('search').postMessage(''));
}

/** What stops a module of {@link TRAPPING}. */
export const TRAP = 'trapp';

/** The module as it was built, but for one text: at that it reaches where there is no memory, and traps. */
export const TRAPPING = workerWith(`
const { Instance } = WebAssembly;
WebAssembly.Instance = function (module, imports) {
  const { exports } = new Instance(module, imports);
  const read = (vault, at, length, ...others) => {
    const traps = String.fromCharCode(...new Uint8Array(exports.memory.buffer, at, ${TRAP.length})) === '${TRAP}';
    return exports.vault_read(traps ? -16 : vault, at, length, ...others);
  };
  self.memoryOfModule = exports.memory;
  return { exports: { ...exports, vault_read: read } };
};`.replaceAll('\n', ' '));
