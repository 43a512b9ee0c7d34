import { el, fill } from '../../../shared/dom.js';
import { receiverName } from '../../../shared/receiver-names.js';
import { codeOf } from '../../error-code.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { barChoice, tick } from '../../widgets/choice.js';
import { codeBlock } from '../../widgets/code-block.js';
import { copyButton } from '../../widgets/copy-button.js';
import { field, setProblem, textInput } from '../../widgets/field.js';
import { live } from '../../widgets/live.js';
import { shellChoice } from '../../widgets/shell-choice.js';
import { noteHandOver } from './handed-over.js';
import { SECRETS, isReadByName, order, receivers } from './order.js';
import { privateKey } from './subject.js';

/**
 * To whom the private part goes, and how: the file is saved in the vault, the commands stand here.
 *
 * @param {import('../../types.js').Context} context @param {HTMLElement} host @param {AbortSignal} signal
 */
export function handOverSection(context, host, signal) {
  const { t, state } = context;
  const body = el('div', { class: 'stack' });
  const steps = el('div', { class: 'stack', id: 'use-steps' });
  host.setAttribute('aria-labelledby', 'use-hand-over');
  fill(host,
    el('h2', { class: 'ds-heading', 'data-size': 'xs', id: 'use-hand-over' }, t('use.handOver')),
    p(t('use.handOver.about')), body, steps);
  receivers(context).then((table) => {
    if (signal.aborted) return;
    live(body, signal, [[state, 'change']], () => form(context, table), () => {
      const { receiver, form: chosen } = state.session.handOver;
      return [receiver, chosen, isReadByName(context)];
    });
    planned(context, steps, signal);
  }).catch((error) => fill(body, alert('danger', null, p(t('work.failed', { code: codeOf(error) })))));
}

/** @param {import('../../types.js').Context} context @param {import('./order.js').Facts[]} table */
function form(context, table) {
  const { t, state } = context;
  const { receiver, values, exchange } = state.session.handOver;
  const facts = table.find((one) => one.receiver === receiver) ?? table[0];
  const choose = (/** @type {Partial<typeof state.session.handOver>} */ patch) =>
    state.updateSession({ handOver: { ...state.session.handOver, ...patch } });
  const select = el('select', { class: 'ds-input', id: 'use-receiver' }, ...table.map((one) =>
    el('option', { value: one.receiver, selected: one === facts }, receiverName(one.receiver, t('use.file')))));
  select.addEventListener('change', () => choose({ receiver: /** @type {any} */ (select.value) }));
  const inputs = facts.fields.map(({ field: name, usual, example }) => {
    const place = `${facts.receiver}/${name}`;
    const control = textInput({
      id: `use-${name}`, mono: true, value: values[place] ?? usual, placeholder: example || undefined,
      oninput: (typed) => choose({ values: { ...state.session.handOver.values, [place]: typed } }),
      list: name === 'secret' ? 'use-secret-names' : undefined,
    });
    return field(t, { label: t(`use.field.${name}`), control, required: true });
  });
  const forms = facts.forms.length > 1 && !isReadByName(context) && barChoice({
    name: 'use-form', legend: t('use.form'), variant: 'secondary',
    options: facts.forms.map((value) => ({ value, label: t(`use.form.${value}`) })),
    chosen: facts.forms.includes(state.session.handOver.form) ? state.session.handOver.form : facts.forms[0],
    onchange: (value) => choose({ form: value }),
  });
  return [
    field(t, { label: t('use.receiver'), control: select }),
    p(t(`use.about.${facts.receiver}`)),
    ...inputs,
    el('datalist', { id: 'use-secret-names' }, ...SECRETS.map((value) => el('option', { value }))),
    forms ? el('div', { class: 'stack-tight' }, el('span', { class: 'ds-label' }, t('use.form')), forms) : null,
    facts.receiver === 'altinn-api-client'
      ? tick({ id: 'use-exchange', label: t('use.exchange'), checked: exchange, onchange: (checked) => choose({ exchange: checked }) })
      : null,
  ];
}

/**
 * The vault plans it anew whenever something in it is another; the last answer counts.
 *
 * @param {import('../../types.js').Context} context @param {HTMLElement} host @param {AbortSignal} signal
 */
