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
    /// The first character of names, and those after it.
    FirstOfNames,
    Name,
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
    /// A filler after a number that goes on elsewhere, and where it does.
    Continued,
    Continuation,
}

impl Kind {
    pub(crate) const fn length(self) -> usize {
        match self {
            Self::MonthAndDay | Self::LastDay => 4,
            _ => 1,
        }
    }
}

/// A place, or the four of month and day.
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

const FORMATS: [Lines; 8] = [
    (
        Format::Td3,
        &[44, 44],
        [
            "PcsssnaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaN########kSSSyym___kxyye___k**************fK",
            "0000000000000000000000000000000000000000000011111111100001111110011111101111111111111100",
            "0000000000000000000000000000000000000000000011111111110001111111011111111111111111111110",
        ],
    ),
    (
        Format::Td1,
        &[30, 30, 30],
        [
            "IcsssN########k***************yym___kxyye___kSSS***********Knaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "000001111111110000000000000000111111001111110000000000000000000000000000000000000000000000",
            "000001111111111111111111111111111111101111111000111111111110000000000000000000000000000000",
        ],
    ),
    (
        Format::FrenchIdCard,
        &[36, 36],
        [
            "IDFRAnaaaaaaaaaaaaaaaaaaaaaaaa******dddd***dddddknaaaaaaaaaaaaayym___kxK",
            "000000000000000000000000000000000000111111111111000000000000000111111000",
            "111111111111111111111111111111111111111111111111111111111111111111111110",
        ],
    ),
    (
        Format::Td2,
        &[36, 36],
        [
            "IcsssnaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaN########kSSSyym___kxyye___k*******K",
            "000000000000000000000000000000000000111111111000011111100111111000000000",
            "000000000000000000000000000000000000111111111100011111110111111111111110",
        ],
    ),
    (
        Format::MrvA,
        &[44, 44],
        [
            "VcsssnaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaN########kSSSyym___kxyye___k****************",
            "0000000000000000000000000000000000000000000011111111100001111110011111100000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
        ],
    ),
    (
        Format::MrvB,
        &[36, 36],
        [
            "VcsssnaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaN########kSSSyym___kxyye___k********",
            "000000000000000000000000000000000000111111111000011111100111111000000000",
            "000000000000000000000000000000000000000000000000000000000000000000000000",
        ],
    ),
    (
        Format::FrenchDrivingLicence,
        &[30],
        ["BdFRAddLLdddddkyye___naaaaaaaK", "111111111111110000000000000000", "111111111111111111111111111110"],
    ),
    (
        Format::SwissDrivingLicence,
        &[9, 30, 30],
        [
            "LLLdddL<<GGCOEdddddddddddd<<yym___<<<<<naaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
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
        b'A' => Kind::Of(b"A"),
        b'<' => Kind::Of(b"<"),
        b'L' => Kind::Letter,
        b'N' => Kind::LetterOrDigit,
        b'd' => Kind::Digit,
        b'n' => Kind::FirstOfNames,
        b'a' => Kind::Name,
        b'y' => Kind::Year,
        b'm' => Kind::MonthAndDay,
        b'e' => Kind::LastDay,
        b'x' => Kind::Sex,
        b'k' => Kind::Check,
        b'f' => Kind::CheckOrFiller,
        b'K' => Kind::Composite,
        b'c' | b's' | b'S' => Kind::LetterOrFiller,
        _ => Kind::Any,
    }
}

/// Where a number stands that goes on in the optional data: in a layout, whose places of month and day are four in one.
struct Numbers {
    format: Format,
    first: usize,
    check: usize,
    optional: usize,
    longest_tail: usize,
}

const NUMBERS: [Numbers; 2] = [
    Numbers { format: Format::Td1, first: 5, check: 14, optional: 15, longest_tail: 13 },
    Numbers { format: Format::Td2, first: 36, check: 45, optional: 58, longest_tail: 6 },
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
            all.extend((1..=numbers.longest_tail).map(|tail| with_long_number(&layout, numbers, tail)));
        }
        all.push(layout);
    }
    all
}

/// A filler stands in place of the check digit, and the number goes on in the optional data (part 5, note j; part 6).
fn with_long_number(layout: &Layout, numbers: &Numbers, tail: usize) -> Layout {
    let mut long = Layout { is_long: true, ..layout.clone() };
    let end = numbers.optional + tail;
    for (at, place) in long.places.iter_mut().enumerate().skip(numbers.first) {
        if at == numbers.check {
            place.kind = Kind::Continued;
        } else if at == numbers.optional {
            (place.kind, place.own) = (Kind::Continuation, true);
        } else if (numbers.optional..end).contains(&at) {
            (place.kind, place.own) = (Kind::LetterOrDigit, true);
        } else if at == end {
            place.kind = Kind::Check;
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
