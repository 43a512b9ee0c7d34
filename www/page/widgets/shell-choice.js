import { barChoice } from './choice.js';

/** @typedef {'curl'|'powershell'} TerminalShell */

/** The last one chosen counts wherever a command is shown. @type {TerminalShell} */
let shell = navigator.userAgent.includes('Windows') ? 'powershell' : 'curl';

/**
 * For which terminal a command is written.
 *
 * @param {import('../types.js').Context} context
 * @param {string} name  of the choice, unique in the view
 * @param {(shell: TerminalShell) => void} show  now and when another is chosen
 * @param {string} [unix]  what the one that is not PowerShell is called
 */
export function shellChoice({ t }, name, show, unix = 'curl') {
  show(shell);
  return barChoice({
    name,
    legend: t('handOver.shell'),
    variant: 'secondary',
    options: [{ value: 'curl', label: unix }, { value: 'powershell', label: 'PowerShell' }],
    chosen: shell,
    onchange: (value) => {
      shell = value;
      show(shell);
    },
  });
}
