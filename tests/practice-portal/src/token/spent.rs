//! Grants that were used.

use std::collections::HashSet;

use super::refusal::Refusal;

/// The `jti` of every grant that was used, by client.
#[derive(Debug, Default)]
pub struct SpentGrants(HashSet<(String, String)>);

impl SpentGrants {
    /// Remembers a `jti`.
    ///
    /// # Errors
    /// MP-012 when the client used it before.
    pub fn spend(&mut self, client_id: &str, jti: &str) -> Result<(), Refusal> {
        if self.0.insert((client_id.to_owned(), jti.to_owned())) {
            Ok(())
        } else {
            Err(Refusal::Spent)
        }
    }
}
