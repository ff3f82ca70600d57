//! Letters and digits that look alike in the print of a zone, and that the check digits do not tell apart there.
//!
//! Decoding takes what is seen at each place as independent of the other places. In a print whose zeros are as wide as
//! the letter O, it is not: all of them are misread alike. So exchanging several of them counts as likely as exchanging
//! the clearest of them alone.

use crate::decode::{Scores, WEIGHTS};
use crate::layout::{Kind, Layout};
use crate::network::ALPHABET;
use crate::sort::greatest;

/// A digit and the letter that some fonts print almost alike.
const PAIRS: [[u8; 2]; 5] = [*b"0O", *b"1I", *b"2Z", *b"5S", *b"8B"];
/// How much less likely the other character of a pair is by its look, at least, as a logarithm, where it is out of the
/// question: a thousandth.
const APART: f32 = -6.9;

/// How much likelier the zeros of a print are than the letter O by their look, at least, as a logarithm, where they are as
/// wide as other prints have them; and what is known of a zone from its dates may count in its number at most.
const CLEAR_ZERO: f32 = 2.5;
const MOST_KNOWN: f32 = 3.5;

/// How likely a character is by its look, at least, by how likely the other one of its pair is, where a check digit tells
/// which of both it is; and the same of the letter O, which few states have in their numbers, and many prints have zeros like.
const LEAST_OF_PAIR: f32 = 1.0;
const LEAST_OF_LETTER: f32 = 1.6;

/// By how much sums of check digits differ: for each such of the field, and of the composite one, whether some of the
/// exchanges make it.
type Reached = [[bool; 10]; 10];

/// What is seen, where characters of the number and of optional data that look like the zeros of the dates are likelier
/// zeros: a print with zeros as wide as the letter O has them everywhere.
pub(crate) fn with_known_zeros(layout: &Layout, mut seen: Vec<Scores>) -> Vec<Scores> {
    let [digit, letter] = PAIRS[0].map(class);
    let (Some(digit), Some(letter)) = (digit, letter) else { return seen };
    let (mut sum, mut count) = (0.0, 0.0);
    for (kind, scores) in layout.kinds().zip(&seen) {
        let likeliest = greatest(scores);
        let is_digit = matches!(
            kind,
            Kind::Digit | Kind::Year | Kind::MonthAndDay | Kind::LastDay | Kind::Check | Kind::Composite
        );
        if is_digit && scores[digit].max(scores[letter]) >= likeliest {
            sum += scores[digit] - scores[letter];
            count += 1.0;
        }
    }
    if count > 0.0 {
        let known = (CLEAR_ZERO - sum / count).clamp(0.0, MOST_KNOWN);
        for (_, scores) in layout.kinds().zip(&mut seen).filter(|(kind, _)| is_either(*kind)) {
            scores[letter] -= known;
        }
    }
    seen
}

/// Whether either of a pair may stand there.
pub(crate) const fn is_either(kind: Kind) -> bool {
    matches!(kind, Kind::LetterOrDigit | Kind::Any | Kind::Continuation)
}

/// The other character of its pair.
pub(crate) fn other(character: u8) -> Option<u8> {
    PAIRS.into_iter().find_map(|[digit, letter]| match character {
        _ if character == digit => Some(letter),
        _ if character == letter => Some(digit),
        _ => None,
    })
}

/// Whether the look speaks for the other character of the pair, so that no check digit makes it this one. A zone whose number
/// was changed after its check digits were made may hold with a letter that is not printed.
pub(crate) fn is_denied(seen: &Scores, character: u8) -> bool {
    let of = |character: u8| class(character).and_then(|class| seen.get(class)).map_or(0.0, |score| score.exp());
    let least = if character == b'O' { LEAST_OF_LETTER } else { LEAST_OF_PAIR };
    other(character).is_some_and(|other| of(character) < of(other) * least)
}

fn class(character: u8) -> Option<usize> {
    ALPHABET.iter().position(|known| *known == character)
}

/// Whether every other reading is told from this one that has characters of a pair exchanged and holds the check digits.
pub(crate) fn are_told(layout: &Layout, seen: &[Scores], characters: &[u8]) -> bool {
    PAIRS.iter().all(|pair| !holds_exchanged(layout, seen, characters, *pair))
}

fn holds_exchanged(layout: &Layout, seen: &[Scores], characters: &[u8], pair: [u8; 2]) -> bool {
    let mut reached: Reached = Default::default();
    let (mut at, mut own, mut composite) = (0, 0, 0);
    for place in &layout.places {
        let length = place.kind.length();
        if is_either(place.kind)
            && let Some((scores, character)) = seen.get(at).zip(characters.get(at))
            && let Some(step) = exchange(scores, *character, pair)
        {
            let weighed =
                |covered: usize, is_covered: bool| if is_covered { WEIGHTS[covered % WEIGHTS.len()] * step } else { 0 };
            reached = exchanged(&reached, [weighed(own, place.own), weighed(composite, place.composite)]);
        }
        match place.kind {
            Kind::Check | Kind::CheckOrFiller => {
                reached.iter_mut().skip(1).for_each(|row| *row = Default::default());
                own = 0;
            }
            Kind::Continued { counts } => own = usize::from(counts),
            _ if place.own => own += length,
            _ => {}
        }
        if place.kind == Kind::Composite {
            reached.iter_mut().for_each(|row| row.iter_mut().skip(1).for_each(|is_there| *is_there = false));
        }
        composite += if place.composite { length } else { 0 };
        at += length;
    }
    reached.iter().flatten().any(|is_there| *is_there)
}

