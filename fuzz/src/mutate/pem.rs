//! One block of a PEM: its label, or the DER inside.

use super::der;
use super::dice::Dice;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(super) const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";

const LABELS: [&str; 9] = [
    "PRIVATE KEY",
    "PUBLIC KEY",
    "RSA PRIVATE KEY",
    "RSA PUBLIC KEY",
    "EC PRIVATE KEY",
    "EC PARAMETERS",
    "ENCRYPTED PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "CERTIFICATE",
];

pub(super) fn change(text: &str, dice: &mut Dice) -> Option<String> {
    let begins: Vec<_> = text.match_indices(BEGIN).map(|(at, _)| at).collect();
    let begin = *dice.pick(&begins);
    let (label, body) = text[begin + BEGIN.len()..].split_once(DASHES)?;
    let end_line = format!("-----END {label}-----");
    let (body, after) = body.split_once(&end_line)?;
    let before = &text[..begin];
    match dice.below(8) {
        0 => Some(block(before, dice.pick::<&str>(&LABELS), body, after)),
        1 => Some(format!("{text}{}", &text[begin..text.len() - after.len()])),
        2 => Some(block(before, label, &body.replace('\n', dice.pick::<&str>(&BREAKS)), after)),
        _ => {
            let plain: String = body.split_whitespace().collect();
            let changed = der::change(&STANDARD.decode(plain).ok()?, dice)?;
            let body = STANDARD.encode(changed);
            let lines: Vec<_> = body.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
            Some(block(before, label, &format!("\n{}\n", lines.join("\n")), after))
        }
    }
}

const BREAKS: [&str; 5] = ["\r\n", "\\n", " ", "", "\n\n"];

fn block(before: &str, label: &str, body: &str, after: &str) -> String {
    format!("{before}-----BEGIN {label}-----{body}-----END {label}-----{after}")
}
