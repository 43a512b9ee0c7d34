//! Time as the portal sees it, and as people read it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::settings::Settings;

/// Seconds in a day.
pub const DAY: u64 = 86_400;

/// Unix seconds by the portal's own clock, skew included.
pub fn now(settings: &Settings) -> u64 {
    machine_now().as_secs().saturating_add_signed(settings.clock_skew_seconds)
}

/// The machine's clock since 1970. Delays are measured with it, so that a
/// skewed portal does not forget or hurry them.
pub fn machine_now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// The value of a `Date` header.
pub fn http_date(unix_seconds: u64) -> String {
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(unix_seconds))
}

/// `2026-11-23 05:30` in UTC.
pub fn readable(unix_seconds: u64) -> String {
    let (year, month, day) = civil(unix_seconds / DAY);
    let minutes = unix_seconds % DAY / 60;
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", minutes / 60, minutes % 60)
}

/// `2026-11-23T05:30:59Z` (RFC 3339), as the self-service API writes times.
pub fn rfc3339(unix_seconds: u64) -> String {
    let (year, month, day) = civil(unix_seconds / DAY);
    let seconds = unix_seconds % DAY;
    let (hours, minutes) = (seconds / 3_600, seconds % 3_600 / 60);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{:02}Z", seconds % 60)
}

/// Days from 1970 to a date of the years 1970 to 9999.
pub fn days(year: u64, month: u64, day: u64) -> u64 {
    let march_year = if month > 2 { year } else { year - 1 };
    let march_month = (month + 9) % 12;
    let day_of_year = (153 * march_month + 2) / 5 + day - 1;
    let leap_days = march_year / 4 - march_year / 100 + march_year / 400;
    march_year * 365 + leap_days + day_of_year - 719_468
}

/// Year, month and day of a number of days since 1970, counted in eras of 400
/// years that begin on 1 March.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::{DAY, civil, days, readable, rfc3339};

    #[test]
    fn dates() {
        assert_eq!(readable(0), "1970-01-01 00:00");
        assert_eq!(readable(951_782_400), "2000-02-29 00:00");
        assert_eq!(readable(1_795_411_859), "2026-11-23 05:30");
        assert_eq!(rfc3339(1_795_411_859), "2026-11-23T05:30:59Z");
    }

    #[test]
    fn days_and_dates_agree() {
        for day in (0..60_000).chain([253_402_300_799 / DAY]) {
            let (year, month, date) = civil(day);
            assert_eq!(days(year, month, date), day);
        }
    }
}