/// What the character counts more in a sum, where it is one of the pair and may be the other by its look.
fn exchange(scores: &Scores, character: u8, pair: [u8; 2]) -> Option<usize> {
    let [class, other] = match pair {
        [digit, letter] if character == digit => [digit, letter],
        [digit, letter] if character == letter => [letter, digit],
        _ => return None,
    }
    .map(class);
    let (class, other) = class.zip(other)?;
    // Of the characters of two digits only the last digit counts in a sum.
    (scores.get(other)? - scores.get(class)? > APART).then_some((other + 100 - class) % 10)
}

/// What is reached where one more character may be exchanged, whose exchange makes these steps.
fn exchanged(reached: &Reached, [own, composite]: [usize; 2]) -> Reached {
    let mut next = *reached;
    let mut add = |a: usize, b: usize| next[(a + own) % 10][(b + composite) % 10] = true;
    add(0, 0);
    for (a, row) in reached.iter().enumerate() {
        for (b, _) in row.iter().enumerate().filter(|(_, is_there)| **is_there) {
            add(a, b);
        }
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Format, layouts};
    use crate::network::CLASSES;

    const CARD: &str = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<";

    /// Whether the card is told in which these places show these characters, and look a little like the others.
    fn is_told(places: &[usize], [character, other]: [u8; 2], look: f32) -> bool {
        let mut characters = CARD.as_bytes().to_vec();
        places.iter().for_each(|at| characters[*at] = character);
        let class = |character: u8| class(character).unwrap();
        let mut seen: Vec<Scores> = Vec::new();
        for (at, character) in characters.iter().enumerate() {
            let mut scores = [-20.0; CLASSES];
            scores[class(*character)] = 0.0;
            if places.contains(&at) {
                scores[class(other)] = look;
            }
            seen.push(scores);
        }
        let layout = layouts(&[30, 30, 30]).into_iter().find(|layout| layout.format == Format::Td1 && !layout.is_long);
        are_told(&layout.unwrap(), &seen, &characters)
    }

    #[test]
    fn what_looks_like_the_zeros_of_the_dates_is_likelier_a_zero() {
        let layout = layouts(&[30, 30, 30]).into_iter().find(|layout| layout.format == Format::Td1).unwrap();
        // The zero of the date of birth, and a character of the number that is as much one as the other.
        let number = |of_date: f32, of_number: f32| {
            let mut five = [-20.0; CLASSES];
            five[5] = 0.0;
            let mut seen = vec![five; 90];
            (seen[32][5], seen[7][5]) = (-20.0, -20.0);
            (seen[32][0], seen[32][24]) = (0.0, -of_date);
            (seen[7][0], seen[7][24]) = (0.0, -of_number);
            let seen = with_known_zeros(&layout, seen);
            seen[7][0] - seen[7][24]
        };
        assert!((number(0.5, -0.5) - 1.5).abs() < 1e-3);
        assert!((number(-9.0, 0.0) - MOST_KNOWN).abs() < 1e-3, "no more than that");
        assert!((number(9.0, -0.5) + 0.5).abs() < 1e-3, "zeros that are clear tell nothing");
    }

    #[test]
    fn a_look_that_speaks_for_the_other_of_a_pair_denies_a_character() {
        let seen = |likely: &[(u8, f32)]| {
            let mut scores = [-20.0; CLASSES];
            likely.iter().for_each(|(character, likely)| scores[class(*character).unwrap()] = likely.ln());
            scores
        };
        let zero = seen(&[(b'0', 0.83), (b'O', 0.17)]);
        assert_eq!((is_denied(&zero, b'O'), is_denied(&zero, b'0')), (true, false));
        let letter = seen(&[(b'0', 0.42), (b'O', 0.58)]);
        assert_eq!((is_denied(&letter, b'O'), is_denied(&letter, b'0')), (true, true), "neither is clear enough");
        assert!(!is_denied(&seen(&[(b'0', 0.1), (b'O', 0.9)]), b'O'));
        let other = seen(&[(b'S', 0.4), (b'5', 0.6)]);
        assert_eq!((is_denied(&other, b'S'), is_denied(&other, b'5')), (true, false));
        assert!(!is_denied(&seen(&[(b'X', 0.5), (b'Y', 0.5)]), b'X'), "of no pair");
    }

    #[test]
    fn two_zeros_whose_weights_cancel_are_not_told_from_the_letters() {
        // The optional data of the card begins with the weights 3, 1, 7.
        assert!(!is_told(&[15, 17], *b"0O", -6.0));
        assert!(!is_told(&[15, 17], *b"O0", -6.0));
        assert!(!is_told(&[15, 17], *b"8B", -6.0));
        assert!(!is_told(&[17, 20, 16], *b"0O", -6.0), "7, 7 and 1");
        // In the number, of the weights 7 and 3.
        assert!(!is_told(&[6, 5], *b"5S", -6.0));
    }

    #[test]
    fn what_a_check_digit_or_the_look_tells_is_told() {
        assert!(is_told(&[15], *b"0O", -1.0), "one alone");
        assert!(is_told(&[16, 17], *b"0O", -1.0), "1 and 7");
        assert!(is_told(&[15, 17], *b"0O", -8.0), "both are clear");
        assert!(is_told(&[5, 15], *b"0O", -1.0), "one in the number, one in the optional data");
    }

    #[test]
    fn what_no_check_digit_covers_is_told_by_its_look_alone() {
        let layout = layouts(&[36, 36]).into_iter().find(|layout| layout.format == Format::MrvB).unwrap();
        let mut seen = vec![[-20.0; CLASSES]; 72];
        seen[64][0] = 0.0;
        for (look, told) in [(-6.0, false), (-8.0, true)] {
            seen[64][24] = look;
            let characters: Vec<_> = (0..72).map(|at| if at == 64 { b'0' } else { b'<' }).collect();
            assert_eq!(are_told(&layout, &seen, &characters), told, "{look}");
        }
    }
}
