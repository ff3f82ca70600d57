use super::*;

/// A document of luma `paper` with what `bright` puts on it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an image made by arithmetic")]
fn glare_on(paper: u8, bright: impl Fn(f32, f32) -> f32) -> f32 {
    let luma = (0..100 * 100u16).map(|at| {
        let added = bright(f32::from(at % 100), f32::from(at / 100));
        (f32::from(paper) + added).min(255.0) as u8
    });
    let image = Reduced { width: 100, height: 100, luma: luma.collect(), cb: vec![128; 10_000], cr: vec![128; 10_000] };
    let luma = Plane { width: 100, samples: &image.luma };
    glare(luma, &image, Region::new([[10.0, 10.0], [90.0, 10.0], [90.0, 90.0], [10.0, 90.0]]), paper).share
}

fn spot(x: f32, y: f32) -> f32 {
    400.0 * (-((x - 50.0).powi(2) + (y - 50.0).powi(2)) / 128.0).exp()
}

/// Light within a rectangle of 30 x 20 pixels, 600 of the region's 6400.
fn pane(x: f32, y: f32) -> f32 {
    if (30.0..60.0).contains(&x) && (30.0..50.0).contains(&y) { 255.0 } else { 0.0 }
}

#[test]
fn a_reflection_is_glare() {
    let share = glare_on(170, spot);
    // Blown out where 400 exp(-r²/128) > 82: r² < 203, which is 638 of 6400 pixels.
    assert!((share - 0.1).abs() < 0.01, "{share}");
}

#[test]
fn a_reflection_with_a_hard_edge_is_glare_on_dark_and_on_light_paper() {
    for paper in [100, 170, 200, 235, 242] {
        let share = glare_on(paper, pane);
        // Of 30 x 20 pixels one row or column more or less.
        assert!((share - 600.0 / 6400.0).abs() < 0.008, "{paper}: {share}");
    }
}

/// Light that fades over lines of print on light paper.
fn light_over_print(paper: u8, light: f32) -> f32 {
    let is_print = |x: f32, y: f32| x % 4.0 < 2.0 && y % 6.0 < 4.0;
    let reflection = |x: f32, y: f32| light * (-((x - 50.0).powi(2) + (y - 50.0).powi(2)) / 200.0).exp();
    glare_on(paper, |x, y| reflection(x, y) - if is_print(x, y) { 170.0 } else { 0.0 })
}

#[test]
fn light_that_lifts_the_print_within_it_is_glare_however_ragged_it_is() {
    for paper in [211, 224, 236] {
        let share = light_over_print(paper, 300.0);
        assert!((0.03..0.2).contains(&share), "{paper}: {share}");
        assert_eq!(light_over_print(paper, 0.0), 0.0, "{paper} alone");
    }
}

#[test]
fn white_paper_is_not() {
    assert_eq!(glare_on(255, |_, _| 0.0), 0.0);
    assert_eq!(glare_on(250, spot), 0.0);
}

#[test]
fn a_white_part_with_print_on_it_is_not() {
    let is_print = |y: f32| y % 5.0 < 2.0 || y > 47.0;
    let label = |x: f32, y: f32| if pane(x, y) > 0.0 && is_print(y) { -90.0 } else { pane(x, y) };
    assert_eq!(glare_on(150, label), 0.0);
}

#[test]
fn white_that_wavers_about_the_end_of_the_scale_is_not() {
    // 254 in the middle of the pane, 244 at its ends.
    let wavering = |x: f32, y: f32| {
        let away = ((x - 45.0) / 15.0).powi(2) + ((y - 40.0) / 10.0).powi(2);
        if pane(x, y) > 0.0 { 64.0 - 5.0 * away } else { 0.0 }
    };
    assert_eq!(glare_on(190, wavering), 0.0);
}

#[test]
fn white_paper_between_pale_print_is_not() {
    let is_print = |x: f32, y: f32| x % 4.0 < 2.0 && y % 4.0 < 2.0;
    assert_eq!(glare_on(200, |x, y| if is_print(x, y) { 0.0 } else { 255.0 }), 0.0);
}

