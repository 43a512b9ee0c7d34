import { el } from '../../../shared/dom.js';
import { TEST_STEP } from '../../step-numbers.js';
import { p } from '../../widgets/alert.js';
import { codeBlock } from '../../widgets/code-block.js';
import { copyButton } from '../../widgets/copy-button.js';
import { fold } from '../../widgets/fold.js';
import { altinnPart } from './altinn-part.js';
import { answerBox } from './answer-box.js';
import { askedFacts } from './asked.js';
import { factsTable } from './facts-table.js';

/**
 * A token came: the client works.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').Token} token
 * @param {ReturnType<typeof import('./asked.js').askedBefore>} before
 * @param {AbortSignal} signal
 */
export function tokenCard(context, token, before, signal) {
  const { t } = context;
  const box = answerBox(
    'success',
    t('token.title'),
    before,
    p(t('token.about', { seconds: token.expiresIn, scope: token.scope })),
    token.claims
      ? factsTable(context, t('token.claims'), /** @type {any} */ (token.claims), 'token')
      : p(t('token.opaque')),
    askedFacts(context),
    fold(
      { id: 'token-raw-fold', summary: t('token.raw') },
      p(t('token.raw.about')),
      codeBlock(t('token.raw'), token.accessToken, { id: 'token-raw' }),
      el(
        'div',
        { class: 'actions' },
        copyButton(context, t('token.copy'), () => token.accessToken, { id: 'token-copy' }),
      ),
    ),
    altinnPart(context, token, signal),
    el(
      'div',
      { class: 'actions' },
      el(
        'a',
        { class: 'ds-button', href: `#veiviser/${TEST_STEP}`, 'data-variant': 'secondary', id: 'token-guide' },
        t('token.guide'),
      ),
    ),
  );
  box.dataset.code = 'token';
  return box;
}
