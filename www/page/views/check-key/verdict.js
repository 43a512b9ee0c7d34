import { el } from '../../../shared/dom.js';
import { findingValues } from '../../../shared/finding-values.js';
import { notAnnounced } from '../../../shared/not-announced.js';
import { judgement, judgementColor } from '../../../shared/judgement.js';
import { lacksKid } from '../../../shared/lacks-kid.js';
import { otherKid } from '../../../shared/pairs.js';
import { refusal } from '../../../shared/refusal.js';
import { seen } from '../../../shared/seen.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { giveKidOfField } from '../../widgets/public-card.js';
import { useKidButton } from './use-kid.js';

/**
 * @typedef {import('../../types.js').Context} Context
 * @typedef {import('../../types.js').KeyCard} KeyCard
 * @typedef {KeyCard['findings'][number]} Finding
 */

const SEVERITIES = /** @type {const} */ (['error', 'warning', 'note']);

/**
 * The verdict in one sentence, how many findings of each kind, and the way to them.
 *
 * @param {Context} context
 * @param {KeyCard} card
 * @returns {HTMLElement}
 */
export function verdict(context, card) {
  const { t, vault } = context;
  const color = judgementColor(card);
  const { title, about } = judged(context, card);
  const actions = [
    repairButton(context, card),
    takeKidButton(context, card),
    card.findings.length
      ? button(t('verdict.go'), () => vault.show('key', card.handle), { id: 'verdict-go', variant: 'secondary' })
      : null,
    makeButton(context, card),
  ].filter(Boolean);
  // That there are none is no comfort where something else is wrong.
  const isCounted = card.findings.length > 0 || color === 'success';
  const box = alert(color, title, ...about.map((text) => p(text)), isCounted ? p(counts(context, card)) : null,
    actions.length ? el('div', { class: 'actions' }, ...actions) : null);
  box.id = 'verdict';
  box.dataset.verdict = card.verdict;
  return box;
}

/**
 * What stands in the way first; what is less, after it.
 *
 * @param {Context} context
 * @param {KeyCard} card
 * @returns {{title: string, about: string[]}}
 */
function judged(context, card) {
  const { t, language: { locale } } = context;
  const means = (/** @type {Finding} */ it) => t(`finding.${it.code}.means`, findingValues(it, locale));
  const warnings = card.findings.filter(({ severity }) => severity === 'warning').map(means);
  const repairing = card.verdict === 'repairable' ? [t('verdict.repairable.about')] : [];
  const naming = lacksKid(card) ? [t('verdict.ready.noKid.about')] : [];
  const doubtful = notAnnounced(card);
  if (doubtful) {
    const key = card.verdict === 'ready' ? 'verdict.notAnnounced' : 'verdict.notAnnounced.repairable';
    const title = t(key, doubtfulValues(context, doubtful));
    return { title, about: [...repairing, t('verdict.notAnnounced.about')] };
  }
  switch (judgement(card)) {
    case 'notForSigning':
      return {
        title: t('verdict.notForSigning'),
        about: [t('verdict.notForSigning.about'), ...repairing, ...naming],
      };
    case 'otherKid': {
      const kids = { own: seen(card.kid ?? ''), other: seen(otherKid(card)?.kid ?? '') };
      return { title: t('verdict.otherKid'), about: [t('verdict.otherKid.about', kids), ...warnings] };
    }
    case 'noKid':
      return { title: t('verdict.ready.noKid'), about: [...warnings, ...naming] };
  }
  const why = refusal(card);
  const reasons = why ? [means(why)] : card.verdict === 'ready' ? warnings : [];
  return { title: t(`verdict.${card.verdict}`), about: [...reasons, t(`verdict.${card.verdict}.about`)] };
}

/**
 * The private key must have the kid that stands in the portal: that of the public one.
 *
 * @param {Context} context
 * @param {KeyCard} card
 */
function takeKidButton(context, card) {
  const kid = card.verdict === 'refused' ? null : otherKid(card)?.kid ?? null;
  return kid === null ? null : useKidButton(context, card.handle, kid);
}

/** @param {Context} context @param {KeyCard} card */
function makeButton({ t, go }, card) {
  if (card.verdict !== 'refused' && !notAnnounced(card)) return null;
  const variant = card.verdict === 'refused' ? 'secondary' : 'tertiary';
  return button(t('make.another'), () => go('#lag-nokkel'), { id: 'verdict-make', variant, icon: 'key' });
}

/**
 * One click from a key with faults to a public JWK that the portal takes, under the kid that stands in the field.
 *
 * @param {Context} context
 * @param {KeyCard} card
 */
function repairButton(context, card) {
  const { t, vault, announce } = context;
  const { handle } = card;
  if (card.verdict !== 'repairable') return null;
  const repair = async () => {
    if (!(await giveKidOfField(context, card))) return;
    try {
      const doubtful = notAnnounced(await vault.repair(handle));
      announce(doubtful
        ? t('verdict.repaired.notAnnounced', doubtfulValues(context, doubtful))
        : t('verdict.repaired'));
      document.getElementById(`public-copy-${handle}`)?.focus();
    } catch {
      announce(t('verdict.repair.failed'));
    }
  };
  return button(t('verdict.repair'), repair, { id: 'verdict-repair' });
}

/** @param {Context} context @param {Finding} finding */
function doubtfulValues(context, finding) {
  const { t, environment } = context;
  return {
    ...findingValues(finding, context.language.locale),
    environment: t(`environment.${environment().name}`).toLowerCase(),
  };
}

/** @param {Context} context @param {KeyCard} card */
function counts({ t, language }, card) {
  const parts = SEVERITIES.map(
    (severity) => [severity, card.findings.filter((finding) => finding.severity === severity).length],
  ).filter(([, count]) => count);
  if (parts.length === 0) return t('findings.none');
  return t(
    'findings.some',
    {
      counts: language.list(
        parts.map(([severity, count]) => t(`findings.${severity}.${count === 1 ? 'one' : 'many'}`, { count })),
      ),
    },
  );
}
