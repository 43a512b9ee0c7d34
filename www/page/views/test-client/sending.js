import { el } from '../../../shared/dom.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { countdown } from '../../widgets/countdown.js';

/** What happens right now, and the way to stop it. @param {import('../../types.js').Context} context @param {AbortSignal} signal @returns {HTMLElement|null} */
export function sendingPart(context, signal) {
  const { t, tokenJob } = context;
  if (tokenJob.phase === 'idle') return tokenJob.errorCode ? notSigned(context, tokenJob.errorCode) : null;
  if (tokenJob.phase === 'waiting') return waiting(context, signal);
  return el('div', { class: 'panel stack-tight' }, el('p', { class: 'ds-paragraph', role: 'status' }, t(`sending.${tokenJob.phase}`)), el('progress', { class: 'bar', 'aria-label': t('sending.label') }));
}

/** @param {import('../../types.js').Context} context @param {string} code */
function notSigned({ t }, code) {
  const box = alert('danger', t('sending.notSigned'), p(t('work.failed', { code })));
  box.querySelector('h3')?.setAttribute('id', 'answer-head');
  box.querySelector('h3')?.setAttribute('tabindex', '-1');
  return box;
}

/** @param {import('../../types.js').Context} context @param {AbortSignal} signal */
function waiting(context, signal) {
  const { t, tokenJob } = context;
  const total = Math.max(1, Math.round((tokenJob.nextAt - Date.now()) / 1000));
  return el(
    'div',
    { class: 'panel stack-tight', id: 'test-waiting' },
    el('p', { class: 'ds-paragraph', role: 'status' }, el('strong', {}, t('waiting.title')), ' ', t(tokenJob.attempts === 1 ? 'waiting.attempt' : 'waiting.attempts', { count: tokenJob.attempts })),
    countdown(context, { end: tokenJob.nextAt, total, text: (seconds) => t('waiting.next', { seconds }), over: () => {}, signal }),
    el('p', { class: 'ds-paragraph quiet' }, t('waiting.about')),
    el('div', { class: 'actions' }, button(t('waiting.stop'), () => tokenJob.cancel(), { id: 'test-stop', variant: 'secondary' })),
  );
}
