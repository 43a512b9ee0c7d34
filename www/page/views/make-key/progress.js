import { el } from '../../../shared/dom.js';
import { p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { shareDone } from './odds.js';

/**
 * That a key is being made, how long it has taken, and what is true of the search for its primes. It
 * promises no end: a prime is found by chance. The first line alone is spoken, once.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 * @returns {HTMLElement}
 */
export function makeProgress(context, signal) {
  const { t, makeJob } = context;
  const { kid = '', kind = '' } = makeJob.spec ?? {};
  const [type, bits] = kind.split('-');
  return el('div', { class: 'panel stack', id: 'make-working' },
    el('p', { class: 'ds-paragraph', role: 'status' },
      el('strong', {}, t('make.working', { kid })),
    ),
    ...(type === 'rsa' ? search(context, Number(bits), signal) : []),
    el('div', { class: 'actions' },
      button(t('make.cancel'), () => makeJob.cancel(), { id: 'make-cancel', variant: 'secondary' }),
    ),
  );
}

/** @param {import('../../types.js').Context} context @param {number} bits @param {AbortSignal} signal */
function search({ t, language, makeJob }, bits, signal) {
  const counts = p();
  const odds = p();
  const about = p();
  about.classList.add('quiet');
  const show = () => {
    const { tried, proof } = makeJob.progress;
    counts.textContent = t('make.counts', {
      seconds: language.number((Date.now() - makeJob.startedAt) / 1000, 1),
      tried: language.number(tried),
    });
    // Rounded down: of so many it is true, and never of all.
    const share = Math.min(99, Math.floor(100 * shareDone(bits, tried)));
    odds.textContent = t('make.odds', { share, bits });
    about.textContent = proof ? t('make.proving', proof) : t('make.working.about');
  };
  const timer = setInterval(show, 200);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  show();
  return [counts, odds, about];
}
