import { el, fill } from '../../../shared/dom.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { codeBlock } from '../../widgets/code-block.js';
import { copyButton } from '../../widgets/copy-button.js';
import { field, setProblem, textArea } from '../../widgets/field.js';
import { fold } from '../../widgets/fold.js';
import { live } from '../../widgets/live.js';
import { shellChoice } from '../../widgets/shell-choice.js';
import { factsTable } from './facts-table.js';

/**
 * Altinn takes no token of Maskinporten's: here it is exchanged for one of Altinn's.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').Token} token
 * @param {AbortSignal} signal
 */
export function altinnPart(context, token, signal) {
  const { t, exchangeJob, environment } = context;
  exchangeJob.about(token.accessToken);
  const start = button(
    t('altinn.exchange'),
    () => exchangeJob.exchange(environment(), token.accessToken),
    { id: 'altinn-exchange', variant: 'secondary' },
  );
  const result = el('div', { class: 'stack-tight', id: 'altinn-result', role: 'status' });
  live(result, signal, [[exchangeJob, 'change']], () => {
    start.disabled = exchangeJob.busy;
    return [came(context)];
  });
  const isAltinns = token.scope.split(' ').some((scope) => scope.startsWith('altinn:'));
  return fold(
    { id: 'altinn-fold', summary: t('altinn.title'), open: isAltinns || exchangeJob.outcome !== null },
    el(
      'div',
      { class: 'stack' },
      p(t('altinn.about', { host: new URL(environment().altinnExchange).host })),
      el('div', { class: 'actions' }, start),
      result,
      byTerminal(context, token),
    ),
  );
}

/** @param {import('../../types.js').Context} context */
function came(context) {
  const { t, exchangeJob } = context;
  const { busy, errorCode, outcome } = exchangeJob;
  if (busy) return p(t('altinn.sending'));
  if (errorCode) return alert('danger', t('altinn.notSent'), p(t('work.failed', { code: errorCode })));
  if (outcome === null) return null;
  if (outcome.kind === 'token') return altinnsToken(context, outcome.token);
  const texts = outcome.kind === 'refused' ? `exchange.${outcome.code}` : `answer.${outcome.code}`;
  return alert(
    'warning',
    t(`${texts}.means`),
    p(t(`${texts}.do`)),
    outcome.kind === 'refused' && outcome.description
      ? p(t('altinn.words', { status: outcome.status, words: outcome.description }))
      : null,
  );
}

/** @param {import('../../types.js').Context} context @param {import('../../types.js').Token} token */
function altinnsToken(context, token) {
  const { t } = context;
  return alert(
    'success',
    t('altinn.came'),
    p(t('altinn.came.about', { minutes: Math.ceil(token.expiresIn / 60) })),
    factsTable(context, t('token.claims'), /** @type {any} */ (token.claims ?? {}), 'token'),
    el(
      'div',
      { class: 'actions' },
      copyButton(context, t('altinn.copy'), () => token.accessToken, { id: 'altinn-copy' }),
    ),
  );
}

/** For where Altinn lets no page read its answers. @param {import('../../types.js').Context} context @param {import('../../types.js').Token} token */
function byTerminal(context, token) {
  const { t, portal, environment, exchangeJob } = context;
  const code = el('div', { class: 'stack-tight' });
  const choice = shellChoice(context, 'altinn-shell', (shell) => {
    const text = shell === 'curl'
      ? portal.exchangeCurlCommand(environment(), token.accessToken)
      : portal.exchangePowershellCommand(environment(), token.accessToken);
    fill(
      code,
      codeBlock(t('handOver.command'), text, { id: 'altinn-command' }),
      el(
        'div',
        { class: 'actions' },
        copyButton(context, t('handOver.copy'), () => text, { id: 'altinn-command-copy', variant: 'secondary' }),
      ),
    );
  });
  const area = textArea(
    { id: 'altinn-pasted', value: '', rows: 3, mono: true, oninput: () => setProblem('altinn-pasted', null) },
  );
  const read = () => {
    if (!area.value.trim()) return setProblem('altinn-pasted', t('pasteAnswer.empty'));
    exchangeJob.accept(portal.readExchangeAnswer(area.value));
  };
  return fold(
    { id: 'altinn-terminal', summary: t('altinn.terminal') },
    el(
      'div',
      { class: 'stack-tight' },
      p(t('altinn.terminal.about')),
      choice,
      code,
      field(t, { label: t('pasteAnswer.label'), control: area, required: false }),
      el(
        'div',
        { class: 'actions' },
        button(t('pasteAnswer.explain'), read, { id: 'altinn-pasted-explain', variant: 'secondary' }),
      ),
    ),
  );
}
