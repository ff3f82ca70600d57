//! Zones are read from images, and what is not proved is not called valid.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use idsnap_zone::{Format, Luma, Reader, Status};
use support::{Cells, PASSPORT, image, read};

mod support;

/// `image` in the middle of a larger one.
fn on_grey(image: &Luma, margin: usize) -> Luma {
    let (width, height) = (image.width(), image.height());
    let sample = |x: usize, y: usize| {
        let inside = (margin..margin + width).contains(&x) && (margin..margin + height).contains(&y);
        if inside { image.at((x - margin) as f32, (y - margin) as f32) } else { 128.0 }
    };
    Luma::from_fn(width + 2 * margin, height + 2 * margin, sample).unwrap()
}

#[test]
fn reads_both_lines_of_a_passport() {
    let reading = read(&image("passport-flat.png")).unwrap();
    assert_eq!(reading.lines, PASSPORT);
    assert_eq!((reading.status, reading.format), (Status::Valid, Format::Td3));
    assert!(reading.candidates.is_empty());
}

#[test]
fn finds_the_zone_of_a_whole_card_among_other_text() {
    let reading = read(&image("card-on-a-table.png")).unwrap();
    assert_eq!(
        reading.lines,
        ["IRGBRISWW28CQP7E<<<<<<<<<<<<<<", "7701177F2405045KGZ<<<<<<<<<<<2", "KAXI<<KA<<<<<<<<<<<<<<<<<<<<<<"]
    );
    assert_eq!(reading.format, Format::Td1);
}

#[test]
fn reads_the_single_line_of_a_french_licence() {
    let reading = read(&image("french-licence.png")).unwrap();
    assert_eq!(reading.lines, ["D1FRA75MO770220220220MAR<<<<<1"]);
    assert_eq!(reading.format, Format::FrenchDrivingLicence);
}

#[test]
fn reads_a_zone_in_any_quarter_turn_and_says_where_it_is() {
    let upright = on_grey(&image("passport-flat.png"), 20);
    let corner = read(&upright).unwrap().corners[0];
    let (mut turned, mut corner) = (upright, corner);
    for turn in 1..=3 {
        (corner.x, corner.y) = (turned.height() as f32 - 1.0 - corner.y, corner.x);
        turned = turned.turned();
        let reading = read(&turned).unwrap();
        assert_eq!(reading.lines, PASSPORT, "{turn}");
        let [found, ..] = reading.corners;
        assert!((found.x - corner.x).hypot(found.y - corner.y) < 6.0, "{turn}: {found:?} for {corner:?}");
    }
}

/// The image turned by an angle about its middle, on grey.
fn tilted(image: &Luma, degrees: f32) -> Luma {
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let (width, height) = (image.width() as f32, image.height() as f32);
    let turned = |a: f32, b: f32| a * cosine.abs() + b * sine.abs();
    let (wide, high) = (turned(width, height), turned(height, width));
    let size = |length: f32| (0..10_000).find(|pixels| *pixels as f32 >= length).unwrap();
    let sample = |x: usize, y: usize| {
        let (dx, dy) = (x as f32 - wide / 2.0, y as f32 - high / 2.0);
        let (x, y) = (width / 2.0 + dx * cosine + dy * sine, height / 2.0 - dx * sine + dy * cosine);
        let is_inside = (0.0..width).contains(&x) && (0.0..height).contains(&y);
        if is_inside { image.at(x, y) } else { 128.0 }
    };
    Luma::from_fn(size(wide), size(high), sample).unwrap()
}

#[test]
fn reads_a_zone_that_is_tilted() {
    let image = image("passport-flat.png");
    for degrees in [-25.0, -18.0, -8.0, 8.0, 18.0, 25.0] {
        let reading = read(&tilted(&image, degrees));
        assert_eq!(reading.map(|reading| reading.lines), Some(PASSPORT.map(str::to_owned).to_vec()), "{degrees}");
    }
}

