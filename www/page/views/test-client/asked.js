import { el } from '../../../shared/dom.js';
import { alert } from '../../widgets/alert.js';
import { live } from '../../widgets/live.js';
import { readForm } from './grant-request.js';

/**
 * What an answer is the answer to.
 *
 * @param {import('../../types.js').Context} context
 * @returns {HTMLElement}
 */
export function askedFacts(context) {
  const { asked } = context.tokenJob;
  return asked ? facts(context, asked) : el('p', { class: 'ds-paragraph quiet' }, context.t('asked.unknown'));
}

/**
 * When the form has come to ask something else: that this is an older answer, a word for its heading and what it
 * is about.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 * @returns {{word: HTMLElement, mark: HTMLElement}|null}
 */
export function askedBefore(context, signal) {
  const { tokenJob, vault, state } = context;
  const { asked } = tokenJob;
  if (!asked) return null;
  const word = el('span', {});
  const mark = el('div', { class: 'asked-before' });
  const isOld = () => !asksThe(asked, readForm(context));
  const changes = /** @type {[EventTarget, string][]} */ ([[state, 'change'], [vault, 'keys']]);
  live(word, signal, changes, () => [isOld() ? `${context.t('asked.old')} ` : null], isOld);
  live(mark, signal, changes, () => [isOld() ? oldMark(context, asked) : null], isOld);
  return { word, mark };
}

/** @param {import('../../jobs/token-job.js').Asked} asked @param {ReturnType<typeof readForm>} form */
function asksThe(asked, form) {
  return asked.handle === form.handle && JSON.stringify(asked.request) === JSON.stringify(form.request);
}

/** @param {import('../../types.js').Context} context @param {import('../../jobs/token-job.js').Asked} asked */
function oldMark({ t, language }, { at, request: { clientId, scope } }) {
  const mark = alert(
    'info',
    null,
    el('p', { class: 'ds-paragraph' }, t('asked.old.about', { time: language.time(at), clientId, scope })),
  );
  mark.classList.add('asked-old');
  return mark;
}

/** @param {import('../../types.js').Context} context @param {import('../../jobs/token-job.js').Asked} asked */
function facts({ t, language }, { request, environment, at, sentHere }) {
  /** @type {[string, string][]} */
  const rows = [
    ['client_id', request.clientId],
    ['scope', request.scope],
    ['kid', request.kid ?? ''],
    [t('environment.legend'), t(`environment.${environment.name}`)],
    [t(sentHere ? 'asked.at' : 'asked.command'), language.time(at)],
  ];
  return el(
    'dl',
    { class: 'facts asked', 'aria-label': t('asked.title') },
    ...rows.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', { class: 'mono' }, value))),
  );
}
