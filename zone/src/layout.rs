//! The formats: what may stand at each place, and which check digit covers it (ICAO Doc 9303 parts 4 to 7, and the cards
//! of France and Switzerland that have formats of their own).

use crate::decode::Scores;
use crate::token::tokens;

/// The size and layout of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Cards: three lines of 30.
    Td1,
    /// Larger cards: two lines of 36.
    Td2,
    /// Passports: two lines of 44.
    Td3,
    /// Visas: two lines of 44.
    MrvA,
    /// Smaller visas: two lines of 36.
    MrvB,
    /// The French identity card until 2021: two lines of 36.
    FrenchIdCard,
    /// The French driving licence since 2013: one line of 30.
    FrenchDrivingLicence,
    /// The driving licence of Switzerland and Liechtenstein: lines of 9, 30 and 30.
    SwissDrivingLicence,
}

/// What may stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One of these characters.
    Of(&'static [u8]),
    Letter,
    LetterOrDigit,
    LetterOrFiller,
    Digit,
    Any,
    /// A character of names.
    Name,
    /// The same in the internal passport of Russia, which writes some letters as digits.
    RussianName,
    /// The second character of the document code.
    Code,
    /// The two places of a year.
    Year,
    /// Month and day, which take four places.
    MonthAndDay,
    /// The same of a date of expiry, which may say that there is none.
    LastDay,
    Sex,
    /// The check digit of the field before it.
    Check,
    /// The same where the field may be empty: then a filler may stand there.
    CheckOrFiller,
    Composite,
    /// A filler after a number that goes on elsewhere, which older cards count as a place of it, and where it does.
    Continued {
        counts: bool,
    },
    Continuation,
}

impl Kind {
    pub(crate) const fn length(self) -> usize {
        match self {
            Self::MonthAndDay | Self::LastDay => 4,
            Self::Year => 2,
            _ => 1,
        }
    }
}

/// A place, the two of a year, or the four of month and day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub kind: Kind,
    /// Whether the check digit of the field covers it.
    pub own: bool,
    /// Whether the composite check digit covers it.
    pub composite: bool,
}

/// A format, or one in which the document number goes on in the optional data.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub format: Format,
    pub widths: &'static [usize],
    pub places: Vec<Place>,
    /// Whether the number is a long one.
    pub is_long: bool,
}

/// Each line as it is written below: a letter a place, those of [`kind`]; then what the check digit of each field
/// covers, and what the composite one does.
type Lines = (Format, &'static [usize], [&'static str; 3]);

