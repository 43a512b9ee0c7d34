/**
 * The guide's steps that other places speak of; `views/guide/steps.js` has all of them in this order,
 * from 0.
 */

/** The key is made and pasted in the portal. */
export const KEY_STEP = 6;
/** The client gets its scopes. */
export const SCOPES_STEP = 7;
/** The client is tested. */
export const TEST_STEP = 8;
export const LAST_STEP = TEST_STEP;
