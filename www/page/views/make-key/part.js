import { el } from '../../../shared/dom.js';
import { KEY_STEP } from '../../step-numbers.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { live } from '../../widgets/live.js';
import { makeForm } from './form.js';
import { makeProgress } from './progress.js';
import { keyResult } from './result.js';

/**
 * The making of a key from form to result. It stands in a view of its own and in step 6 of the guide.
 *
 * @param {import('../../types.js').Context} context
 * @param {HTMLElement} host
 * @param {AbortSignal} signal
 * @param {{afterwards: 'link'|'nothing'}} look  what follows the result
 */
export function makeKeyPart(context, host, signal, { afterwards }) {
  const { makeJob, vault } = context;
  let phase = makeJob.phase;
  live(
    host,
    signal,
    [
      [makeJob, 'phase'],
      [vault, 'keys'],
    ],
    (drawing) => {
      const finished = phase !== makeJob.phase && !['idle', 'working'].includes(makeJob.phase);
      phase = makeJob.phase;
      if (finished)
        queueMicrotask(() =>
          /** @type {HTMLElement|null} */ (
            host.querySelector(makeJob.phase === 'made' ? '[data-made]' : '#make-start')
          )?.focus(),
        );
      return parts(context, drawing, afterwards);
    },
  );
}

/**
 * @param {import('../../types.js').Context} context
 * @param {AbortSignal} signal
 * @param {'link'|'nothing'} afterwards
 */
function parts(context, signal, afterwards) {
  const { makeJob, vault } = context;
  if (makeJob.phase === 'working') return [makeProgress(context, signal)];
  const card = vault.keys.find(({ handle }) => handle === makeJob.card?.handle);
  if (makeJob.phase === 'made' && card)
    return [keyResult(context, card, signal), afterwards === 'link' ? next(context) : null];
  return [failure(context), makeForm(context)];
}

/** @param {import('../../types.js').Context} context */
function failure({ t, makeJob }) {
  if (makeJob.phase === 'cancelled') return alert('info', null, p(t('make.cancelled')));
  if (makeJob.phase === 'failed')
    return alert('danger', t('make.failed'), p(t('make.failed.do', { code: makeJob.errorCode ?? '' })));
  return null;
}

/** @param {import('../../types.js').Context} context */
function next({ t, makeJob, go }) {
  return el('div', { class: 'actions' },
    button(t('make.toGuide'), () => go(`#veiviser/${KEY_STEP}`), {
      id: 'make-to-guide',
      variant: 'secondary',
      iconAfter: 'next',
    }),
    button(t('make.another'), () => makeJob.reset(), { id: 'make-another', variant: 'tertiary', icon: 'add' }),
  );
}
