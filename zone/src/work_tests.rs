//! How much work an image may be.

use super::*;

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
