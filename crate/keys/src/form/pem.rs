//! PEM (RFC 7468), read leniently: lines of any length, CRLF, text around the
//! blocks, several blocks, `\n` written out as in environment variables.

use crate::read_error::{Place, ReadError, ReadErrorCode};
use crate::{IrregularityKind, Secret, base64};
use zeroize::Zeroizing;

/// What stands between `-----BEGIN X-----` and `-----END X-----`.
pub(crate) struct Block<'a> {
    /// The label X.
    pub label: &'a str,
    /// The content.
    pub octets: Secret,
    /// The header that says that the content is encrypted, and how.
    pub encryption: Option<String>,
    /// What was not written as the standard wants it.
    pub irregularities: Vec<IrregularityKind>,
    /// Where it begins.
    pub place: Place,
}

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// Whether there is a block in the text.
pub(crate) fn is_plausible(text: &str) -> bool {
    text.contains(BEGIN)
}

/// Reads every block of a text, of which there may be `most`.
pub(crate) fn blocks(text: &str, most: usize) -> Result<Vec<Block<'_>>, ReadError> {
    let mut blocks = Vec::new();
    let mut noise = false;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        if blocks.len() == most {
            return Err(ReadErrorCode::TooManyKeys.into());
        }
        noise |= !is_blank(before);
        let place = Place::of(text, text.len() - after.len() - BEGIN.len());
        let error = |code: ReadErrorCode| ReadError { code, place: Some(place) };
        let (label, body) = after.split_once(DASHES).ok_or(error(ReadErrorCode::PemIncomplete))?;
        let (body, after) = body.split_once(END).ok_or(error(ReadErrorCode::PemIncomplete))?;
        let (end_label, after) =
            after.split_once(DASHES).ok_or(error(ReadErrorCode::PemIncomplete))?;
        if body.contains(BEGIN) {
            return Err(error(ReadErrorCode::PemIncomplete));
        }
        if label != end_label {
            return Err(error(ReadErrorCode::PemLabels));
        }
        blocks.push(block(label, body, place).map_err(error)?);
        rest = after;
    }
    noise |= !is_blank(rest) || text.contains('\r') || text.contains("\\n");
    if noise {
        blocks.iter_mut().for_each(|block| block.irregularities.push(IrregularityKind::Noise));
    }
    Ok(blocks)
}

/// Writes a block: lines of 64 characters (RFC 7468 §2), a newline at the end.
pub(crate) fn write(label: &str, der: &[u8]) -> Zeroizing<String> {
    let body = base64::encode_standard(der);
    let room = body.len() + body.len() / 64 + 2 * label.len() + 40;
    let mut out = Zeroizing::new(String::with_capacity(room));
    for part in [BEGIN, label, DASHES, "\n"] {
        out.push_str(part);
    }
    for line in body.as_bytes().chunks(64) {
        out.push_str(core::str::from_utf8(line).unwrap_or_default());
        out.push('\n');
    }
    for part in [END, label, DASHES, "\n"] {
        out.push_str(part);
    }
    debug_assert!(out.capacity() == room, "the buffer must not grow");
    out
}

fn block<'a>(label: &'a str, body: &str, place: Place) -> Result<Block<'a>, ReadErrorCode> {
    let mut irregularities = Vec::new();
    let plain = unescape(body);
    let (headers, content) = split_headers(&plain);
    let encryption = headers.contains("ENCRYPTED").then(|| headers.to_owned());
    let mut lines = content.lines().map(str::trim).filter(|line| !line.is_empty()).rev();
    let last_fits = lines.next().is_none_or(|last| last.len() <= 64);
    if !last_fits || lines.any(|line| line.len() != 64) {
        irregularities.push(IrregularityKind::LineLength);
    }
    // Lengths that are no multiple of four come from a copy that was cut off.
    let characters = content.bytes().filter(|c| !c.is_ascii_whitespace()).count();
    if characters == 0 {
        return Err(ReadErrorCode::PemIncomplete);
    }
    if characters % 4 != 0 || content.contains(['-', '_']) {
        return Err(ReadErrorCode::PemBase64);
    }
    let (octets, _) = base64::decode(content);
    let octets = octets.ok_or(ReadErrorCode::PemBase64)?;
    Ok(Block { label, octets, encryption, irregularities, place })
}

/// `\n` and `\r` written out become line breaks.
fn unescape(body: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(body.len()));
    for (index, part) in body.split('\\').enumerate() {
        match (index, part.strip_prefix(['n', 'r'])) {
            (0, _) => plain.push_str(part),
            (_, Some(line)) => {
                plain.push('\n');
                plain.push_str(line);
            }
            (_, None) => {
                plain.push('\\');
                plain.push_str(part);
            }
        }
    }
    plain
}

/// Headers of older PEM (RFC 1421 §4.6, as in `Proc-Type: 4,ENCRYPTED`) end
/// with an empty line.
fn split_headers(body: &str) -> (&str, &str) {
    if !body.contains(": ") {
        return ("", body);
    }
    let blank = body.find("\n\n").map(|at| (at, 2)).or(body.find("\r\n\r\n").map(|at| (at, 4)));
    match blank {
        Some((at, length)) if at > 0 => (&body[..at], &body[at + length..]),
        _ => (body, ""),
    }
}

fn is_blank(text: &str) -> bool {
    text.replace("\\n", "").replace("\\r", "").chars().all(char::is_whitespace)
}
