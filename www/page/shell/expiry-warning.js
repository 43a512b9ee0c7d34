import { el, fill } from '../../shared/dom.js';
import { alert, p } from '../widgets/alert.js';
import { button } from '../widgets/button.js';
import { live } from '../widgets/live.js';
import { daysLeft } from '../self-service/expiry.js';

/** Days before a key ends that the page says so. */
const SOON = 60;

/** So many are named. */
const NAMED = 4;

/** The person has seen it: until the page is opened again. */
let seen = false;

/**
 * Says on opening which clients' keys end soon, in every environment, as they were last read.
 *
 * @param {import('../types.js').Context} context
 * @param {Element} host
 * @param {AbortSignal} signal
 */
export function drawExpiryWarning(context, host, signal) {
  const { t, keptExpiry } = context;
  host.setAttribute('aria-label', t('warning.label'));
  live(host, signal, [[keptExpiry, 'change']], () => {
    const lines = seen ? [] : endingSoon(context);
    if (lines.length === 0) return [];
    const rest = lines.length - NAMED;
    const close = () => { seen = true; fill(host); document.getElementById('view')?.focus(); };
    return [alert(lines.some(({ urgent }) => urgent) ? 'danger' : 'warning', null,
      p(el('strong', {}, t(lines.length === 1 ? 'warning.title.one' : 'warning.title', { count: lines.length }))),
      el('ul', {}, ...lines.slice(0, NAMED).map(({ text }) => el('li', {}, text))),
      rest > 0 ? p(t('warning.more', { count: rest })) : null,
      p(t('warning.about')),
      el('div', { class: 'actions' },
        el('a', { class: 'ds-link', href: '#klienter', id: 'warning-go' }, t('warning.go')),
        button(t('warning.close'), close, { id: 'warning-close', variant: 'tertiary' }),
        button(t('warning.forget'), () => { keptExpiry.forget(); close(); }, { id: 'warning-forget', variant: 'tertiary' })))];
  }, () => [seen, endingSoon(context)]);
}

/** The soonest first. @param {import('../types.js').Context} context @returns {{days: number, urgent: boolean, text: string}[]} */
function endingSoon({ t, language, environments, keptExpiry }) {
  const lines = environments.flatMap(({ name: environment }) =>
    keptExpiry.fromBefore(environment).flatMap(({ name, works, first, last }) => {
      const days = first === null ? null : daysLeft(first);
      if (works && (days === null || days >= SOON)) return [];
      const stands = !works || (last !== null && daysLeft(last) < 0) ? 'stopped' : days !== null && days < 0 ? 'ended' : 'ends';
      const another = stands === 'ends' && last !== first;
      const date = first === null ? '' : language.date(new Date(first * 1000));
      const text = t(`warning.${stands}`, { name, date, left: t(days === 1 ? 'keys.day' : 'keys.days', { days: days ?? 0 }), environment: t(`environment.${environment}`) });
      const left = stands === 'stopped' ? -Infinity : days ?? 0;
      return [{ days: left, urgent: left < 7 && !another, text: another ? `${text} ${t('warning.another')}` : text }];
    }));
  return lines.sort((a, b) => a.days - b.days);
}
