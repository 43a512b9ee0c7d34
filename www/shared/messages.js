/**
 * What page and vault say to one another, over one MessagePort. This file holds
 * no code. Everything in it is public: the vault has no message that carries a
 * private part.
 *
 * @typedef {import('nokkelsmie-vault').KeyCard} KeyCard
 * @typedef {import('nokkelsmie-vault').Changes} Changes
 * @typedef {import('nokkelsmie-vault').GenerateSpec} GenerateSpec
 * @typedef {import('nokkelsmie-vault').Relabel} Relabel
 * @typedef {import('nokkelsmie-vault').SignedGrant} SignedGrant
 * @typedef {import('nokkelsmie-vault').GrantRequest} GrantRequest
 * @typedef {import('nokkelsmie-vault').Environment} Environment
 * @typedef {import('nokkelsmie-vault').ReceiverFacts} ReceiverFacts
 * @typedef {import('nokkelsmie-vault').HandOverOrder} HandOverOrder
 * @typedef {import('nokkelsmie-vault').HandOverPlan} HandOverPlan
 * @typedef {import('nokkelsmie-vault').HandOver} HandOver
 * @typedef {import('./i18n.js').Locale} Locale
 *
 * @typedef {object} Settings
 * @property {Locale} locale
 * @property {'auto'|'light'|'dark'} scheme
 * @property {import('nokkelsmie-vault').EnvironmentName} environment
 * @property {import('nokkelsmie-vault').AnnouncedAlgorithms} announced  by this environment
 *
 * @typedef {object} GenerationProgress
 * @property {number} tried  numbers that passed the sieve and were tested
 * @property {{done: number, of: number}} [proof]  tests that prove what was found to be prime
 *
 * @typedef {object} SignedEntry  a line of the vault's journal
 * @property {number} at  Unix milliseconds
 * @property {string} kid  empty when it has none
 * @property {string|null} certificate  whose it was signed with, in place of the kid
 * @property {string} audience
 * @property {string} clientId
 * @property {string} scope
 * @property {string} also  the other claims, in words of machines
 *
 * Private keys that the person is to save at once, in the vault:
 * @typedef {{what: 'export', handles: number[], names?: string[]}} Export  `names`: what the page calls each
 *
 * A private key that the person is to hand over, in the vault; all that is said of it is public:
 * @typedef {{what: 'hand-over', handle: number, order: HandOverOrder}} ToHandOver
 *
 * What a file was saved for, or where the key came back right from; all that is said of it is public:
 * @typedef {{handle: number, kid: string|null, order: HandOverOrder, fileName: string, stays: boolean}} HandedOver
 *   `stays`: the file is left where it is read
 *
 * Page to vault (requests):
 * @typedef {object} VaultRequests
 * @property {(spec: GenerateSpec) => KeyCard} generate  progress: GenerationProgress; can be cancelled
 * @property {(params: {handle: number} & Relabel) => KeyCard} relabel
 * @property {(params: {handle: number}) => KeyCard} repair
 * @property {(params: {handle: number, environment: Environment, request: GrantRequest}) => SignedGrant} sign
 * @property {(params: {what: 'paste'|'key', handle?: number} | Export | ToHandOver) => void} show  answers when it is in sight
 * @property {() => ReceiverFacts[]} receivers  who takes private keys
 * @property {(params: {handle: number, order: HandOverOrder}) => HandOverPlan} planHandOver  commands, and the file without the key
 * @property {(settings: Settings) => void} settings
 *
 * Vault to page (events):
 * @typedef {object} VaultEvents
 * @property {{version: string}} ready
 * @property {null} failed  instead of ready: the worker did not start
 * @property {null} broken  the worker has stopped for good, and the keys are lost
 * @property {Changes} keys  what became of them since the last time; before the answer to what changed them
 * @property {SignedEntry} signed
 * @property {HandedOver} handedOver
 * @property {number} height  of the vault's content, in CSS pixels
 * @property {{top: number, bottom: number}} sought  how far down in it what is to be in sight is, in CSS pixels
 */
export {};
