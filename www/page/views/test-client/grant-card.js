import { codeBlock } from '../../widgets/code-block.js';
import { fold } from '../../widgets/fold.js';
import { el } from '../../../shared/dom.js';
import { factsTable } from './facts-table.js';

/**
 * The grant that was signed, taken apart.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').SignedGrant} grant
 */
export function grantCard(context, grant) {
  const { t, tokenJob } = context;
  return fold(
    { id: 'grant', summary: t('grant.title'), open: tokenJob.phase !== 'idle' },
    el('p', { class: 'ds-paragraph quiet' }, t('grant.about')),
    factsTable(context, t('jwt.header'), /** @type {any} */ (grant.header)),
    factsTable(context, t('jwt.claims'), /** @type {any} */ (grant.claims)),
    codeBlock(t('grant.raw'), grant.assertion, { id: 'grant-raw' }),
  );
}
