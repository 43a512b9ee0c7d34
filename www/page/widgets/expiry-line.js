import { el } from '../../shared/dom.js';
import { calendar } from '../files/calendar.js';
import { p } from './alert.js';
import { button } from './button.js';
import { icon } from './icon.js';
import { saveFile } from './save-file.js';

/**
 * When a key stops working: Maskinporten gives each key one year from when it was added.
 *
 * @param {import('../types.js').Context} context
 * @param {{kid: string|null, posted?: string, client?: Client}} key  `posted`: YYYY-MM-DD; today when it is not known
 * @returns {HTMLElement}
 */
export function expiryLine(context, { kid, posted, client }) {
  const { t, language } = context;
  const end = posted ? new Date(`${posted}T12:00:00`) : new Date();
  end.setFullYear(end.getFullYear() + 1);
  const date = language.date(end);
  const name = kid ?? t('public.noKid');
  const save = () =>
    saveFile(
      `${kid ?? 'nokkel'}.ics`,
      calendar([expiryEvent(context, { kid: name, end, client })]),
      'text/calendar;charset=utf-8',
    );
  return el('div', { class: 'with-icon expiry' },
    icon('calendar'),
    el('div', {},
      p(t(posted ? 'expiry.posted' : 'expiry.today', { date })),
      button(t('expiry.remind'), save, { id: 'expiry-remind', variant: 'tertiary' }),
    ),
  );
}

/** @typedef {{name: string, clientId: string}} Client */

/**
 * Says whose key it is, as far as that is known.
 *
 * @param {import('../types.js').Context} context
 * @param {{kid: string, end: Date, client?: Client}} key
 */
export function expiryEvent({ t, language, environment }, { kid, end, client }) {
  const event = { kid, date: language.date(end) };
  const of = client && [
    client.name && `${t('use.record.client')}: ${client.name}`,
    client.clientId && `client_id: ${client.clientId}`,
    `${t('use.record.environment')}: ${t(`environment.${environment().name}`)}`,
  ].filter(Boolean).join('\n');
  return {
    title: t('expiry.event', event),
    about: [t('expiry.event.about', event), of].filter(Boolean).join('\n\n'),
    uid: `${kid}-${end.toISOString().slice(0, 10)}`,
    end,
  };
}
