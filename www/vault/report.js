import { el } from '../shared/dom.js';

const COLOURS = { error: 'danger', warning: 'warning', note: 'info' };
const VERDICT_COLOURS = { ready: 'success', repairable: 'warning', refused: 'danger' };

/**
 * The verdict in one sentence, then each finding: what it means and what to do;
 * rule and source fold out.
 *
 * @param {import('./panel.js').KeyCard} card
 * @param {import('./panel.js').Translate} t
 */
export function report(card, t) {
  return el('div', { class: 'report' },
    el('p', { class: 'ds-alert verdict', 'data-color': VERDICT_COLOURS[card.verdict] }, t(`vault.verdict.${card.verdict}`)),
    card.findings.length > 0 && el('ul', { class: 'findings' }, ...card.findings.map((finding) => line(finding, t))));
}

/** @param {import('./panel.js').KeyCard['findings'][number]} finding @param {import('./panel.js').Translate} t */
function line(finding, t) {
  const values = /** @type {Record<string, string|number>} */ (finding.values);
  return el('li', { class: 'finding' },
    el('div', { class: 'row' },
      el('span', { class: 'ds-tag', 'data-size': 'sm', 'data-color': COLOURS[finding.severity] }, t(`vault.severity.${finding.severity}`)),
      finding.field && el('code', {}, finding.field)),
    el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, t(`finding.${finding.code}.means`, values)),
    el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, el('strong', {}, t(`finding.${finding.code}.do`, values))),
    el('details', { class: 'rule' },
      el('summary', {}, t('vault.rule')),
      el('p', {}, `${finding.code} · ${finding.source}`)));
}
