import { el, fill } from '../../../shared/dom.js';
import { receiverName } from '../../../shared/receiver-names.js';
import { p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { codeBlock } from '../../widgets/code-block.js';
import { copyButton } from '../../widgets/copy-button.js';
import { field } from '../../widgets/field.js';
import { live } from '../../widgets/live.js';
import { saveFile } from '../../widgets/save-file.js';
import { wordsOf } from '../../widgets/scopes-editor.js';
import { receivers, storedOtherwise } from './order.js';
import { subject } from './subject.js';

/** @typedef {import('nokkelsmie-portal').TokenLanguage} TokenLanguage */

/** Stays, whichever way one goes. @type {TokenLanguage} */
let chosen = 'csharp';

/**
 * A program that fetches a token, in the language of one's choice, with the client's values in it.
 *
 * @param {import('../../types.js').Context} context @param {HTMLElement} host @param {AbortSignal} signal
 */
export function tokenCodeSection(context, host, signal) {
  const { t, state } = context;
  const program = el('div', { class: 'stack' });
  const choice = new EventTarget();
  host.id = 'token-code';
  host.setAttribute('aria-labelledby', 'token-code-head');
  fill(host,
    el('h2', { class: 'ds-heading', 'data-size': 'xs', id: 'token-code-head' }, t('code.title')),
    p(t('code.lead')),
    field(t, {
      label: t('code.language'),
      control: languageChoice(context, (language) => {
        chosen = language;
        choice.dispatchEvent(new Event('change'));
      }),
    }),
    program);
  live(program, signal, [[state, 'change'], [choice, 'change']], () => drawProgram(context), () =>
    [chosen, values(context), storedOtherwise(context)]);
  // The part above says it when this fails.
  void receivers(context).then(() => choice.dispatchEvent(new Event('change')), () => {});
}

/** @param {import('../../types.js').Context} context @param {(language: TokenLanguage) => void} choose */
function languageChoice(context, choose) {
  const { portal } = context;
  const options = portal.tokenLanguages().map((language) => el(
    'option',
    { value: language, selected: language === chosen },
    codeIn(context, language).name,
  ));
  const select = el('select', { id: 'token-code-language', class: 'ds-input', translate: 'no' }, ...options);
  select.addEventListener('change', () => choose(/** @type {TokenLanguage} */ (select.value)));
  return select;
}

/** @param {import('../../types.js').Context} context */
function drawProgram(context) {
  const { t } = context;
  const code = codeIn(context, chosen);
  return [
    ...toMend(context),
    el('div', { class: 'stack-tight', id: 'token-code-reads' }, p(t('code.reads')), differs(context)),
    ...installPart(context, code),
    codeBlock(code.file, code.text, { id: 'token-code-text', program: true }),
    el(
      'div',
      { class: 'actions' },
      copyButton(context, t('code.copy'), () => code.text, { id: 'token-code-copy', variant: 'primary' }),
      button(t('code.save'), () => saveFile(code.file, code.text), { id: 'token-code-save', variant: 'secondary', icon: 'save' }),
    ),
    p(t('code.key')),
    el('p', { class: 'ds-paragraph quiet', id: 'token-code-tested' }, t(`code.tried.${code.tried}`)),
  ];
}

/** The key under another name, or in another form. @param {import('../../types.js').Context} context */
function differs(context) {
  const { t } = context;
  const stored = storedOtherwise(context);
  if (!stored) return null;
  return p(t('code.differs', {
    receiver: receiverName(stored.receiver, t('use.file')),
    name: stored.name || t('code.aFile'),
    form: stored.form === 'pkcs12' ? 'PKCS#12' : t(`use.form.${stored.form}`),
  }));
}

/** What the program does not say, or cannot. @param {import('../../types.js').Context} context */
function toMend(context) {
  const { t, state } = context;
  const { clientId, scopes } = subject(context);
  const { pid, onBehalfOf, systemUserOrg, systemUserRef } = state.session.claims;
  return [
    clientId && scopes.length
      ? null
      : el('p', { class: 'ds-paragraph', id: 'token-code-missing' }, t('code.missing')),
    pid || onBehalfOf || systemUserOrg || systemUserRef
      ? el('p', { class: 'ds-paragraph', id: 'token-code-left-out' }, t('code.leftOut'))
      : null,
  ];
}

/** @param {import('../../types.js').Context} context @param {import('nokkelsmie-portal').TokenCode} code */
function installPart(context, { install }) {
  const { t } = context;
  if (!install) return [p(t('code.noLibrary'))];
  return [
    el(
      'div',
      { class: 'stack-tight' },
      p(t(install.startsWith('implementation') ? 'code.gradle' : 'code.install')),
      codeBlock(t('code.library'), install, { id: 'token-code-install' }),
      el('div', { class: 'actions' }, copyButton(context, t('copy'), () => install, {
        id: 'token-code-install-copy', variant: 'tertiary', what: t('code.library'),
      })),
    ),
  ];
}

/** @param {import('../../types.js').Context} context @param {TokenLanguage} language */
function codeIn(context, language) {
  return context.portal.tokenCode(language, context.environment(), values(context));
}

/** @param {import('../../types.js').Context} context @returns {import('../../types.js').GrantRequest} */
function values(context) {
  const { resource, consumerOrg } = context.state.session.claims;
  const { clientId, scopes } = subject(context);
  return {
    clientId,
    kid: null,
    scope: scopes.join(' '),
    ...(resource ? { resource: wordsOf(resource) } : {}),
    ...(consumerOrg ? { consumerOrg } : {}),
  };
}
