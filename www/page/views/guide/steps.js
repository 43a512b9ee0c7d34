import { drawBefore } from './step-before.js';
import { drawBookmarkHint } from '../bookmark.js';
import { drawCompose } from './step-compose.js';
import { drawKey, keyIsReady, rememberKey } from './step-key.js';
import { drawScopes } from './step-scopes.js';
import { drawClosing } from './step-closing.js';

/**
 * One step: what is done in the portal (`there`, keys of texts) and what is done here.
 *
 * @typedef {import('../../types.js').Context} Context
 *
 * @typedef {object} Step
 * @property {string[]} [there]
 * @property {(context: Context, signal: AbortSignal) => HTMLElement} [here]
 * @property {(context: Context, again: (putOff?: boolean) => void, later: boolean) => HTMLElement|null} [hold]
 *   a question that must be answered before going on, null when there is none; `again`: it was answered, or put
 *   off; `later`: something was put off
 * @property {(context: Context) => void} [finish]  the person says that it is done
 */

/**
 * The seven steps of Digdir's guide, what must be known before them, and the test after them;
 * `step-numbers.js` names some.
 *
 * @type {Step[]}
 */
export const STEPS = [
  { here: drawBefore },
  { there: ['guide.1.there.1', 'guide.1.there.2', 'guide.1.there.3'] },
  { there: ['guide.2.there.1', 'guide.2.there.2'] },
  { there: ['guide.3.there.1'], here: drawBookmarkHint },
  { there: ['guide.4.there.1'] },
  { there: ['guide.5.there.1', 'guide.5.there.2', 'guide.5.there.3'], here: drawCompose },
  { here: drawKey, hold: keyIsReady, finish: rememberKey },
  { there: ['guide.7.there.1', 'guide.7.there.2', 'guide.7.there.3'], here: drawScopes },
  { here: drawClosing },
];
