/// What is not seen, or turns the text around it: control characters, soft hyphens, marks
/// of direction, line ends of Unicode and characters without width (CVE-2021-42574).
/// Wherever a person copies a text to where it does something, none may stand in it.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
        )
}
