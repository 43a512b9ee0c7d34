import { el, fill } from '../../../shared/dom.js';
import { button } from '../../widgets/button.js';
import { tick } from '../../widgets/choice.js';
import { icon } from '../../widgets/icon.js';
import { STEPS } from './steps.js';

/**
 * What stands between a step and the later ones: a question, while the step has one.
 *
 * @typedef {object} Gate
 * @property {HTMLElement} question  where it is asked
 * @property {(goOn: () => void) => boolean} pass  goes on, or asks first and goes on when the answer allows it; whether it went on at once
 */

/** @param {import('../../types.js').Context} context @param {number} number @returns {Gate} */
export function stepGate(context, number) {
  const question = el('div', { id: 'hold', role: 'alert' });
  /** @type {Gate['pass']} */
  const pass = (goOn) => {
    const hold = STEPS[number].hold?.(context, () => pass(goOn)) ?? null;
    fill(question, hold);
    if (hold) question.scrollIntoView({ block: 'nearest' });
    else goOn();
    return hold === null;
  };
  return { question, pass };
}

/**
 * The end of each step: the tick, the way back, and the one button for the next thing.
 *
 * @param {import('../../types.js').Context} context
 * @param {number} number
 * @param {Gate} gate
 * @param {AbortSignal} signal
 * @returns {HTMLElement}
 */
export function goingOn(context, number, gate, signal) {
  const { t, state } = context;
  const done = el('div', {});
  const drawTick = () => fill(done, tick({ id: 'step-done', label: t('guide.done'), checked: state.progress.done.includes(number), onchange: ticked }));
  const ticked = (/** @type {boolean} */ checked) => {
    if (!checked) markDone(state, number, false);
    else if (!gate.pass(() => markDone(state, number, true))) untick(done);
  };
  state.addEventListener('change', () => { if (done.querySelector('input')?.checked !== state.progress.done.includes(number)) drawTick(); }, { signal });
  drawTick();
  const goOn = () => {
    markDone(state, number, true);
    context.go(`#veiviser/${number + 1}`);
  };
  const back = number > 0 ? el('a', { class: 'ds-button', 'data-variant': 'tertiary', href: `#veiviser/${number - 1}` }, icon('back'), el('span', {}, t('guide.back'))) : null;
  const next = STEPS[number].last ? null : button(t('guide.next', { step: t(`guide.${number + 1}.short`) }), () => gate.pass(goOn), { id: 'step-next', iconAfter: 'next' });
  return el('div', { class: 'going-on' }, gate.question, STEPS[number].last ? null : done, el('div', { class: 'actions' }, next, back));
}

/** @param {HTMLElement} host */
function untick(host) {
  const input = host.querySelector('input');
  if (input) input.checked = false;
}

/** @param {import('../../state.js').State} state @param {number} number @param {boolean} done */
export function markDone(state, number, done) {
  const others = state.progress.done.filter((other) => other !== number);
  state.updateProgress({ done: done ? [...others, number].sort((a, b) => a - b) : others });
}
