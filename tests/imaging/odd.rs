//! Odd files: what is right for each, whatever the standard leaves open.

use super::made::{decoded, to_jpeg};
use crate::support::made::odd;
use crate::support::picture::Picture;
use idsnap::image::prepare::{DamagePolicy, Note, PrepareOptions, Prepared, PreparedPath, prepare};
use idsnap::{ErrorCode, Result};

fn as_it_is(file: &[u8]) -> Result<Prepared> {
    prepare(file, &PrepareOptions::default())
}

fn reduced(file: &[u8]) -> Result<Prepared> {
    prepare(file, &to_jpeg(PrepareOptions { max_edge: Some(80), ..PrepareOptions::default() }))
}

/// Shown as it was made, in its own size and reduced. Tolerance: that of one encoding; another turn is beyond 20.
#[track_caller]
fn assert_shows(file: &[u8], expected: &Picture) {
    for outcome in [as_it_is(file), reduced(file)] {
        let prepared = outcome.unwrap();
        let shown = shown(&prepared);
        let expected = if shown.width == expected.width || shown.width == expected.height {
            expected.clone()
        } else {
            expected.reduced(shown.width, shown.height)
        };
        assert_eq!((shown.width, shown.height), (expected.width, expected.height));
        let difference = shown.difference(&expected);
        assert!(difference < 2.5, "{:?}: {difference}", prepared.path);
    }
}

/// By another decoder; that one refuses some odd files that are passed through.
fn shown(prepared: &Prepared) -> Picture {
    match prepared.path {
        PreparedPath::Original => decoded(&prepared.bytes).unwrap(),
        PreparedPath::Transcoded | PreparedPath::Encoded => Picture::from_jpeg(&prepared.bytes),
    }
}

#[track_caller]
fn assert_damaged(outcome: Result<Prepared>) {
    let code = outcome.map(|prepared| prepared.path).map_err(|error| error.code());
    assert_eq!(code, Err(ErrorCode::DamagedImage));
}

fn frames(file: &[u8]) -> usize {
    file.windows(2).filter(|marker| matches!(marker, [0xFF, 0xC0..=0xC2])).count()
}

#[test]
fn a_second_file_behind_a_missing_end_is_no_part_of_the_picture() {
    let file = odd::second_file_behind_no_end();
    assert_shows(&file, &odd::picture());
    assert_eq!(frames(&as_it_is(&file).unwrap().bytes), 1);
}

#[test]
fn the_orientation_of_a_second_file_is_not_obeyed() {
    assert_shows(&odd::turned_second_file_behind_no_end(), &odd::picture());
}

#[test]
fn an_orientation_behind_the_scans_is_not_obeyed() {
    assert_shows(&odd::exif_behind_the_scan(), &odd::picture());
}

#[test]
fn the_first_of_two_orientations_is_obeyed() {
    for values in [[6, 1], [1, 6], [3, 8]] {
        let (twice, once) = (odd::orientation_twice(values), odd::orientation_twice([values[0]; 2]));
        assert_eq!(as_it_is(&twice).unwrap().bytes, as_it_is(&once).unwrap().bytes, "{values:?}");
        assert_eq!(reduced(&twice).unwrap().bytes, reduced(&once).unwrap().bytes, "{values:?}");
    }
    assert_shows(&odd::orientation_twice([1, 6]), &odd::picture());
    let turned = reduced(&odd::orientation_twice([6, 1])).unwrap();
    assert_eq!((turned.width, turned.height), (60, 80));
}

#[test]
fn components_with_one_id_are_told_by_their_order() {
    for orientation in [1, 6] {
        let (file, expected) = (odd::repeated_component_ids(orientation), odd::picture().shown(orientation));
        let budget = PrepareOptions { max_bytes: Some(file.len() as u64 - 600), ..PrepareOptions::default() };
        for options in [PrepareOptions::default(), budget] {
            let prepared = prepare(&file, &options).unwrap();
            let difference = shown(&prepared).difference(&expected);
            assert!(difference < 4.0, "{orientation}, {:?}: {difference}", prepared.path);
        }
    }
}

#[test]
fn a_bmp_whose_pixels_begin_in_its_palette_shows_the_picture_or_is_refused() {
    let expected = Picture::from_fn(160, 120, |x, y| [odd::picture().pixel(x, y)[0]; 3]);
    for data_at in [54, 0] {
        match decoded(&odd::bmp_that_starts_too_early(data_at)) {
            Ok(found) => assert!(found == expected, "{data_at}: {}", found.difference(&expected)),
            Err(error) => assert_eq!(error.code(), ErrorCode::DamagedImage, "{data_at}"),
        }
    }
}

