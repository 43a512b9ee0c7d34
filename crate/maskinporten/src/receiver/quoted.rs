//! Values as the shells take them for one word each.

/// A place in the file system: `~/` before it is the person's own folder.
pub(super) fn bash_path(text: &str) -> String {
    match text.strip_prefix("~/") {
        Some(rest) => format!("~/{}", bash(rest)),
        None => bash(text),
    }
}

/// Between apostrophes nothing is expanded (POSIX, "Shell Command Language" §2.2.2).
pub(super) fn bash(text: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_./:=@".contains(c);
    if !text.is_empty() && text.chars().all(is_bare) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

pub(super) use crate::command::powershell_quoted as powershell;

/// For az from PowerShell. On Windows az is a batch file, and cmd reads its arguments once
/// more: what means something to it stands between quotation marks of its own ("Quoting
/// issues with PowerShell" in the documents of azure-cli).
pub(super) fn powershell_az(text: &str) -> String {
    if text.contains(['&', '|', '<', '>', '^', '(', ')']) {
        return powershell(&format!("\"{text}\""));
    }
    powershell(text)
}
