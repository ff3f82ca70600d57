//! The likeliest text of a zone that its format and check digits allow, and how much likelier it is than every other.
//!
//! All texts are weighed at once, by the sums that the check digits are of: texts with the same sums so far go on alike.

use crate::layout::{Kind, Layout, Place};
use crate::network::ALPHABET;
use crate::slots::{BEST, NOTHING, START, Slot, Slots};
use crate::sort::greatest_first;
use crate::token::{FILLER, RARE, Token, UNKNOWN, tokens};

/// Logarithms of the likelihood of each class at a place.
pub(crate) type Scores = [f32; crate::network::CLASSES];

pub(crate) const WEIGHTS: [usize; 3] = [7, 3, 1];
/// What the sum of a field is while it has nothing but filler.
const EMPTY: usize = 10;
const OWN: usize = 11;
const COMPOSITE: usize = 10;
const NAMES: usize = 8;
/// States for each sum that is kept of a number that goes on elsewhere.
const STATES: usize = OWN * COMPOSITE * NAMES;
const KEPT: usize = 10;

/// A state that is less likely, by the likeliest of as many characters, is given up.
const LEAST_STATE: f64 = 1e-20;
/// How rare text after the end of all names is, as a logarithm.
const VERY_RARE: f32 = -7.0;

/// A text with its likelihood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Text {
    pub characters: Vec<u8>,
    pub score: f32,
}

/// What can be read.
#[derive(Debug, Clone)]
pub(crate) struct Decoded {
    /// The likeliest texts, the first above all.
    pub texts: Vec<Text>,
    /// The logarithm of the likelihood of all texts together.
    pub total: f32,
}

/// Where in names a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    None,
    Surname,
    SurnameFiller,
    Between,
    Given,
    GivenFiller,
    GivenFillers,
    End,
}

const PARTS: [Part; NAMES] = [
    Part::None,
    Part::Surname,
    Part::SurnameFiller,
    Part::Between,
    Part::Given,
    Part::GivenFiller,
    Part::GivenFillers,
    Part::End,
];

#[derive(Clone, Copy)]
struct State {
    own: usize,
    composite: usize,
    part: Part,
    kept: usize,
}

impl State {
    const fn index(self) -> usize {
        ((self.kept * OWN + self.own) * COMPOSITE + self.composite) * NAMES + self.part as usize
    }

    fn of(index: usize) -> Self {
        let part = PARTS.get(index % NAMES).copied().unwrap_or(Part::None);
        let own = index / NAMES / COMPOSITE % OWN;
        Self { own, composite: index / NAMES % COMPOSITE, part, kept: index / STATES }
    }
}

/// Characters after others.
struct Link {
    before: u32,
    classes: [usize; 4],
    length: usize,
}

/// Reads a zone of the layout. `None` where no text is allowed.
pub(crate) fn decode(layout: &Layout, scores: &[Scores]) -> Option<Decoded> {
    let mut walk = Walk { slots: Default::default(), scale: 0.0, links: Vec::new(), own: 0, composite: 0 };
    let start = State { own: EMPTY, composite: 0, part: Part::None, kept: 0 };
    let [first, _] = &mut walk.slots;
    first.clear(STATES);
    let mut best = NOTHING.best;
    best[0] = (0.0, START);
    *first.get(start.index())? = Slot { total: 1.0, best };
    let mut at = 0;
    for place in &layout.places {
        let length = place.kind.length();
        let tokens = tokens(place.kind, scores.get(at..at + length)?);
        walk.step(place, &tokens);
        at += length;
    }
    let prior = if layout.is_long { RARE } else { 0.0 };
    walk.finish(prior)
}

struct Walk {
    /// Those of now and, while a step is taken, those after it.
    slots: [Slots; 2],
    /// The logarithm of what totals are counted by.
    scale: f64,
    links: Vec<Link>,
    /// Places that the check digit of the field, and the composite one, have covered so far.
    own: usize,
    composite: usize,
}

