import { el } from '../../../shared/dom.js';
import { p } from '../../widgets/alert.js';
import { icon } from '../../widgets/icon.js';
import { expiryLine } from '../../widgets/expiry-line.js';
import { publicCard } from '../../widgets/public-card.js';
import { secretPointer } from '../../widgets/secret-pointer.js';

/**
 * A key that was made: what to do with its two parts.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').KeyCard} card
 * @param {AbortSignal} signal
 * @returns {HTMLElement}
 */
export function keyResult(context, card, signal) {
  const { t, makeJob } = context;
  makeJob.wasShown(card);
  return el('div', { class: 'stack', id: 'make-result' },
    el('div', { class: 'made' },
      icon('check'),
      el('h2', { class: 'ds-heading', 'data-size': 'xs', tabindex: '-1', 'data-made': true }, t('make.made')),
      p(t('make.made.about')),
    ),
    secretPointer(context, card),
    publicCard(context, card, signal),
    expiryLine(context, card),
  );
}
