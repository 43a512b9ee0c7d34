import { el } from '../../../shared/dom.js';
import { codeOf } from '../../error-code.js';
import { alert, p } from '../../widgets/alert.js';
import { copyButton } from '../../widgets/copy-button.js';

/**
 * A token that did not come, in words.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').TokenOutcome} outcome
 * @param {string} [own]  the beginning of texts instead of the code's
 */
export function explanationBox(context, outcome, own) {
  const { t, language } = context;
  const code = outcome.kind === 'refused' ? outcome.explanation.code : outcome.kind === 'unreachable' ? outcome.code : '';
  const said = own ?? `answer.${language.has(`answer.${code}.means`) ? code : 'unrecognised'}`;
  const details = outcome.kind === 'refused' ? outcome.explanation : null;
  const box = alert('danger', t(`${said}.means`),
    p(el('strong', {}, `${t('reply.do')} `), t(`${said}.do`)),
    details?.description ? ownWords(context, details.description) : null,
    details?.traceId ? correlation(context, details.traceId) : null);
  box.dataset.code = code;
  return box;
}

/**
 * What the API did not do, in words.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').ApiOutcome} outcome
 * @param {string} [subject]  the beginning of texts of its own, where there are any for a code
 */
export function apiProblemBox(context, outcome, subject = 'api') {
  const { t, language } = context;
  if (outcome.kind === 'unreachable') {
    return alert('danger', t(`answer.${outcome.code}.means`),
      p(el('strong', {}, `${t('reply.do')} `), t(`answer.${outcome.code}.do`)));
  }
  if (outcome.kind !== 'refused') return null;
  const { code, description, errors, correlationId, retryAfterSeconds } = outcome.refusal;
  const said = language.has(`${subject}.${code}.means`) ? subject : 'api';
  const box = alert('danger', t(`${said}.${code}.means`),
    p(el('strong', {}, `${t('reply.do')} `), t(`${said}.${code}.do`)),
    retryAfterSeconds ? p(t('api.retryAfter', { seconds: retryAfterSeconds })) : null,
    errors.length
      ? el('ul', {}, ...errors.map(({ field, message }) =>
        el('li', {}, field ? el('span', { class: 'mono' }, `${field}: `) : null, message)))
      : null,
    description ? ownWords(context, description) : null,
    correlationId ? correlation(context, correlationId) : null);
  box.dataset.code = code;
  return box;
}

/**
 * Why the keys of a client were not changed.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').KeyChangeProblem} problem
 */
export function changeProblemBox(context, problem) {
  const { t, language } = context;
  if (problem.kind === 'answer') return apiProblemBox(context, problem.outcome);
  const keys = 'keys' in problem ? language.list(problem.keys) : 'name' in problem ? problem.name : '';
  const named = (/** @type {string} */ key, /** @type {string[]} */ names = []) => (names.length ? p(t(key, { keys: language.list(names) })) : null);
  const box = alert('danger', t(`change.${problem.kind}.means`, { keys }),
    p(el('strong', {}, `${t('reply.do')} `), t(`change.${problem.kind}.do`, { keys })),
    'written' in problem ? p(t(problem.written ? 'change.written' : 'change.unwritten')) : null,
    'vanished' in problem ? named('change.vanished', problem.vanished) : null,
    'missing' in problem ? named('change.vanished', problem.missing) : null,
    'notRenewed' in problem ? named('change.notRenewed', problem.notRenewed) : null);
  box.dataset.code = problem.kind;
  return box;
}

/**
 * Why a call did not even go; nothing is to be said where the person did not carry it.
 *
 * @param {import('../../types.js').Context} context
 * @param {unknown} error
 */
export function failureBox({ t }, error) {
  const code = codeOf(error);
  return code === 'cancelled' ? null : alert('danger', t('api.notSent'), p(t('work.failed', { code })));
}

/** What kept a rotation from going on. @param {import('../../types.js').Context} context @param {string} code */
export function troubleText({ t, language }, code) {
  return language.has(`rotation.trouble.${code}`) ? t(`rotation.trouble.${code}`) : t('work.failed', { code });
}

/** @param {import('../../types.js').Context} context @param {string} words */
function ownWords({ t }, words) {
  return p(el('span', { class: 'quiet' }, `${t('api.words')} `), el('q', { lang: 'en' }, words));
}

/** @param {import('../../types.js').Context} context @param {string} id */
function correlation(context, id) {
  const { t } = context;
  return el('p', { class: 'ds-paragraph row' },
    el('span', { class: 'quiet' }, `${t('api.correlation')} `), el('span', { class: 'mono' }, id), ' ',
    copyButton(context, t('copy'), () => id, { variant: 'tertiary', what: t('api.correlation') }));
}
