import { el, fill } from '../../../shared/dom.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { listChoice, tick } from '../../widgets/choice.js';
import { field, setProblem, textArea, textInput } from '../../widgets/field.js';
import { fold } from '../../widgets/fold.js';
import { keyChoice } from '../../widgets/key-choice.js';
import { live } from '../../widgets/live.js';
import { codeOf } from '../../error-code.js';
import { explanationBox } from './explanations.js';

/** What was chosen stays while the page is open. */
const chosen = {
  /** @type {'read'|'write'} */
  level: 'read',
  supplier: false,
  /** @type {'kid'|'certificate'} */
  by: 'kid',
};

/**
 * Signing in with the administration client: who, with which key, and for what.
 *
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 */
export function signInForm(context, signal) {
  const { t, state, administration, environment } = context;
  const { name } = environment();
  const keys = el('div', { class: 'stack' });
  const answer = el('div', { id: 'sign-in-answer', role: 'alert' });
  const send = el('button', { type: 'submit', class: 'ds-button', id: 'sign-in' }, t('clients.signIn'));
  const clientId = textInput({
    id: 'admin-client-id',
    value: state.kept.administrators[name],
    mono: true,
    oninput: (value) => {
      setProblem('admin-client-id', null);
      state.update({ administrators: { ...state.kept.administrators, [name]: value.trim() } });
    },
  });
  const form = el(
    'form',
    { class: 'stack panel', novalidate: true, autocomplete: 'off' },
    el('h2', { class: 'ds-heading', 'data-size': 'sm' }, t('clients.signIn.title')),
    alert('warning', t('clients.powers'), p(t('clients.powers.about'))),
    name === 'practice' ? p(t('clients.practice')) : null,
    field(t, { label: t('clients.adminId'), control: clientId, required: true, description: t('clients.adminId.about') }),
    keys,
    levelChoice(context),
    el('div', { class: 'actions' }, send),
    answer,
  );
  live(keys, signal, [[context.vault, 'keys'], [state, 'change']], () => {
    // What was missing may have come.
    answer.querySelector('#admin-no-key')?.remove();
    return keyPart(context);
  }, () => [
    context.vault.keys.map(({ handle, kid, verdict }) => [handle, kid, verdict]), state.session.keyHandle,
  ]);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const card = context.vault.keys.find(({ handle, private: own }) => own && handle === state.session.keyHandle);
    const id = state.kept.administrators[name];
    if (!id) setProblem('admin-client-id', t('problem.missing'));
    if (!card) fill(answer, el('div', { id: 'admin-no-key' }, alert('danger', null, p(t('clients.noKey')))));
    if (!id || !card) return;
    send.disabled = true;
    fill(answer, p(t('clients.signingIn')));
    try {
      const certified = chosen.by === 'certificate' && card.certificate !== null;
      const outcome = await administration.signIn({
        environment: environment(),
        clientId: id,
        scope: scopes(),
        handle: card.handle,
        kid: certified ? null : card.kid,
      });
      if (outcome.kind === 'token') return;
      fill(answer, ...whyNot(context, outcome));
    } catch (error) {
      const code = codeOf(error);
      fill(answer, code === 'cancelled' ? null : alert('danger', t('sending.notSigned'), p(notSigned(context, code))));
    } finally {
      send.disabled = false;
    }
  });
  return el('div', { class: 'stack' }, form, tokenPart(context),
    p(el('a', { class: 'ds-link', href: '#klienter/scopes', id: 'to-scopes' }, t('scopeList.without'))));
}

/**
 * A client that lacks what is asked for at the least is an ordinary one: it is not to be given more.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').TokenOutcome} outcome
 */
function whyNot(context, outcome) {
  const { t, environment } = context;
  const why = outcome.kind === 'refused' ? outcome.explanation : null;
  if (chosen.level === 'write')
    return [explanationBox(context, outcome), why?.aboutScopes ? p(t('clients.asked', { scopes: scopes() })) : null];
  if (why?.code !== 'MP-200') return [explanationBox(context, outcome)];
  const box = explanationBox(context, outcome, 'clients.notAdmin');
  // In the practice the form says how to get one.
  return [box, environment().name === 'practice' ? null : p(t('clients.notAdmin.get'))];
}

/** @param {import('../../types.js').Context} context @param {string} code */
function notSigned({ t, language }, code) {
  return language.has(`notSigned.${code}`) ? t(`notSigned.${code}`) : t('work.failed', { code });
}

