/**
 * From now on the worker gets what is to be read one by one: a slow machine, at the test's pace.
 *
 * @param {import('./person.mjs').Person} person
 */
export function holdReading(person) {
  return hold(person, 'read');
}

/**
 * As {@link holdReading}, of any work.
 *
 * @param {import('./person.mjs').Person} person
 * @param {...string} types  of the requests
 */
export async function hold({ page }, ...types) {
  const frame = page.frames()[1];
  const queue = await frame.evaluateHandle((types) => {
    /** @type {(() => void)[]} */
    const held = [];
    /** @type {(() => void)|undefined} */
    let awaited;
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (message, /** @type {any} */ transfer) {
      if (!types.includes(message.type)) return postMessage.call(this, message, transfer);
      held.push(() => postMessage.call(this, message, transfer));
      awaited?.();
    };
    const next = () => new Promise((/** @type {(value: void) => void} */ done) => {
      awaited = () => { awaited = undefined; held.shift()?.(); done(); };
      if (held.length > 0) awaited();
    });
    return { next, held: () => held.length };
  }, types);
  return {
    next: () => queue.evaluate(({ next }) => next()),
    held: () => queue.evaluate(({ held }) => held()),
  };
}
