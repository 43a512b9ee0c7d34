use crate::Secret;
use crate::der::oid::dotted;
use const_oid::ObjectIdentifier;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::digest::block_api::EagerHash;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

/// The hash functions that key derivations and MACs name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

pub(crate) const SHA_256: ObjectIdentifier = dotted("2.16.840.1.101.3.4.2.1");
pub(crate) const HMAC_SHA_256: ObjectIdentifier = dotted("1.2.840.113549.2.9");

/// Each with its own identifier (RFC 8017 appendix C) and that of its HMAC
/// (RFC 8018 B.1.2).
const IDENTIFIERS: [(Hash, ObjectIdentifier, ObjectIdentifier); 5] = [
    (Hash::Sha1, dotted("1.3.14.3.2.26"), dotted("1.2.840.113549.2.7")),
    (Hash::Sha224, dotted("2.16.840.1.101.3.4.2.4"), dotted("1.2.840.113549.2.8")),
    (Hash::Sha256, SHA_256, HMAC_SHA_256),
    (Hash::Sha384, dotted("2.16.840.1.101.3.4.2.2"), dotted("1.2.840.113549.2.10")),
    (Hash::Sha512, dotted("2.16.840.1.101.3.4.2.3"), dotted("1.2.840.113549.2.11")),
];

impl Hash {
    pub(crate) fn named(oid: ObjectIdentifier) -> Option<Self> {
        IDENTIFIERS.into_iter().find(|(_, own, _)| *own == oid).map(|(hash, ..)| hash)
    }

    pub(crate) fn of_hmac(oid: ObjectIdentifier) -> Option<Self> {
        IDENTIFIERS.into_iter().find(|(.., hmac)| *hmac == oid).map(|(hash, ..)| hash)
    }

    /// Octets of a result.
    pub(crate) const fn len(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// What so many rounds cost that give `len` octets, counted in rounds of SHA-256.
    pub(crate) fn cost(self, rounds: u32, len: usize) -> u32 {
        let times = len.div_ceil(self.len()) * self.block_len() / Self::Sha256.block_len();
        u32::try_from(times).map_or(u32::MAX, |times| rounds.saturating_mul(times))
    }

    /// Octets that it takes in at a time.
    pub(crate) const fn block_len(self) -> usize {
        match self {
            Self::Sha384 | Self::Sha512 => 128,
            _ => 64,
        }
    }

    /// Of the parts, one after the other.
    pub(crate) fn digest(self, parts: &[&[u8]]) -> Secret {
        match self {
            Self::Md5 => digest::<Md5>(parts),
            Self::Sha1 => digest::<Sha1>(parts),
            Self::Sha224 => digest::<Sha224>(parts),
            Self::Sha256 => digest::<Sha256>(parts),
            Self::Sha384 => digest::<Sha384>(parts),
            Self::Sha512 => digest::<Sha512>(parts),
        }
    }

    /// HMAC (RFC 2104).
    pub(crate) fn hmac(self, key: &[u8], message: &[u8]) -> Secret {
        match self {
            Self::Md5 => hmac::<Md5>(key, message),
            Self::Sha1 => hmac::<Sha1>(key, message),
            Self::Sha224 => hmac::<Sha224>(key, message),
            Self::Sha256 => hmac::<Sha256>(key, message),
            Self::Sha384 => hmac::<Sha384>(key, message),
            Self::Sha512 => hmac::<Sha512>(key, message),
        }
    }

    /// PBKDF2 with its HMAC (RFC 8018 §5.2).
    pub(crate) fn pbkdf2(self, password: &[u8], salt: &[u8], rounds: u32, len: usize) -> Secret {
        let mut key = Zeroizing::new(vec![0; len]);
        match self {
            Self::Md5 => pbkdf2::pbkdf2_hmac::<Md5>(password, salt, rounds, &mut key),
            Self::Sha1 => pbkdf2::pbkdf2_hmac::<Sha1>(password, salt, rounds, &mut key),
            Self::Sha224 => pbkdf2::pbkdf2_hmac::<Sha224>(password, salt, rounds, &mut key),
            Self::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, rounds, &mut key),
            Self::Sha384 => pbkdf2::pbkdf2_hmac::<Sha384>(password, salt, rounds, &mut key),
            Self::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, rounds, &mut key),
        }
        key
    }
}

fn digest<D: Digest>(parts: &[&[u8]]) -> Secret {
    let mut hash = D::new();
    parts.iter().for_each(|part| hash.update(part));
    Zeroizing::new(hash.finalize().to_vec())
}

fn hmac<D: EagerHash>(key: &[u8], message: &[u8]) -> Secret
where
    Hmac<D>: KeyInit + Mac,
{
    match <Hmac<D> as KeyInit>::new_from_slice(key) {
        Ok(hmac) => Zeroizing::new(hmac.chain_update(message).finalize().into_bytes().to_vec()),
        // HMAC takes keys of every length.
        Err(_) => Secret::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_key_costs() {
        let costs = [Hash::Sha1, Hash::Sha256, Hash::Sha512]
            .map(|hash| [16, 32, 128].map(|len| hash.cost(1000, len)));
        assert_eq!(costs, [[1000, 2000, 7000], [1000, 1000, 4000], [2000, 2000, 4000]]);
        assert_eq!(Hash::Sha1.cost(u32::MAX, 32), u32::MAX);
    }
}
