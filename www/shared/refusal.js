/**
 * Why a key will be refused: the first error that nothing can mend.
 *
 * @param {import('./messages.js').KeyCard} card
 */
export function refusal({ verdict, findings }) {
  if (verdict !== 'refused') return undefined;
  const errors = findings.filter(({ severity }) => severity === 'error');
  return errors.find(({ repair }) => !repair) ?? errors[0];
}
