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
/// How rare dates that are not known, and numbers that are long, are, as a logarithm.
pub(crate) const RARE: f32 = -4.0;

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
        (Kind::MonthAndDay | Kind::LastDay, [a, b, c, d]) => days(kind, [a, b, c, d]),
        (_, [scores]) => {
            let (most, least) = (most(scores), if kind == Kind::Continued { LEAST_CONTINUED } else { LEAST });
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
fn rarity(kind: Kind, class: usize) -> Option<f32> {
    let character = ALPHABET.get(class).copied()?;
    let (is_digit, is_filler) = (class < FIRST_LETTER, class == FILLER);
    let is_letter = !is_digit && !is_filler;
    let fits = match kind {
        Kind::Of(all) => all.contains(&character),
        Kind::Letter | Kind::FirstOfNames => is_letter,
        // Most states leave out the letter in numbers, since it looks like a zero.
        Kind::LetterOrDigit | Kind::Any | Kind::Continuation if character == b'O' => return Some(UNUSUAL),
        Kind::LetterOrDigit | Kind::Continuation => !is_filler,
        Kind::Continued => is_filler,
        Kind::LetterOrFiller | Kind::Name => !is_digit,
        Kind::Digit | Kind::Composite | Kind::MonthAndDay | Kind::LastDay => is_digit,
        Kind::Any => true,
        Kind::Check | Kind::CheckOrFiller => is_digit || is_filler,
        Kind::Year if is_filler => return Some(RARE),
        Kind::Year => is_digit,
        Kind::Sex if character == b'X' => return Some(RARE),
        Kind::Sex => matches!(character, b'M' | b'F' | b'<'),
    };
    fits.then_some(0.0)
}

/// Every day of the calendar, those that are known in part, and what says that there is none.
fn days(kind: Kind, scores: [&Scores; 4]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let bests = scores.map(most);
    let mut add = |classes: [usize; 4], prior: f32| {
        let each = || scores.iter().zip(classes).map(|(scores, class)| scores[class]);
        if each().zip(bests).all(|(score, best)| score - best > LEAST) {
            tokens.push(Token { classes, score: each().sum::<f32>() + prior });
        }
    };
    for month in 1..=12 {
        let last = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        for day in 1..=last {
            add([month / 10, month % 10, day / 10, day % 10], 0.0);
        }
        for unknown in [0, FILLER] {
            add([month / 10, month % 10, unknown, unknown], RARE);
        }
    }
    for unknown in [0, FILLER] {
        add([unknown; 4], RARE);
    }
    if kind == Kind::LastDay {
        add([9; 4], RARE);
    }
    tokens
}
