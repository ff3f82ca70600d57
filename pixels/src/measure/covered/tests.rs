use super::*;

const SIDE: usize = 100;
const CORNERS: [[f32; 2]; 4] = [[20.0, 30.0], [80.0, 30.0], [80.0, 70.0], [20.0, 70.0]];

/// How much is covered of a document of luma 200 on a ground of 60, where `luma` puts other levels.
fn covered_by(luma: impl Fn(usize, usize) -> Option<u8>) -> f32 {
    let on = |x: usize, y: usize| if (20..80).contains(&x) && (30..70).contains(&y) { 200 } else { 60 };
    let luma: Vec<u8> =
        (0..SIDE * SIDE).map(|at| luma(at % SIDE, at / SIDE).unwrap_or_else(|| on(at % SIDE, at / SIDE))).collect();
    let gray = vec![128; SIDE * SIDE];
    covered(&Reduced { width: SIDE, height: SIDE, luma, cb: gray.clone(), cr: gray }, CORNERS).part
}

#[test]
fn what_lies_over_a_side_or_a_corner_covers_as_much_of_it() {
    let over_a_side = covered_by(|x, y| ((40..52).contains(&x) && y < 40).then_some(120));
    assert!((over_a_side - 12.0 / 60.0).abs() < 0.03, "{over_a_side}");
    let over_a_corner = covered_by(|x, y| (x >= 70 && y >= 60).then_some(120));
    assert!((over_a_corner - 20.0 / 60.0).abs() < 0.05, "{over_a_corner}");
}

#[test]
fn what_covers_a_corner_and_ends_near_a_side_covers_both_sides() {
    for (name, columns) in [("right", 70..82), ("left", 18..30)] {
        let part = covered_by(|x, y| (columns.contains(&x) && y >= 58).then_some(120));
        assert!((part - 22.0 / 60.0).abs() < 0.05, "{name}: {part}");
    }
    let beside = covered_by(|x, y| ((70..82).contains(&x) && y >= 70).then_some(120));
    assert_eq!(beside, 0.0, "what ends at the corner");
}

#[test]
fn what_lies_beside_it_or_behind_it_does_not_cover_it() {
    assert_eq!(covered_by(|_, _| None), 0.0);
    assert_eq!(covered_by(|x, y| ((40..52).contains(&x) && y < 30).then_some(120)), 0.0, "behind");
    assert_eq!(covered_by(|x, y| ((40..52).contains(&x) && y < 24).then_some(120)), 0.0, "beside");
}

#[test]
fn print_that_crosses_a_side_and_ends_there_does_not_cover_it() {
    let part = covered_by(|x, y| ((40..52).contains(&x) && (26..38).contains(&y)).then_some(120));
    assert_eq!(part, 0.0);
}

#[test]
fn a_nail_between_skin_on_both_sides_is_covered_too() {
    let finger = |nail: core::ops::Range<usize>| {
        move |x: usize, y: usize| {
            let is_nail = nail.contains(&x) && (26..34).contains(&y);
            ((38..54).contains(&x) && y < 36).then_some(if is_nail && y >= 30 { 160 } else { 120 })
        }
    };
    let covered = covered_by(finger(44..48));
    assert!((covered - 16.0 / 60.0).abs() < 0.03, "{covered}");
    let alone = covered_by(finger(38..54));
    assert!(alone < 0.03, "without skin on both sides it may be print: {alone}");
}

#[test]
fn print_that_reaches_the_edge_does_not_cover_it() {
    let band = |level: u8| covered_by(move |x, y| ((20..80).contains(&x) && (30..38).contains(&y)).then_some(level));
    assert_eq!([60, 70, 120].map(band), [0.0; 3]);
}

#[test]
fn an_object_shows_on_a_ground_of_the_documents_color_too() {
    let over_a_side = covered_by(|x, y| if (40..52).contains(&x) && y < 40 { Some(120) } else { Some(200) });
    assert!((over_a_side - 12.0 / 60.0).abs() < 0.03, "{over_a_side}");
    assert_eq!(covered_by(|_, _| Some(200)), 0.0);
}

#[test]
fn the_box_is_around_what_is_covered() {
    let luma = (0..SIDE * SIDE).map(|at| match (at % SIDE, at / SIDE) {
        (70.., 60..) => 120,
        (20..80, 30..70) => 200,
        _ => 60,
    });
    let gray = vec![128; SIDE * SIDE];
    let image = Reduced { width: SIDE, height: SIDE, luma: luma.collect(), cb: gray.clone(), cr: gray };
    let [[left, top], [right, bottom]] = covered(&image, CORNERS).bounds.unwrap();
    let near = |found: f32, wanted: f32| (found - wanted).abs() < 3.0;
    assert!(
        near(left, 70.0) && near(top, 60.0) && near(right, 80.0) && near(bottom, 70.0),
        "{left} {top} {right} {bottom}"
    );
}

#[test]
fn what_is_narrow_and_reaches_far_inside_covers_more() {
    let finger = |depth: usize| covered_by(move |x, y| ((44..48).contains(&x) && y < 30 + depth).then_some(120));
    let [shallow, deep] = [4, 20].map(finger);
    assert!((shallow - 4.0 / 60.0).abs() < 0.02, "{shallow}");
    // 4 pixels by 20 are as much as 14 by 5.6, of which 7.2 count.
    assert!((deep - 0.12).abs() < 0.01, "{deep}");
    let speck = covered_by(|x, y| (x == 44 && y < 50).then_some(120));
    assert!(speck < 0.03, "a line: {speck}");
}

/// How much is covered of a document of 200 pixels whose upper right corner was found 7 above its place, on a ground with dark
/// bands of this width.
fn covered_astray(band: usize) -> f32 {
    let on = |x: usize, y: usize| match ((30..230).contains(&x) && (60..186).contains(&y), x % (4 * band) < band) {
        (true, _) => 200,
        (false, true) => 30,
        (false, false) => 70,
    };
    let (width, height) = (260, 250);
    let luma: Vec<u8> = (0..width * height).map(|at| on(at % width, at / width)).collect();
    let gray = vec![128; width * height];
    let corners = [[30.0, 60.0], [230.0, 53.0], [230.0, 186.0], [30.0, 186.0]];
    covered(&Reduced { width, height, luma, cb: gray.clone(), cr: gray }, corners).part
}

#[test]
fn ground_inside_of_a_corner_that_was_found_beside_its_place_does_not_cover_it() {
    for band in [17, 19, 27] {
        let ground = covered_astray(band);
        assert!(ground < 0.03, "bands of {band}: {ground}");
    }
}
