use crate::der::{Malformed, Reader, tag};

/// Reads a `Time` (RFC 5280 §4.1.2.5) as Unix seconds; what is before 1970 is 0.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<u64, Malformed> {
    let value = reader.value()?;
    let (year, rest) = match value.tag {
        // "YYMMDDHHMMSSZ": from 50 on it is the last century
        tag::UTC_TIME => {
            let (year, rest) = digits(value.content, 2)?;
            (if year < 50 { 2000 + year } else { 1900 + year }, rest)
        }
        tag::GENERALIZED_TIME => digits(value.content, 4)?,
        _ => return Err(Malformed),
    };
    let (month, rest) = digits(rest, 2)?;
    let (day, rest) = digits(rest, 2)?;
    let (hour, rest) = digits(rest, 2)?;
    let (minute, rest) = digits(rest, 2)?;
    let (second, rest) = digits(rest, 2)?;
    let fits = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60
        && rest == b"Z";
    if !fits {
        return Err(Malformed);
    }
    let days = days_since_1970(year, month, day);
    let seconds = days * 86_400 + i64::from(hour * 3600 + minute * 60 + second);
    Ok(u64::try_from(seconds).unwrap_or(0))
}

fn digits(octets: &[u8], count: usize) -> Result<(u32, &[u8]), Malformed> {
    let (digits, rest) = octets.split_at_checked(count).ok_or(Malformed)?;
    let text = core::str::from_utf8(digits).map_err(|_| Malformed)?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(Malformed);
    }
    Ok((text.parse().map_err(|_| Malformed)?, rest))
}

/// In the calendar that X.690 means: years begin in March here, so that the leap
/// day is a year's last.
fn days_since_1970(year: u32, month: u32, day: u32) -> i64 {
    let (year, month) = match month {
        1 | 2 => (i64::from(year) - 1, i64::from(month) + 9),
        _ => (i64::from(year), i64::from(month) - 3),
    };
    let of_months = (153 * month + 2) / 5;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + of_months + i64::from(day) - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::value;

    fn seconds(tag: u8, text: &str) -> Result<u64, Malformed> {
        read(&mut Reader::new(&value(tag, &[text.as_bytes()])))
    }

    #[test]
    fn both_kinds_of_time_are_read() {
        // `date -u -d … +%s`
        assert_eq!(seconds(tag::UTC_TIME, "700101000000Z"), Ok(0));
        assert_eq!(seconds(tag::UTC_TIME, "491231235959Z"), Ok(2_524_607_999));
        assert_eq!(seconds(tag::UTC_TIME, "500101000000Z"), Ok(0));
        assert_eq!(seconds(tag::UTC_TIME, "240229120000Z"), Ok(1_709_208_000));
        assert_eq!(seconds(tag::GENERALIZED_TIME, "20500101000000Z"), Ok(2_524_608_000));
        assert_eq!(seconds(tag::GENERALIZED_TIME, "21000301000000Z"), Ok(4_107_542_400));
        assert_eq!(seconds(tag::GENERALIZED_TIME, "99991231235959Z"), Ok(253_402_300_799));
    }

    #[test]
    fn other_times_are_malformed() {
        for bad in
            ["", "240229120000", "2402291200Z", "241329120000Z", "+40229120000Z", "240229126000Z"]
        {
            assert_eq!(seconds(tag::UTC_TIME, bad), Err(Malformed), "{bad}");
        }
        assert_eq!(seconds(tag::OCTET_STRING, "240229120000Z"), Err(Malformed));
    }
}
