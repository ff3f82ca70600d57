//! WebP beside `image-webp`, an independent decoder: files of every coding tool, made from random numbers.

use crate::support::files;
use crate::support::picture::Picture;
use crate::support::webp::{Random, lossless, lossy, riff};
use idsnap::image::decode::Source;
use std::io::Cursor;

/// Rows on white, interleaved.
fn ours(file: &[u8]) -> Option<Vec<u8>> {
    let source = Source::inspect(file).ok()?;
    let mut rows = source.rows(source.size).ok()?;
    let width = source.size.width as usize;
    let (mut row, mut pixels) = (vec![0; 3 * width], Vec::new());
    for _ in 0..source.size.height {
        rows.next_row(&mut row).ok()?;
        (0..width).for_each(|x| pixels.extend([row[x], row[width + x], row[2 * width + x]]));
    }
    Some(pixels)
}

/// The same of the other decoder.
fn theirs(file: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(file)).ok()?;
    let mut pixels = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut pixels).ok()?;
    if !decoder.has_alpha() {
        return Some(pixels);
    }
    let on_white =
        |sample: u8, alpha: u8| (u32::from(sample) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127) / 255;
    let pixels = pixels.as_chunks::<4>().0;
    Some(
        pixels
            .iter()
            .flat_map(|[r, g, b, a]| [r, g, b].map(|sample| u8::try_from(on_white(*sample, *a)).unwrap()))
            .collect(),
    )
}

#[test]
fn key_frames_with_every_mode_filter_and_segment_are_read_as_another_decoder_reads_them() {
    let (mut random, mut read) = (Random(1), 0);
    for case in 0..400 {
        let size = (1 + random.below(70), 1 + random.below(70));
        let file = riff(&[(b"VP8 ", lossy(&mut random, size))]);
        if let Some(expected) = theirs(&file) {
            read += 1;
            assert!(ours(&file) == Some(expected), "{case}: {size:?}");
        }
    }
    // A header that ran on into random bytes may ask for more partitions than there are.
    assert!(read > 300, "{read}");
}

#[test]
fn lossless_pictures_with_every_transform_and_reference_are_read_as_another_decoder_reads_them() {
    let mut random = Random(2);
    for case in 0..3_000 {
        let size = (1 + random.below(40), 1 + random.below(40));
        let file = riff(&[(b"VP8L", lossless(&mut random, size))]);
        let expected = theirs(&file);
        assert!(expected.is_some(), "{case}");
        assert!(ours(&file) == expected, "{case}: {size:?}");
    }
}

#[test]
fn the_opacity_of_a_lossy_picture_is_read_with_every_filter() {
    let mut random = Random(3);
    for flags in 0..16_u8 {
        let compression = flags & 3;
        let size = (31, 17);
        let coded = if compression == 1 { lossless(&mut random, size)[5..].to_vec() } else { random.bytes(31 * 17) };
        let alpha = [vec![flags], coded].concat();
        let header = vec![0x10, 0, 0, 0, 30, 0, 0, 16, 0, 0];
        let file = riff(&[(b"VP8X", header), (b"ALPH", alpha), (b"VP8 ", lossy(&mut random, size))]);
        let expected = theirs(&file);
        assert!(compression == 1 || expected.is_some() == (compression == 0), "{flags}");
        assert!(ours(&file) == expected, "{flags}");
    }
}

#[test]
fn of_an_animation_the_first_frame_is_shown_in_its_place() {
    let mut random = Random(4);
    let picture = lossy(&mut random, (20, 10));
    let frame = |picture: &[u8]| {
        let data =
            [&[4, 0, 0, 3, 0, 0, 19, 0, 0, 9, 0, 0, 1, 0, 0, 0][..], &riff(&[(b"VP8 ", picture.to_vec())])[12..]];
        data.concat()
    };
    let animated = riff(&[
        (b"VP8X", vec![2, 0, 0, 0, 39, 0, 0, 29, 0, 0]),
        (b"ANIM", vec![0; 6]),
        (b"ANMF", frame(&picture)),
        (b"ANMF", frame(&lossy(&mut random, (20, 10)))),
    ]);
    let (whole, alone) = (ours(&animated).unwrap(), ours(&riff(&[(b"VP8 ", picture)])).unwrap());
    for (at, pixel) in whole.as_chunks::<3>().0.iter().enumerate() {
        let (x, y) = (at % 40, at / 40);
        let inside = (8..28).contains(&x) && (6..16).contains(&y);
        let expected = if inside { alone.as_chunks::<3>().0[(y - 6) * 20 + x - 8] } else { [255; 3] };
        assert_eq!(*pixel, expected, "{x}, {y}");
    }
}

#[test]
fn damaged_files_are_refused_or_read_but_never_trap() {
    let mut random = Random(5);
    let picture = Picture::busy(64, 48);
    let sources = [files::webp(&picture, None), riff(&[(b"VP8 ", lossy(&mut random, (60, 50)))])];
    for file in sources {
        for _ in 0..400 {
            let mut damaged = file.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(u32::try_from(damaged.len()).unwrap()) as usize;
                damaged[at] = random.bytes(1)[0];
            }
            damaged.truncate(damaged.len() - random.below(40) as usize);
            let _ = ours(&damaged);
        }
    }
}