/// At half the size, at which large images are searched first, its characters have 4.5 pixels.
/// The image on a page that sags: by as much of its width in the middle, a seventh at most.
fn sagging(image: &Luma, depth: f32) -> Luma {
    let (width, height) = (image.width() as f32, image.height() as f32);
    let sag = |x: f32| (x / width * core::f32::consts::PI).sin() * depth * width;
    let sample = |x: usize, y: usize| {
        let (x, y) = (x as f32, y as f32);
        image.at(x, (y - sag(x)).clamp(0.0, height - 1.0))
    };
    Luma::from_fn(image.width(), image.height() + image.width() / 7, sample).unwrap()
}

/// The image seen from the left: its right end is `far` times as large as the left one.
fn from_the_left(image: &Luma, far: f32) -> Luma {
    let (width, middle) = (image.width() as f32, image.height() as f32 / 2.0);
    let sample = |x: usize, y: usize| {
        let across = x as f32 / width;
        let size = 1.0 - (1.0 - far) * across;
        image.at(across * far / size * width, middle + (y as f32 - middle) / size)
    };
    Luma::from_fn(image.width(), image.height(), sample).unwrap()
}

#[test]
fn reads_a_zone_that_bends() {
    let image = on_grey(&image("passport-flat.png"), 20);
    for depth in [0.04, 0.13] {
        let reading = read(&sagging(&image, depth)).unwrap();
        assert_eq!(reading.lines, PASSPORT, "{depth}");
    }
}

#[test]
fn reads_a_zone_that_bends_and_grows_smaller() {
    let image = on_grey(&image("passport-flat.png"), 20);
    for depth in [0.0, 0.05, 0.08, 0.1] {
        let reading = read(&from_the_left(&sagging(&image, depth), 0.75)).unwrap();
        assert_eq!(reading.lines, PASSPORT, "{depth}");
    }
}

#[test]
fn reads_small_print_of_a_large_image() {
    let image = image("passport-flat.png");
    let times = 9.0 / 12.0;
    let sample = |x: usize, y: usize| {
        let (x, y) = ((x as f32 - 800.0) / times, (y as f32 - 300.0) / times);
        let is_inside = x >= 0.0 && y >= 0.0 && x < image.width() as f32 && y < image.height() as f32;
        if is_inside { image.at(x, y) } else { 128.0 }
    };
    let reading = read(&Luma::from_fn(2400, 700, sample).unwrap()).unwrap();
    assert_eq!(reading.lines, PASSPORT);
}

#[test]
fn reads_the_next_frame_near_the_place_of_the_one_before() {
    let reader = Reader::new().unwrap();
    let (image, mut margins) = (image("passport-flat.png"), vec![[60, 60, 60, 60]]);
    // Right, down, left and up, in pixels: up to three characters.
    margins.extend([[96, 30, 24, 90], [24, 90, 96, 30]]);
    let frame = |[left, top, right, bottom]: [usize; 4]| {
        let (width, height) = (image.width(), image.height());
        let sample = |x: usize, y: usize| {
            let inside = (left..left + width).contains(&x) && (top..top + height).contains(&y);
            if inside { image.at((x - left) as f32, (y - top) as f32) } else { 128.0 }
        };
        Luma::from_fn(left + width + right, top + height + bottom, sample).unwrap()
    };
    let mut frames: Vec<_> = margins.into_iter().map(frame).collect();
    for turn in 0..4 {
        let place = reader.read(&frames[0]).unwrap().place();
        for (at, frame) in frames.iter().enumerate() {
            let reading = reader.read_near(frame, &place).unwrap();
            assert_eq!(reading.lines, PASSPORT, "turn {turn}, frame {at}");
            let corners = reader.read(frame).unwrap().corners;
            for (near, far) in reading.corners.iter().zip(corners) {
                assert!((near.x - far.x).hypot(near.y - far.y) < 3.0, "turn {turn}, frame {at}: {near:?} {far:?}");
            }
        }
        let blank = Luma::new(vec![200; 640 * 480], 640, 480).unwrap();
        assert!(reader.read_near(&blank, &place).is_none());
        frames = frames.iter().map(Luma::turned).collect();
    }
}

