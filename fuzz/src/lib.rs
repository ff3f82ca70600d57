//! What the fuzz targets share: options taken from the input, and pictures read again.

use idsnap::image::prepare::{DamagePolicy, Limits, PrepareOptions, Prepared};
use idsnap::jpeg::{Damaged, DecodeOptions, Decoder, Scale, read_header};
use idsnap::rows::RowSource;
use idsnap::vendors::VendorId;

/// Pixels of the largest picture that is decoded: inputs are tried by the thousand.
const MAX_PIXELS: u64 = 1 << 20;

/// Numbers from the last bytes of an input, so that a file of a corpus is an input as it is: what stands behind its end
/// is ignored by every format.
#[derive(Debug)]
pub struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    /// From the end of `input`.
    #[must_use]
    pub const fn new(input: &'a [u8]) -> Self {
        Self(input)
    }

    /// The next number, up to 255.
    pub fn next(&mut self) -> u8 {
        let Some((&last, rest)) = self.0.split_last() else { return 0 };
        self.0 = rest;
        last
    }

    /// Sometimes a value, with one chance in two.
    pub fn maybe<T>(&mut self, value: impl FnOnce(u8) -> T) -> Option<T> {
        let number = self.next();
        (number % 2 == 1).then(|| value(number / 2))
    }

    /// Options that are in range.
    pub fn options(&mut self) -> PrepareOptions {
        let quality = self.maybe(|number| number % 100 + 1);
        PrepareOptions {
            max_edge: self.maybe(|number| 1 << (number % 12)),
            quality,
            min_quality: self.maybe(|number| number % quality.unwrap_or(90) + 1),
            max_bytes: self.maybe(|number| 1 << (number % 20)),
            max_base64_length: self.maybe(|number| 4 << (number % 18)),
            damaged: self.maybe(|_| DamagePolicy::Allow),
            limits: self.maybe(|number| Limits::Vendor(VendorId::ALL[usize::from(number) % VendorId::ALL.len()])),
            ..PrepareOptions::default()
        }
    }
}

/// What has to hold for every result.
///
/// # Panics
/// Where a limit is broken or the file cannot be read again.
pub fn check(prepared: &Prepared, options: &PrepareOptions) {
    assert_eq!(prepared.byte_length, prepared.bytes.len() as u64);
    assert!(prepared.byte_length <= options.max_bytes.unwrap_or(u64::MAX), "over the limit in bytes");
    assert!(prepared.base64_length <= options.max_base64_length.unwrap_or(u64::MAX), "over the limit in characters");
    assert!(prepared.width.max(prepared.height) <= options.max_edge.unwrap_or(u32::MAX), "over the limit in pixels");
    if prepared.quality.is_some() {
        let size = read_header(&prepared.bytes).expect("a header of our own").size;
        assert_eq!((size.width, size.height), (prepared.width, prepared.height));
        if is_small(&prepared.bytes) {
            assert!(decodes(&prepared.bytes, Scale::Full, Damaged::Refuse), "a file of our own is damaged");
        }
    }
}

/// Whether a JPEG file is small enough to be decoded.
#[must_use]
pub fn is_small(bytes: &[u8]) -> bool {
    read_header(bytes).is_ok_and(|header| header.size.pixels() <= MAX_PIXELS)
}

/// Decodes every row.
#[must_use]
pub fn decodes(bytes: &[u8], scale: Scale, damaged: Damaged) -> bool {
    let Ok(mut decoder) = Decoder::new(bytes, DecodeOptions { scale, damaged }) else { return false };
    let mut row = vec![0; decoder.row_length()];
    (0..decoder.size().height).all(|_| decoder.next_row(&mut row).is_ok())
}
