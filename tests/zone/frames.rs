//! Frames of a video.

use crate::support::picture::Picture;
use crate::{picture, placed};
use idsnap::rows::Size;
use idsnap::scene::FrameLayout;
use idsnap::zone::{FrameMrz, FrameMrzInput, FrameMrzMemory, ZoneSight, read_frame};

fn next(picture: &Picture, memory: FrameMrzMemory) -> FrameMrz {
    let size = Size { width: picture.width, height: picture.height };
    read_frame(&picture.rgba(), size, FrameMrzInput { memory, ..FrameMrzInput::default() }).unwrap()
}

const EMPTY: fn() -> Picture = || Picture::smooth(1280, 720);

fn with_zone(place: (u32, u32)) -> Picture {
    placed(&picture("passport-flat.png"), (1280, 720), place)
}

#[test]
fn a_zone_is_searched_for_every_fourth_frame_and_then_read_where_it_is() {
    let mut report = next(&EMPTY(), FrameMrzMemory::default());
    assert_eq!((report.zone, report.memory.frames), (ZoneSight::None, 1));
    let shown = with_zone((100, 300));
    let mut seen = Vec::new();
    for _ in 0..4 {
        report = next(&shown, report.memory);
        seen.push(report.zone);
    }
    assert_eq!(seen, [ZoneSight::None, ZoneSight::None, ZoneSight::None, ZoneSight::Valid]);
    assert_eq!(report.mrz.unwrap().surname.as_deref(), Some("SKIKABEK"));
    let place = report.memory.place.unwrap();

    let moved = next(&with_zone((112, 292)), report.memory);
    assert_eq!(moved.zone, ZoneSight::Valid);
    let now = moved.memory.place.unwrap();
    assert!((now.top_left.x - place.top_left.x - 12.0).abs() < 3.0, "{place:?} {now:?}");
    assert!((now.top_left.y - place.top_left.y + 8.0).abs() < 3.0, "{place:?} {now:?}");
}

#[test]
fn a_zone_that_is_gone_is_looked_for_once_more_and_then_forgotten() {
    let found = next(&with_zone((100, 300)), FrameMrzMemory::default());
    assert_eq!(found.zone, ZoneSight::Valid);
    let missed = next(&EMPTY(), found.memory);
    assert_eq!((missed.zone, missed.mrz), (ZoneSight::Valid, None));
    let gone = next(&EMPTY(), missed.memory);
    assert_eq!((gone.zone, gone.memory), (ZoneSight::None, FrameMrzMemory::default()));
}

#[test]
fn the_planes_of_a_frame_are_read_as_its_pixels_are() {
    let shown = with_zone((100, 300));
    let (offset, stride) = (64, 1300);
    let mut samples = vec![0; offset + stride * 720];
    for (at, pixel) in shown.rgb.chunks_exact(3).enumerate() {
        samples[offset + at / 1280 * stride + at % 1280] = pixel[0];
    }
    let layout = FrameLayout { planes: vec![64, 1300, 0, 640, 0, 640], full_range: true, bt709: false };
    let size = Size { width: 1280, height: 720 };
    let input = FrameMrzInput { layout: Some(layout.clone()), ..FrameMrzInput::default() };
    let report = read_frame(&samples, size, input.clone()).unwrap();
    assert_eq!(report, next(&shown, FrameMrzMemory::default()));
    assert_eq!(report.zone, ZoneSight::Valid);
    assert!(read_frame(&samples[..1300 * 600], size, input).is_err(), "there are fewer samples than rows");
}