impl Walk {
    fn step(&mut self, place: &Place, tokens: &[Token]) {
        let states = match place.kind {
            Kind::Continued { .. } => STATES * KEPT,
            _ => STATES,
        };
        let [now, mut next] = core::mem::take(&mut self.slots);
        next.clear(states.max(now.all.len()));
        let tokens: Vec<_> = tokens.iter().map(|token| (token, f64::from(token.score).exp())).collect();
        for (index, slot) in now.live().filter(|(_, slot)| slot.total > LEAST_STATE) {
            let state = State::of(index);
            for (token, likely) in &tokens {
                let Some((to, prior)) = self.after(state, place, token) else { continue };
                let (Some(to), gain) = (next.get(to.index()), token.score + prior) else { continue };
                to.total += slot.total * likely * if prior == 0.0 { 1.0 } else { f64::from(prior).exp() };
                for (score, link) in slot.best.iter().filter(|(score, _)| *score > f32::NEG_INFINITY) {
                    let score = score + gain;
                    let rank = to.best.iter().position(|(best, _)| *best < score).unwrap_or(BEST);
                    if rank < BEST {
                        to.best[rank..].rotate_right(1);
                        to.best[rank] = (score, u32::try_from(self.links.len()).unwrap_or(START));
                        self.links.push(Link { before: *link, classes: token.classes, length: place.kind.length() });
                    }
                }
            }
        }
        self.scale += next.normalize();
        self.slots = [next, now];
        let length = place.kind.length();
        self.composite += if place.composite { length } else { 0 };
        self.own = match place.kind {
            Kind::Check | Kind::CheckOrFiller => 0,
            Kind::Continued { counts } => usize::from(counts),
            _ if place.own => self.own + length,
            _ => self.own,
        };
    }

    /// The state after the token, and how rare that is; `None` where it may not stand there.
    fn after(&self, state: State, place: &Place, token: &Token) -> Option<(State, f32)> {
        let mut to = state;
        let classes = token.classes.get(..place.kind.length())?;
        let [first, ..] = token.classes;
        let mut prior = 0.0;
        match place.kind {
            Kind::Check | Kind::CheckOrFiller => {
                let empty = state.own == EMPTY;
                let holds = if empty { first == 0 || first == FILLER } else { first == state.own };
                to.own = EMPTY;
                holds.then_some(())?;
            }
            Kind::Composite => {
                to.composite = 0;
                (first == state.composite).then_some(())?;
            }
            // The number before it has nine characters, after which the weights begin anew.
            Kind::Continued { .. } => (to.kept, to.own) = (state.own % EMPTY, EMPTY),
            Kind::Continuation => (to.kept, to.own) = (0, state.kept),
            Kind::Name | Kind::RussianName => (to.part, prior) = name(state.part, first)?,
            _ => to.part = Part::None,
        }
        for (offset, class) in classes.iter().enumerate() {
            let worth = if *class == FILLER { 0 } else { *class };
            let weighed = |covered: usize| WEIGHTS[(covered + offset) % WEIGHTS.len()] * worth;
            if place.own && (to.own != EMPTY || *class != FILLER) {
                to.own = (to.own % EMPTY + weighed(self.own)) % 10;
            }
            if place.composite {
                to.composite = (to.composite + weighed(self.composite)) % 10;
            }
        }
        Some((to, prior))
    }

    fn finish(self, prior: f32) -> Option<Decoded> {
        let [slots, _] = &self.slots;
        let mut ends: Vec<_> = slots.live().flat_map(|(_, slot)| slot.best).collect();
        ends.retain(|(score, _)| *score > f32::NEG_INFINITY);
        greatest_first(&mut ends, |(score, _)| *score);
        ends.truncate(BEST);
        let total = single(self.scale + slots.live().map(|(_, slot)| slot.total).sum::<f64>().ln()) + prior;
        let text = |(score, end): &(f32, u32)| Text { characters: self.text(*end), score: score + prior };
        let texts: Vec<_> = ends.iter().map(text).collect();
        (!texts.is_empty()).then_some(Decoded { texts, total })
    }

