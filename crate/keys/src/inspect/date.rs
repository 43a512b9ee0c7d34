//! Days as findings name them.

/// Seconds.
pub(super) const DAY: u64 = 24 * 60 * 60;

/// The day in UTC, `YYYY-MM-DD`, of Unix seconds.
pub(super) fn date(seconds: u64) -> String {
    // Years begin in March, so that the leap day is the last; 400 years are
    // 146 097 days. 1970-01-01 is day 719 468 of that count.
    let day = seconds / DAY + 719_468;
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year + next)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_of_unix_seconds() {
        // date -u -d @N +%F
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(951_782_400), "2000-02-29");
        assert_eq!(date(1_795_392_000), "2026-11-23");
        assert_eq!(date(4_107_542_399), "2100-02-28");
        assert_eq!(date(4_107_542_400), "2100-03-01");
    }
}
