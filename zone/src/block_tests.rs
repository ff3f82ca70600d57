//! Which lines may be a zone at all.

use super::*;
use crate::curve::{Curve, Sample};
use crate::pitch::Row;

/// Lines below each other, in which these characters are seen clearly.
fn block(lines: &[&str]) -> Block {
    let point = |at: f32| Sample { at, value: at * 10.0, weight: 1.0 };
    let x = Curve::through(&[point(0.0), point(43.0)], 2).unwrap();
    let rows = lines.iter().zip([10.0, 35.0, 60.0]).map(|(text, y)| {
        let row = Row { x, y: Curve::constant(y), tall: 10.0, first: 0.0, last: 43.0, evenness: 1.0 };
        let sight = |character: u8| {
            let mut scores = [-12.0; NONE + 1];
            scores[ALPHABET.iter().position(|known| *known == character).unwrap_or(NONE)] = -0.01;
            Sight { scores, place: [0.0; 3], hidden: 0.0 }
        };
        Seen { line: Line::new(&row, 1.0), from: 0.0, sights: text.bytes().map(sight).collect() }
    });
    Block { rows: rows.collect(), size: [440.0, 90.0] }
}

#[test]
fn lines_whose_characters_no_layout_has_are_no_zone() {
    let lines = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
    let may_be_zone = |lines: [&str; 2]| {
        let block = block(&lines);
        block.fits().iter().take(MOST_FITS).any(|fit| block.may_be_zone(fit))
    };
    assert!(may_be_zone(lines));
    // A check digit that fails is no reason to look away: it may have been misread.
    assert!(may_be_zone([lines[0], "L898902C36UTO7408123F1204159ZE184226B<<<<<10"]));
    // Names in the place of the dates.
    assert!(!may_be_zone([lines[0], lines[0]]));
}

#[test]
fn a_line_whose_last_character_is_hardly_seen_is_not_whole() {
    let lines = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
    let is_whole = |row: usize, at: usize, present: f32| {
        let mut block = block(&lines);
        let sight = &mut block.rows[row].sights[at];
        sight.scores = sight.scores.map(|score| score + present.ln());
        sight.scores[NONE] = (1.0 - present).max(1e-6).ln();
        block.fits().first().is_some_and(|fit| fit.starts == [0, 0] && block.is_whole(fit, Format::Td3))
    };
    for (row, at) in [(0, 0), (0, 43), (1, 0), (1, 43)] {
        assert!(is_whole(row, at, 0.99), "{row} {at}");
        // A check digit that is one of what is seen there in one case of thirty.
        assert!(!is_whole(row, at, 0.7), "{row} {at}");
    }
    // Inside a line something stands, whatever has become of it.
    assert!(is_whole(1, 20, 0.7));
}

#[test]
fn corners_are_around_the_longest_line() {
    // Blanks where nothing is printed.
    let lines = ["AAA001D<<                     ", "FACHE305142128097<<800126<<<<<", "MARTI<<HANS<<<<<<<<<<<<<<<<<<<"];
    let block = block(&lines);
    let fits = block.fits();
    let fit = fits.first().unwrap();
    assert_eq!((fit.widths, &*fit.starts), (&[9, 30, 30][..], &[0; 3][..]));
    let corners = block.corners(fit).unwrap().map(|corner| (corner.x.round(), corner.y.round()));
    assert_eq!(corners, [(-5.0, 4.0), (295.0, 4.0), (295.0, 66.0), (-5.0, 66.0)]);
}