#[test]
fn tells_how_likely_each_character_is() {
    let reading = read(&image("passport-flat.png")).unwrap();
    let lengths: Vec<_> = reading.confidence.iter().map(Vec::len).collect();
    assert_eq!(lengths, [44, 44]);
    assert!(reading.confidence.iter().flatten().all(|likely| (0.5..=1.0).contains(likely)));
}

/// The characters stand in even cells, so that one can be put in the place of another.
#[test]
fn calls_nothing_valid_that_its_check_digits_deny() {
    let image = image("passport-flat.png");
    let [top_left, top_right, _, bottom_left] = read(&image).unwrap().corners;
    let pitch = (top_right.x - top_left.x) / 44.0;
    let middle = (top_left.y + bottom_left.y) / 2.0;
    // Each of the digits of the date of birth, 860804, has a 9 put in its place; one stands in the date of expiry.
    for column in [13, 14, 15, 16, 17, 18] {
        let (to, from) = (top_left.x + pitch * column as f32, top_left.x + pitch * 22.0);
        let changed = Luma::from_fn(image.width(), image.height(), |x, y| {
            let (x, y) = (x as f32, y as f32);
            let is_there = y > middle && x >= to && x < to + pitch;
            image.at(if is_there { x - to + from } else { x }, y)
        });
        let reading = read(&changed.unwrap());
        let status = reading.map(|reading| reading.status);
        assert!(status.is_none_or(|status| status == Status::Ambiguous), "{column}: {status:?}");
    }
}

#[test]
fn a_zone_in_plain_sight_is_given_as_it_looks_where_its_digits_are_wrong() {
    let passport = Cells::of_the_passport();
    // A 9 in the year of birth, and in its month, which no calendar has; and a letter there.
    for (column, from) in [(14, 22), (15, 22), (18, 22), (13, 1)] {
        let mut lines = PASSPORT.map(str::to_owned);
        let put = PASSPORT[1][from..=from].to_owned();
        lines[1].replace_range(column..=column, &put);
        let reading = read(&passport.with([1, column], [1, from]).image).unwrap();
        assert_eq!((reading.status, reading.lines.as_slice()), (Status::Ambiguous, lines.as_slice()));
        assert_eq!((reading.likelihood, reading.candidates), (0.0, Vec::new()), "{column}");
    }
}

#[test]
fn offers_candidates_where_a_character_is_covered() {
    let image = image("passport-flat.png");
    let [top_left, top_right, ..] = read(&image).unwrap().corners;
    let pitch = (top_right.x - top_left.x) / 44.0;
    let (from, to) = (top_left.x + pitch * 7.0, top_left.x + pitch * 8.0);
    let middle = image.height() as f32 / 2.0;
    let covered = Luma::from_fn(image.width(), image.height(), |x, y| {
        let (x, y) = (x as f32, y as f32);
        if y < middle && (from..to).contains(&x) { 128.0 } else { image.at(x, y) }
    });
    let reading = read(&covered.unwrap()).unwrap();
    assert_eq!(reading.status, Status::Ambiguous);
    assert!(reading.candidates.len() > 1);
}

/// Three or four of 37 characters count alike in a check digit: what a blot looks like would choose among them.
#[test]
fn invents_no_character_under_a_blot() {
    let image = image("passport-flat.png");
    let [top_left, top_right, _, bottom_left] = read(&image).unwrap().corners;
    let pitch = (top_right.x - top_left.x) / 44.0;
    let middle = (top_left.y + bottom_left.y) / 2.0;
    // In the document number and in the optional data.
    for column in [0, 2, 5, 8, 29, 38] {
        for grey in [10.0, 50.0, 130.0, 255.0] {
            let (from, to) = (top_left.x + pitch * column as f32, top_left.x + pitch * (column + 1) as f32);
            let covered = Luma::from_fn(image.width(), image.height(), |x, y| {
                let is_covered = y as f32 > middle && (from..to).contains(&(x as f32));
                if is_covered { grey } else { image.at(x as f32, y as f32) }
            });
            let Some(reading) = read(&covered.unwrap()) else { continue };
            let is_right = reading.lines == PASSPORT;
            assert!(reading.status == Status::Ambiguous || is_right, "{column} in {grey}: {:?}", reading.lines);
        }
    }
}