const FORMATS: [Lines; 9] = [
    (
        Format::Td3,
        &[44, 44],
        [
            "PcsssaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaN########kSSSy_m___kxy_e___k**************fK",
            "0000000000000000000000000000000000000000000011111111100001111110011111101111111111111100",
            "0000000000000000000000000000000000000000000011111111110001111111011111111111111111111110",
        ],
    ),
    // The internal passport of Russia, which writes seven letters of its names as digits.
    (
        Format::Td3,
        &[44, 44],
        [
            "P1R23rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrN########kSSSy_m___kxy_e___k**************fK",
            "0000000000000000000000000000000000000000000011111111100001111110011111101111111111111100",
            "0000000000000000000000000000000000000000000011111111110001111111011111111111111111111110",
        ],
    ),
    (
        Format::Td1,
        &[30, 30, 30],
        [
            "IcsssN########k***************y_m___kxy_e___kSSS***********Kaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "000001111111110000000000000000111111001111110000000000000000000000000000000000000000000000",
            "000001111111111111111111111111111111101111111000111111111110000000000000000000000000000000",
        ],
    ),
    (
        Format::FrenchIdCard,
        &[36, 36],
        [
            "IDFRAaaaaaaaaaaaaaaaaaaaaaaaaa******dddd***dddddkaaaaaaaaaaaaaay_m___kxK",
            "000000000000000000000000000000000000111111111111000000000000000111111000",
            "111111111111111111111111111111111111111111111111111111111111111111111110",
        ],
    ),
    (
        Format::Td2,
        &[36, 36],
        [
            "IcsssaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaN########kSSSy_m___kxy_e___k*******K",
            "000000000000000000000000000000000000111111111000011111100111111000000000",
            "000000000000000000000000000000000000111111111100011111110111111111111110",
        ],
    ),
    (
        Format::MrvA,
        &[44, 44],
        [
            "VcsssaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaN########kSSSy_m___kxy_e___k****************",
            "0000000000000000000000000000000000000000000011111111100001111110011111100000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        ],
    ),
    (
        Format::MrvB,
        &[36, 36],
        [
            "VcsssaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaN########kSSSy_m___kxy_e___k********",
            "000000000000000000000000000000000000111111111000011111100111111000000000",
            "000000000000000000000000000000000000000000000000000000000000000000000000",
        ],
    ),
    (
        Format::FrenchDrivingLicence,
        &[30],
        ["BdFRAddLLdddddky_e___aaaaaaaaK", "111111111111110000000000000000", "111111111111111111111111111110"],
    ),
    (
        Format::SwissDrivingLicence,
        &[9, 30, 30],
        [
            "LLLdddL<<GGCOEdddddddddddd<<y_m___<<<<<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "000000000000000000000000000000000000000000000000000000000000000000000",
            "000000000000000000000000000000000000000000000000000000000000000000000",
        ],
    ),
];

const fn kind(letter: u8) -> Kind {
    match letter {
        b'P' => Kind::Of(b"P"),
        b'I' => Kind::Of(b"ACI"),
        b'V' => Kind::Of(b"V"),
        b'B' => Kind::Of(b"ABD"),
        b'G' => Kind::Of(b"FA"),
        b'C' => Kind::Of(b"CL"),
        b'O' => Kind::Of(b"HI"),
        b'E' => Kind::Of(b"E"),
        b'D' => Kind::Of(b"D"),
        b'F' => Kind::Of(b"F"),
        b'R' => Kind::Of(b"R"),
        b'1' => Kind::Of(b"N"),
        b'2' => Kind::Of(b"U"),
        b'3' => Kind::Of(b"S"),
        b'A' => Kind::Of(b"A"),
        b'<' => Kind::Of(b"<"),
        b'L' => Kind::Letter,
        b'N' => Kind::LetterOrDigit,
        b'd' => Kind::Digit,
        b'a' => Kind::Name,
        b'r' => Kind::RussianName,
        b'y' => Kind::Year,
        b'm' => Kind::MonthAndDay,
        b'e' => Kind::LastDay,
        b'x' => Kind::Sex,
        b'k' => Kind::Check,
        b'f' => Kind::CheckOrFiller,
        b'K' => Kind::Composite,
        b'c' => Kind::Code,
        b's' | b'S' => Kind::LetterOrFiller,
        _ => Kind::Any,
    }
}

/// Where a number stands that goes on in the optional data: in a layout, whose dates take two places.
struct Numbers {
    format: Format,
    first: usize,
    check: usize,
    optional: core::ops::Range<usize>,
}

const NUMBERS: [Numbers; 2] = [
    Numbers { format: Format::Td1, first: 5, check: 14, optional: 15..30 },
    Numbers { format: Format::Td2, first: 36, check: 45, optional: 56..63 },
];

/// Every layout with lines of these lengths.
pub(crate) fn layouts(widths: &[usize]) -> Vec<Layout> {
    let mut all = Vec::new();
    for (format, lengths, [kinds, own, composite]) in FORMATS.iter().filter(|(_, lengths, _)| *lengths == widths) {
        let zipped = kinds.bytes().zip(own.bytes().zip(composite.bytes()));
        let places = zipped.filter(|(letter, _)| *letter != b'_').map(|(letter, (own, composite))| Place {
            kind: kind(letter),
            own: own == b'1',
            composite: composite == b'1',
        });
        let layout = Layout { format: *format, widths: lengths, places: places.collect(), is_long: false };
        for numbers in NUMBERS.iter().filter(|numbers| numbers.format == *format) {
            let ends = numbers.optional.start + 1..numbers.optional.end;
            for counts in [false, true] {
                all.extend(ends.clone().map(|end| with_long_number(&layout, numbers, end, counts)));
            }
        }
        all.push(layout);
    }
    all
}

/// A filler stands in place of the check digit, and the number goes on in the optional data, up to its check digit, behind
/// which a filler stands (part 5, note j; part 6).
fn with_long_number(layout: &Layout, numbers: &Numbers, end: usize, counts: bool) -> Layout {
    let mut long = Layout { is_long: true, ..layout.clone() };
    let Numbers { first, check, optional, .. } = numbers;
    for (at, place) in long.places.iter_mut().enumerate().take(optional.end).skip(*first) {
        if at == *check {
            place.kind = Kind::Continued { counts };
        } else if at == optional.start {
            (place.kind, place.own) = (Kind::Continuation, true);
        } else if (optional.start..end).contains(&at) {
            (place.kind, place.own) = (Kind::LetterOrDigit, true);
        } else if at == end {
            place.kind = Kind::Check;
        } else if at == end + 1 {
            place.kind = Kind::Of(b"<");
        }
    }
    long
}

impl Layout {
    /// What may stand at each place of the lines, a character after the other.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.places.iter().flat_map(|place| core::iter::repeat_n(place.kind, place.kind.length()))
    }

    /// How likely all texts are together that have at each place what may stand there, whatever the check digits say, as a
    /// logarithm: no reading is likelier.
    pub(crate) fn bound(&self, scores: &[Scores], least: f32) -> f32 {
        let (mut at, mut bound) = (0, 0.0);
        for place in &self.places {
            let seen = scores.get(at..at + place.kind.length()).unwrap_or_default();
            at += place.kind.length();
            bound += tokens(place.kind, seen).iter().map(|token| token.score.exp()).sum::<f32>().ln();
            if bound < least {
                break;
            }
        }
        bound
    }
}
