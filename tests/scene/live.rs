//! Hints and steadiness over the frames of a video.

use crate::stage::Stage;
use idsnap::rows::Size;
use idsnap::scene::{AnalyzeOptions, FrameInput, FrameMemory, FrameReport, Hint, analyze_frame};

/// Small frames: what is tested is time.
const SIZE: Size = Size { width: 640, height: 360 };

const FRAME_MS: f64 = 100.0;

fn scene(stage: Stage) -> Vec<u8> {
    Stage { size: SIZE, pixels_per_mm: 5.0, blur: 0.5, ..stage }.rgba()
}

fn good() -> Vec<u8> {
    scene(Stage::default())
}

fn dark() -> Vec<u8> {
    scene(Stage { exposure: 0.25, ..Stage::default() })
}

fn empty() -> Vec<u8> {
    scene(Stage { shift: [4_000.0, 0.0], ..Stage::default() })
}

/// Thresholds for frames this small.
fn options() -> AnalyzeOptions {
    let json = br#"{"thresholds": {"minPixelsPerMm": 3, "minCoverage": 0.1}}"#;
    idsnap::input::read("options", json, &[]).unwrap()
}

/// A video that is watched.
#[derive(Default)]
struct Watch {
    memory: FrameMemory,
    time_ms: f64,
    /// What was on show at each frame.
    shown: Vec<Option<Hint>>,
    steady: Vec<bool>,
}

impl Watch {
    fn see(&mut self, frame: &[u8], times: usize) -> &mut Self {
        for _ in 0..times {
            self.see_after(frame, FRAME_MS);
        }
        self
    }

    fn see_after(&mut self, frame: &[u8], passed_ms: f64) -> FrameReport {
        self.time_ms += passed_ms;
        let input = FrameInput { options: options(), memory: self.memory.clone(), time_ms: self.time_ms, layout: None };
        let report = analyze_frame(frame, SIZE, input).unwrap();
        self.memory = report.memory.clone();
        self.shown.push(report.hint);
        self.steady.push(report.steady);
        report
    }

    /// How often what is on show changed.
    fn changes(&self) -> usize {
        self.shown.windows(2).filter(|pair| pair[0] != pair[1]).count()
    }
}

#[test]
fn a_hint_shows_when_its_cause_has_lasted_and_goes_when_it_is_over() {
    let (good, dark) = (good(), dark());
    let mut watch = Watch::default();
    watch.see(&good, 5).see(&dark, 15).see(&good, 15);
    let on_show: Vec<usize> = (0..35).filter(|at| watch.shown[*at] == Some(Hint::TooDark)).collect();
    assert_eq!(watch.changes(), 2, "{:?}", watch.shown);
    // It is dark from frame 5 to 19: shown 400 ms after its beginning, gone 300 ms after its end, or a frame later.
    assert_eq!(on_show.first(), Some(&8));
    assert!(on_show.last().is_some_and(|last| (21..=22).contains(last)), "{on_show:?}");
}

#[test]
fn what_changes_from_frame_to_frame_does_not_flicker() {
    let (good, dark, empty) = (good(), dark(), empty());
    for frames in [[&good, &dark], [&dark, &empty], [&good, &empty]] {
        let mut watch = Watch::default();
        watch.see(&good, 5);
        for at in 0..60 {
            watch.see(frames[at % 2], 1);
        }
        assert!(watch.changes() <= 1, "{:?}", watch.shown);
    }
}

#[test]
fn what_passes_by_is_not_told() {
    let mut watch = Watch::default();
    watch.see(&good(), 5).see(&empty(), 3).see(&good(), 10);
    assert!(watch.shown.iter().all(Option::is_none), "{:?}", watch.shown);
}

#[test]
fn a_hint_stays_long_enough_to_be_read() {
    let mut watch = Watch::default();
    watch.see(&good(), 2).see(&dark(), 5).see(&empty(), 20);
    let dark_frames = watch.shown.iter().filter(|hint| **hint == Some(Hint::TooDark)).count();
    assert_eq!(dark_frames, 7, "700 ms: {:?}", watch.shown);
    assert_eq!(watch.shown.last(), Some(&Some(Hint::NoDocument)));
    assert_eq!(watch.changes(), 2, "{:?}", watch.shown);
}

#[test]
fn a_hint_on_show_goes_only_when_the_scene_is_clearly_better() {
    let barely = scene(Stage { exposure: 0.295, ..Stage::default() });
    let mut fresh = Watch::default();
    let brightness = fresh.see_after(&barely, FRAME_MS).analysis.brightness;
    // Light enough by the threshold of 0.22, and not by the 0.03 more that end the hint.
    assert!((0.22..0.25).contains(&brightness), "{brightness}");
    assert!(fresh.see(&barely, 12).shown.iter().all(Option::is_none), "{:?}", fresh.shown);
    let mut watch = Watch::default();
    watch.see(&dark(), 10).see(&barely, 12);
    assert_eq!(watch.shown.last(), Some(&Some(Hint::TooDark)));
    watch.see(&good(), 12);
    assert_eq!(watch.shown.last(), Some(&None));
}

