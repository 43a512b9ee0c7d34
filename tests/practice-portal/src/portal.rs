//! The portal's memory: what it knows while the process runs.

use std::{
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    clients::Clients,
    faults::Lot,
    forms::session::Sessions,
    pace::Pace,
    request_log::RequestLog,
    settings::Settings,
    token::{access_token::TokenSigner, spent::SpentGrants},
    writers::Writers,
};

/// What stays the same from start to end.
#[derive(Debug, Clone, Default)]
pub struct Configuration {
    /// Folder of the built site, served at `/`.
    pub site: PathBuf,
    /// The connection is TLS, so the issuer starts with `https`.
    pub tls: bool,
    /// Seconds before a new key is known at the token endpoint.
    pub key_delay_seconds: u64,
    /// The script that makes React control the forms' fields.
    pub react: Option<PathBuf>,
    /// No line on standard error for each request.
    pub quiet: bool,
}

/// One practice portal.
pub struct Portal {
    /// What stays the same from start to end.
    pub configuration: Configuration,
    /// Signs the access tokens; its key is made at start and is nowhere else.
    pub signer: TokenSigner,
    state: Mutex<State>,
}

/// What changes, and what a reset empties.
pub struct State {
    /// What a test has turned on.
    pub settings: Settings,
    /// The clients of all organisations.
    pub clients: Clients,
    /// Who is logged in to the forms.
    pub sessions: Sessions,
    /// The `jti` of each grant that was used.
    pub spent: SpentGrants,
    /// Every request received.
    pub log: RequestLog,
    /// Draws which answer is a failure.
    pub lot: Lot,
    /// How often each token asked.
    pub pace: Pace,
    /// Who else changes keys.
    pub writers: Writers,
}

impl Portal {
    /// A portal without clients.
    pub fn new(configuration: Configuration) -> Self {
        let state = Mutex::new(State::new(&configuration));
        Self { configuration, signer: TokenSigner::generate(), state }
    }

    /// The state, locked. Never held across an `await`.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Back to how it was at start.
    pub fn reset(&self) {
        *self.state() = State::new(&self.configuration);
    }
}

impl State {
    fn new(configuration: &Configuration) -> Self {
        Self {
            settings: Settings::new(configuration.key_delay_seconds),
            clients: Clients::default(),
            sessions: Sessions::default(),
            spent: SpentGrants::default(),
            log: RequestLog::default(),
            lot: Lot::default(),
            pace: Pace::default(),
            writers: Writers::default(),
        }
    }
}
