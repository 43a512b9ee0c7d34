import { el } from '../../../shared/dom.js';
import { p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { copyButton } from '../../widgets/copy-button.js';
import { fold } from '../../widgets/fold.js';
import { codeBlock } from '../../widgets/code-block.js';
import { answerBox } from './answer-box.js';
import { tokenCard } from './token-card.js';

/** The answer, in words: what happened, what it means, what to do. @param {import('../../types.js').Context} context @returns {HTMLElement|null} */
export function answerPart(context) {
  const { tokenJob } = context;
  const { outcome } = tokenJob;
  if (!outcome || tokenJob.phase === 'signing' || tokenJob.phase === 'sending') return null;
  if (outcome.kind === 'token') return tokenCard(context, outcome.token);
  return outcome.kind === 'refused' ? refused(context, outcome.explanation) : unreachable(context, outcome.code);
}

/** @param {import('../../types.js').Context} context @param {import('../../types.js').Explanation} explanation */
function refused(context, explanation) {
  const { t, language } = context;
  const { code, keyWorks, retry, clockSkewSeconds } = explanation;
  const known = language.has(`answer.${code}.means`) ? code : 'unrecognised';
  const box = answerBox(
    keyWorks || retry ? 'warning' : 'danger',
    keyWorks ? t('reply.half') : t(`answer.${known}.means`),
    keyWorks ? el('ul', { class: 'halves' }, el('li', { 'data-good': 'true' }, t('reply.half.key')), el('li', { 'data-good': 'false' }, t(`answer.${known}.means`))) : null,
    p(el('strong', {}, `${t('reply.do')} `), t(`answer.${known}.do`)),
    clockAdvice(context, clockSkewSeconds),
    retry ? patience(context) : null,
    answerFacts(context, explanation),
  );
  box.dataset.code = code;
  return box;
}

/** A difference this small may be the way the answer came. In seconds. */
const SKEW_ALLOWED = 5;

/** Positive: the server's clock is ahead, so this machine's is slow. @param {import('../../types.js').Context} context @param {number|null} skew  in seconds */
function clockAdvice({ t }, skew) {
  if (skew === null || Math.abs(skew) <= SKEW_ALLOWED) return null;
  return p(t(skew > 0 ? 'reply.clockBehind' : 'reply.clockAhead', { seconds: Math.abs(skew) }));
}

/** A new key needs a while to be known everywhere: offer to wait for it. @param {import('../../types.js').Context} context */
function patience({ t, tokenJob }) {
  const { attempt } = tokenJob;
  if (!attempt || tokenJob.phase === 'waiting') return null;
  return el('div', { class: 'stack-tight' }, p(t('patience.about')), el('div', { class: 'actions' }, button(t('patience.start'), () => void tokenJob.untilKnown(attempt), { id: 'test-patience', icon: 'clock' })));
}

/** What somebody else needs in order to help. @param {import('../../types.js').Context} context @param {import('../../types.js').Explanation} explanation */
function answerFacts(context, { code, status, error, description, traceId }) {
  const { t } = context;
  /** @type {[string, string|null][]} */
  const rows = [[t('reply.status'), String(status)], [t('reply.code'), /^MP-/.test(code) ? code : null], ['error', error], ['error_description', description], [t('reply.trace'), traceId]];
  const present = rows.filter(([, value]) => value);
  const text = present.map(([name, value]) => `${name}: ${value}`).join('\n');
  return fold({ id: 'answer-facts', summary: t('reply.facts') }, codeBlock(t('reply.facts'), text), el('div', { class: 'actions' }, copyButton(context, t('reply.copy'), () => text, { id: 'answer-copy' }), traceId ? copyButton(context, t('reply.copyTrace'), () => traceId, { id: 'answer-copy-trace', variant: 'tertiary' }) : null));
}

/** @param {import('../../types.js').Context} context @param {string} code */
function unreachable({ t, tokenJob }, code) {
  const host = new URL(tokenJob.attempt?.environment.tokenEndpoint ?? 'https://maskinporten.no/token').host;
  const box = answerBox('warning', t('unreachable.title', { host }), p(t(`answer.${code}.means`)), p(el('strong', {}, `${t('reply.do')} `), t('unreachable.do')), el('div', { class: 'actions' }, button(t('unreachable.handOver'), showHandOver, { id: 'answer-hand-over' })));
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
