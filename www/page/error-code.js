/** The stable code of a failure, for a person to pass on. @param {unknown} error @returns {string} */
export function codeOf(error) {
  if (error && typeof error === 'object' && 'code' in error) return String(error.code);
  return error instanceof Error ? error.name : 'unknown';
}
