import { el, fill } from '../../../shared/dom.js';
import { doneSteps } from '../../progress.js';
import { live } from '../../widgets/live.js';
import { stepper } from '../../widgets/stepper.js';
import { viewHeading } from '../heading.js';
import { portalCard } from './portal-card.js';
import { STEPS } from './steps.js';
import { goingOn, stepGate } from './going-on.js';

/**
 * The guide: the steps at the side, the step where one is in the middle.
 *
 * @type {import('../../shell/shell.js').View}
 */
export function drawGuide(context, host, signal) {
  const { t, state } = context;
  const number = Math.min(state.progress.step, STEPS.length - 1);
  const step = STEPS[number];
  const gate = stepGate(context, number, signal);
  const side = el('div', { class: 'guide-steps' });
  side.addEventListener('click', (event) => passOn(context, event, number, gate));
  live(side, signal, [[state, 'change']], () => [stepsBar(context, number)], () => doneSteps(context));
  const above = number === 0 ? t('guide.name') : t('guide.at', { number, count: STEPS.length - 1 });
  fill(
    host,
    el(
      'div',
      { class: 'guide' },
      side,
      el(
        'div',
        { class: 'guide-step stack' },
        viewHeading(t(`guide.${number}.title`), t(`guide.${number}.lead`), above),
        step.there ? portalCard(context, step.there) : null,
        step.here?.(context, signal),
        goingOn(context, number, gate, signal),
      ),
    ),
  );
}

/**
 * The links to later steps ask what the button asks.
 *
 * @param {import('../../types.js').Context} context
 * @param {MouseEvent} event
 * @param {number} number
 * @param {import('./going-on.js').Gate} gate
 */
function passOn({ go }, event, number, gate) {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const hash = link?.hash ?? '';
  const later = Number(hash.split('/')[1]) > number;
  if (!later || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  gate.pass(() => go(hash));
}

/**
 * All steps in a list; where there is little room, folded behind how far one has come.
 *
 * @param {import('../../types.js').Context} context
 * @param {number} number
 */
function stepsBar(context, number) {
  const { t } = context;
  const done = doneSteps(context);
  const steps = STEPS.map((_, index) => ({
    label: t(`guide.${index}.short`),
    href: `#veiviser/${index}`,
    state: /** @type {'done'|'now'|'later'} */ (index === number ? 'now' : done.includes(index) ? 'done' : 'later'),
  }));
  const bar = el(
    'progress',
    { class: 'bar', max: String(STEPS.length), value: done.length, 'aria-label': t('guide.progress') },
  );
  bar.value = done.length;
  return el(
    'nav',
    { 'aria-label': t('guide.steps') },
    el(
      'details',
      { class: 'steps-fold', id: 'steps-fold' },
      el('summary', {}, el('span', {}, t('guide.at', { number, count: STEPS.length - 1 })), bar),
      stepper(t, steps),
    ),
    el('div', { class: 'steps-open' }, stepper(t, steps)),
  );
}
