import { el, fill } from '../../../shared/dom.js';
import { codeOf } from '../../error-code.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { codeBlock } from '../../widgets/code-block.js';
import { copyButton } from '../../widgets/copy-button.js';
import { countdown } from '../../widgets/countdown.js';
import { field, textArea } from '../../widgets/field.js';
import { shellChoice } from '../../widgets/shell-choice.js';

/**
 * A call that the person carries: a command to run, and a field for the answer.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 */
export function errandDesk(context, signal) {
  const { t, administration } = context;
  const { errand } = administration;
  if (!errand) return null;
  const command = el('div', { class: 'stack-tight' });
  const area = textArea({ id: 'errand-answer', value: '', rows: 4, mono: true, oninput: () => {} });
  const draw = async () => {
    try {
      const made = await errand.command();
      if (!signal.aborted) fill(command, ...commandParts(context, made, draw, signal));
    } catch (error) {
      fill(command, alert('danger', t('handOver.notMade'), p(t('work.failed', { code: codeOf(error) }))));
    }
  };
  void draw();
  const desk = el('section', { class: 'panel stack', id: 'errand', tabindex: '-1', 'aria-label': t('errand.title') },
    el('h2', { class: 'ds-heading', 'data-size': 'xs' }, t(`errand.what.${errand.what}`)),
    p(t(errand.what === 'list-open-scopes' ? 'errand.about.open' : 'errand.about')),
    command,
    field(t, { label: t('errand.answer'), control: area, required: true, description: t('errand.answer.about') }),
    el('div', { class: 'actions' },
      button(t('errand.read'), () => { if (area.value.trim()) errand.answer(area.value); }, { id: 'errand-read' }),
      button(t('errand.cancel'), () => errand.cancel(), { id: 'errand-cancel', variant: 'tertiary' })));
  queueMicrotask(() => desk.focus());
  return desk;
}

/**
 * @param {import('../../types.js').Context} context
 * @param {import('../../self-service/errands.js').Command} made
 * @param {() => void} again
 * @param {AbortSignal} signal
 */
function commandParts(context, made, again, signal) {
  const { t } = context;
  const block = el('div', {});
  let text = '';
  const choice = shellChoice(context, 'errand-shell', (shell) => {
    text = made[shell];
    fill(block, codeBlock(t('handOver.command'), text, { id: 'errand-command', tall: true }));
  });
  return [
    choice,
    block,
    el('div', { class: 'actions' },
      copyButton(context, t('copy'), () => text, { id: 'errand-copy', what: t('handOver.command') }),
      button(t('errand.again'), again, { id: 'errand-again', variant: 'tertiary' })),
    made.expiresAt === null ? null : timeLeft(context, made.expiresAt, signal),
  ];
}

/** @param {import('../../types.js').Context} context @param {number} end  Unix milliseconds @param {AbortSignal} signal */
function timeLeft(context, end, signal) {
  const total = Math.max(1, Math.round((end - Date.now()) / 1000));
  return countdown(context, { end, total, signal, over: () => {}, text: (seconds) => context.t('errand.left', { seconds }) });
}
