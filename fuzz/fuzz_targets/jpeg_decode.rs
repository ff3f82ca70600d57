//! The JPEG decoder at every scale, strict and lenient, and the coefficient reader.
#![no_main]

use idsnap::jpeg::{CoefficientReader, Damaged, McuRow, Scale};
use idsnap_fuzz::{decodes, is_small};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if !is_small(input) {
        return;
    }
    let is_sound = decodes(input, Scale::Full, Damaged::Refuse);
    assert_eq!(reads(input), is_sound, "pixels and coefficients differ on whether the file is sound");
    for scale in [Scale::Full, Scale::Half, Scale::Quarter, Scale::Eighth] {
        let is_shown = decodes(input, scale, Damaged::ShowWhatIsThere);
        assert!(is_shown || !is_sound, "a sound file is not shown at {scale:?}");
    }
});

fn reads(input: &[u8]) -> bool {
    let Ok(mut reader) = CoefficientReader::new(input) else { return false };
    let mut rows = McuRow::default();
    loop {
        match reader.next_mcu_row(&mut rows) {
            Ok(true) => {}
            Ok(false) => return true,
            Err(_) => return false,
        }
    }
}