#[test]
fn the_frame_rate_does_not_matter() {
    let dark = dark();
    for frame_ms in [16.0, 33.0, 100.0, 250.0] {
        let mut watch = Watch::default();
        let mut shown_at = 0.0;
        watch.see_after(&good(), frame_ms);
        while watch.see_after(&dark, frame_ms).hint.is_none() {
            shown_at = watch.time_ms - frame_ms;
        }
        assert!((shown_at + frame_ms - 400.0).abs() <= frame_ms, "{frame_ms}: {shown_at}");
    }
}

#[test]
fn a_document_that_lies_still_is_steady_and_one_that_moves_is_not() {
    let mut watch = Watch::default();
    watch.see(&good(), 10);
    let first = watch.steady.iter().position(|steady| *steady);
    assert_eq!(first, Some(5), "500 ms after the first frame: {:?}", watch.steady);
    let mut watch = Watch::default();
    for step in 0..12 {
        watch.see(&scene(Stage { shift: [12.0 * f64::from(step) - 70.0, 0.0], ..Stage::default() }), 1);
    }
    assert!(!watch.steady.contains(&true), "{:?}", watch.steady);
    watch.see(&good(), 7);
    assert_eq!(watch.steady.last(), Some(&true));
}

#[test]
fn trembling_and_a_flash_of_noise_leave_it_steady_or_not_at_once() {
    let mut watch = Watch::default();
    for step in 0..10 {
        let shift = [if step % 2 == 0 { 1.0 } else { -1.0 }, 0.0];
        watch.see(&scene(Stage { shift, noise: 6.0, ..Stage::default() }), 1);
    }
    assert_eq!(watch.steady.last(), Some(&true), "{:?}", watch.steady);
    watch.see(&dark(), 1);
    assert_eq!(watch.steady.last(), Some(&false), "no still is taken in the dark");
}

#[test]
fn nothing_is_remembered_over_a_pause_or_a_clock_that_went_back() {
    let dark = dark();
    for jump_ms in [2_000.0, -50.0] {
        let mut watch = Watch::default();
        watch.see(&dark, 8);
        assert_eq!(watch.shown.last(), Some(&Some(Hint::TooDark)));
        assert_eq!(watch.see_after(&good(), jump_ms).hint, None, "{jump_ms}");
    }
}

#[test]
fn the_memory_crosses_as_json() {
    let mut watch = Watch::default();
    watch.see(&dark(), 6);
    let json = serde_json::to_string(&watch.memory).unwrap();
    let read: FrameMemory = idsnap::input::read("memory", json.as_bytes(), &[]).unwrap();
    assert_eq!(read, watch.memory);
    let input: FrameInput = idsnap::input::read("input", br#"{"timeMs": 5, "options": {}}"#, &[]).unwrap();
    assert_eq!((input.time_ms, input.memory), (5.0, FrameMemory::default()));
}

/// Whether glare is seen at the end, and whether it was on show, in frames in which a card moves by 8 pixels each, with a
/// white field that moves by so many in a hundred of that.
fn glares(cards: &[Vec<u8>], field_moves_by: usize) -> (bool, bool) {
    let mut watch = Watch::default();
    let mut is_seen = false;
    for (at, card) in cards.iter().enumerate() {
        let (mut frame, left) = (card.clone(), 240 + 8 * at * field_moves_by / 100);
        for y in 150..210 {
            let start = (y * SIZE.width as usize + left) * 4;
            frame[start..start + 80 * 4].fill(255);
        }
        is_seen = watch.see_after(&frame, FRAME_MS).analysis.hints.contains(&Hint::Glare);
    }
    (is_seen, watch.shown.contains(&Some(Hint::Glare)))
}

#[test]
fn white_that_moves_with_the_card_is_no_glare_in_the_end_and_white_that_does_not_is() {
    // A quarter of the card's width in all.
    let card = |at: u8| scene(Stage { shift: [8.0 * f64::from(at) - 60.0, 0.0], ..Stage::default() });
    let cards: Vec<Vec<u8>> = (0..14).map(card).collect();
    assert_eq!(glares(&cards, 100), (false, true), "print");
    for field_moves_by in [0, 50, 80] {
        assert_eq!(glares(&cards, field_moves_by), (true, true), "{field_moves_by}");
    }
}