    fn text(&self, mut end: u32) -> Vec<u8> {
        let mut text = Vec::new();
        while let Some(link) = usize::try_from(end).ok().and_then(|end| self.links.get(end)) {
            let classes = link.classes.iter().take(link.length).rev();
            text.extend(classes.map(|class| ALPHABET.get(*class).copied().unwrap_or(b'?')));
            end = link.before;
        }
        text.reverse();
        text
    }
}

/// One filler is between words, two before the given names and in rare zones between them; after them there is nothing but
/// filler. Few names begin with a filler, or are empty.
fn name(part: Part, class: usize) -> Option<(Part, f32)> {
    let is_filler = class == FILLER;
    let next = match (part, is_filler) {
        (Part::None, true) => return Some((Part::SurnameFiller, UNKNOWN)),
        (Part::None | Part::Surname | Part::SurnameFiller, false) => Part::Surname,
        (Part::Surname, true) => Part::SurnameFiller,
        (Part::SurnameFiller, true) => Part::Between,
        (Part::Between | Part::Given | Part::GivenFiller, false) => Part::Given,
        (Part::Given, true) => Part::GivenFiller,
        (Part::GivenFiller, true) => Part::GivenFillers,
        (Part::GivenFillers, false) => return Some((Part::Given, RARE)),
        (Part::Between | Part::GivenFillers | Part::End, true) => Part::End,
        (Part::End, false) => return Some((Part::Given, VERY_RARE)),
    };
    Some((next, 0.0))
}

#[expect(clippy::cast_possible_truncation, reason = "rounded to 32 bits")]
const fn single(value: f64) -> f32 {
    value as f32
}

