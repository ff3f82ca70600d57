//! Which readings are proved: by the look of every character, or by a check digit that allows one digit alone.
//!
//! Three or four of the 37 characters count alike in every check digit, so that it proves no letter and no filler. Where
//! something covers a character, its look would choose among those, and what is there would be invented.

use crate::layout::{Kind, Layout};
use crate::twins::is_either;

/// How likely a character is by its look alone, at least, that nothing else proves.
const LEAST_LOOK: f32 = 0.8;
/// The same where no check digit covers it and another letter may stand there, which it may be a part of: P without the
/// end of its bow is F.
const LEAST_ALONE: f32 = 0.9;

/// The character that looks like this one, and that may not stand at a place of the kind: there the look of either is
/// that of this one.
pub(crate) const fn twin(kind: Kind, character: u8) -> Option<u8> {
    match (kind, character) {
        (Kind::Letter | Kind::LetterOrFiller | Kind::Code | Kind::Name | Kind::RussianName, b'O') => Some(b'0'),
        (
            Kind::Digit
            | Kind::Year
            | Kind::MonthAndDay
            | Kind::LastDay
            | Kind::Check
            | Kind::CheckOrFiller
            | Kind::Composite,
            b'0',
        ) => Some(b'O'),
        _ => None,
    }
}

/// Whether none of the characters that may stand at a place of the kind looks like another one of them that has lost a part.
pub(crate) const fn has_no_part(kind: Kind) -> bool {
    matches!(kind, Kind::Of(_) | Kind::Sex)
}

/// How likely a character is by its look: alone, and with the one of its pair that may stand there as well.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub alone: f32,
    pub paired: f32,
}

/// The least sure digit of a field, and the one before it.
#[derive(Clone, Copy)]
struct Digits([f32; 2]);

impl Digits {
    const NONE: Self = Self([1.0; 2]);

    fn add(&mut self, looks: &[Look]) {
        for Look { alone, .. } in looks {
            let Self([first, second]) = self;
            *second = second.min(alone.max(*first));
            *first = first.min(*alone);
        }
    }

    /// How sure the least sure is beside the one that the check digit proves.
    const fn unproved(self) -> f32 {
        self.0[1]
    }
}

/// How sure characters are by their look, but for what a check digit proves: the least sure digit of each field, the check
/// digit among them, and which of a pair a character of it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Proof {
    /// How sure the least sure of all is.
    pub least: f32,
    /// The same of those that have to look clearer, because no check digit covers them.
    least_alone: f32,
}

impl Proof {
    /// Whether each is as sure as it has to be.
    pub(crate) const fn holds(self) -> bool {
        self.least >= LEAST_LOOK && self.least_alone >= LEAST_ALONE
    }
}

/// What the characters prove by their look.
pub(crate) fn proof(layout: &Layout, looks: &[Look]) -> Proof {
    let (mut at, mut least, mut least_alone) = (0, 1.0f32, 1.0f32);
    let (mut of_field, mut of_composite) = (Digits::NONE, Digits::NONE);
    for place in &layout.places {
        let end = at + place.kind.length();
        let seen = looks.get(at..end).unwrap_or_default();
        at = end;
        let may_be_either = is_either(place.kind) && (place.own || place.composite);
        if may_be_either {
            least = seen.iter().fold(least, |least, look| least.min(look.paired));
        }
        match place.kind {
            Kind::Check => {
                of_field.add(seen);
                least = least.min(of_field.unproved());
                of_field = Digits::NONE;
            }
            Kind::Digit | Kind::Year | Kind::MonthAndDay | Kind::LastDay if place.own => of_field.add(seen),
            Kind::Digit | Kind::Year | Kind::MonthAndDay | Kind::LastDay if place.composite => of_composite.add(seen),
            Kind::Composite => of_composite.add(seen),
            _ if may_be_either && place.own => of_field.add(seen),
            _ if may_be_either => of_composite.add(seen),
            kind => {
                let sure = seen.iter().fold(1.0f32, |sure, look| sure.min(look.alone));
                let is_covered = place.own || place.composite || has_no_part(kind);
                least_alone = if is_covered { least_alone } else { least_alone.min(sure) };
                least = least.min(sure);
            }
        }
    }
    Proof { least: least.min(of_composite.unproved()).min(of_field.unproved()), least_alone }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Format, layouts};

    /// Whether a passport is proved in which these characters of its second line are not sure.
    fn passport(unsure: &[usize]) -> bool {
        proves(unsure, Look { alone: 0.3, paired: 0.3 })
    }

    /// The same of characters with this look.
    fn proves(unsure: &[usize], look: Look) -> bool {
        let mut likely = [Look { alone: 0.99, paired: 0.99 }; 88];
        unsure.iter().for_each(|at| likely[44 + at] = look);
        let layout = layouts(&[44, 44]).into_iter().find(|layout| layout.format == Format::Td3);
        proof(&layout.unwrap(), &likely).holds()
    }

    #[test]
    fn a_check_digit_proves_one_digit_of_its_field() {
        assert!(passport(&[]));
        // The date of birth, its check digit, that of the number, the composite one.
        for at in [13, 15, 18, 19, 9, 43] {
            assert!(passport(&[at]), "{at}");
        }
        assert!(passport(&[15, 22]), "two dates");
        assert!(!passport(&[15, 16]), "two digits of a date");
        assert!(!passport(&[15, 19]), "a digit and its check digit");
    }

    #[test]
    fn a_zero_looks_like_the_letter_where_only_one_of_them_may_stand() {
        assert_eq!((twin(Kind::Name, b'O'), twin(Kind::Year, b'0')), (Some(b'0'), Some(b'O')));
        assert_eq!(
            (twin(Kind::LetterOrDigit, b'O'), twin(Kind::Any, b'0'), twin(Kind::Name, b'Q')),
            (None, None, None)
        );
    }

    #[test]
    fn a_check_digit_proves_which_of_a_pair_a_character_is() {
        let either = Look { alone: 0.5, paired: 0.99 };
        for at in [0, 8, 28, 41] {
            assert!(proves(&[at], either), "{at}");
        }
        assert!(!proves(&[0, 8], either), "two of a field");
        // The nationality, which no check digit covers.
        assert!(!proves(&[10], either));
    }

    #[test]
    fn what_no_check_digit_covers_has_to_look_clearer_where_it_may_be_a_part_of_another_letter() {
        let look = Look { alone: 0.85, paired: 0.85 };
        // The nationality, and a character of the number and of optional data.
        assert!(!proves(&[10], look));
        assert!(proves(&[0], look) && proves(&[28], look));
        // The sex, and what stands first in the format: no other character that may stand there has more parts.
        assert!(proves(&[20], look));
        assert!(proves(&[10], Look { alone: 0.91, paired: 0.91 }));
        assert!(has_no_part(Kind::Of(b"P")) && !has_no_part(Kind::Name) && !has_no_part(Kind::LetterOrFiller));
    }

    #[test]
    fn a_check_digit_proves_no_letter_and_no_filler() {
        // The number, the nationality, the sex, optional data, and its check digit, in whose place a filler may stand.
        for at in [0, 8, 10, 20, 28, 41, 42] {
            assert!(!passport(&[at]), "{at}");
        }
    }
}
