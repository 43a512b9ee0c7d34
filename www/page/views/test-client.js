import { el, fill } from '../../shared/dom.js';
import { live } from '../widgets/live.js';
import { viewHeading } from './heading.js';
import { answerPart } from './test-client/answer.js';
import { testForm } from './test-client/form.js';
import { grantCard } from './test-client/grant-card.js';
import { byCommand } from './test-client/by-command.js';
import { sendingPart } from './test-client/sending.js';

/** From client_id, key and scopes to a token, or to what is wrong. @type {import('../shell/shell.js').View} */
export function drawTestClient(context, host, signal) {
  const { t, tokenJob } = context;
  const result = el('section', { class: 'stack', id: 'test-result', 'aria-label': t('test.result') });
  const hands = el('div', {});
  fill(host, viewHeading(t('test.title'), t('test.lead')), testForm(context, signal), result, hands);
  byCommand(context, hands, signal);
  let before = tokenJob.phase;
  live(result, signal, [[tokenJob, 'change']], (drawing) => {
    const arrived = before !== 'idle' && tokenJob.phase === 'idle';
    before = tokenJob.phase;
    if (arrived) queueMicrotask(() => document.getElementById('answer-head')?.focus());
    return [
      sendingPart(context, drawing),
      answerPart(context, drawing),
      tokenJob.grant ? grantCard(context, tokenJob.grant) : null,
    ];
  });
}
