//! PEM (RFC 7468), read leniently: lines of any length, CRLF, text around the
//! blocks, several blocks, `\n` written out as in environment variables.

use crate::form::openssh;
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

/// Characters (RFC 7468 §2)
const LINE_LEN: usize = 64;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// Whether there is a block in the text.
pub(crate) fn is_plausible(text: &str) -> bool {
    text.contains(BEGIN)
}

/// The blocks of a text.
#[derive(Default)]
pub(crate) struct Blocks<'a> {
    /// Those that are whole.
    pub whole: Vec<Block<'a>>,
    /// Why a block that may be passed over is not among them: the first.
    pub damaged: Option<ReadError>,
}

/// Reads every block of a text, of which there may be `most`. Where `may_miss` says
/// so of its label, one that is damaged does not keep the others from being read.
pub(crate) fn blocks(
    text: &str,
    most: usize,
    may_miss: impl Fn(&str) -> bool,
) -> Result<Blocks<'_>, ReadError> {
    let mut blocks = Blocks::default();
    let mut noise = false;
    let mut rest = text;
    for count in 0.. {
        let Some((before, after)) = rest.split_once(BEGIN) else { break };
        if count == most {
            return Err(ReadErrorCode::TooManyKeys.into());
        }
        let place = Place::of(text, text.len() - after.len() - BEGIN.len());
        let error = |code: ReadErrorCode| ReadError { code, place: Some(place) };
        let (label, body) = after.split_once(DASHES).ok_or(error(ReadErrorCode::PemIncomplete))?;
        noise |= !is_blank(before);
        match whole(label, body, place) {
            Ok((block, after)) => {
                blocks.whole.push(block);
                rest = after;
            }
            Err(code) if may_miss(label) => {
                blocks.damaged.get_or_insert(error(code));
                // To the next one, wherever this one ends.
                rest = body.find(BEGIN).and_then(|at| body.get(at..)).unwrap_or_default();
            }
            Err(code) => return Err(error(code)),
        }
    }
    noise |= !is_blank(rest) || text.contains('\r') || text.contains("\\n");
    if noise {
        let notes = blocks.whole.iter_mut().map(|block| &mut block.irregularities);
        notes.for_each(|notes| notes.push(IrregularityKind::Noise));
    }
    Ok(blocks)
}

/// The block whose label and body begin here, and what follows it.
fn whole<'a>(
    label: &'a str,
    body: &'a str,
    place: Place,
) -> Result<(Block<'a>, &'a str), ReadErrorCode> {
    let (body, after) = body.split_once(END).ok_or(ReadErrorCode::PemIncomplete)?;
    let (end_label, after) = after.split_once(DASHES).ok_or(ReadErrorCode::PemIncomplete)?;
    if body.contains(BEGIN) {
        return Err(ReadErrorCode::PemIncomplete);
    }
    if label != end_label {
        return Err(ReadErrorCode::PemLabels);
    }
    Ok((block(label, body, place)?, after))
}

/// Writes a block: lines of 64 characters (RFC 7468 §2), a newline at the end.
pub(crate) fn write(label: &str, der: &[u8]) -> Zeroizing<String> {
    let body = base64::encode_standard(der);
    let room = body.len() + body.len() / LINE_LEN + 2 * label.len() + 40;
    let mut out = Zeroizing::new(String::with_capacity(room));
    for part in [BEGIN, label, DASHES, "\n"] {
        out.push_str(part);
    }
    for line in body.as_bytes().chunks(LINE_LEN) {
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
    let usual = if label == openssh::LABEL { openssh::LINE_LEN } else { LINE_LEN };
    let last_fits = lines.next().is_none_or(|last| last.len() <= usual);
    if !last_fits || lines.any(|line| line.len() != usual) {
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
