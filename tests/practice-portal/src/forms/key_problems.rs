//! Why a key was refused, in plain words. The real portal tells less.

use super::labels::Language;
use crate::keys::{SetError, read::KeyError};

/// A sentence in both languages.
pub struct Sentence {
    nb: String,
    en: String,
}

impl Sentence {
    /// The sentence in a language.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::Nb | Language::Relabelled => self.nb,
            Language::En => self.en,
        }
    }
}

fn sentence(nb: &str, en: &str) -> Sentence {
    Sentence { nb: nb.to_owned(), en: en.to_owned() }
}

/// A rule of the key itself.
pub fn of_key(error: KeyError) -> Sentence {
    match error {
        KeyError::Empty => sentence("Lim inn en offentlig nøkkel.", "Paste a public key."),
        KeyError::Private => sentence(
            "Dette er en privat nøkkel. Den ble ikke lagret. Lim inn den offentlige delen; har du limt den private inn et sted på nettet, bør du lage en ny.",
            "This is a private key. It was not saved. Paste the public part; if you pasted the private one anywhere on the web, make a new one.",
        ),
        KeyError::NotAKey => {
            sentence("Dette er hverken en JWK eller en PEM.", "This is neither a JWK nor a PEM.")
        }
        KeyError::Several => sentence("Lim inn én nøkkel om gangen.", "Paste one key at a time."),
        KeyError::Missing(member) => Sentence {
            nb: format!("Nøkkelen mangler «{member}»."),
            en: format!("The key has no “{member}”."),
        },
        KeyError::KeyType => {
            sentence("Nøkkeltypen støttes ikke.", "The key type is not supported.")
        }
        KeyError::Algorithm => sentence(
            "Algoritmen («alg») støttes ikke for denne nøkkelen.",
            "The algorithm (“alg”) is not supported for this key.",
        ),
        KeyError::Use => {
            sentence("Nøkkelen må ha «use»: «sig».", "The key must have “use”: “sig”.")
        }
        KeyError::Kid => sentence(
            "«kid» kan bare ha bokstaver (a–z), tall og tegnene . _ -",
            "“kid” may only have letters (a–z), digits and the characters . _ -",
        ),
        KeyError::Encoding(member) => Sentence {
            nb: format!("«{member}» er ikke gyldig base64url."),
            en: format!("“{member}” is not valid base64url."),
        },
        KeyError::Size => sentence(
            "En RSA-nøkkel må ha mellom 2048 og 8192 bit.",
            "An RSA key must have between 2048 and 8192 bits.",
        ),
        KeyError::Exponent => sentence(
            "Eksponenten («e») må være et oddetall større enn 1.",
            "The exponent (“e”) must be an odd number above 1.",
        ),
        KeyError::CertificateChain => {
            sentence("«x5c» må være en liste av tekster.", "“x5c” must be an array of strings.")
        }
        KeyError::Expiry => sentence(
            "«exp» må være et helt antall sekunder.",
            "“exp” must be a whole number of seconds.",
        ),
        KeyError::Pem => sentence(
            "PEM-en kan ikke leses. Den må begynne med «-----BEGIN PUBLIC KEY-----».",
            "The PEM cannot be read. It must begin with “-----BEGIN PUBLIC KEY-----”.",
        ),
    }
}

/// A rule of the client's set of keys.
pub fn of_set(error: SetError) -> Sentence {
    match error {
        SetError::TooMany => sentence(
            "Klienten har fem nøkler, og flere kan den ikke ha. Fjern en først.",
            "The client has five keys and can have no more. Remove one first.",
        ),
        SetError::KidTaken => sentence(
            "Klienten har alt en annen nøkkel med denne «kid».",
            "The client already has another key with this “kid”.",
        ),
    }
}
