import { el } from '../../../shared/dom.js';
import { button } from '../../widgets/button.js';

/**
 * That a key is being made, how long it has taken and how many numbers were tried. It promises no end:
 * a prime is found by luck.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 * @returns {HTMLElement}
 */
export function makeProgress(context, signal) {
  const { t, language, makeJob } = context;
  const counts = el('p', { class: 'ds-paragraph quiet', id: 'make-counts' });
  const show = () => {
    const seconds = (Date.now() - makeJob.startedAt) / 1000;
    counts.textContent = t(makeJob.tried ? 'make.counts' : 'make.elapsed', {
      seconds: language.number(seconds, 1),
      tried: language.number(makeJob.tried),
    });
  };
  const timer = setInterval(show, 200);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  show();
  return el('div', { class: 'panel stack', id: 'make-working' },
    el('p', { class: 'ds-paragraph', role: 'status' },
      el('strong', {}, t('make.working', { kid: makeJob.spec?.kid ?? '' })),
    ),
    el('progress', { class: 'bar', 'aria-label': t('make.progress') }),
    counts,
    el('p', { class: 'ds-paragraph quiet' }, t('make.working.about')),
    el('div', { class: 'actions' },
      button(t('make.cancel'), () => makeJob.cancel(), { id: 'make-cancel', variant: 'secondary' }),
    ),
  );
}
