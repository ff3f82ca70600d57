//! Beside npm `mrz` 5: the zones of its own tests, and some that it does not read.

use super::zones::with_digit;
use super::{MRV_A, MRV_B, TD3};
use idsnap::document::mrz::{Mrz, parse};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// What the sample is, its lines, and the number that it has.
type Sample = (&'static str, Vec<String>, &'static str);

fn own(name: &'static str, lines: &[&str], number: &'static str) -> Sample {
    (name, lines.iter().map(|line| (*line).to_owned()).collect(), number)
}

/// The zones of the tests of npm `mrz` 5.0.2.
fn samples_of_the_peer() -> Vec<Sample> {
    vec![
        own(
            "TD1, Switzerland",
            &["IDCHEA1234567<6<<<<<<<<<<<<<<<", "7510256M2009018CHE<<<<<<<<<<<8", "SMITH<<JOHN<ALBERT<<<<<<<<<<<<"],
            "A1234567",
        ),
        own(
            "TD1, Portugal, long number",
            &["I<PRT007777779<ZZ92<<<<<<<<<<<", "8303143M3405282PRT<<<<<<<<<<<2", "CACADOR<DE<ARAUJO<<ANDRE<ESTEV"],
            "007777779ZZ9",
        ),
        own(
            "TD1, Portugal, another",
            &["I<PRT007666667<ZZ00<<<<<<<<<<<", "8303143M3405293PRT<<<<<<<<<<<4", "CACADOR<DE<ARAUJO<<ANDRE<ESTEV"],
            "007666667ZZ0",
        ),
        own(
            "TD1, Belgium, long number",
            &["IDBEL600001795<0152<<<<<<<<<<<", "1301014F2311207BEL130101987398", "SPECIMEN<<SPECIMEN<<<<<<<<<<<<"],
            "600001795015",
        ),
        own(
            "TD1, Finland",
            &["I<FINXA10000585010195<112X<<<<", "9501016F2803135FIN<<<<<<<<<<<7", "SPECIMEN<TRAVEL<<VILMA<SOFIA<<"],
            "XA1000058",
        ),
        own(
            "TD3, Germany",
            &["P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "C01X0006H1D<<6408125F1710319<<<<<<<<<<<<<<<0"],
            "C01X0006H",
        ),
        own(
            "TD3, no surname",
            &["P<IND<<FIRST<NAME<<<<<<<<<<<<<<<<<<<<<<<<<<<", "C01X0006H1D<<6408125F1710319<<<<<<<<<<<<<<<0"],
            "C01X0006H",
        ),
        own(
            "TD3, China, PO",
            &["POCHNABULIKEMU<<ABULA<<<<<<<<<<<<<<<<<<<<<<<", "E596593216CHN9701078M2510077LAKCLCLMMBKGG932"],
            "E59659321",
        ),
        own(
            "TD3, China, PT",
            &["PTCHNCESHI<<YANGBEN<<<<<<<<<<<<<<<<<<<<<<<<<", "G622925996CHN8310291F1904220LCOCMKNENBPJB984"],
            "G62292599",
        ),
        own("TD3, ICAO's specimen", &TD3, "L898902C3"),
        own("TD2, ICAO's specimen", &super::TD2, "D23145890"),
        own(
            "French identity card",
            &["IDFRATEST<NAME<<<<<<<<<<<<<<<<0CHE02", "1710GVA123451ROBERTA<<<<<<<9112311F2"],
            "1710GVA12345",
        ),
        own(
            "French identity card, no code",
            &["IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "9409923102854CORINNE<<<<<<<6512068F4"],
            "940992310285",
        ),
        own("French driving licence", &["D1FRA13AA000026181231MARTIN<<9"], "13AA00002"),
        own(
            "French identity card, letters for digits",
            &["1DFRATE5T<NAME<<<<<<<<<<<<<<<<0CHE02", "I7I0GVA123451RO8ERTA<<<<<<<9IIZ3IIF2"],
            "1710GVA12345",
        ),
        own("French driving licence, letters for digits", &["D1FRA13AA0000261B1231MART1N<<9"], "13AA00002"),
        own(
            "Swiss driving licence",
            &["AAA001D<<", "FACHE305142128097<<800126<<<<<", "MARCHAND<<FABIENNE<<<<<<<<<<<<"],
            "305142128097",
        ),
        own(
            "Swiss driving licence, letters for digits",
            &["AAA001D<<", "FACHE30S142IZBO97<<8OO12G<<<<<", "MARCHAND<<FA81ENNE<<<<<<<<<<<<"],
            "305142128097",
        ),
        own(
            "TD2, letters for digits",
            &["I<UTOERIK55ON<<ANNA<MAR1A<<<<<<<<<<<", "D231458907UT0740BIZZF12O4IS9<<<<<<<G"],
            "D23145890",
        ),
        own(
            "TD3, letters for digits",
            &["P<UT0ERIK55ON<<ANNA<MAR1A<<<<<<<<<<<<<<<<<<<", "L898902C36UTO740BIZZF12041S9ZE184226B<<<<<1O"],
            "L898902C3",
        ),
    ]
}

fn more_samples() -> Vec<Sample> {
    let second = TD3[1].replace("ZE184226B<<<<<1", "<<<<<<<<<<<<<<0");
    let never = second.replace("1204159", &with_digit("999999"));
    let composite = super::zones::digit(&[&never[..10], &never[13..20], &never[21..43]].concat());
    let never = format!("{}{composite}", &never[..43]);
    vec![
        own("MRV-A, ICAO's specimen", &MRV_A, "L8988901C"),
        own("MRV-B, ICAO's specimen", &MRV_B, "L8988901C"),
        own("one line without a break", &[&TD3.concat()], "L898902C3"),
        own("in lower case", &[&TD3[0].to_lowercase(), &TD3[1].to_lowercase()], "L898902C3"),
        own("fillers missing at the end", &[TD3[0].trim_end_matches('<'), TD3[1]], "L898902C3"),
        own("fillers read as spaces", &[&TD3[0].replace('<', " "), &TD3[1].replace('<', " ")], "L898902C3"),
        own("fillers read as «", &[&TD3[0].replace("<<", "«"), TD3[1]], "L898902C3"),
        own("fillers read as K", &[&TD3[0].replace("<<<<<<<<", "<<<<K<KK"), TD3[1]], "L898902C3"),
        own("Ñ in the name", &[&TD3[0].replace("ANNA", "AÑNA"), TD3[1]], "L898902C3"),
        own("expiry 999999", &[TD3[0], &never], "L898902C3"),
        own("* in the date of birth", &[TD3[0], &TD3[1].replace("7408122", "74*8122")], "L898902C3"),
        own("O for 0 in the number", &[TD3[0], &TD3[1].replace("L898902", "L8989O2")], "L898902C3"),
        own("8 for 3 in the number", &[TD3[0], &TD3[1].replace("02C3", "02C8")], "L898902C3"),
    ]
}

fn read(lines: &[String]) -> Option<Mrz> {
    parse(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn everything_that_npm_mrz_reads_is_read() {
    let samples = samples_of_the_peer();
    assert_eq!(samples.len(), 20);
    for (name, lines, number) in samples {
        let mrz = read(&lines).unwrap();
        assert_eq!(mrz.document_number.as_deref(), Some(number), "{name}");
        assert_eq!(mrz.valid, !name.starts_with("Swiss"), "{name} {mrz:?}");
        assert!(mrz.date_of_birth.is_none_or(|date| date.iso.is_some()), "{name}");
    }
}

#[test]
fn more_than_npm_mrz_reads_is_read() {
    for (name, lines, number) in more_samples() {
        let mrz = read(&lines).unwrap();
        let in_doubt = name.ends_with("in the number");
        assert_eq!(mrz.valid, !in_doubt, "{name} {mrz:?}");
        assert_eq!(mrz.document_number.as_deref() == Some(number), !in_doubt, "{name}");
        assert_eq!(mrz.candidates.iter().any(|candidate| candidate.value == number), in_doubt, "{name}");
    }
}

fn of_peer(folder: &str, samples: &[Sample]) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mrz/peer.mjs");
    let mut node =
        Command::new("node").args([script, folder]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines: Vec<&Vec<String>> = samples.iter().map(|(_, lines, _)| lines).collect();
    node.stdin.take().unwrap().write_all(json!(lines).to_string().as_bytes()).unwrap();
    serde_json::from_slice(&node.wait_with_output().unwrap().stdout).unwrap()
}

/// `IDSNAP_MRZ_PEER` names a folder in which `npm install mrz@5` was run. Prints the table of docs/mrz.md.
#[test]
#[ignore = "needs npm mrz in a folder that IDSNAP_MRZ_PEER names"]
fn beside_npm_mrz() {
    let folder = std::env::var("IDSNAP_MRZ_PEER").unwrap();
    let samples = [samples_of_the_peer(), more_samples()].concat();
    let peer = of_peer(&folder, &samples);
    println!("| zone | mrz {} | idsnap |\n|---|---|---|", peer["version"].as_str().unwrap());
    for ((name, lines, number), theirs) in samples.iter().zip(peer["read"].as_array().unwrap()) {
        let found = |valid: bool, found: Option<&str>| match (valid, found == Some(*number)) {
            (true, true) => "valid",
            (true, false) => "valid, wrong number",
            (false, true) => "number right, not valid",
            (false, false) => "not valid",
        };
        let theirs = match theirs["error"].as_str() {
            Some(_) => "not read",
            None => found(theirs["valid"] == true, theirs["number"].as_str()),
        };
        let ours = read(lines).map_or("not read".to_owned(), |mrz| {
            let status = serde_json::to_value(mrz.status).unwrap();
            match mrz.candidates.iter().any(|candidate| candidate.value == *number) {
                true => format!("{}, the number among {} candidates", status.as_str().unwrap(), mrz.candidates.len()),
                false if mrz.document_number.as_deref() == Some(*number) => status.as_str().unwrap().to_owned(),
                false => format!("{}, wrong number", status.as_str().unwrap()),
            }
        });
        println!("| {name} | {theirs} | {ours} |");
    }
}
