import { el } from '../../../shared/dom.js';
import { startAgain } from '../../practice-stopped.js';
import { p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { copyButton } from '../../widgets/copy-button.js';
import { fold } from '../../widgets/fold.js';
import { codeBlock } from '../../widgets/code-block.js';
import { rich } from '../../widgets/rich.js';
import { wordsOf } from '../../widgets/scopes-editor.js';
import { answerBox } from './answer-box.js';
import { askedBefore, askedFacts } from './asked.js';
import { tokenCard } from './token-card.js';

/**
 * The answer, in words: what happened, what it means, what to do.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 * @returns {HTMLElement|null}
 */
export function answerPart(context, signal) {
  const { tokenJob } = context;
  const { outcome } = tokenJob;
  if (!outcome || tokenJob.phase === 'signing' || tokenJob.phase === 'sending') return null;
  const before = askedBefore(context, signal);
  if (outcome.kind === 'token') return tokenCard(context, outcome.token, before, signal);
  return outcome.kind === 'refused'
    ? refused(context, outcome.explanation, before)
    : unreachable(context, outcome.code, before);
}

/**
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').Explanation} explanation
 * @param {ReturnType<typeof askedBefore>} before
 */
function refused(context, explanation, before) {
  const { t, language } = context;
  const { code, keyWorks, retry, spent, clockSkewSeconds } = explanation;
  const known = language.has(`answer.${code}.means`) ? code : 'unrecognised';
  const means = answerWords(context, `${known}.means`);
  const box = answerBox(
    keyWorks || retry || spent ? 'warning' : 'danger',
    keyWorks ? t('reply.half') : means,
    before,
    keyWorks
      ? el(
        'ul',
        { class: 'halves' },
        el('li', { 'data-good': 'true' }, t('reply.half.key')),
        el('li', { 'data-good': 'false' }, means),
      )
      : null,
    scopesConcerned(context, explanation),
    p(el('strong', {}, `${t('reply.do')} `), answerWords(context, `${known}.do`)),
    clockAdvice(context, clockSkewSeconds),
    anotherAttempt(context, explanation),
    askedFacts(context),
    answerFacts(context, explanation),
  );
  box.dataset.code = code;
  return box;
}

/**
 * Words for an answer: the practice portal has reasons of its own, and it is not Maskinporten that answers there.
 *
 * @param {import('../../types.js').Context} context
 * @param {string} key  a code and `means` or `do`
 */
function answerWords({ t, language, tokenJob, environment }, key) {
  const { name } = tokenJob.asked?.environment ?? environment();
  const own = `practice.${key}`;
  return t(name === 'practice' && language.has(own) ? own : `answer.${key}`);
}

/** A difference this small may be the way the answer came. In seconds. */
const SKEW_ALLOWED = 5;

/**
 * Positive: the server's clock is ahead, so this machine's is slow.
 *
 * @param {import('../../types.js').Context} context
 * @param {number|null} skew  in seconds
 */
function clockAdvice({ t }, skew) {
  if (skew === null || Math.abs(skew) <= SKEW_ALLOWED) return null;
  return p(t(skew > 0 ? 'reply.clockBehind' : 'reply.clockAhead', { seconds: Math.abs(skew) }));
}

/**
 * Which scope a refusal is about, as far as the answer and what was asked tell.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').Explanation} explanation
 */
function scopesConcerned({ t, tokenJob, language }, { aboutScopes, scopes }) {
  if (!aboutScopes) return null;
  const asked = wordsOf(tokenJob.asked?.request.scope ?? '');
  const concerned = scopes.length === 0 && asked.length === 1 ? asked : scopes;
  const all = asked.length > 1 ? t('reply.scopes.asked', { scopes: language.list(asked) }) : '';
  if (concerned.length > 0) {
    return p(
      el('strong', {}, t('reply.scopes.concerned', { scopes: language.list(concerned) })),
      ' ',
      all,
    );
  }
  return all ? p(all, ' ', t('reply.scopes.unnamed')) : null;
}

/**
 * What was sent from here can be tried again: until a new key is known, or once with a new grant.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').Explanation} explanation
 */
function anotherAttempt({ t, tokenJob }, { code, retry, spent }) {
  const { asked } = tokenJob;
  if (!asked?.sentHere || tokenJob.phase === 'waiting') return null;
  if (code === 'unknown-kid') {
    return el(
      'div',
      { class: 'stack-tight' },
      p(t('patience.about')),
      el(
        'div',
        { class: 'actions' },
        button(t('patience.start'), () => void tokenJob.untilKnown(asked), { id: 'test-patience', icon: 'clock' }),
      ),
    );
  }
  return retry || spent
    ? el(
      'div',
      { class: 'actions' },
      button(t('reply.again'), () => void tokenJob.once(asked), { id: 'test-again', variant: 'secondary' }),
    )
    : null;
}

/**
 * What somebody else needs in order to help.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').Explanation} explanation
 */
function answerFacts(context, { code, status, error, description, traceId }) {
  const { t } = context;
  /** @type {[string, string|null][]} */
  const rows = [
    [t('reply.status'), String(status)],
    [t('reply.code'), /^MP-/.test(code) ? code : null],
    ['error', error],
    ['error_description', description],
    [t('reply.trace'), traceId],
  ];
  const present = rows.filter(([, value]) => value);
  const text = present.map(([name, value]) => `${name}: ${value}`).join('\n');
  return fold(
    { id: 'answer-facts', summary: t('reply.facts') },
    codeBlock(t('reply.facts'), text),
    el(
      'div',
      { class: 'actions' },
      copyButton(context, t('reply.copy'), () => text, { id: 'answer-copy' }),
      traceId
        ? copyButton(context, t('reply.copyTrace'), () => traceId, { id: 'answer-copy-trace', variant: 'tertiary' })
        : null,
    ),
  );
}

/** What a page sees of a request without an answer; the other codes come from a terminal. */
const SEEN_HERE = new Set(['blocked-or-offline', 'timeout']);
/** What a practice portal that was stopped looks like. */
const STOPPED = new Set(['blocked-or-offline', 'no-connection']);

/**
 * @param {import('../../types.js').Context} context
 * @param {string} code
 * @param {ReturnType<typeof askedBefore>} before
 */
function unreachable(context, code, before) {
  const { t, tokenJob } = context;
  const { name, tokenEndpoint } = tokenJob.asked?.environment ?? context.environment();
  const { host } = new URL(tokenEndpoint);
  const byHand = !tokenJob.asked?.sentHere;
  const isStopped = name === 'practice' && STOPPED.has(code);
  const [title, means, what] = isStopped
    ? [
      t('unreachable.practice', { host }),
      t('unreachable.practice.means'),
      startAgain(t, host),
    ]
    : [
      t(byHand ? 'unreachable.command' : 'unreachable.title', { host }),
      t(`answer.${code}.means`),
      t(byHand || !SEEN_HERE.has(code) ? `answer.${code}.do` : 'unreachable.do'),
    ];
  const box = answerBox(
    'warning',
    title,
    before,
    p(means),
    p(el('strong', {}, `${t('reply.do')} `), ...rich(what)),
    askedFacts(context),
    // A portal that is stopped answers no command either.
    isStopped
      ? null
      : el('div', { class: 'actions' }, button(t('unreachable.handOver'), showHandOver, { id: 'answer-hand-over' })),
  );
  box.dataset.code = code;
  return box;
}

/** The other way, with a new grant: the first may have been spent unseen. */
function showHandOver() {
  const fold = document.getElementById('hand-over');
  if (!(fold instanceof HTMLDetailsElement)) return;
  fold.open = true;
  fold.scrollIntoView({ block: 'start' });
  document.getElementById('hand-over-sign')?.focus();
}