#[test]
fn colours_that_a_png_tells_of_without_a_profile_are_converted_or_noted() {
    for file in [odd::png_of_linear_light(), odd::png_with_primaries(), odd::png_with_code_points()] {
        let prepared = prepare(&file, &to_jpeg(PrepareOptions::default())).unwrap();
        let difference = Picture::from_jpeg(&prepared.bytes).difference(&odd::picture());
        // 2.0 is what encoding alone makes of it: beyond, the colours were converted.
        assert!(difference > 2.0 || !prepared.notes.is_empty(), "{difference}");
    }
}

#[test]
fn a_profile_with_a_part_missing_is_dropped_and_noted() {
    for prepared in
        [as_it_is(&odd::profile_with_a_part_missing()).unwrap(), reduced(&odd::profile_with_a_part_missing()).unwrap()]
    {
        assert!(!prepared.bytes.windows(11).any(|part| part == b"ICC_PROFILE"), "{:?}", prepared.path);
        assert!(prepared.notes.contains(&Note::ColorProfileDropped), "{:?}", prepared.notes);
    }
}

#[test]
fn a_baseline_file_without_its_end_is_shown_whole() {
    assert_shows(&odd::baseline_without_end(), &odd::picture());
}

#[test]
fn a_progressive_file_without_its_end_is_shown_whole() {
    assert_shows(&odd::progressive_without_end(), &odd::picture());
}

#[test]
fn a_file_cut_by_a_tenth_and_closed_is_damaged_whatever_is_asked_for() {
    let file = odd::cut_and_closed();
    let budget = PrepareOptions { max_bytes: Some(file.len() as u64 / 2), ..PrepareOptions::default() };
    for options in [budget, PrepareOptions::default()] {
        assert_damaged(prepare(&file, &options));
    }
}

#[test]
fn without_verifying_a_file_that_is_damaged_inside_is_passed_on() {
    let options = PrepareOptions { verify: Some(false), ..PrepareOptions::default() };
    assert_eq!(prepare(&odd::cut_and_closed(), &options).unwrap().path, PreparedPath::Original);
}

#[test]
fn of_a_file_that_is_damaged_inside_what_is_there_is_shown_where_that_is_allowed() {
    let options = PrepareOptions { damaged: Some(DamagePolicy::Allow), ..PrepareOptions::default() };
    let prepared = prepare(&odd::cut_and_closed(), &options).unwrap();
    assert_eq!((prepared.path, prepared.notes.contains(&Note::Damaged)), (PreparedPath::Encoded, true));
}

#[test]
fn a_sound_file_is_passed_on_untouched_whether_it_is_verified_or_not() {
    for progressive in [false, true] {
        let file = odd::sound(progressive);
        let unverified = prepare(&file, &PrepareOptions { verify: Some(false), ..PrepareOptions::default() }).unwrap();
        assert_eq!((unverified.path, &unverified.bytes), (PreparedPath::Original, &as_it_is(&file).unwrap().bytes));
    }
}

#[test]
fn a_progressive_file_that_ends_between_two_scans_is_damaged() {
    assert_damaged(reduced(&odd::progressive_without_last_scan()));
}

#[test]
fn metadata_behind_the_scan_do_not_stay() {
    let file = odd::profile_behind_the_scan();
    let prepared = as_it_is(&file).unwrap();
    assert_eq!((prepared.path, prepared.notes.as_slice()), (PreparedPath::Original, [].as_slice()));
    assert!(!prepared.bytes.windows(11).any(|part| part == b"ICC_PROFILE"));
}

#[test]
fn a_bmp_of_true_color_whose_pixels_begin_in_its_header_shows_the_picture() {
    let file = odd::true_color_bmp_that_starts_too_early();
    assert!(decoded(&file).unwrap() == odd::picture());
    assert_eq!(as_it_is(&file).unwrap().path, PreparedPath::Encoded);
}

#[test]
fn a_profile_that_cannot_be_read_is_noted_whatever_the_format() {
    for file in odd::unreadable_profiles() {
        let prepared = prepare(&file, &to_jpeg(PrepareOptions::default())).unwrap();
        assert_eq!(prepared.notes, [Note::ColorProfileDropped], "{:?}", prepared.source.mime_type);
    }
}

#[test]
fn a_file_without_its_restart_markers_is_damaged() {
    for outcome in [as_it_is(&odd::restart_markers_missing()), reduced(&odd::restart_markers_missing())] {
        assert_damaged(outcome);
    }
}

#[test]
fn what_stands_behind_the_end_is_cut_off_and_noted() {
    let file = odd::garbage_behind_the_end();
    assert_shows(&file, &odd::picture());
    let prepared = as_it_is(&file).unwrap();
    assert_eq!((prepared.path, prepared.notes.as_slice()), (PreparedPath::Original, [Note::TrailerCut].as_slice()));
    assert!(prepared.bytes.len() < file.len() - 500);
}
