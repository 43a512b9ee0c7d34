import { el } from '../../../shared/dom.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';

const COLORS = /** @type {const} */ ({ ready: 'success', repairable: 'warning', refused: 'danger' });
const SEVERITIES = /** @type {const} */ (['error', 'warning', 'note']);

/**
 * The verdict in one sentence, how many findings of each kind, and the way to them.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').KeyCard} card
 * @returns {HTMLElement}
 */
export function verdict(context, card) {
  const { t, vault } = context;
  const box = alert(COLORS[card.verdict], t(`verdict.${card.verdict}`), p(t(`verdict.${card.verdict}.about`)), p(counts(context, card)), card.findings.length ? el('div', { class: 'actions' }, button(t('verdict.go'), () => vault.show('key', card.handle), { id: 'verdict-go', variant: 'secondary' })) : null);
  box.id = 'verdict';
  box.dataset.verdict = card.verdict;
  return box;
}

/** @param {import('../../types.js').Context} context @param {import('../../types.js').KeyCard} card */
function counts({ t, language }, card) {
  const parts = SEVERITIES.map((severity) => [severity, card.findings.filter((finding) => finding.severity === severity).length]).filter(([, count]) => count);
  if (parts.length === 0) return t('findings.none');
  return t('findings.some', { counts: language.list(parts.map(([severity, count]) => t(`findings.${severity}.${count === 1 ? 'one' : 'many'}`, { count }))) });
}
