import { el } from '../../../shared/dom.js';
import { calledElsewhere } from '../../kid-suggestion.js';
import { chosenKey } from '../../widgets/key-choice.js';
import { setProblem } from '../../widgets/field.js';
import { wordsOf } from '../../widgets/scopes-editor.js';

/** @typedef {{field: string, code: string}} Problem */

/** The control of each field of a grant. @type {Record<string, string>} */
const CONTROLS = {
  clientId: 'test-client-id',
  kid: 'test-kid',
  key: 'test-vault',
  scope: 'test-scopes',
  resource: 'claim-resource',
  consumerOrg: 'claim-consumerOrg',
  onBehalfOf: 'claim-onBehalfOf',
  pid: 'claim-pid',
  authorizationDetails: 'claim-systemUserOrg',
};

/**
 * What the form asks for, and what is wrong with it.
 *
 * @param {import('../../types.js').Context} context
 * @returns {{handle: number|null, request: import('../../types.js').GrantRequest, problems: Problem[]}}
 */
export function readForm(context) {
  const key = chosenKey(context);
  const request = grantRequest(context);
  /** @type {Problem[]} */
  const problems = context.portal.checkGrantRequest(request);
  if (!key?.private) {
    return {
      handle: null,
      request,
      problems: [{ field: 'key', code: 'no-key' }, ...problems.filter(({ field }) => field !== 'kid')],
    };
  }
  if (!request.kid) problems.push({ field: 'kid', code: 'missing' });
  return { handle: key.handle, request, problems };
}

/** The kid of the chosen key, or what the same key is called here. @param {import('../../types.js').Context} context */
export function kidOf(context) {
  const key = chosenKey(context);
  return key && (key.kid ?? calledElsewhere(context, key)?.kid ?? null);
}

/** What the form asks for, as it stands. @param {import('../../types.js').Context} context @returns {import('../../types.js').GrantRequest} */
export function grantRequest(context) {
  const { state } = context;
  const { client, session } = state;
  const { resource, pid, consumerOrg, onBehalfOf, systemUserOrg, systemUserRef } = session.claims;
  return {
    clientId: client.clientId,
    kid: session.kid || kidOf(context),
    scope: client.scopes.join(' '),
    ...(resource ? { resource: wordsOf(resource) } : {}),
    ...(pid ? { pid } : {}),
    ...(consumerOrg ? { consumerOrg } : {}),
    ...(onBehalfOf ? { onBehalfOf } : {}),
    ...(
      systemUserOrg || systemUserRef
        ? {
          authorizationDetails: {
            orgno: systemUserOrg ?? '',
            ...(systemUserRef ? { externalRef: systemUserRef } : {}),
          },
        }
        : {}
    ),
  };
}

/**
 * Each problem at its field, and all of them in a list with links that gets the focus.
 *
 * @param {import('../../types.js').Context} context
 * @param {Problem[]} problems
 * @returns {HTMLElement|null}
 */
export function showProblems(context, problems) {
  for (const control of Object.values(CONTROLS)) setProblem(control, null);
  for (const { field, code } of problems) setProblem(CONTROLS[field], problemText(context, field, code));
  if (problems.length === 0) return null;
  for (const fold of document.querySelectorAll('#test-form details')) {
    if (fold instanceof HTMLDetailsElement && problems.some(({ field }) => fold.querySelector(`#${CONTROLS[field]}`)))
      fold.open = true;
  }
  const list = el(
    'div',
    {
      class: 'ds-error-summary',
      id: 'test-summary',
      tabindex: '-1',
      role: 'group',
      'aria-labelledby': 'test-summary-head',
    },
    el('h2', { class: 'ds-heading', 'data-size': '2xs', id: 'test-summary-head' }, context.t('problem.title')),
    el('ul', { class: 'ds-list' }, ...problems.map((problem) => problemLink(context, problem))),
  );
  queueMicrotask(() => list.focus());
  return list;
}

/** @param {import('../../types.js').Context} context @param {Problem} problem */
function problemLink(context, { field, code }) {
  const control = CONTROLS[field] ?? 'test-form';
  const goThere = (/** @type {Event} */ event) => {
    event.preventDefault();
    document.getElementById(control)?.focus();
  };
  return el(
    'li',
    {},
    el('a', { class: 'ds-link', href: `#${control}`, onclick: goThere }, problemText(context, field, code)),
  );
}

/**
 * The exact text when there is one for this code, else one that names the field.
 *
 * @param {import('../../types.js').Context} context
 * @param {string} field
 * @param {string} code
 */
function problemText({ t, language }, field, code) {
  const exact = `problem.${field}.${code}`;
  if (language.has(exact)) return t(exact);
  return language.has(`problem.${code}`) ? t(`problem.${code}`) : t('problem.other', { field, code });
}
