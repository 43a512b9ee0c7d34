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
 * @param {{kid: string|null, posted?: string}} key  `posted`: YYYY-MM-DD; today when it is not known
 * @returns {HTMLElement}
 */
export function expiryLine({ t, language }, { kid, posted }) {
  const end = posted ? new Date(`${posted}T12:00:00`) : new Date();
  end.setFullYear(end.getFullYear() + 1);
  const date = language.date(end);
  const name = kid ?? t('public.noKid');
  const save = () =>
    saveFile(
      `${kid ?? 'nokkel'}.ics`,
      calendar([{
        title: t('expiry.event', { kid: name }),
        about: t('expiry.event.about', { kid: name, date }),
        uid: `${name}-${end.toISOString().slice(0, 10)}`,
        end,
      }]),
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