function planned(context, host, signal) {
  const { t, vault, state } = context;
  let asked = '';
  const plan = async () => {
    const key = privateKey(context);
    const wanted = order(context);
    const question = JSON.stringify([key?.handle, key?.kid, wanted]);
    if (question === asked) return;
    asked = question;
    if (!key) return fill(host, p(t('use.noKey')));
    try {
      const { problems, handOver } = await vault.planHandOver(key.handle, wanted);
      if (signal.aborted || question !== asked) return;
      showProblems(context, problems);
      if (handOver) drawSteps(context, host, handOver, () => noteHandOver(context, {
        handle: key.handle, kid: key.kid, order: wanted, fileName: handOver.fileName, stays: handOver.stays,
      }));
      else fill(host, problemBox(context, problems));
    } catch (error) {
      if (question === asked) fill(host, alert('danger', null, p(t('work.failed', { code: codeOf(error) }))));
    }
  };
  vault.addEventListener('keys', plan, { signal });
  state.addEventListener('change', plan, { signal });
  void plan();
}

/** @typedef {import('../../../shared/messages.js').HandOverPlan['problems']} Problems */

/** What is still missing is said below; who is about to fill it in has done nothing wrong. @param {import('../../types.js').Context} context @param {Problems} problems */
function showProblems({ t }, problems) {
  for (const control of document.querySelectorAll('#view [id^="use-"][aria-describedby]')) setProblem(control.id, null);
  for (const { field: name, code } of problems) if (code !== 'missing') setProblem(`use-${name}`, t(`use.problem.${code}`));
}

/** @param {import('../../types.js').Context} context @param {Problems} problems */
function problemBox({ t }, problems) {
  const name = (/** @type {string} */ field) =>
    field === 'kid' || field === 'client-id' ? field.replace('-', '_') : t(`use.field.${field}`);
  // Nothing wrong was typed yet.
  if (problems.every(({ field, code }) => code === 'missing' && field !== 'kid'))
    return p(t('use.fillIn', { fields: problems.map(({ field }) => name(field)).join(', ') }));
  return alert('warning', t('use.problems'),
    el('ul', { class: 'ds-list' }, ...problems.map(({ field, code }) =>
      el('li', {}, field === 'kid' ? t('use.problem.kid') : `${name(field)}: ${t(`use.problem.${code}`)}`))));
}

/**
 * @param {import('../../types.js').Context} context
 * @param {HTMLElement} host
 * @param {import('../../../shared/messages.js').HandOver} plan
 * @param {() => void} onCopy  of the command
 */
function drawSteps(context, host, plan, onCopy) {
  const { t, vault } = context;
  const command = el('div', { class: 'stack-tight' });
  const toVault = (/** @type {string} */ id, /** @type {string} */ text, /** @type {any} */ variant) =>
    el('div', { class: 'actions' }, button(text, () => {
      const key = privateKey(context);
      if (key) void vault.showHandOver(key.handle, order(context));
    }, { id, icon: 'lock', color: 'brand2', variant }));
  const step = (/** @type {string} */ title, /** @type {import('../../../shared/dom.js').Child[]} */ ...parts) =>
    el('li', {}, el('div', { class: 'stack-tight' }, el('h3', { class: 'ds-heading', 'data-size': '2xs' }, title), ...parts));
  const shells = shellChoice(context, 'use-shell', (shell) => fill(command,
    ...withCopy(context, 'use-command', t('handOver.command'), shell === 'powershell' ? plan.powershell : plan.bash, onCopy),
    shell === 'powershell' ? el('p', { class: 'ds-paragraph quiet' }, t('use.step.run.parsed')) : null), 'bash');
  fill(host, el('ol', { class: 'use-steps' },
    step(t('use.step.save'), p(t('use.step.save.about', { name: plan.fileName })), toVault('use-save', t('use.step.save.go'), 'primary')),
    step(t('use.step.run'), p(t(plan.stays ? 'use.step.run.stays' : 'use.step.run.about')), shells, command),
    plan.beside && step(t('use.step.beside', { file: plan.beside.file }), ...withCopy(context, 'use-beside', plan.beside.file, plan.beside.text)),
    step(t('use.step.check'), p(t('use.step.check.about')), toVault('use-check', t('use.step.check.go'), 'secondary'))));
}

/**
 * @param {import('../../types.js').Context} context @param {string} id @param {string} label @param {string} text
 * @param {() => void} [onCopy]
 */
function withCopy(context, id, label, text, onCopy) {
  return [
    codeBlock(label, text, { id }),
    el('div', { class: 'actions' }, copyButton(context, context.t('copy'), () => { onCopy?.(); return text; }, { id: `${id}-copy`, what: label })),
  ];
}
