use core::fmt;
use zeroize::Zeroizing;

/// A password that opens what is encrypted, or locks what is written. It is
/// wiped when dropped, and its `Debug` shows nothing.
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes the password as it was typed.
    pub fn new(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// The text: handle with care.
    pub fn secret_text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}
