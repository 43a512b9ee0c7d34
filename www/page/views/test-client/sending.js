import { el } from '../../../shared/dom.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { countdown } from '../../widgets/countdown.js';
import { NEVER_SENT } from '../../requests.js';

/**
 * What happens right now, and the way to stop it.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 * @returns {HTMLElement|null}
 */
export function sendingPart(context, signal) {
  const { t, tokenJob } = context;
  if (tokenJob.phase === 'idle') return tokenJob.errorCode ? failed(context, tokenJob.errorCode) : null;
  if (tokenJob.phase === 'waiting') return waiting(context, signal);
  return el(
    'div',
    { class: 'panel stack-tight' },
    el('p', { class: 'ds-paragraph', role: 'status' }, t(`sending.${tokenJob.phase}`)),
    el('progress', { class: 'bar', 'aria-label': t('sending.label') }),
  );
}

/** No answer, and not because of the network. @param {import('../../types.js').Context} context @param {string} code */
function failed(context, code) {
  const { t, language } = context;
  const explained = language.has(`answer.${code}.means`);
  const box = alert(
    'danger',
    failedTitle(context, code),
    p(explained ? t(`answer.${code}.means`) : t('work.failed', { code })),
    explained ? p(el('strong', {}, `${t('reply.do')} `), t(`answer.${code}.do`)) : null,
  );
  box.dataset.code = code;
  box.querySelector('h3')?.setAttribute('id', 'answer-head');
  box.querySelector('h3')?.setAttribute('tabindex', '-1');
  return box;
}

/** @param {import('../../types.js').Context} context @param {string} code */
function failedTitle({ t, tokenJob, environment }, code) {
  if (!tokenJob.signed) return t('sending.notSigned');
  return NEVER_SENT.has(code)
    ? t('sending.notSent')
    : t('unreachable.title', { host: new URL(environment().tokenEndpoint).host });
}

/** @param {import('../../types.js').Context} context @param {AbortSignal} signal */
function waiting(context, signal) {
  const { t, tokenJob } = context;
  const total = Math.max(1, Math.round((tokenJob.nextAt - Date.now()) / 1000));
  return el(
    'div',
    { class: 'panel stack-tight', id: 'test-waiting' },
    el(
      'p',
      { class: 'ds-paragraph', role: 'status' },
      el('strong', {}, t('waiting.title')),
      ' ',
      t(tokenJob.attempts === 1 ? 'waiting.attempt' : 'waiting.attempts', { count: tokenJob.attempts }),
    ),
    countdown(
      context,
      { end: tokenJob.nextAt, total, text: (seconds) => t('waiting.next', { seconds }), over: () => {}, signal },
    ),
    el('p', { class: 'ds-paragraph quiet' }, t('waiting.about')),
    el(
      'div',
      { class: 'actions' },
      button(t('waiting.stop'), () => tokenJob.cancel(), { id: 'test-stop', variant: 'secondary' }),
    ),
  );
}