#[test]
fn crests_of_waves_in_light_paper_are_not_and_light_over_them_is() {
    // Bands of 3 pixels, 10 apart: two fifths of what is printed in waves is blown out.
    let waves = |x: f32, y: f32| if (x + 2.0 * (y / 9.0).sin()) % 10.0 < 3.0 { 22.0 } else { 0.0 };
    assert_eq!(glare_on(233, waves), 0.0);
    let white = |x: f32, y: f32| if pane(x, y) > 0.0 && (x - 45.0).hypot(y - 42.0) > 6.0 { 22.0 } else { 0.0 };
    let left = glare_on(233, |x, y| waves(x, y).max(white(x, y)));
    assert!(left < 0.003, "{left} of the ground of a portrait among them");
    let lamp = |x: f32, y: f32| if (x - 50.0).hypot(y - 50.0) < 15.0 { 255.0 } else { 0.0 };
    let share = glare_on(233, |x, y| waves(x, y).max(lamp(x, y)));
    assert!((share - 0.11).abs() < 0.01, "{share}");
}

#[test]
fn a_dot_is_not() {
    // 3 of 6400 pixels.
    assert_eq!(glare_on(170, |x, y| if y == 40.0 && (40.0..43.0).contains(&x) { 255.0 } else { 0.0 }), 0.0);
}

/// The glare, in pixels, on paper of luma 170 where `luma` puts other levels.
fn glare_pixels(luma: impl Fn(usize, usize) -> Option<u8>) -> usize {
    let luma = (0..100 * 100).map(|at| luma(at % 100, at / 100).unwrap_or(170)).collect();
    let image = Reduced { width: 100, height: 100, luma, cb: vec![128; 10_000], cr: vec![128; 10_000] };
    let region = Region::new([[10.0, 10.0], [90.0, 10.0], [90.0, 90.0], [10.0, 90.0]]);
    let mut blobs = Blobs::find(&image, region, 170);
    let luma = Plane { width: 100, samples: &image.luma };
    let ink = InkLevels { luma, region, factor: 1 };
    (0..10_000).map(|start| if blobs.mask[start] { blobs.take(start, &ink) } else { 0 }).sum()
}

/// A pane of 30 x 20 pixels: its border has 100. Around it, the first `print` pixels are dark and the next `white`
/// nearly blown out, counted along its top, then its left, then its bottom.
fn surrounded_pane(print: usize, white: usize) -> usize {
    glare_pixels(|x, y| {
        let place = match (x, y) {
            (30..60, 30..50) => return Some(255),
            (30..60, 27..30) => x - 30,
            (27..30, 30..50) => y,
            (30..60, 50..53) => x + 20,
            _ => return None,
        };
        let levels = [(print, 100), (white, 246)];
        let mut rest = place;
        levels.into_iter().find_map(|(count, level)| {
            let is_in = rest < count;
            rest = rest.saturating_sub(count);
            is_in.then_some(level)
        })
    })
}

#[test]
fn glare_has_print_around_at_most_half_of_it() {
    assert_eq!((surrounded_pane(50, 0), surrounded_pane(51, 0)), (600, 0));
}

#[test]
fn glare_has_white_around_at_most_half_of_it() {
    assert_eq!((surrounded_pane(0, 50), surrounded_pane(0, 51)), (600, 0));
}

#[test]
fn glare_has_print_and_white_around_at_most_three_quarters_of_it() {
    assert_eq!((surrounded_pane(50, 25), surrounded_pane(50, 26)), (600, 0));
}

/// A line one pixel wide that goes to and fro, with a tail of so many pixels, and a pixel beside it in a corner: its
/// border is twice its size.
fn snake(tail: usize) -> usize {
    glare_pixels(|x, y| {
        let is_in = match (x, y) {
            (20..60, 20 | 24 | 28 | 32) | (59, 21..24 | 29..32) | (20, 25..28) | (21, 33) => true,
            (20, 33..) => y < 33 + tail,
            _ => false,
        };
        is_in.then_some(255)
    })
}

