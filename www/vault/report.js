import { el } from '../shared/dom.js';
import { findingValues } from '../shared/finding-values.js';
import { notAnnounced } from '../shared/not-announced.js';
import { lacksKid } from '../shared/lacks-kid.js';
import { refusal } from '../shared/refusal.js';
import { chosenLocale } from './language.js';

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
    verdict(card, t),
    card.findings.length > 0 &&
      el('ul', { class: 'findings' }, ...card.findings.map((finding) => line(card, finding, t))));
}

/**
 * A good key whose algorithm the service does not announce is promised nothing.
 *
 * @param {import('./panel.js').KeyCard} card
 * @param {import('./panel.js').Translate} t
 */
function verdict(card, t) {
  const doubt = notAnnounced(card);
  if (doubt)
    return verdictLine(
      'warning',
      t(`vault.verdict.${card.verdict}.notAnnounced`, findingValues(doubt, chosenLocale())),
    );
  if (lacksKid(card)) return verdictLine('info', t('vault.verdict.ready.noKid'));
  const why = refusal(card);
  const reason = why ? t(`finding.${why.code}.means`, findingValues(why, chosenLocale())) : '';
  return verdictLine(VERDICT_COLOURS[card.verdict], `${t(`vault.verdict.${card.verdict}`)} ${reason}`);
}

/** @param {string} colour @param {string} text */
function verdictLine(colour, text) {
  return el('p', { class: 'ds-alert verdict', 'data-color': colour }, text);
}

/**
 * @param {import('./panel.js').KeyCard} card
 * @param {import('./panel.js').KeyCard['findings'][number]} finding
 * @param {import('./panel.js').Translate} t
 */
function line({ verdict }, finding, t) {
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
      finding.field && el('code', {}, finding.field),
    ),
    el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, t(`finding.${finding.code}.means`, values)),
    !isIdle &&
      el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, el('strong', {}, t(`finding.${finding.code}.do`, values))),
    el(
      'details',
      { class: 'rule' },
      el('summary', {}, t('vault.rule')),
      el('p', {}, `${finding.code} · ${finding.source}`),
    ),
  );
}