/// The passport's lines are those of a visa where they begin with a V.
#[test]
fn a_visa_that_the_image_cuts_is_not_a_smaller_one() {
    let visa = Cells::of_the_passport().with([0, 0], [1, 1]);
    let reading = read(&visa.image).unwrap();
    assert_eq!((reading.status, reading.format), (Status::Valid, Format::MrvA), "{:?}", reading.lines);
    // Its first 36 columns are a valid visa of 36, with the names shorter and less optional data.
    let width = (0..visa.image.width()).rfind(|width| (*width as f32) < visa.start(36)).unwrap();
    let cut = visa.image.cropped([0, 0], [width, visa.image.height()]).unwrap();
    let reading = read(&cut).unwrap();
    let small: Vec<_> = PASSPORT.iter().map(|line| line[1..36].to_owned()).collect();
    assert_eq!(reading.lines.iter().map(|line| line[1..].to_owned()).collect::<Vec<_>>(), small);
    assert_eq!((reading.status, reading.format), (Status::Ambiguous, Format::MrvB), "{:?}", reading.lines);
    // What is out of the question by its look is not offered.
    assert_eq!(reading.candidates.len(), 1, "{:?}", reading.candidates);

    // With paper behind the lines it is one. That between the lines is such paper.
    let wide = Luma::from_fn(cut.width() + 60, cut.height(), |x, y| {
        let (x, y) = (x as f32, y as f32);
        if x < cut.width() as f32 { cut.at(x, y) } else { cut.at(x - 60.0, visa.middle + y % 7.0 - 3.0) }
    });
    let reading = read(&wide.unwrap()).unwrap();
    assert_eq!((reading.status, reading.format), (Status::Valid, Format::MrvB), "{:?}", reading.lines);
}

#[test]
fn finds_nothing_where_there_is_no_text() {
    let blank = Luma::new(vec![200; 640 * 480], 640, 480).unwrap();
    assert!(read(&blank).is_none());
}

#[test]
fn takes_images_of_any_size_and_content() {
    let mut state = 1u32;
    let mut random = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as f32
    };
    for (width, height) in [(1, 1), (1, 900), (900, 1), (24, 24), (25, 300), (333, 77), (640, 480)] {
        let noise = Luma::from_fn(width, height, |_, _| random()).unwrap();
        let stripes = Luma::from_fn(width, height, |x, y| if x % 9 < 4 && y % 20 < 10 { 0.0 } else { 255.0 }).unwrap();
        for image in [noise, stripes] {
            let status = read(&image).map(|reading| reading.status);
            assert!(status.is_none_or(|status| status == Status::Ambiguous), "{width} x {height}: {status:?}");
        }
    }
}

#[test]
fn crops_what_is_there() {
    let image = Luma::new((0..12).collect(), 4, 3).unwrap();
    assert_eq!(image.cropped([1, 1], [2, 2]).unwrap().samples(), [5, 6, 9, 10]);
    assert_eq!(image.cropped([3, 2], [9, 9]).unwrap().samples(), [11]);
    assert!(image.cropped([5, 0], [1, 1]).is_none());
    assert!(image.cropped([4, 0], [1, 1]).is_none());
}

#[test]
fn refuses_samples_that_do_not_have_the_size() {
    assert!(Luma::new(vec![0; 5], 2, 3).is_none());
    assert!(Luma::new(Vec::new(), 0, 0).is_none());
}
