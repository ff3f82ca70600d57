//! What stands in a zone: valid ones of every format, and text of every character for the network.

use crate::random::Random;

pub const DIGITS: &str = "0123456789";
pub const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
pub const MIXED: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
pub const ALL: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

/// The formats, as they are called in the product.
pub const FORMATS: [&str; 8] = ["TD1", "TD2", "TD3", "MRV-A", "MRV-B", "FRA-CNI", "FRA-DL", "CHE-DL"];

const STATES: [&str; 24] = [
    "UTO", "D<<", "FRA", "ITA", "ESP", "KAZ", "RUS", "UZB", "VNM", "CHN", "GBR", "USA", "CAN", "POL", "NLD", "AUT",
    "CHE", "TUR", "UKR", "AZE", "KGZ", "IND", "XXA", "RKS",
];
const SYLLABLES: [&str; 40] = [
    "AN", "BER", "CO", "DA", "EL", "FRI", "GUL", "HAN", "IV", "JO", "KA", "LI", "MAR", "NOV", "OL", "PE", "QUI", "ROS",
    "SA", "TI", "UL", "VIC", "WAN", "XI", "YU", "ZAH", "OV", "EZ", "SKI", "MANN", "A", "E", "O", "IA", "INA", "SON",
    "GH", "TH", "NG", "BEK",
];

/// What a character counts in a check digit (ICAO Doc 9303 part 3, section 4.9).
fn value(character: char) -> u32 {
    character.to_digit(36).unwrap_or(0)
}

fn digit(text: &str) -> char {
    let sum: u32 = text.chars().zip([7, 3, 1].into_iter().cycle()).map(|(c, weight)| value(c) * weight).sum();
    char::from_digit(sum % 10, 10).unwrap_or('0')
}

fn with_digit(text: &str) -> String {
    format!("{text}{}", digit(text))
}

/// Lines of a valid zone.
pub fn zone(format: &str, random: &mut Random) -> Vec<String> {
    match format {
        "TD1" => td1(random),
        "FRA-CNI" => french_card(random),
        "FRA-DL" => french_licence(random),
        "CHE-DL" => swiss_licence(random),
        _ => two_lines(format, random),
    }
}

/// Lines of the same shape with every character anywhere.
pub fn any(format: &str, random: &mut Random) -> Vec<String> {
    let fillers = random.range(0.0, 0.3);
    let one = |random: &mut Random| if random.happens(fillers) { "<".to_owned() } else { random.text(ALL, 1) };
    zone(format, random).iter().map(|line| (0..line.len()).map(|_| one(random)).collect()).collect()
}

fn state(random: &mut Random) -> String {
    if random.happens(0.3) { random.text(LETTERS, 3) } else { random.pick(&STATES).to_owned() }
}

fn word(random: &mut Random) -> String {
    if random.happens(0.15) {
        let length = 2 + random.below(8);
        return random.text(LETTERS, length);
    }
    (0..1 + random.below(4)).map(|_| random.pick(&SYLLABLES)).collect()
}

fn names(random: &mut Random, width: usize) -> String {
    let surname: Vec<_> = (0..1 + random.below(5) / 3).map(|_| word(random)).collect();
    let given: Vec<_> = (0..random.below(9).div_ceil(3)).map(|_| word(random)).collect();
    let mut text = surname.join("<");
    if !given.is_empty() {
        text = format!("{text}<<{}", given.join("<"));
    }
    text.truncate(width);
    format!("{text:<<width$}")
}

/// Digits, letters before digits, or both mixed.
fn number(random: &mut Random, longest: usize) -> String {
    let length = longest - random.below(3) * random.below(2);
    let letters = match random.below(4) {
        0 => 0,
        1 => 1,
        2 => 2,
        _ => return random.text(MIXED, length),
    };
    random.text(LETTERS, letters) + &random.text(DIGITS, length - letters)
}

fn date(random: &mut Random, from: usize, to: usize) -> String {
    let year = from + random.below(to - from);
    format!("{year:02}{:02}{:02}", 1 + random.below(12), 1 + random.below(28))
}

fn birth(random: &mut Random) -> String {
    let whole = date(random, 0, 100);
    match random.below(60) {
        0 => format!("{}<<<<", &whole[..2]),
        1 => format!("{}<<", &whole[..4]),
        _ => whole,
    }
}

fn optional(random: &mut Random, width: usize) -> String {
    let length = (random.below(3) * random.below(width / 2 + 1)).min(width);
    let alphabet = random.pick(&[MIXED, DIGITS]);
    format!("{:<<width$}", random.text(alphabet, length))
}

