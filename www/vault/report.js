import { el } from '../shared/dom.js';
import { findingValues } from '../shared/finding-values.js';
import { judgement, judgementColor } from '../shared/judgement.js';
import { notAnnounced } from '../shared/not-announced.js';
import { refusal } from '../shared/refusal.js';
import { chosenLocale } from './language.js';

const COLOURS = { error: 'danger', warning: 'warning', note: 'info' };

/**
 * @typedef {import('./panel.js').KeyCard['findings'][number]} Finding
 *
 * The verdict in one sentence and what mends the key, then each finding: what
 * it means and what to do; rule and source fold out.
 *
 * @param {import('./panel.js').KeyCard} card
 * @param {import('./panel.js').Translate} t
 * @param {Node|false|null} repair
 */
export function report(card, t, repair) {
  const findings = grouped(card.findings).map((group) => line(card, group, t));
  return el('div', { class: 'report' },
    verdict(card, t),
    repair,
    findings.length > 0 && el('ul', { class: 'findings' }, ...findings));
}

/**
 * What is said in the same words of several fields is said once.
 *
 * @param {Finding[]} findings
 * @returns {Finding[][]}
 */
function grouped(findings) {
  /** @type {Map<string, Finding[]>} */
  const groups = new Map();
  for (const finding of findings) {
    const { field: _, ...said } = finding;
    const words = JSON.stringify(said);
    groups.set(words, [...groups.get(words) ?? [], finding]);
  }
  return [...groups.values()];
}

/**
 * A good key whose algorithm the service does not announce is promised nothing.
 *
 * @param {import('./panel.js').KeyCard} card
 * @param {import('./panel.js').Translate} t
 */
function verdict(card, t) {
  return el('p', { class: 'ds-alert verdict', 'data-color': judgementColor(card) }, verdictText(card, t));
}

/** @param {import('./panel.js').KeyCard} card @param {import('./panel.js').Translate} t */
function verdictText(card, t) {
  const doubt = notAnnounced(card);
  if (doubt) return t(`vault.verdict.${card.verdict}.notAnnounced`, findingValues(doubt, chosenLocale()));
  const why = refusal(card);
  const reason = why ? ` ${t(`finding.${why.code}.means`, findingValues(why, chosenLocale()))}` : '';
  return t(`vault.verdict.${judgement(card)}`) + reason;
}

/**
 * @param {import('./panel.js').KeyCard} card
 * @param {Finding[]} group  of the same words
 * @param {import('./panel.js').Translate} t
 */
function line({ verdict }, group, t) {
  const [finding] = group;
  const fields = [...new Set(group.map(({ field }) => field))].filter(Boolean).join(', ');
  // No button mends a key that is refused: what to do is said by what nothing can mend.
  const isIdle = verdict === 'refused' && finding.repair;
  const values = findingValues(finding, chosenLocale());
  return el(
    'li',
    { class: 'finding' },
    el(
      'div',
      { class: 'row' },
      el(
        'span',
        { class: 'ds-tag', 'data-size': 'sm', 'data-color': COLOURS[finding.severity] },
        t(`vault.severity.${finding.severity}`),
      ),
      fields !== '' && el('code', {}, fields),
    ),
    el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, t(`finding.${finding.code}.means`, values)),
    !isIdle &&
      el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, el('strong', {}, t(`finding.${finding.code}.do`, values))),
    el(
      'details',
      { class: 'rule' },
      el('summary', {}, t('vault.rule')),
      el('p', {}, t('vault.rule.source', { source: finding.source, code: finding.code })),
    ),
  );
}
