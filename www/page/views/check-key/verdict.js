import { el } from '../../../shared/dom.js';
import { findingValues } from '../../../shared/finding-values.js';
import { notAnnounced } from '../../../shared/not-announced.js';
import { lacksKid } from '../../../shared/lacks-kid.js';
import { refusal } from '../../../shared/refusal.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { giveKidOfField } from '../../widgets/public-card.js';

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
  const { t, vault, go } = context;
  const doubtful = notAnnounced(card);
  const nameless = lacksKid(card);
  const word = nameless ? 'verdict.ready.noKid' : `verdict.${card.verdict}`;
  const color = doubtful ? 'warning' : nameless ? 'info' : COLORS[card.verdict];
  const doubt = card.verdict === 'ready' ? 'verdict.notAnnounced' : 'verdict.notAnnounced.repairable';
  const title = doubtful ? t(doubt, doubtfulValues(context, doubtful)) : t(word);
  const about = t(doubtful ? 'verdict.notAnnounced.about' : `${word}.about`);
  const repair = doubtful && card.verdict === 'repairable' ? p(t('verdict.repairable.about')) : null;
  const why = refusal(card);
  const toFindings = card.findings.length
    ? button(t('verdict.go'), () => vault.show('key', card.handle), { id: 'verdict-go', variant: 'secondary' })
    : null;
  const toMaking = doubtful
    ? button(t('make.title'), () => go('#lag-nokkel'), { id: 'verdict-make', variant: 'tertiary', icon: 'key' })
    : null;
  const box = alert(
    color, title, why ? p(t(`finding.${why.code}.means`, findingValues(why, context.language.locale))) : null,
    repair, p(about), p(counts(context, card)),
    toFindings ? el('div', { class: 'actions' }, repairButton(context, card), toFindings, toMaking) : null,
  );
  box.id = 'verdict';
  box.dataset.verdict = card.verdict;
  return box;
}

/**
 * One click from a key with faults to a public JWK that the portal takes, under the kid that stands in the field.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').KeyCard} card
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

/**
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').KeyCard['findings'][number]} finding
 */
function doubtfulValues(context, finding) {
  const { t, environment } = context;
  return {
    ...findingValues(finding, context.language.locale),
    environment: t(`environment.${environment().name}`).toLowerCase(),
  };
}

/** @param {import('../../types.js').Context} context @param {import('../../types.js').KeyCard} card */
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
