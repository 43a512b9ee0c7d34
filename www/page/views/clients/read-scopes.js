import { el, fill } from '../../../shared/dom.js';
import { codeOf } from '../../error-code.js';
import { CANCELLED } from '../../self-service/errands.js';
import { alert, p } from '../../widgets/alert.js';
import { apiProblemBox } from './explanations.js';

/**
 * Reads the lists of scopes at a click, and says what came between.
 *
 * @param {import('../../types.js').Context} context
 * @param {Element} trouble
 */
export async function readScopes(context, trouble) {
  const { t, administration, environment } = context;
  fill(trouble);
  try {
    const { granted, open } = await administration.scopes.read(environment());
    fill(trouble,
      granted && granted.kind !== 'scope-access' ? problem(context, t('scopeList.granted'), granted) : null,
      open.kind !== 'open-scopes' ? problem(context, t('scopeList.open'), open) : null);
  } catch (error) {
    // Not carried: the button is there still.
    if (codeOf(error) !== CANCELLED.code) fill(trouble, alert('danger', null, p(t('work.failed', { code: codeOf(error) }))));
  }
}

/** Which list it is about, and what to do. @param {import('../../types.js').Context} context @param {string} list @param {import('../../types.js').ApiOutcome} outcome */
function problem(context, list, outcome) {
  return el('div', { class: 'stack-tight' }, p(el('strong', {}, list)), apiProblemBox(context, outcome, 'scopeList'));
}
