use core::fmt;
use nokkelsmie_jose::{base64url, strict_json};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a JWT says (RFC 7519). Nothing here is verified.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(hashmap_as_object))]
pub struct DecodedJwt {
    /// The JOSE header.
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>"))]
    pub header: Map<String, Value>,
    /// The claims.
    #[cfg_attr(feature = "ts", tsify(type = "Record<string, unknown>"))]
    pub claims: Map<String, Value>,
}

/// Why a text is no JWT. It holds none of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JwtError {
    /// Not three parts with dots between.
    JwtParts,
    /// A part is not base64url.
    JwtEncoding,
    /// The header or the claims are no JSON object.
    JwtJson,
}

impl DecodedJwt {
    /// Reads the compact serialization (RFC 7515 §3.1); outer spaces and a
    /// leading `Bearer` do no harm.
    ///
    /// # Errors
    /// See [`JwtError`].
    pub fn from_compact(text: &str) -> Result<Self, JwtError> {
        let text = text.trim();
        let text = text.strip_prefix("Bearer ").unwrap_or(text).trim();
        let parts: Vec<&str> = text.split('.').collect();
        let [header, claims, signature] = parts[..] else { return Err(JwtError::JwtParts) };
        base64url::check(signature).map_err(|_| JwtError::JwtEncoding)?;
        Ok(Self { header: object(header)?, claims: object(claims)? })
    }
}

fn object(part: &str) -> Result<Map<String, Value>, JwtError> {
    let octets = base64url::decode(part).map_err(|_| JwtError::JwtEncoding)?;
    let text = String::from_utf8(octets).map_err(|_| JwtError::JwtJson)?;
    match strict_json::parse(&text) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(JwtError::JwtJson),
    }
}

impl fmt::Display for JwtError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::JwtParts => "jwt-parts",
            Self::JwtEncoding => "jwt-encoding",
            Self::JwtJson => "jwt-json",
        })
    }
}

impl std::error::Error for JwtError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7519_section_3_1() {
        let text = concat!(
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9",
            ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
            ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        );
        let jwt = DecodedJwt::from_compact(&format!(" Bearer {text}\n")).unwrap();
        assert_eq!(jwt.header["alg"], "HS256");
        assert_eq!(jwt.claims["iss"], "joe");
        assert_eq!(jwt.claims["exp"], 1_300_819_380);
    }

    #[test]
    fn anything_else_is_named() {
        let refused = |text: &str| DecodedJwt::from_compact(text).unwrap_err();
        assert_eq!(refused(""), JwtError::JwtParts);
        assert_eq!(refused("e30.e30"), JwtError::JwtParts);
        assert_eq!(refused("e30=.e30.AA"), JwtError::JwtEncoding);
        assert_eq!(refused("e30.e30.A+"), JwtError::JwtEncoding);
        assert_eq!(refused("e30.W10.AA"), JwtError::JwtJson);
        assert_eq!(refused("e30._w.AA"), JwtError::JwtJson);
        assert!(DecodedJwt::from_compact("e30.e30.").is_ok());
    }
}
