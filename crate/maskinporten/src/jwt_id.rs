use core::fmt;
use serde::{Serialize, Serializer};

/// A `jti` (RFC 7519 §4.1.7): a version 4 UUID (RFC 9562 §5.4). A grant that
/// was used before is refused (MP-012), so each grant gets its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JwtId([u8; 16]);

impl JwtId {
    /// Makes it of 16 random octets.
    pub fn from_random(mut octets: [u8; 16]) -> Self {
        octets[6] = octets[6] & 0x0f | 0x40; // version 4
        octets[8] = octets[8] & 0x3f | 0x80; // variant of RFC 9562
        Self(octets)
    }
}

impl fmt::Display for JwtId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, octet) in self.0.iter().enumerate() {
            let hyphen = if matches!(i, 4 | 6 | 8 | 10) { "-" } else { "" };
            write!(f, "{hyphen}{octet:02x}")?;
        }
        Ok(())
    }
}

impl Serialize for JwtId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_version_4_uuid() {
        let id = JwtId::from_random([0xff; 16]).to_string();
        assert_eq!(id, "ffffffff-ffff-4fff-bfff-ffffffffffff");
        let id = JwtId::from_random([0; 16]).to_string();
        assert_eq!(id, "00000000-0000-4000-8000-000000000000");
    }
}
