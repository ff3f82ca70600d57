//! Transcoding within a budget and turning without loss: what comes out can be read and keeps to what was asked.
#![no_main]

use idsnap::jpeg::{
    Damaged, Lossless, LosslessOptions, PartialEdges, Scale, Target, TranscodeOptions, Transform, read_header,
    transcode, transform_lossless, transformed_size,
};
use idsnap_fuzz::{Choices, decodes, is_small};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if !is_small(input) {
        return;
    }
    let mut choices = Choices::new(input);
    let progressive = choices.next().is_multiple_of(2);
    let max_bytes = 1 << (choices.next() % 20);
    let quality = choices.next() % 100 + 1;
    let transform = Transform::from_exif(u16::from(choices.next() % 8 + 1)).expect("1 to 8");
    let halves_chroma = choices.next().is_multiple_of(2);
    let budget = Target::Budget { max_bytes, min_quality: 1, max_quality: quality };
    for target in [budget, Target::Quality(quality)] {
        let options = TranscodeOptions { target, metadata: &[], progressive, transform, halves_chroma };
        let Ok(made) = transcode(input, &options) else { continue };
        assert!(target != budget || made.bytes.len() as u64 <= max_bytes, "over the budget");
        let size = read_header(&made.bytes).expect("a header of our own").size;
        assert_eq!(size, made.size);
        assert_eq!(Ok(size), transformed_size(input, transform), "not the size that was promised");
        assert!(decodes(&made.bytes, Scale::Full, Damaged::Refuse), "the transcoded file is damaged");
    }
    for edges in [PartialEdges::Trim, PartialEdges::Extend] {
        let max_sequential_bytes = if choices.next().is_multiple_of(2) { u64::MAX } else { max_bytes };
        turn(
            input,
            LosslessOptions { transform, edges, metadata: &[], progressive, max_sequential_bytes, max_bytes: u64::MAX },
        );
    }
});

fn turn(input: &[u8], options: LosslessOptions<'_>) {
    match transform_lossless(input, &options) {
        Ok(Lossless::Done(turned)) => {
            assert_eq!(read_header(&turned.bytes).expect("a header of our own").size, turned.size);
            assert!(decodes(&turned.bytes, Scale::Full, Damaged::Refuse), "the turned file is damaged");
        }
        Ok(Lossless::PartialBlocks { .. }) => assert_eq!(options.edges, PartialEdges::Trim, "a side was not extended"),
        Err(_) => {}
    }
}
