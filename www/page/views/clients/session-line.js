import { el } from '../../../shared/dom.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { listChoice } from '../../widgets/choice.js';
import { fold } from '../../widgets/fold.js';
import { relayOrigin } from '../../self-service/ways.js';

/**
 * Who is signed in, for how long, and by which way the calls go.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 */
export function sessionLine(context, signal) {
  const { t, administration } = context;
  const { session, way } = administration;
  if (!session) return wayPart(context);
  const left = el('span', { class: 'even-figures' });
  const show = () => {
    const seconds = Math.max(0, Math.round((session.expiresAt - Date.now()) / 1000));
    left.textContent = t(seconds > 0 ? 'clients.token.left' : 'clients.token.ended', { seconds });
  };
  const timer = setInterval(show, 1000);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  show();
  return el('section', { class: 'panel stack-tight', id: 'session', 'aria-label': t('clients.session') },
    el('p', { class: 'ds-paragraph' },
      el('strong', {}, t(administration.writes ? 'clients.session.write' : 'clients.session.read')), ' ',
      session.credential ? el('span', { class: 'mono' }, session.credential.clientId) : t('clients.session.pasted'),
      ' · ', left, ' · ', session.credential ? t('clients.token.renews') : t('clients.token.renewsNot')),
    way ? p(t(`clients.way.${way}`)) : null,
    el('div', { class: 'actions' },
      button(t('clients.signOut'), () => signOut(context), { id: 'sign-out', variant: 'secondary' })),
    wayPart(context));
}

/** The key that was used is the one that is offered next. @param {import('../../types.js').Context} context */
function signOut({ administration, state }) {
  const handle = administration.session?.credential?.handle;
  administration.signOut();
  if (handle !== undefined) state.updateSession({ keyHandle: handle });
}

/** @param {import('../../types.js').Context} context */
function wayPart(context) {
  const { t, administration } = context;
  const { way } = administration;
  if (way === 'offline') return alert('danger', t('clients.way.offline'), p(t('clients.way.offline.do')));
  /** @type {import('../../self-service/ways.js').Way[]} */
  const ways = relayOrigin() ? ['direct', 'relay', 'paste'] : ['direct', 'paste'];
  return fold({ id: 'way', summary: t('clients.way.title') },
    el('div', { class: 'stack-tight' },
      p(t('clients.way.about')),
      listChoice({
        name: 'way-choice',
        legend: t('clients.way.title'),
        hideLegend: true,
        options: ways.map((value) => ({ value, label: t(`clients.way.${value}.short`), about: t(`clients.way.${value}`) })),
        chosen: way,
        onchange: (value) => administration.chooseWay(value),
      }),
      administration.session ? null : apiPlace(context)));
}

/** Where the API stands on its host: three places are seen in use. @param {import('../../types.js').Context} context */
function apiPlace({ t, state, portal, administration, environment }) {
  return listChoice({
    name: 'api-place',
    legend: t('clients.api'),
    options: portal.apiPlaces(environment()).map((place) => ({ value: place, label: place })),
    chosen: administration.atItsPlace(environment()).selfServiceApi,
    onchange: (place) => state.update({ apiPlaces: { ...state.kept.apiPlaces, [environment().name]: place } }),
  });
}
