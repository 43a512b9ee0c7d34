/**
 * How the practice portal is started again where it was, for a text that shows commands between backticks.
 *
 * @param {import('./types.js').Translate} t
 * @param {string} host
 */
export function startAgain(t, host) {
  return t('unreachable.practice.do', { command: `./build.sh serve ${host}` });
}