/// The logarithm of the sum of two numbers by their logarithms.
pub(crate) fn log_sum(a: f32, b: f32) -> f32 {
    let (most, least) = if a > b { (a, b) } else { (b, a) };
    if least == f32::NEG_INFINITY { most } else { most + (least - most).exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Format, layouts};
    use crate::network::CLASSES;

    const PASSPORT: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    fn class(character: u8) -> usize {
        ALPHABET.iter().position(|known| *known == character).unwrap()
    }

    /// Scores that tell each character clearly.
    fn clear(text: &str) -> Vec<Scores> {
        let scores = |character: u8| {
            let mut scores = [-12.0; CLASSES];
            scores[class(character)] = -0.001;
            scores
        };
        text.bytes().map(scores).collect()
    }

    fn read(widths: &[usize], format: Format, scores: &[Scores]) -> Option<Decoded> {
        let mut layouts = layouts(widths);
        layouts.retain(|layout| layout.format == format);
        let read = layouts.iter().filter_map(|layout| decode(layout, scores));
        read.max_by(|a, b| a.total.total_cmp(&b.total))
    }

    fn text(decoded: &Decoded) -> String {
        String::from_utf8(decoded.texts[0].characters.clone()).unwrap()
    }

    #[test]
    fn every_layout_has_a_place_for_every_character() {
        for widths in [&[44, 44][..], &[36, 36], &[30, 30, 30], &[30], &[9, 30, 30]] {
            let layouts = layouts(widths);
            assert!(!layouts.is_empty());
            for layout in layouts {
                let places: usize = layout.places.iter().map(|place| place.kind.length()).sum();
                assert_eq!(places, widths.iter().sum::<usize>(), "{:?}", layout.format);
            }
        }
    }

    #[test]
    fn reads_the_specimens_of_every_format() {
        let specimens = [
            (&[44, 44][..], Format::Td3, PASSPORT),
            (
                &[30, 30, 30],
                Format::Td1,
                "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            ),
            (&[36, 36], Format::Td2, "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6"),
            (
                &[44, 44],
                Format::MrvA,
                "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
            ),
            (
                &[36, 36],
                Format::FrenchIdCard,
                "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<9409923102854CORINNE<<<<<<<6512068F4",
            ),
            // A number that goes on in the optional data (Doc 9303 part 5, appendix).
            (
                &[30, 30, 30],
                Format::Td1,
                "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<",
            ),
            // The same number on a larger card (part 6).
            (&[36, 36], Format::Td2, "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<D23145890<UTO3407127M95071227349<<<8"),
        ];
        for (widths, format, specimen) in specimens {
            let decoded = read(widths, format, &clear(specimen)).unwrap();
            assert_eq!(text(&decoded), specimen);
            assert!(decoded.total > -5.0, "{specimen}: {}", decoded.total);
        }
    }

    #[test]
    fn no_reading_is_likelier_than_the_bound_of_its_layout() {
        let scores = clear(PASSPORT);
        let layout = layouts(&[44, 44]).into_iter().find(|layout| layout.format == Format::Td3).unwrap();
        let total = decode(&layout, &scores).unwrap().total;
        assert!(layout.bound(&scores, crate::block::LEAST_TEXT) >= total, "{total}");
        let letters = clear(&"A".repeat(88));
        assert!(layout.bound(&letters, crate::block::LEAST_TEXT) < crate::block::LEAST_TEXT);
    }

    #[test]
    fn a_check_digit_that_fails_costs_what_is_seen() {
        let wrong = PASSPORT.replace("C36UTO", "C37UTO");
        let decoded = read(&[44, 44], Format::Td3, &clear(&wrong)).unwrap();
        assert_ne!(text(&decoded), wrong);
        assert!(decoded.total < -8.0, "{}", decoded.total);
    }

    #[test]
    fn a_check_digit_tells_which_of_two_characters_it_is() {
        let mut scores = clear(PASSPORT);
        // The fourth character of the number, an 8, looks more like a B.
        scores[44 + 3] = [-12.0; CLASSES];
        scores[44 + 3][class(b'8')] = -2.0;
        scores[44 + 3][class(b'B')] = -0.2;
        let decoded = read(&[44, 44], Format::Td3, &scores).unwrap();
        assert_eq!(text(&decoded), PASSPORT);
        // What is left of the doubt are the faint other characters of all places.
        assert!(decoded.texts[0].score - decoded.total > -0.05);
    }

    #[test]
    fn two_fillers_between_given_names_are_read_where_they_are_clear() {
        let name = PASSPORT.replace("ANNA<MARIA<", "ANNA<<MARIA");
        let decoded = read(&[44, 44], Format::Td3, &clear(&name)).unwrap();
        assert_eq!(text(&decoded), name);
        let doubt = |decoded: &Decoded| 1.0 - (decoded.texts[0].score - decoded.total).exp();
        // Three are as rare as print behind all names.
        let three = read(&[44, 44], Format::Td3, &clear(&PASSPORT.replace("ANNA<MARIA<<", "ANNA<<<MARIA"))).unwrap();
        assert!(doubt(&decoded) < 0.05 && doubt(&three) > 3.0 * doubt(&decoded));
    }

    #[test]
    fn what_no_check_digit_covers_stays_open() {
        let mut scores = clear(PASSPORT);
        scores[6] = [-12.0; CLASSES];
        scores[6][class(b'R')] = -0.6;
        scores[6][class(b'P')] = -0.8;
        let decoded = read(&[44, 44], Format::Td3, &scores).unwrap();
        let [first, second, ..] = decoded.texts.as_slice() else { panic!("{:?}", decoded.texts) };
        assert_eq!((first.characters[6], second.characters[6]), (b'R', b'P'));
        assert!((first.score - second.score - 0.2).abs() < 1e-3);
    }

    #[test]
    fn a_month_is_one_of_the_calendar() {
        let mut scores = clear(PASSPORT);
        // The month of birth, 08, is seen as 13: the check digit of 741312 is another, and there is no such month.
        scores[59] = clear("1")[0];
        scores[60] = clear("3")[0];
        let decoded = read(&[44, 44], Format::Td3, &scores).unwrap();
        assert!(decoded.texts.iter().all(|text| text.characters[59..61] != *b"13"));
    }
}