function scopes() {
  const write = chosen.level === 'write' ? ' idporten:dcr.write idporten:dcr.modify' : '';
  const supplier = chosen.level === 'write' && chosen.supplier ? ' idporten:dcr.supplier' : '';
  return `idporten:dcr.read${write}${supplier}`;
}

/** @param {import('../../types.js').Context} context */
function keyPart(context) {
  const { t, vault, state } = context;
  const keys = vault.keys.filter((card) => card.private && card.public);
  const toVault = button(
    t('clients.bringKey'),
    () => vault.show('paste'),
    { id: 'admin-vault', variant: 'secondary', icon: 'lock' },
  );
  if (keys.length === 0) {
    return [el(
      'div',
      { class: 'empty stack-tight', role: 'group', 'aria-label': t('clients.adminKey') },
      p(el('strong', {}, t('clients.adminKey.none'))),
      p(t('clients.adminKey.about')),
      el('div', { class: 'actions' }, toVault),
    )];
  }
  const card = keys.find(({ handle }) => handle === state.session.keyHandle);
  return [
    keyChoice(context, { name: 'admin-key', legend: t('clients.adminKey'), keys }),
    card?.certificate ? byChoice(context) : null,
  ];
}

/** @param {import('../../types.js').Context} context */
function byChoice({ t }) {
  return listChoice({
    name: 'admin-by',
    legend: t('clients.by'),
    options: [
      { value: 'certificate', label: t('clients.by.certificate'), about: t('clients.by.certificate.about') },
      { value: 'kid', label: t('clients.by.kid'), about: t('clients.by.kid.about') },
    ],
    chosen: chosen.by,
    onchange: (value) => { chosen.by = value; },
  });
}

/** @param {import('../../types.js').Context} context */
function levelChoice({ t }) {
  const supplier = el('div', { hidden: chosen.level === 'read' }, tick({
    id: 'admin-supplier',
    label: t('clients.supplier'),
    about: t('clients.supplier.about'),
    checked: chosen.supplier,
    onchange: (checked) => { chosen.supplier = checked; },
  }));
  return el('div', { class: 'stack-tight' },
    listChoice({
      name: 'admin-level',
      legend: t('clients.level'),
      options: [
        { value: 'read', label: t('clients.level.read'), about: t('clients.level.read.about') },
        { value: 'write', label: t('clients.level.write'), about: t('clients.level.write.about') },
      ],
      chosen: chosen.level,
      onchange: (value) => {
        chosen.level = value;
        supplier.hidden = value === 'read';
      },
    }),
    supplier);
}

/** For keys that are held in hardware: a token from elsewhere. @param {import('../../types.js').Context} context */
function tokenPart(context) {
  const { t, administration, environment } = context;
  const area = textArea(
    { id: 'admin-token', value: '', rows: 3, mono: true, oninput: () => setProblem('admin-token', null) },
  );
  const take = async () => {
    const token = area.value.trim().replace(/^Bearer\s+/i, '');
    if (!/^[\w.~+/=-]+$/.test(token)) return setProblem('admin-token', t('clients.token.none'));
    const facts = factsOf(token);
    if (facts.issuer && facts.issuer !== environment().issuer) return setProblem('admin-token', t('clients.token.other', { issuer: facts.issuer }));
    if (facts.expiresAt < Date.now()) return setProblem('admin-token', t('clients.token.over'));
    area.value = '';
    await administration.takeToken(environment(), token, facts);
  };
  return fold(
    { id: 'admin-paste', summary: t('clients.token.title') },
    el('div', { class: 'stack-tight' },
      field(t, { label: t('clients.token'), control: area, required: true, description: t('clients.token.about') }),
      el('div', { class: 'actions' }, button(t('clients.token.use'), take, { id: 'admin-token-use', variant: 'secondary' }))),
  );
}

/** When it ends and what it allows, as far as it says so. @param {string} token */
function factsOf(token) {
  try {
    const { exp, scope, iss } = JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
    return { expiresAt: Number(exp) * 1000 || Date.now() + 120_000, scopes: String(scope ?? '').split(/\s+/), issuer: typeof iss === 'string' ? iss : null };
  } catch {
    // Opaque: it is tried as it is.
    return { expiresAt: Date.now() + 120_000, scopes: ['idporten:dcr.read', 'idporten:dcr.write'], issuer: null };
  }
}
