import { el, fill } from '../../../shared/dom.js';
import { button } from '../../widgets/button.js';
import { tick } from '../../widgets/choice.js';
import { icon } from '../../widgets/icon.js';
import { STEPS } from './steps.js';

/**
 * The end of each step: the tick, the way back, and the one button for the next thing.
 *
 * @param {import('../../types.js').Context} context
 * @param {number} number
 * @param {AbortSignal} signal
 * @returns {HTMLElement}
 */
export function goingOn(context, number, signal) {
  const { t, state } = context;
  const question = el('div', { id: 'hold', role: 'alert' });
  const done = el('div', {});
  const drawTick = () => fill(done, tick({ id: 'step-done', label: t('guide.done'), checked: state.progress.done.includes(number), onchange: (checked) => markDone(state, number, checked) }));
  state.addEventListener('change', () => { if (done.querySelector('input')?.checked !== state.progress.done.includes(number)) drawTick(); }, { signal });
  drawTick();
  const back = number > 0 ? el('a', { class: 'ds-button', 'data-variant': 'tertiary', href: `#veiviser/${number - 1}` }, icon('back'), el('span', {}, t('guide.back'))) : null;
  const next = STEPS[number].last ? null : button(t('guide.next', { step: t(`guide.${number + 1}.short`) }), () => goOn(context, number, question), { id: 'step-next', iconAfter: 'next' });
  return el('div', { class: 'going-on' }, question, STEPS[number].last ? null : done, el('div', { class: 'actions' }, next, back));
}

/** @param {import('../../types.js').Context} context @param {number} number @param {HTMLElement} question */
function goOn(context, number, question) {
  const hold = STEPS[number].hold?.(context);
  if (hold) {
    fill(question, hold);
    question.scrollIntoView({ block: 'nearest' });
    return;
  }
  markDone(context.state, number, true);
  context.go(`#veiviser/${number + 1}`);
}

/** @param {import('../../state.js').State} state @param {number} number @param {boolean} done */
export function markDone(state, number, done) {
  const others = state.progress.done.filter((other) => other !== number);
  state.updateProgress({ done: done ? [...others, number].sort((a, b) => a - b) : others });
}
