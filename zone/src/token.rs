//! What may stand at a place of a zone.

use crate::decode::Scores;
use crate::layout::Kind;
use crate::network::{ALPHABET, NONE};
use crate::sort::greatest;

/// The class of the filler.
pub(crate) const FILLER: usize = NONE - 1;
const FIRST_LETTER: usize = 10;
/// A character so much less likely than another at its place counts for nothing.
const LEAST: f32 = -15.0;
/// The same of the filler after a number that goes on elsewhere, which is rare and takes long to weigh.
const LEAST_CONTINUED: f32 = -8.0;
/// How rare numbers that are long, and documents that never expire, are, as a logarithm.
pub(crate) const RARE: f32 = -4.0;
/// How rare a year that is not known is, a month and day that are not, and names that begin with a filler or are empty: two
/// of them together are no rarer than [`RARE`].
pub(crate) const UNKNOWN: f32 = -2.0;

/// How rare the letter O is in a number or in optional data.
const UNUSUAL: f32 = -1.5;

/// What may stand at a place, with its likelihood: a class, or four for month and day.
#[derive(Clone, Copy)]
pub(crate) struct Token {
    pub classes: [usize; 4],
    pub score: f32,
}

/// What may stand at a place of the kind, or at the four of month and day.
pub(crate) fn tokens(kind: Kind, scores: &[Scores]) -> Vec<Token> {
    match (kind, scores) {
        (Kind::Year, [a, b]) => years([a, b]),
        (Kind::MonthAndDay | Kind::LastDay, [a, b, c, d]) => days(kind, [a, b, c, d]),
        (_, [scores]) => {
            let is_continued = matches!(kind, Kind::Continued { .. });
            let (most, least) = (most(scores), if is_continued { LEAST_CONTINUED } else { LEAST });
            let all = (0..NONE).filter_map(|class| {
                let score = scores[class] + rarity(kind, class)?;
                (score - most > least).then_some(Token { classes: [class; 4], score })
            });
            all.collect()
        }
        _ => Vec::new(),
    }
}

fn most(scores: &Scores) -> f32 {
    greatest(scores.get(..NONE).unwrap_or_default())
}

/// How rare the class is at a place of the kind; `None` where it may not stand there.
pub(crate) fn rarity(kind: Kind, class: usize) -> Option<f32> {
    let character = ALPHABET.get(class).copied()?;
    let (is_digit, is_filler) = (class < FIRST_LETTER, class == FILLER);
    let is_letter = !is_digit && !is_filler;
    let fits = match kind {
        Kind::Of(all) => all.contains(&character),
        Kind::Letter => is_letter,
        Kind::Code if matches!(character, b'1'..=b'9') => return Some(RARE),
        // Most states leave out the letter in numbers, since it looks like a zero.
        Kind::LetterOrDigit | Kind::Any | Kind::Continuation if character == b'O' => return Some(UNUSUAL),
        Kind::LetterOrDigit | Kind::Continuation => !is_filler,
        Kind::Continued { .. } => is_filler,
        Kind::LetterOrFiller | Kind::Name | Kind::Code => !is_digit,
        Kind::RussianName => !is_digit || b"2346789".contains(&character),
        Kind::Digit | Kind::Composite | Kind::Year | Kind::MonthAndDay | Kind::LastDay => is_digit,
        Kind::Any => true,
        Kind::Check | Kind::CheckOrFiller => is_digit || is_filler,
        Kind::Sex if character == b'X' => return Some(RARE),
        Kind::Sex => matches!(character, b'M' | b'F' | b'<'),
    };
    fits.then_some(0.0)
}

/// Collects what may stand at places together.
struct Together<'a, const N: usize> {
    scores: [&'a Scores; N],
    bests: [f32; N],
    tokens: Vec<Token>,
}

impl<'a, const N: usize> Together<'a, N> {
    fn new(scores: [&'a Scores; N]) -> Self {
        Self { scores, bests: scores.map(most), tokens: Vec::new() }
    }

    fn add(&mut self, all: [usize; 4], prior: f32) {
        let each = || self.scores.iter().zip(all).map(|(scores, class)| scores[class]);
        if each().zip(self.bests).all(|(score, best)| score - best > LEAST) {
            let score = each().sum::<f32>() + prior;
            self.tokens.push(Token { classes: all, score });
        }
    }
}

/// Every year of two digits, and what says that it is not known.
fn years(scores: [&Scores; 2]) -> Vec<Token> {
    let mut together = Together::new(scores);
    for year in 0..100 {
        together.add([year / 10, year % 10, 0, 0], 0.0);
    }
    together.add([FILLER, FILLER, 0, 0], UNKNOWN);
    together.tokens
}

/// Every day of the calendar, those that are known in part, and what says that there is none.
fn days(kind: Kind, scores: [&Scores; 4]) -> Vec<Token> {
    let mut together = Together::new(scores);
    for month in 1..=12 {
        let last = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        for day in 1..=last {
            together.add([month / 10, month % 10, day / 10, day % 10], 0.0);
        }
        for unknown in [0, FILLER] {
            together.add([month / 10, month % 10, unknown, unknown], UNKNOWN);
        }
    }
    for [month, day] in [[0, 0], [0, FILLER], [FILLER, 0], [FILLER, FILLER]] {
        together.add([month, month, day, day], UNKNOWN);
    }
    if kind == Kind::LastDay {
        together.add([9; 4], RARE);
    }
    together.tokens
}