fn code(random: &mut Random, codes: &[&str]) -> String {
    if random.happens(0.2) {
        return format!("{}{}", &random.pick(codes)[..1], random.text(LETTERS, 1));
    }
    random.pick(codes).to_owned()
}

fn sex(random: &mut Random) -> &'static str {
    random.pick(&["M", "M", "M", "F", "F", "F", "<"])
}

fn td1(random: &mut Random) -> Vec<String> {
    let head = code(random, &["I<", "ID", "AC", "C<", "IR", "A<"]) + &state(random);
    let rest = if random.happens(0.05) {
        let long = {
            let length = 11 + random.below(4);
            number(random, length)
        };
        let (first, tail) = long.split_at(9);
        format!("{first}<{:<<15}", format!("{tail}{}", digit(&long)))
    } else {
        with_digit(&format!("{:<<9}", number(random, 9))) + &optional(random, 15)
    };
    let (birth, expiry) = (with_digit(&birth(random)), with_digit(&date(random, 20, 42)));
    let second = optional(random, 11);
    let composite = digit(&[rest.as_str(), &birth, &expiry, &second].concat());
    let sex = sex(random);
    vec![head + &rest, format!("{birth}{sex}{expiry}{}{second}{composite}", state(random)), names(random, 30)]
}

fn two_lines(format: &str, random: &mut Random) -> Vec<String> {
    let width = if matches!(format, "TD3" | "MRV-A") { 44 } else { 36 };
    let head = match format {
        "TD3" => code(random, &["P<", "PP", "PD", "PO"]),
        "TD2" => code(random, &["I<", "ID", "AC", "C<"]),
        _ => code(random, &["V<", "VN"]),
    };
    let first = with_digit(&format!("{:<<9}", number(random, 9)));
    let (birth, expiry) = (with_digit(&birth(random)), with_digit(&date(random, 20, 42)));
    let rest = match format {
        "TD3" => {
            let optional = optional(random, 14);
            let check = if optional.starts_with('<') && random.happens(0.7) { '<' } else { digit(&optional) };
            let optional = format!("{optional}{check}");
            format!("{optional}{}", digit(&[first.as_str(), &birth, &expiry, &optional].concat()))
        }
        "TD2" => {
            let optional = optional(random, 7);
            format!("{optional}{}", digit(&[first.as_str(), &birth, &expiry, &optional].concat()))
        }
        _ => optional(random, width - 28),
    };
    let issuer = state(random);
    let nation = if random.happens(0.7) { issuer.clone() } else { state(random) };
    let sex = sex(random);
    vec![format!("{head}{issuer}{}", names(random, width - 5)), format!("{first}{nation}{birth}{sex}{expiry}{rest}")]
}

fn french_card(random: &mut Random) -> Vec<String> {
    let surname = word(random);
    let first = format!("IDFRA{:<<25}{}", &surname[..surname.len().min(25)], random.text(DIGITS, 6));
    let month = format!("{:02}{:02}", random.below(21), 1 + random.below(12));
    let number = month + &random.text(DIGITS, 3) + &random.text(DIGITS, 5);
    let given = format!("{}<<{}", word(random), word(random));
    let second = format!(
        "{}{:<<14}{}{}",
        with_digit(&number),
        &given[..given.len().min(14)],
        with_digit(&date(random, 30, 100)),
        random.pick(&["M", "F"])
    );
    let composite = digit(&[first.as_str(), &second].concat());
    vec![first, format!("{second}{composite}")]
}

fn french_licence(random: &mut Random) -> Vec<String> {
    let number = random.text(DIGITS, 2) + &random.text(LETTERS, 2) + &random.text(DIGITS, 5);
    let line = with_digit(&format!("D1FRA{number}"));
    let name = word(random);
    vec![with_digit(&format!("{line}{}{:<<8}", date(random, 20, 42), &name[..name.len().min(8)]))]
}

fn swiss_licence(random: &mut Random) -> Vec<String> {
    let first = format!("{}{}{}<<", random.text(LETTERS, 3), random.text(DIGITS, 3), random.pick(&["D", "F", "I"]));
    let country = random.pick(&["CHE", "LIE"]);
    let second = format!("FA{country}{}<<{}<<<<<", random.text(DIGITS, 12), date(random, 30, 100));
    debug_assert_eq!(second.len(), 30);
    vec![format!("{first:<<9}"), format!("{second:<<30}"), names(random, 30)]
}