#[test]
fn the_border_of_glare_has_at_most_700_times_its_size_when_it_is_squared() {
    // 350 squared is 700 x 175, and 352 squared is more than 700 x 176.
    assert_eq!((snake(5), snake(6)), (175, 0));
}

#[test]
fn the_smallest_glare_takes_a_two_thousandth_of_the_region() {
    // The region has 6,400 pixels: 3 are too few, 4 are enough.
    let line = |length: usize| glare_pixels(|x, y| (y == 40 && (40..40 + length).contains(&x)).then_some(255));
    assert_eq!((line(3), line(4)), (0, 4));
}

#[test]
fn what_lies_beside_the_document_does_not_count() {
    assert_eq!(glare_on(150, |x, y| spot(x + 56.0, y)), 0.0);
}

/// Whether a place is on a head with shoulders, in the middle of a portrait of 24 x 32 pixels at (28, 25).
fn is_head(x: f32, y: f32) -> bool {
    let oval =
        |middle: f32, [across, down]: [f32; 2]| ((x - 40.0) / across).powi(2) + ((y - middle) / down).powi(2) < 1.0;
    oval(38.0, [7.0, 9.0]) || oval(58.0, [11.0, 9.0])
}

/// A white field with something in it that adds so much to the paper's luma of 215.
fn field(left: f32, width: f32, added: f32, holds: impl Fn(f32, f32) -> bool) -> f32 {
    glare_on(215, |x, y| match ((left..left + width).contains(&x) && (25.0..57.0).contains(&y), holds(x, y)) {
        (true, true) => added,
        (true, false) => 255.0,
        (false, _) => 0.0,
    })
}

#[test]
fn the_white_ground_of_a_portrait_or_of_a_code_is_not() {
    assert_eq!(field(28.0, 24.0, -10.0, is_head), 0.0);
    let is_code =
        |x: f32, y: f32| (34.0..46.0).contains(&x) && (31.0..51.0).contains(&y) && (x % 6.0 < 3.0) == (y % 6.0 < 3.0);
    assert_eq!(field(28.0, 24.0, -180.0, is_code), 0.0);
    assert!(field(28.0, 24.0, 0.0, |_, _| false) > 0.1, "a pane");
}

#[test]
fn a_white_strip_across_the_document_is_not() {
    assert_eq!(field(0.0, 100.0, 0.0, |_, _| false), 0.0);
    assert!(field(14.0, 72.0, 0.0, |_, _| false) > 0.3, "a pane that ends before the document does");
}

/// A lamp of 16 pixels: blown out to a part of its radius, nearly so to its edge. Print takes every second line around it.
fn lamp_over_print(part: f32) -> f32 {
    glare_on(200, |x, y| match ((x - 50.0).hypot(y - 50.0) / 16.0, y % 4.0 < 2.0) {
        (away, _) if away <= part => 55.0,
        (away, _) if away <= 1.0 => 48.0,
        (_, true) => -150.0,
        (_, false) => 0.0,
    })
}

#[test]
fn a_lamp_that_dims_towards_its_edge_is_glare() {
    // 3.14 x 16 x 16 of 6400 pixels.
    let share = lamp_over_print(0.67);
    assert!((share - 0.126).abs() < 0.01, "{share}");
    assert_eq!(lamp_over_print(0.4), 0.0, "a pale disc with a white middle");
}

#[test]
fn a_white_field_in_a_thin_frame_of_print_is_not() {
    let frame = |around: f32| {
        let is_in =
            |x: f32, y: f32, by: f32| (30.0 - by..60.0 + by).contains(&x) && (30.0 - by..50.0 + by).contains(&y);
        glare_on(215, |x, y| match (is_in(x, y, 0.0), is_in(x, y, 1.0)) {
            (true, _) => 255.0,
            (false, true) => around,
            (false, false) => 0.0,
        })
    };
    assert_eq!(frame(-120.0), 0.0);
    assert!(frame(-60.0) > 0.09, "print that light has lifted");
}

