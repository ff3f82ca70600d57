//! A zone that was given: read, unreadable, or absent.

use super::{TD3, read};
use idsnap::document::mrz::{ParseOptions, UnreadableZone, ZoneReading, read_zone};

#[test]
fn a_zone_that_cannot_be_read_says_why() {
    let long = "P<UTO".repeat(100);
    let unreadable = |reason| ZoneReading::Unreadable { reason };
    for (lines, expected) in [
        (&[][..], ZoneReading::Absent),
        (&["", " \n "], ZoneReading::Absent),
        (&["<<<<<<<<", "««"], ZoneReading::Absent),
        (&["not read"], unreadable(UnreadableZone::Form)),
        (&[TD3[0]], unreadable(UnreadableZone::Form)),
        (&["X<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", TD3[1]], unreadable(UnreadableZone::Form)),
        (&["P<UTO**********ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "**".repeat(22).as_str()], unreadable(UnreadableZone::Form)),
        (&["P<UTOERIKSSON<<ANNA", "P<<<<<<<<<<<<<<<<<<<"], unreadable(UnreadableZone::CheckDigits)),
        (&[&long], unreadable(UnreadableZone::TooLong)),
        (&TD3, ZoneReading::Read { mrz: Box::new(read(&TD3)) }),
    ] {
        assert_eq!(read_zone(lines, &ParseOptions::default()), expected, "{lines:?}");
    }
}

#[test]
fn a_reading_has_one_key_that_tells_what_it_is() {
    let json = |lines: &[&str]| serde_json::to_value(read_zone(lines, &ParseOptions::default())).unwrap();
    assert_eq!(json(&[]), serde_json::json!({"status": "absent"}));
    assert_eq!(json(&["no"]), serde_json::json!({"status": "unreadable", "reason": "form"}));
    assert_eq!(json(&TD3)["mrz"]["status"], "valid");
}
