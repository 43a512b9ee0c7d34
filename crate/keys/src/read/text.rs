//! From octets to text, and what a text looks like that is none of ours.

use super::{Place, ReadError, ReadErrorCode, SecretText};
use nokkelsmie_jose::strict_json::JsonError;
use zeroize::Zeroizing;

/// UTF-8, or UTF-16 with a byte order mark (as PowerShell's `>` writes it).
/// Says whether there was a byte order mark.
pub(super) fn decode(input: &[u8]) -> Result<(SecretText, bool), ReadErrorCode> {
    match input {
        [0xff, 0xfe, rest @ ..] => Ok((utf16(rest, u16::from_le_bytes)?, true)),
        [0xfe, 0xff, rest @ ..] => Ok((utf16(rest, u16::from_be_bytes)?, true)),
        [0xef, 0xbb, 0xbf, rest @ ..] => Ok((utf8(rest)?, true)),
        // Java keystores (JKS and JCEKS) begin so.
        [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..] => Err(ReadErrorCode::Jks),
        _ => Ok((utf8(input)?, false)),
    }
}

fn utf8(input: &[u8]) -> Result<SecretText, ReadErrorCode> {
    let text = core::str::from_utf8(input).map_err(|_| ReadErrorCode::NotText)?;
    if text.contains('\0') {
        return Err(ReadErrorCode::NotText);
    }
    Ok(Zeroizing::new(text.to_owned()))
}

fn utf16(input: &[u8], unit: fn([u8; 2]) -> u16) -> Result<SecretText, ReadErrorCode> {
    let (pairs, rest) = input.as_chunks::<2>();
    let mut text = Zeroizing::new(String::with_capacity(3 * pairs.len()));
    for c in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        text.push(c.map_err(|_| ReadErrorCode::NotText)?);
    }
    if rest.is_empty() { Ok(text) } else { Err(ReadErrorCode::NotText) }
}

/// What stands between quotes; a JSON string is unescaped.
pub(super) fn unquote(text: &str) -> Result<Option<SecretText>, ReadError> {
    for quote in ['"', '\'', '`'] {
        let inner = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
        let Some(inner) = inner else { continue };
        if quote == '"' && inner.contains('\\') {
            let json = serde_json::from_str(text).map_err(|_| ReadErrorCode::Unrecognised)?;
            return Ok(Some(Zeroizing::new(json)));
        }
        return Ok(Some(Zeroizing::new(inner.to_owned())));
    }
    Ok(None)
}

/// From the first brace to the last, as in `JWK = {…};`.
pub(super) fn between_braces(text: &str) -> Option<&str> {
    text.get(text.find('{')?..=text.rfind('}')?)
}

/// The code of a JSON error, with its place in the text around.
pub(super) fn json_error(error: JsonError, text: &str, json: &str) -> ReadError {
    let code = match error {
        JsonError::Syntax { line, column } => {
            let before = json.split('\n').take(line.saturating_sub(1)).map(|l| l.len() + 1);
            let inside = before.sum::<usize>() + column.saturating_sub(1);
            let start = json.as_ptr().addr().saturating_sub(text.as_ptr().addr());
            let place = Some(Place::of(text, start + inside));
            return ReadError { code: ReadErrorCode::JsonSyntax, place };
        }
        JsonError::Incomplete => ReadErrorCode::JsonIncomplete,
        JsonError::TooDeep => ReadErrorCode::JsonTooDeep,
        JsonError::TooLong => ReadErrorCode::TooLong,
        JsonError::DuplicateMember => ReadErrorCode::JsonSyntax,
    };
    code.into()
}

/// PEM blocks that hold no key that is read here.
pub(super) fn other_label(label: &str) -> ReadErrorCode {
    match label {
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => ReadErrorCode::CertificateRequest,
        _ => ReadErrorCode::PemLabelUnknown,
    }
}

/// Texts of other tools.
pub(super) fn other_form(text: &str) -> Option<ReadErrorCode> {
    const BEGINNINGS: [(&str, ReadErrorCode); 10] = [
        ("ssh-", ReadErrorCode::SshPublicKey),
        ("sk-ssh-", ReadErrorCode::SshPublicKey),
        ("sk-ecdsa-", ReadErrorCode::SshPublicKey),
        ("ecdsa-sha2-", ReadErrorCode::SshPublicKey),
        ("---- BEGIN SSH2 PUBLIC KEY", ReadErrorCode::SshPublicKey),
        ("PuTTY-User-Key-File-", ReadErrorCode::Putty),
        ("-----BEGIN PGP ", ReadErrorCode::Pgp),
        ("-----BEGIN SSH2 ", ReadErrorCode::SshPublicKey),
        ("eyJhbGciOi", ReadErrorCode::Jwt),
        ("eyJ0eXAiOi", ReadErrorCode::Jwt),
    ];
    let (_, code) = BEGINNINGS.iter().find(|(beginning, _)| text.starts_with(beginning))?;
    // The base64 of a JWK whose first member is alg looks so too, without dots.
    (*code != ReadErrorCode::Jwt || text.matches('.').count() >= 2).then_some(*code)
}

/// DER of something that is no key: a certificate request holds a SEQUENCE that
/// begins with version 0.
pub(super) fn other_der(der: &[u8]) -> Option<ReadErrorCode> {
    let body = content(der)?;
    if !body.starts_with(&[0x30]) {
        return None;
    }
    content(body)?
        .starts_with(&[0x02, 0x01, 0x00, 0x30])
        .then_some(ReadErrorCode::CertificateRequest)
}

fn content(der: &[u8]) -> Option<&[u8]> {
    match der {
        [_, 0..=0x7f, rest @ ..] | [_, 0x81, _, rest @ ..] | [_, 0x82, _, _, rest @ ..] => {
            Some(rest)
        }
        _ => None,
    }
}