#[test]
fn the_narrow_white_around_a_code_is_not() {
    let code = |dark: f32| {
        glare_on(215, |x, y| match (x - 50.0).abs().max((y - 50.0).abs()) {
            away if away < 15.5 => dark,
            away if away < 16.5 => 255.0,
            _ => 0.0,
        })
    };
    assert_eq!(code(-200.0), 0.0);
    assert!(code(-30.0) > 0.01, "pale print, as under light");
}

#[test]
fn the_box_is_around_the_light_that_was_counted() {
    // Blown out where 58 exp(-r²/200) > 52, within 5 pixels, and counted where it is more than 0.6 of 55, within 11.
    let luma = (0..100 * 100u16).map(|at| {
        let away = (f32::from(at % 100) - 50.0).powi(2) + (f32::from(at / 100) - 50.0).powi(2);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an image made by arithmetic")]
        let level = (200.0 + 58.0 * (-away / 200.0).exp()).min(255.0) as u8;
        level
    });
    let image = Reduced { width: 100, height: 100, luma: luma.collect(), cb: vec![128; 10_000], cr: vec![128; 10_000] };
    let plane = Plane { width: 100, samples: &image.luma };
    let region = Region::new([[3.0, 3.0], [97.0, 3.0], [97.0, 97.0], [3.0, 97.0]]);
    let Glare { share, bounds, .. } = glare(plane, &image, region, 200);
    let [[left, top], [right, bottom]] = bounds.unwrap();
    let area = (right - left) * (bottom - top) / (94.0 * 94.0);
    assert!(share > 0.02 && area >= share && area < share * 1.4, "{share} in a box of {area}");
}

/// Lines of print 8 pixels apart on white paper, with `light` on top.
fn white_print(paper: u8, light: impl Fn(f32, f32) -> f32) -> f32 {
    let is_print = |x: f32, y: f32| x % 5.0 < 2.0 && y % 6.0 < 3.0;
    glare_on(paper, |x, y| light(x, y) - if is_print(x, y) { 210.0 } else { 0.0 })
}

#[test]
fn light_that_lifts_print_step_by_step_is_glare_on_paper_that_is_blown_out_too() {
    for paper in [240, 248, 253] {
        let away = |x: f32, y: f32| (x - 50.0).powi(2) + (y - 50.0).powi(2);
        let share = white_print(paper, |x, y| 220.0 * (-away(x, y) / 500.0).exp());
        assert!(share > 0.05, "{paper}: {share}");
        assert_eq!(white_print(paper, |_, _| 0.0), 0.0, "{paper} alone");
    }
}

#[test]
fn pale_print_on_white_paper_is_not() {
    let is_pale = |x: f32, y: f32| (30.0..70.0).contains(&x) && (30.0..70.0).contains(&y);
    let is_print = |x: f32, y: f32| x % 5.0 < 2.0 && y % 6.0 < 3.0;
    let levels = |x: f32, y: f32| match (is_print(x, y), is_pale(x, y)) {
        (true, true) => -90.0,
        (true, false) => -210.0,
        (false, _) => 0.0,
    };
    assert_eq!([240, 248, 253].map(|paper| glare_on(paper, levels)), [0.0; 3]);
}

#[test]
fn a_disc_of_light_that_hides_print_on_white_paper_is_glare() {
    let disc = |light: f32| white_print(251, |x, y| if (x - 50.0).hypot(y - 45.0) < 14.0 { light } else { 0.0 });
    // 3.14 x 14 x 14 of 6400 pixels.
    let share = disc(255.0);
    assert!((share - 0.096).abs() < 0.02, "{share}");
    assert_eq!(disc(0.0), 0.0, "without light");
}
