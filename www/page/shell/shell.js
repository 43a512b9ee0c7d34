import { el, fill } from '../../shared/dom.js';
import { drawBookmark } from '../views/bookmark.js';
import { drawCheckKey } from '../views/check-key.js';
import { drawClients } from '../views/clients.js';
import { drawGuide } from '../views/guide/guide.js';
import { drawMakeKey } from '../views/make-key.js';
import { drawPutToUse } from '../views/put-to-use.js';
import { drawTestClient } from '../views/test-client.js';
import { drawVaultStopped } from '../views/vault-stopped.js';
import { drawExpiryWarning } from './expiry-warning.js';
import { drawFooter } from './footer.js';
import { drawHeader } from './header.js';
import { drawNavigation } from './navigation.js';
import { drawStanding } from './standing.js';
import { drawWayBack } from './way-back.js';

/**
 * @typedef {(context: import('../types.js').Context, host: HTMLElement, signal: AbortSignal, detail: string) => void} View
 *   draws itself into `host`; `signal` says when it is left
 */

/** @type {Record<import('../router.js').Route, View>} */
const VIEWS = {
  veiviser: drawGuide,
  'lag-nokkel': drawMakeKey,
  'sjekk-nokkel': drawCheckKey,
  'test-klienten': drawTestClient,
  'ta-i-bruk': drawPutToUse,
  klienter: drawClients,
  bokmerke: drawBookmark,
};

/** What stands around the views, and the change from one to the next. */
export class Shell {
  /** @param {import('../types.js').Context} context */
  constructor(context) {
    this.context = context;
    /** @type {import('../router.js').Place} */
    this.place = { route: 'veiviser', step: null, detail: '' };
    this.leave = new AbortController();
  }

  /** @param {Shell['place']} place */
  open(place) {
    this.#arrive(place);
    this.#drawAll();
  }

  /**
   * Another view: its heading gets the focus, so that it is read and the keyboard starts there.
   *
   * @param {Shell['place']} place
   */
  goTo(place) {
    this.context.makeJob.leave();
    this.#arrive(place);
    this.#drawFromTop();
  }

  /** Where one was, there is only this to say now. */
  vaultStopped() {
    this.#drawFromTop();
  }

  #drawFromTop() {
    this.#drawAll();
    window.scrollTo(0, 0);
    byId('view').querySelector('h1')?.focus({ preventScroll: true });
  }

  /**
   * Another language, look or environment: the same place, drawn again, with the focus where it
   * was.
   *
   * @param {string[]} names
   */
  settingsChanged(names) {
    this.#tellTheDocument();
    if (names.every((name) => name === 'scheme')) return;
    const focused = document.activeElement?.id;
    this.#drawAll();
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  /** @param {Shell['place']} place */
  #arrive(place) {
    this.place = place;
    if (place.step !== null) this.context.state.updateProgress({ step: place.step });
  }

  /** The guide's address names its step, so that "back" leads to the one before. */
  #nameStep() {
    if (this.place.route !== 'veiviser') return;
    try {
      history.replaceState(null, '', `#veiviser/${this.context.state.progress.step}`);
    } catch {
      // Some browsers let a page without a server change no address; the guide works without.
    }
  }

  #drawAll() {
    const { context, place } = this;
    this.#nameStep();
    this.leave.abort();
    this.leave = new AbortController();
    this.#tellTheDocument();
    fill(
      byId('skip'),
      el('a', { class: 'ds-skip-link', href: '#view', onclick: skip }, context.t('skip.view')),
      el(
        'a',
        {
          class: 'ds-skip-link',
          href: '#vault-room',
          onclick: (/** @type {Event} */ event) => {
            event.preventDefault();
            context.vault.show('paste');
          },
        },
        context.t('skip.vault'),
      ),
    );
    drawHeader(context, byId('top'));
    drawNavigation(context, byId('views'), place.route);
    drawStanding(context, byId('standing'), this.leave.signal);
    drawExpiryWarning(context, byId('warning'), this.leave.signal);
    drawWayBack(context, byId('vault-back'));
    const draw = context.vault.broken ? drawVaultStopped : VIEWS[place.route];
    draw(context, byId('view'), this.leave.signal, place.detail);
    drawFooter(context, byId('foot'));
  }

  #tellTheDocument() {
    const { state, t, vault, announced } = this.context;
    const { locale, scheme, environment } = state.kept;
    const root = document.documentElement;
    root.lang = locale;
    root.dataset.colorScheme = scheme;
    root.dataset.environment = environment;
    document.title = `${t(`nav.${this.place.route}`)} – Nøkkelsmie`;
    byId('vault-room').setAttribute('aria-label', t('vault.room'));
    vault.rename(t('vault.room'));
    vault.settings({ locale, scheme, environment, announced: announced() });
  }
}

/** The address keeps its view: the link moves the focus by itself. @param {Event} event */
function skip(event) {
  event.preventDefault();
  byId('view').focus();
}

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}
