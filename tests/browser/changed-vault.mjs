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
