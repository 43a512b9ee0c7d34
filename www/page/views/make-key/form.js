import { el, fill } from '../../../shared/dom.js';
import { KEY_KINDS } from '../../key-kinds.js';
import { announcedDate, announcedFold, whoAnnounces } from '../../widgets/announced-fold.js';
import { button } from '../../widgets/button.js';
import { listChoice } from '../../widgets/choice.js';
import { field, setProblem, textInput } from '../../widgets/field.js';
import { fold } from '../../widgets/fold.js';
import { makeDraft } from './draft.js';

/**
 * Which kind of key, which algorithm, which kid. All three have a sensible answer before anything is done.
 *
 * @param {import('../../types.js').Context} context
 * @returns {HTMLElement}
 */
export function makeForm(context) {
  const { t } = context;
  const draft = makeDraft(context);
  const algorithmPlace = el('div', {});
  const drawAlgorithm = () => fill(algorithmPlace, algorithmField(context, draft));
  drawAlgorithm();
  const form = el(
    'form',
    { class: 'stack panel', id: 'make-form', novalidate: true, autocomplete: 'off' },
    kindChoice(context, draft, drawAlgorithm),
    algorithmPlace,
    kidField(context, draft),
    el(
      'div',
      { class: 'actions' },
      el('button', { id: 'make-start', type: 'submit', class: 'ds-button' }, t('make.start')),
    ),
    announcedFold(context),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit(context, draft);
  });
  return form;
}

/** @param {import('../../types.js').Context} context @param {import('./draft.js').Draft} draft */
function submit({ t, portal, makeJob }, draft) {
  const kid = draft.kid.trim();
  const problem = portal.checkKid(kid);
  setProblem('make-kid', problem ? t(`kid.${problem}`) : null);
  if (problem) document.getElementById('make-kid')?.focus();
  else makeJob.start({ kind: draft.kind, algorithm: /** @type {any} */ (draft.algorithm), kid });
}

/**
 * @param {import('../../types.js').Context} context
 * @param {import('./draft.js').Draft} draft
 * @param {() => void} changed
 */
function kindChoice(context, draft, changed) {
  const { t } = context;
  const { announced, later } = split(context);
  /** @param {typeof KEY_KINDS} kinds @param {string} legend */
  const choice = (kinds, legend) => listChoice({
    name: 'make-kind',
    legend,
    options: kinds.map(({ kind, name }) => ({ value: kind, label: name, about: t(`kind.${kind}`) })),
    chosen: draft.kind,
    onchange: (kind) => { draft.choose(kind); changed(); },
  });
  const open = later.some(({ kind }) => kind === draft.kind);
  return el(
    'div',
    { class: 'stack-tight' },
    choice(announced, t('make.kind')),
    later.length
      ? fold(
          { id: 'make-later', summary: t('make.later'), open },
          el(
            'p',
            { class: 'ds-paragraph' },
            t('make.later.about', { who: whoAnnounces(context), date: announcedDate(context) }),
          ),
          choice(later, t('make.later.legend', { date: announcedDate(context) })),
        )
      : null,
  );
}

/**
 * Kinds that the environment takes today, and those it does not speak of.
 *
 * @param {import('../../types.js').Context} context
 */
function split({ announced: announcedNow }) {
  const { algorithms } = announcedNow();
  const isAnnounced = (/** @type {typeof KEY_KINDS[number]} */ { algorithms: own }) => own.some(
    (algorithm) => algorithms.includes(/** @type {any} */ (algorithm)),
  );
  return { announced: KEY_KINDS.filter(isAnnounced), later: KEY_KINDS.filter((kind) => !isAnnounced(kind)) };
}

/** @param {import('../../types.js').Context} context @param {import('./draft.js').Draft} draft */
function algorithmField(context, draft) {
  const { t, announced } = context;
  const { algorithms } = announced();
  const fitting = KEY_KINDS.find(({ kind }) => kind === draft.kind)?.algorithms ?? [];
  const word = (/** @type {string} */ name) => (
    algorithms.includes(/** @type {any} */ (name))
      ? name
      : `${name} – ${t('make.notAnnounced', { date: announcedDate(context) })}`
  );
  const select = el(
    'select',
    { id: 'make-algorithm', name: 'make-algorithm', class: 'ds-input' },
    ...fitting.map((name) => el('option', { value: name, selected: name === draft.algorithm }, word(name))),
  );
  select.addEventListener('change', () => { draft.algorithm = select.value; });
  return field(t, { label: t('make.algorithm'), control: select, description: t('make.algorithm.about') });
}

/** @param {import('../../types.js').Context} context @param {import('./draft.js').Draft} draft */
function kidField({ t, portal }, draft) {
  const input = textInput({
    id: 'make-kid',
    value: draft.kid,
    mono: true,
    oninput: (value) => { draft.name(value); setProblem('make-kid', null); },
  });
  input.addEventListener('change', () => {
    const problem = portal.checkKid(input.value.trim());
    setProblem('make-kid', problem ? t(`kid.${problem}`) : null);
  });
  const again = button(
    t('make.kid.again'),
    () => { input.value = draft.renew(); setProblem('make-kid', null); },
    { id: 'make-kid-again', variant: 'secondary' },
  );
  return field(
    t,
    { label: t('make.kid'), control: input, required: true, description: t('make.kid.about'), beside: again },
  );
}
