//! How much work an image may be.

use super::*;

/// The grey of the passport's paper.
const PAPER: f32 = 225.0;

/// A page full of lines that are as even as those of a zone: every one is looked at, and no two are a zone.
fn page(width: usize, height: usize) -> Luma {
    let letter = |at: usize| at.wrapping_mul(2_654_435_761) >> 7;
    Luma::from_fn(width, height, |x, y| {
        let shape = letter(y / 24 * 97 + x / 12);
        let (column, row) = (x % 12, y % 24);
        let is_stroke = column == 2 || column == 3 || (column < 9 && shape >> (row / 3) & 1 == 1);
        if (2..9).contains(&column) && (6..18).contains(&row) && is_stroke { 40.0 } else { 210.0 }
    })
    .unwrap()
}

#[test]
fn a_page_of_print_takes_no_more_work_than_is_allowed() {
    let reader = Reader::new().unwrap();
    let works = [(900, 600), (2000, 1500)].map(|(width, height)| {
        let search = reader.search(&page(width, height));
        assert!(search.best.is_none_or(|reading| reading.status == Status::Ambiguous), "{width} x {height}");
        search.work
    });
    // The last block of a view may exceed its share, and each view looks at a few characters of every line.
    assert!(works.iter().all(|work| *work < MOST_WORK + MOST_WORK / 2), "{works:?}");
    assert!(works.iter().any(|work| *work > MOST_WORK / 4), "too few lines are looked at to tell: {works:?}");
}

fn fixture(name: &str) -> Luma {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut samples = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut samples).unwrap();
    Luma::new(samples, info.width.try_into().unwrap(), info.height.try_into().unwrap()).unwrap()
}

/// How much work the passport is when each of its pixels is taken from another place.
fn work(place: impl Fn(usize, usize) -> Option<[usize; 2]>) -> u32 {
    let image = fixture("passport-flat.png");
    let sample = |x: usize, y: usize| place(x, y).map_or(PAPER, |[x, y]| image.at(x as f32, y as f32));
    let changed = Luma::from_fn(image.width(), image.height(), sample).unwrap();
    let reader = Reader::new().unwrap();
    let search = reader.search(&changed);
    assert!(search.best.is_none(), "{:?}", search.best);
    search.work
}

#[test]
fn lines_of_a_few_clear_characters_here_and_there_do_not_grow() {
    // A third of the characters are gone: of twelve pixels each, three after every six.
    let work = work(|x, y| (x / 12 % 9 < 6).then_some([x, y]));
    assert!(work < 700, "{work}");
}

#[test]
fn a_sheared_view_has_no_lines_that_are_seen_upright() {
    let (reader, upright) = (Reader::new().unwrap(), [fixture("passport-flat.png")]);
    let lines = |slope: f32| {
        let mut eye = Eye::new(Pyramid { upright: &upright, turned: None }, &reader.network);
        rows::lines(View { level: 0, slope }, &mut eye).unwrap().0.len()
    };
    assert!(lines(0.0) >= 2);
    assert_eq!(SLOPES.map(lines), [0, 0]);
}
