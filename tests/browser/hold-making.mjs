/**
 * From now on the vault's worker gets no order for a key before the test lets it go, and the page hears of
 * the making what the test says: a slow machine. What is cancelled is begun first, so that it is the worker
 * that cancels it.
 *
 * @param {{page: import('playwright-core').Page}} person
 */
export async function holdMaking({ page }) {
  const making = await page.frames()[1].evaluateHandle(() => {
    const { postMessage } = MessagePort.prototype;
    /** @type {{port: MessagePort, message: any}|undefined} */
    let held;
    let begin = () => {};
    const begun = new Promise((/** @type {(value: void) => void} */ resolve) => { begin = resolve; });
    const go = () => {
      if (held) postMessage.call(held.port, held.message);
      held = undefined;
      MessagePort.prototype.postMessage = postMessage;
    };
    MessagePort.prototype.postMessage = function (message, /** @type {any} */ transfer) {
      if (message.type === 'generate') {
        held = { port: this, message };
        return begin();
      }
      if (message.kind === 'cancel' && message.id === held?.message.id) go();
      postMessage.call(this, message, transfer);
    };
    const say = async (/** @type {object} */ progress) => {
      await begun;
      const data = { kind: 'progress', id: held?.message.id, progress };
      held?.port.dispatchEvent(new MessageEvent('message', { data }));
    };
    return { say, go };
  });
  return {
    say: (/** @type {import('../../www/shared/messages.js').GenerationProgress} */ progress) =>
      making.evaluate(({ say }, progress) => say(progress), progress),
    go: () => making.evaluate(({ go }) => go()),
  };
}
