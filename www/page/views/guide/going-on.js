import { el, fill } from '../../../shared/dom.js';
import { doneSteps, markDone } from '../../progress.js';
import { LAST_STEP } from '../../step-numbers.js';
import { button } from '../../widgets/button.js';
import { tick } from '../../widgets/choice.js';
import { icon } from '../../widgets/icon.js';
import { STEPS } from './steps.js';

/**
 * What stands between a step and the later ones: a question, while the step has one.
 *
 * @typedef {object} Gate
 * @property {HTMLElement} question  where it is asked
 * @property {(goOn: (finished: boolean) => void) => boolean} pass
 *   goes on, or asks first and goes on when the answer allows it; whether it went on at once.
 *   `finished`: nothing was put off
 */

/**
 * @param {import('../../types.js').Context} context
 * @param {number} number
 * @param {AbortSignal} signal
 * @returns {Gate}
 */
export function stepGate(context, number, signal) {
  const question = el('div', { id: 'hold', role: 'alert' });
  /** Asks the question again: meanwhile it may be answered, or another. */
  let again = () => {};
  const pass = (/** @type {(finished: boolean) => void} */ goOn, later = false) => {
    const ask = () => STEPS[number].hold?.(context, (putOff = false) => pass(goOn, later || putOff), later) ?? null;
    const hold = ask();
    fill(question, hold);
    again = () => {
      const other = ask();
      if (question.hasChildNodes() && other?.textContent !== question.textContent) fill(question, other);
    };
    if (hold) question.scrollIntoView({ block: 'nearest' });
    else goOn(!later);
    return hold === null;
  };
  context.vault.addEventListener('keys', () => again(), { signal });
  context.state.addEventListener('change', () => again(), { signal });
  return { question, pass };
}

/**
 * The end of each step: the tick, the way back, and the one button for the next thing. While the step
 * is not ticked, the button says "done" and ticks it.
 *
 * @param {import('../../types.js').Context} context
 * @param {number} number
 * @param {Gate} gate
 * @param {AbortSignal} signal
 * @returns {HTMLElement}
 */
export function goingOn(context, number, gate, signal) {
  const { t, state } = context;
  const isDone = () => doneSteps(context).includes(number);
  const done = el('div', {});
  const drawTick = () => fill(
    done,
    tick({ id: 'step-done', label: t('guide.done'), checked: isDone(), onchange: ticked }),
  );
  const ticked = (/** @type {boolean} */ checked) => {
    if (!checked) markDone(context, number, false);
    else if (!gate.pass((finished) => say(context, number, finished))) untick(done);
  };
  const goOn = (/** @type {boolean} */ finished) => {
    say(context, number, finished);
    context.go(`#veiviser/${number + 1}`);
  };
  const back = number > 0
    ? el(
      'a',
      { class: 'ds-button', 'data-variant': 'tertiary', href: `#veiviser/${number - 1}` },
      icon('back'),
      el('span', {}, t('guide.back')),
    )
    : null;
  const next = number === LAST_STEP ? null : button('', () => gate.pass(goOn), { id: 'step-next', iconAfter: 'next' });
  const draw = () => {
    if (done.querySelector('input')?.checked !== isDone()) drawTick();
    next?.querySelector('span')?.replaceChildren(
      t(isDone() ? 'guide.next' : 'guide.doneNext', { step: t(`guide.${number + 1}.short`) }),
    );
  };
  state.addEventListener('change', draw, { signal });
  draw();
  return el(
    'div',
    { class: 'going-on' },
    gate.question,
    number === LAST_STEP ? null : done,
    el('div', { class: 'actions' }, next, back),
  );
}

/**
 * The person's word on a step; what was put off is not done.
 *
 * @param {import('../../types.js').Context} context
 * @param {number} number
 * @param {boolean} finished
 */
function say(context, number, finished) {
  if (finished) STEPS[number].finish?.(context);
  markDone(context, number, finished);
}

/** @param {HTMLElement} host */
function untick(host) {
  const input = host.querySelector('input');
  if (input) input.checked = false;
}
