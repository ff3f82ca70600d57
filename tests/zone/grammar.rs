//! What `parseMrz` calls valid, the reader of images calls valid where it sees every character.

use idsnap::document::mrz::{ParseOptions, check_digit, parse_with};
use std::path::Path;

fn is_valid(lines: &[&str]) -> bool {
    let options = ParseOptions { today: None, repair: Some(false) };
    parse_with(lines, &options).is_some_and(|mrz| mrz.valid && mrz.lines == lines)
}

/// Every file below a folder that is text.
fn texts(folder: &Path, all: &mut Vec<String>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { texts(&path, all) } else { all.extend(std::fs::read_to_string(&path)) }
    }
}

/// The zones of the tests of the parser and of the responses of vendors.
fn written() -> Vec<Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut all = Vec::new();
    ["mrz", "vendors", "fixtures"].iter().for_each(|folder| texts(&root.join(folder), &mut all));
    let mut zones = Vec::new();
    for text in all {
        let of_zone = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '<';
        let lines: Vec<_> = text.split(|c| !of_zone(c)).filter(|line| [30, 36, 44].contains(&line.len())).collect();
        for count in [1, 2, 3] {
            zones.extend(
                lines
                    .windows(count)
                    .filter(|lines| is_valid(lines))
                    .map(|lines| lines.iter().map(|line| (*line).to_owned()).collect()),
            );
        }
    }
    zones
}

/// Fillers up to the width.
fn padded(text: &str, width: usize) -> String {
    format!("{text:<<width$}")
}

fn checked(text: &str) -> String {
    format!("{text}{}", char::from(check_digit(text.as_bytes())))
}

fn passport(begin: &str, [birth, expiry, optional]: [&str; 3]) -> Vec<String> {
    let lower = format!("{}UTO{}F{}", checked("L898902C3"), checked(birth), checked(expiry)) + optional;
    let composite = check_digit([&lower[..10], &lower[13..20], &lower[21..43]].concat().as_bytes());
    vec![padded(begin, 44), format!("{lower}{}", char::from(composite))]
}

/// A card whose number goes on in the optional data: `upper` is its first line.
fn card(upper: &str, names: &str) -> Vec<String> {
    let (upper, middle) = (padded(upper, 30), format!("{}F{}BEL", checked("801213"), checked("310419")));
    let middle = padded(&middle, 29);
    let composite = check_digit([&upper[5..30], &middle[..7], &middle[8..15], &middle[18..29]].concat().as_bytes());
    vec![upper, format!("{middle}{}", char::from(composite)), padded(names, 30)]
}

/// Zones as documents have them and no specimen does.
fn made() -> Vec<Vec<String>> {
    let (names, empty, known) = ("P<UTOERIKSSON<<ANNA<MARIA", "<<<<<<<<<<<<<<0", ["740812", "120415"]);
    let mut zones = Vec::new();
    for names in [
        "PNRUSKUZNE3OVA<<EVGENI8<ANATOL9EVNA",
        "PNRUS8KOVLEV<<7RI6<2",
        "P<UTO<ERIKSSON<<ANNA",
        "P<UTO",
        "P<UTO<<ANNA",
        "P<UTOERIKSSON",
        "P1UTOERIKSSON<<ANNA",
        "POCHNERIKSSON<<ANNA",
    ] {
        zones.push(passport(names, [known[0], known[1], empty]));
    }
    for date in
        ["000000", "<<<<<<", "74<<<<", "740000", "7408<<", "740800", "<<0812", "<<08<<", "<<0000", "7400<<", "74<<00"]
    {
        zones.push(passport(names, [date, known[1], empty]));
        zones.push(passport(names, [known[0], date, "<<<<<<<<<<<<<<<"]));
    }
    zones.extend(["999999", "991231", "990101"].map(|date| passport(names, [known[0], date, empty])));
    for (tail, counted) in [
        ("348", "592364176<348"),
        ("348", "592364176348"),
        ("3", "592364176<3"),
        ("12345678901234", "59236417612345678901234"),
    ] {
        zones.push(card(
            &format!("IDBEL592364176<{tail}{}", char::from(check_digit(counted.as_bytes()))),
            "PETERS<<ANNA",
        ));
    }
    let french = "IDFRAMARTIN<<<<<<<<<<<<<<<<<<<372001".to_owned();
    let lower = checked("880657226571") + "<<<<<<<<<<<<<<" + &checked("690212") + "F";
    let lower = format!("{lower}{}", char::from(check_digit(format!("{french}{lower}").as_bytes())));
    zones.push(vec![french, lower]);
    zones
}

#[test]
fn the_reader_allows_what_the_parser_calls_valid() {
    let (written, made) = (written(), made());
    assert!(written.len() > 20 && made.len() > 30, "{} and {}", written.len(), made.len());
    let mut missed = Vec::new();
    for zone in written.iter().chain(&made) {
        let lines: Vec<_> = zone.iter().map(String::as_str).collect();
        assert!(is_valid(&lines), "{lines:?}");
        if !idsnap_zone::allows(&lines) {
            missed.push(zone);
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn the_reader_allows_no_more_than_the_parser() {
    let mut tried = 0;
    for zone in written().iter().chain(&made()) {
        for (row, line) in zone.iter().enumerate() {
            for at in (0..line.len()).step_by(7) {
                let mut changed = zone.clone();
                changed[row].replace_range(at..=at, if &line[at..=at] == "1" { "2" } else { "1" });
                let lines: Vec<_> = changed.iter().map(String::as_str).collect();
                tried += 1;
                assert!(!idsnap_zone::allows(&lines) || is_valid(&lines), "{lines:?}");
            }
        }
    }
    assert!(tried > 500, "{tried}");
}
