//! Zones made by hand, without the code that is tested: layouts and check digits are written down once more.

use idsnap::document::mrz::MrzFormat;

/// A generator of the same numbers on every machine (xorshift64*).
pub struct Random(u64);

impl Random {
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap() % bound
    }

    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// `length` characters of `alphabet`.
    pub fn text(&mut self, alphabet: &str, length: usize) -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| self.pick(&alphabet)).collect()
    }
}

pub const DIGITS: &str = "0123456789";
pub const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
pub const MIXED: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What a character counts in a check digit (ICAO Doc 9303 part 3, section 4.9).
pub fn value(c: char) -> u32 {
    c.to_digit(36).unwrap_or(0)
}

pub fn digit(text: &str) -> char {
    let sum: u32 = text.chars().zip([7, 3, 1].into_iter().cycle()).map(|(c, weight)| value(c) * weight).sum();
    char::from_digit(sum % 10, 10).unwrap()
}

pub fn with_digit(text: &str) -> String {
    format!("{text}{}", digit(text))
}

/// A zone whose check digits hold, and where a misreading of it could be noticed.
pub struct Zone {
    pub lines: Vec<String>,
    pub number: String,
    /// Line and column of everything that a check digit covers, and of the check digits.
    pub covered: Vec<(usize, usize)>,
    /// The part of `covered` that is the document number and its check digit.
    pub number_at: Vec<(usize, usize)>,
}

pub const FORMATS: [MrzFormat; 7] = [
    MrzFormat::Td1,
    MrzFormat::Td2,
    MrzFormat::Td3,
    MrzFormat::MrvA,
    MrzFormat::MrvB,
    MrzFormat::FrenchIdCard,
    MrzFormat::FrenchDrivingLicence,
];

fn places(line: usize, columns: impl IntoIterator<Item = usize>) -> Vec<(usize, usize)> {
    columns.into_iter().map(|column| (line, column)).collect()
}

/// A number as documents have them: digits, letters before digits, or both mixed.
fn number(random: &mut Random) -> String {
    let length = 7 + random.below(3);
    let letters = match random.below(4) {
        0 => 0,
        1 => 1,
        2 => 2,
        _ => return random.text(MIXED, length),
    };
    random.text(LETTERS, letters) + &random.text(DIGITS, length - letters)
}

fn date(random: &mut Random, years: core::ops::Range<usize>) -> String {
    let year = years.start + random.below(years.len());
    format!("{year:02}{:02}{:02}", 1 + random.below(12), 1 + random.below(28))
}

fn optional(random: &mut Random, width: usize) -> String {
    let length = random.below(3) * random.below(width / 2 + 1);
    random.text(MIXED, length.min(width))
}

/// A zone of the format, the same for the same state of `random`.
pub fn zone(format: MrzFormat, random: &mut Random) -> Zone {
    match format {
        MrzFormat::Td1 => td1(random),
        MrzFormat::Td2 | MrzFormat::Td3 | MrzFormat::MrvA | MrzFormat::MrvB => two_lines(format, random),
        MrzFormat::FrenchIdCard => french_id_card(random),
        MrzFormat::FrenchDrivingLicence => french_driving_licence(random),
        MrzFormat::SwissDrivingLicence => unreachable!("it has no check digit"),
    }
}

fn td1(random: &mut Random) -> Zone {
    let number = number(random);
    let first = format!("{}{:<<15}", with_digit(&format!("{number:<<9}")), optional(random, 15));
    let (birth, expiry) = (with_digit(&date(random, 0..99)), with_digit(&date(random, 20..40)));
    let second = format!("{:<<11}", optional(random, 11));
    let composite = digit(&[first.as_str(), &birth, &expiry, &second].concat());
    let lines = vec![
        format!("I<UTO{first}"),
        format!("{birth}F{expiry}UTO{second}{composite}"),
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<".to_owned(),
    ];
    let covered = [places(0, 5..30), places(1, (0..7).chain(8..15).chain(18..30))].concat();
    Zone { lines, number, covered, number_at: places(0, 5..15) }
}

fn two_lines(format: MrzFormat, random: &mut Random) -> Zone {
    let width = if matches!(format, MrzFormat::Td3 | MrzFormat::MrvA) { 44 } else { 36 };
    let code = match format {
        MrzFormat::Td3 => 'P',
        MrzFormat::Td2 => 'I',
        _ => 'V',
    };
    let number = number(random);
    let first = with_digit(&format!("{number:<<9}"));
    let dates = [with_digit(&date(random, 0..99)), with_digit(&date(random, 20..40))];
    let (rest, covered) = match format {
        MrzFormat::Td3 => {
            let optional = with_digit(&format!("{:<<14}", optional(random, 14)));
            let composite = digit(&[first.as_str(), &dates[0], &dates[1], &optional].concat());
            (format!("{optional}{composite}"), places(1, (0..10).chain(13..20).chain(21..44)))
        }
        MrzFormat::Td2 => {
            let optional = format!("{:<<7}", optional(random, 7));
            let composite = digit(&[first.as_str(), &dates[0], &dates[1], &optional].concat());
            (format!("{optional}{composite}"), places(1, (0..10).chain(13..20).chain(21..36)))
        }
        _ => ("<".repeat(width - 28), places(1, (0..10).chain(13..20).chain(21..28))),
    };
    let names = format!("{code}<UTOERIKSSON<<ANNA<MARIA");
    let lines = vec![format!("{names:<<width$}"), format!("{first}UTO{}F{}{rest}", dates[0], dates[1])];
    Zone { lines, number, covered, number_at: places(1, 0..10) }
}

fn french_id_card(random: &mut Random) -> Zone {
    let first = format!("{:<<30}{}", "IDFRAEXEMPLE", random.text(DIGITS, 6));
    let month = format!("{:02}{:02}", random.below(21), 1 + random.below(12));
    let number = month + &random.text(MIXED, 3) + &random.text(DIGITS, 5);
    let birth = with_digit(&date(random, 30..99));
    let second = format!("{}{:<<14}{birth}F", with_digit(&number), "ANNE<<MARIE");
    let composite = digit(&[first.as_str(), &second].concat());
    let lines = vec![first, format!("{second}{composite}")];
    let covered = [places(0, 0..36), places(1, 0..36)].concat();
    Zone { lines, number, covered, number_at: places(1, 0..13) }
}

fn french_driving_licence(random: &mut Random) -> Zone {
    let number = random.text(DIGITS, 2) + &random.text(LETTERS, 2) + &random.text(DIGITS, 5);
    let line = with_digit(&format!("D1FRA{number}"));
    let line = with_digit(&format!("{line}{}{:<<8}", date(random, 20..40), "MARTIN"));
    Zone { lines: vec![line], number, covered: places(0, 0..30), number_at: places(0, 5..15) }
}
