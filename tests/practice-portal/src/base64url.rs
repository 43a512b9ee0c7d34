//! Strict base64url without padding (RFC 7515 §2).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// Text of some bytes.
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes of some text; nothing when there is padding, white space, `+`, `/`
/// or trailing bits that are not zero.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn strict() {
        assert_eq!(decode("AQAB"), Some(vec![1, 0, 1]));
        for bad in ["AQ==", "AQ A", "A+A/", "AR", "A"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
