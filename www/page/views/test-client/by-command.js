import { el, fill } from '../../../shared/dom.js';
import { codeOf } from '../../error-code.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { codeBlock } from '../../widgets/code-block.js';
import { copyButton } from '../../widgets/copy-button.js';
import { countdown } from '../../widgets/countdown.js';
import { fold } from '../../widgets/fold.js';
import { shellChoice } from '../../widgets/shell-choice.js';
import { readForm, showProblems } from './grant-request.js';
import { pasteAnswer } from './paste-answer.js';

/**
 * The way that depends on no server's leave: a command with a grant that was signed at the click,
 * its 120 seconds running down, and a field for the answer.
 *
 * @param {import('../../types.js').Context} context
 * @param {HTMLElement} host
 * @param {AbortSignal} signal
 */
export function byCommand(context, host, signal) {
  const { t } = context;
  const command = el('div', { class: 'stack-tight', id: 'hand-over-command' });
  const sign = button(
    t('handOver.sign'),
    () => signForCommand(context, command, signal),
    { id: 'hand-over-sign', variant: 'secondary' },
  );
  fill(
    host,
    fold(
      { id: 'hand-over', summary: t('handOver.title') },
      el(
        'div',
        { class: 'stack' },
        p(t('handOver.about')),
        el('div', { class: 'actions' }, sign),
        command,
        pasteAnswer(context),
      ),
    ),
  );
}

/** @param {import('../../types.js').Context} context @param {HTMLElement} host @param {AbortSignal} signal */
async function signForCommand(context, host, signal) {
  const { t, vault, environment, tokenJob } = context;
  const { handle, request, problems } = readForm(context);
  const summary = document.getElementById('test-problems');
  if (summary) fill(summary, showProblems(context, problems));
  if (problems.length || handle === null) return;
  const failed = (/** @type {string} */ title, /** @type {unknown} */ error) => fill(
    host,
    alert('danger', title, p(t('work.failed', { code: codeOf(error) }))),
  );
  let grant;
  try {
    grant = await vault.sign(handle, environment(), request);
  } catch (error) {
    return failed(t('sending.notSigned'), error);
  }
  if (signal.aborted) return;
  try {
    showCommand(context, host, grant, signal);
    tokenJob.handOver({ handle, environment: environment(), request }, grant);
  } catch (error) {
    failed(t('handOver.notMade'), error);
  }
}

/**
 * @param {import('../../types.js').Context} context
 * @param {HTMLElement} host
 * @param {import('../../types.js').SignedGrant} grant
 * @param {AbortSignal} signal
 */
function showCommand(context, host, grant, signal) {
  const { t, portal, environment, announce } = context;
  const end = grant.expiresAt * 1000;
  const over = () => {
    if (!host.isConnected) return;
    announce(t('handOver.over'));
    fill(
      host,
      alert(
        'warning',
        null,
        p(t('handOver.over')),
        el(
          'div',
          { class: 'actions' },
          button(t('handOver.again'), () => signForCommand(context, host, signal), { id: 'hand-over-again' }),
        ),
      ),
    );
  };
  const code = el('div', { class: 'stack-tight' });
  const choice = shellChoice(context, 'shell', (shell) => {
    const text = shell === 'curl'
      ? portal.curlCommand(environment(), grant.assertion)
      : portal.powershellCommand(environment(), grant.assertion);
    fill(
      code,
      codeBlock(t('handOver.command'), text, { id: 'hand-over-text' }),
      el(
        'div',
        { class: 'actions' },
        copyButton(context, t('handOver.copy'), () => text, { id: 'hand-over-copy', variant: 'primary' }),
      ),
    );
  });
  fill(
    host,
    countdown(context, { end, total: 120, text: (seconds) => t('handOver.left', { seconds }), over, signal }),
    choice,
    code,
  );
  document.getElementById('hand-over-copy')?.focus();
}
