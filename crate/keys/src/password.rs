use crate::MAXIMUM_ROUNDS;
use crate::read_error::ReadErrorCode;
use core::cell::Cell;
use core::fmt;
use zeroize::Zeroizing;

/// A password that opens what is encrypted, or locks what is written. It is
/// wiped when dropped, and its `Debug` shows nothing.
pub struct Password {
    text: Zeroizing<String>,
    /// Rounds that may still be spent on opening things with it.
    rounds_left: Cell<u32>,
}

impl Password {
    /// Takes the password as it was typed.
    pub fn new(text: Zeroizing<String>) -> Self {
        Self { text, rounds_left: Cell::new(MAXIMUM_ROUNDS) }
    }

    /// The text: handle with care.
    pub fn secret_text(&self) -> &str {
        &self.text
    }

    /// One file may hold many things that are locked: their rounds count together.
    pub(crate) fn spend(&self, rounds: u32) -> Result<(), ReadErrorCode> {
        let left = self.rounds_left.get().checked_sub(rounds);
        self.rounds_left.set(left.ok_or(ReadErrorCode::PasswordTooCostly)?);
        Ok(())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_count_together() {
        let password = Password::new(Zeroizing::default());
        assert_eq!(password.spend(MAXIMUM_ROUNDS - 1), Ok(()));
        assert_eq!(password.spend(2), Err(ReadErrorCode::PasswordTooCostly));
        assert_eq!(password.spend(1), Ok(()));
    }
}
