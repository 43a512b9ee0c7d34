//! Identifiers nobody can guess.

use ring::rand::{SecureRandom, SystemRandom};

use crate::base64url;

/// A version 4 UUID (RFC 9562), as Digdir gives to clients and to PEM keys.
pub fn uuid() -> String {
    let mut bytes = random::<16>();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// 32 random bytes as base64url text.
pub fn token() -> String {
    base64url::encode(&bytes())
}

/// 32 random bytes.
pub fn bytes() -> [u8; 32] {
    random()
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

#[cfg(test)]
mod tests {
    #[test]
    fn uuids_look_like_uuids() {
        let uuid = super::uuid();
        assert_eq!(uuid.len(), 36);
        assert_eq!(&uuid[14..15], "4");
        assert_ne!(uuid, super::uuid());
    }
}
