/**
 * Names for the types that most of the page's modules need. This file holds no code.
 *
 * @typedef {import('nokkelsmie-portal').Environment} Environment
 * @typedef {import('nokkelsmie-portal').EnvironmentName} EnvironmentName
 * @typedef {import('nokkelsmie-portal').AnnouncedAlgorithms} Announced
 * @typedef {import('nokkelsmie-portal').GrantRequest} GrantRequest
 * @typedef {import('nokkelsmie-portal').GrantProblem} GrantProblem
 * @typedef {import('nokkelsmie-portal').TokenOutcome} TokenOutcome
 * @typedef {import('nokkelsmie-portal').Token} Token
 * @typedef {import('nokkelsmie-portal').Explanation} Explanation
 * @typedef {import('nokkelsmie-portal').ApiCall} ApiCall
 * @typedef {import('nokkelsmie-portal').ApiOutcome} ApiOutcome
 * @typedef {import('nokkelsmie-portal').ApiRefusal} ApiRefusal
 * @typedef {import('nokkelsmie-portal').ScopeAccess} ScopeAccess
 * @typedef {import('nokkelsmie-portal').OpenScope} OpenScope
 * @typedef {import('nokkelsmie-portal').KeyFacts} KeyFacts
 * @typedef {import('nokkelsmie-portal').KeyChangeEvent} KeyChangeEvent
 * @typedef {import('nokkelsmie-portal').KeyChangeReport} KeyChangeReport
 * @typedef {import('nokkelsmie-portal').KeyChangeProblem} KeyChangeProblem
 * @typedef {import('nokkelsmie-portal').Rotation} Rotation
 * @typedef {import('nokkelsmie-portal').RotationEvent} RotationEvent
 * @typedef {import('nokkelsmie-portal').ProblemFacts} ProblemFacts
 * @typedef {import('nokkelsmie-portal').RotationEffect} RotationEffect
 * @typedef {typeof import('nokkelsmie-portal')} Portal
 * @typedef {import('./vault-client.js').VaultClient} VaultClient
 * @typedef {import('./vault-client.js').KeyCard} KeyCard
 * @typedef {import('./vault-client.js').SignedGrant} SignedGrant
 * @typedef {import('../shared/i18n.js').Locale} Locale
 * @typedef {'auto'|'light'|'dark'} Scheme
 * @typedef {import('../shared/i18n.js').Translate} Translate
 */

/**
 * What every view and widget is handed.
 *
 * @typedef {object} Context
 * @property {VaultClient} vault
 * @property {Portal} portal
 * @property {import('./state.js').State} state
 * @property {import('./requests.js').Requests} requests
 * @property {import('./jobs/make-job.js').MakeJob} makeJob
 * @property {import('./jobs/token-job.js').TokenJob} tokenJob
 * @property {import('./jobs/exchange-job.js').ExchangeJob} exchangeJob
 * @property {import('./self-service/administration.js').Administration} administration
 * @property {import('./jobs/rotations.js').Rotations} rotations
 * @property {import('./jobs/expiry-survey.js').ExpirySurvey} survey
 * @property {import('./kept-expiry.js').KeptExpiry} keptExpiry
 * @property {Environment[]} environments  those this page offers
 * @property {() => Environment} environment  the chosen one
 * @property {() => Announced} announced  the algorithms that it announces, as far as is known
 * @property {import('./language.js').Language} language
 * @property {Translate} t  text in the chosen language
 * @property {(text: string) => void} announce  said by screen readers, seen by nobody
 * @property {(hash: string) => void} go  to another view, as if its link had been followed
 */
export {};
