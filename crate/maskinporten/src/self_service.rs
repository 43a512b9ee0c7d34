//! The self-service API: clients, their keys, and scopes (docs.digdir.no,
//! "Selvbetjening API"). The real one could not be asked: where its behaviour
//! is not documented, the reading is generous and the writing careful.

mod call;
mod client;
mod client_draft;
mod key_change;
mod key_set;
mod outcome;
mod problem_facts;
mod rotation;
mod scopes;

pub use call::ApiCall;
pub use client::{NotAClient, RegisteredClient};
pub use client_draft::{ClientDraft, DraftField, DraftProblem};
pub use key_change::{
    KeyChange, KeyChangeEffect, KeyChangeEvent, KeyChangeProblem, KeyChangeReport,
    KeyChangeRequest, SeenKey,
};
pub use key_set::{KeyFacts, KeyName, MAXIMUM_KEYS, RegisteredKey, RegisteredKeys};
pub use outcome::{ApiErrorCode, ApiFieldError, ApiOutcome, ApiRefusal};
pub use problem_facts::ProblemFacts;
pub use rotation::{
    LogCode, LogLine, NewKey, RollBackOffer, Rotation, RotationEffect, RotationEvent,
    RotationPhase, RotationProblem,
};
pub use scopes::{OpenScope, ScopeAccess};
