/** What is named so often that a name of one letter pays: the build puts it in the place of the browser's. */
const page = globalThis.document;

export { page as document };
