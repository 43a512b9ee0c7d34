import { el } from '../../shared/dom.js';
import { icon } from '../widgets/icon.js';
import { live } from '../widgets/live.js';

/**
 * The line that is always there and always true: which environment this is, and what has been sent to whom.
 *
 * @param {import('../types.js').Context} context
 * @param {Element} host
 * @param {AbortSignal} signal
 */
export function drawStanding(context, host, signal) {
  const { requests } = context;
  live(
    host,
    signal,
    [
      [requests, 'change'],
      [context.vault, 'keys'],
    ],
    () => [environmentMark(context), vaultLink(context), sentLine(context)],
  );
}

/** @param {import('../types.js').Context} context */
function environmentMark({ t, environment }) {
  const { name, issuer } = environment();
  return el(
    'p',
    { class: 'environment-mark' },
    el('strong', {}, t(`environment.${name}`)),
    el('span', { class: 'environment-host' }, ` ${new URL(issuer).host}`),
    name === 'production' ? el('span', {}, ` – ${t('environment.production.note')}`) : null,
  );
}

/** The way to the vault where it stands under the view. @param {import('../types.js').Context} context */
function vaultLink({ t, vault }) {
  const count = vault.keys.length;
  return el(
    'button',
    { type: 'button', id: 'vault-link', class: 'vault-link', onclick: () => vault.show('paste') },
    icon('lock'),
    el('span', {}, count ? t(count === 1 ? 'vault.link.one' : 'vault.link.many', { count }) : t('vault.link')),
  );
}

let open = false;

/** @param {import('../types.js').Context} context */
function sentLine(context) {
  const { t, requests } = context;
  const details = el(
    'details',
    { class: 'sent', id: 'sent', open },
    el(
      'summary',
      { id: 'sent-line' },
      icon(requests.entries.length ? 'send' : 'quiet'),
      el('span', {}, sentText(context)),
    ),
    sentList(context),
  );
  details.addEventListener('toggle', () => { open = details.open; });
  details.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      details.open = false;
      details.querySelector('summary')?.focus();
    }
  });
  if (requests.entries.length === 0)
    details.querySelector('.sent-list')?.append(el('p', { class: 'ds-paragraph' }, t('sent.nothing.about')));
  return details;
}

/** @param {import('../types.js').Context} context */
function sentText({ t, requests, language }) {
  const hosts = requests.byHost();
  if (hosts.length === 0) return t('sent.nothing');
  return t('sent.some', {
    hosts: language.list(hosts.map(([host, count]) => t(count === 1 ? 'sent.one' : 'sent.many', { host, count }))),
  });
}

/**
 * Maskinporten's own codes are known to many; ours to nobody.
 *
 * @param {import('../types.js').Translate} t
 * @param {import('../requests.js').Entry} entry
 */
function answerText(t, { answer, code }) {
  return code?.startsWith('MP-') ? t('sent.answer.refused.code', { code }) : t(`sent.answer.${answer}`);
}

/** @param {import('../types.js').Context} context */
function sentList({ t, requests, language }) {
  const rows = [...requests.entries].reverse().map((entry) => el(
    'li',
    {},
    el('span', { class: 'sent-time mono' }, language.time(entry.time)),
    el('span', {}, el('strong', {}, entry.host), ' ', t(`sent.what.${entry.what}`)),
    el('span', { class: 'quiet' }, answerText(t, entry)),
  ));
  return el(
    'div',
    { class: 'sent-list' },
    rows.length ? el('ol', { reversed: true, 'aria-label': t('sent.list') }, ...rows) : null,
  );
}
