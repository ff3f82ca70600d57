//! Transcoding within a budget and turning without loss: what comes out can be read and keeps to what was asked.
#![no_main]

use idsnap::jpeg::{
    Damaged, Lossless, LosslessOptions, PartialEdges, Scale, Target, TranscodeOptions, Transform, read_header,
    transcode, transform_lossless,
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
    let budget = Target::Budget { max_bytes, min_quality: 1, max_quality: quality };
    for target in [budget, Target::Quality(quality)] {
        let Ok(made) = transcode(input, &TranscodeOptions { target, metadata: &[], progressive }) else { continue };
        assert!(target != budget || made.bytes.len() as u64 <= max_bytes, "over the budget");
        assert_eq!(read_header(&made.bytes).expect("a header of our own").size, made.size);
        assert!(decodes(&made.bytes, Scale::Full, Damaged::Refuse), "the transcoded file is damaged");
    }
    turn(input, u16::from(choices.next() % 8 + 1), progressive);
});

fn turn(input: &[u8], orientation: u16, progressive: bool) {
    let transform = Transform::from_exif(orientation).expect("1 to 8");
    let options = LosslessOptions { transform, edges: PartialEdges::Trim, metadata: &[], progressive };
    if let Ok(Lossless::Done(turned)) = transform_lossless(input, &options) {
        assert_eq!(read_header(&turned.bytes).expect("a header of our own").size, turned.size);
        assert!(decodes(&turned.bytes, Scale::Full, Damaged::Refuse), "the turned file is damaged");
    }
}
