//! Frames as cameras give them: a plane of luma, and chroma at half the width and height (4:2:0).

use super::view::Reduced;
use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, Given, Result};

/// How the samples of a frame stand in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YuvFormat {
    /// Three planes: luma, Cb, Cr.
    I420,
    /// Two planes: luma, and Cb and Cr side by side.
    Nv12,
}

/// Where a plane stands, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaneLayout {
    /// From the first sample of all to the plane's first one.
    pub offset: usize,
    /// From a row to the next one.
    pub stride: usize,
}

/// What the samples of a frame mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct YuvColors {
    /// Whether luma goes from 0 to 255, and not from 16 to 235 (ITU-R BT.601, 2.5.3).
    pub is_full_range: bool,
    /// Whether luma is weighted as in ITU-R BT.709, and not as in BT.601.
    pub is_bt709: bool,
}

/// A frame in memory.
#[derive(Debug, Clone, Copy)]
pub struct YuvFrame<'a> {
    size: Size,
    colors: YuvColors,
    luma: Samples<'a>,
    cb: Samples<'a>,
    cr: Samples<'a>,
}

/// Samples of one component.
#[derive(Debug, Clone, Copy)]
struct Samples<'a> {
    bytes: &'a [u8],
    stride: usize,
    /// From a sample to the next one.
    step: usize,
}

impl<'a> YuvFrame<'a> {
    /// A frame of `bytes`; a format has so many planes.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is no pixel, if there are more or fewer planes, or if one reaches over the end.
    pub fn new(bytes: &'a [u8], size: Size, format: YuvFormat, planes: &[PlaneLayout]) -> Result<Self> {
        let (width, height) = (size.width as usize, size.height as usize);
        let (across, down) = (width.div_ceil(2), height.div_ceil(2));
        let plane = |at: usize, row: usize, rows: usize| plane(bytes, planes.get(at)?, (row, rows));
        let whole = plane(0, width, height);
        let (count, chroma) = match format {
            YuvFormat::I420 => (3, plane(1, across, down).zip(plane(2, across, down))),
            YuvFormat::Nv12 => (2, plane(1, 2 * across, down).map(|both| (both.every(2, 0), both.every(2, 1)))),
        };
        match whole.zip(chroma).filter(|_| planes.len() == count) {
            Some((luma, (cb, cr))) => Ok(Self { size, colors: YuvColors::default(), luma, cb, cr }),
            None => {
                let found = format!("{} bytes in {} planes", bytes.len(), planes.len());
                let expected = format!("{count} planes of {} x {} pixels", size.width, size.height);
                Err(Error::invalid(Given::Samples, found, expected))
            }
        }
    }

    /// The frame with samples of another meaning.
    #[must_use]
    pub const fn with_colors(self, colors: YuvColors) -> Self {
        Self { colors, ..self }
    }

    /// Width and height.
    #[must_use]
    pub const fn size(&self) -> Size {
        self.size
    }

    /// Luma in full range, row by row.
    pub(super) const fn luma_rows(&self) -> LumaRows<'a> {
        LumaRows { size: self.size, is_full_range: self.colors.is_full_range, luma: self.luma, given: 0 }
    }

    /// Gives a reduced image its chroma, in the colors of JFIF. One of its pixels is `side` pixels of the frame wide.
    pub(super) fn paint(&self, reduced: &mut Reduced, side: f64) {
        let last = [self.size.width.div_ceil(2), self.size.height.div_ceil(2)].map(|count| count as usize);
        let columns: Vec<_> = (0..reduced.width).map(|x| covered(x, side, last[0])).collect();
        for y in 0..reduced.height {
            let rows = covered(y, side, last[1]);
            for (x, columns) in columns.iter().enumerate() {
                let at = y * reduced.width + x;
                let [cb, cr] = [&self.cb, &self.cr].map(|plane| plane.mean(rows.clone(), columns.clone()));
                let color = self.colors.jfif([i32::from(reduced.luma[at]), cb, cr]);
                [reduced.luma[at], reduced.cb[at], reduced.cr[at]] = color;
            }
        }
    }
}

/// The plane that a layout describes, where all of it is there.
fn plane<'a>(bytes: &'a [u8], layout: &PlaneLayout, (row, rows): (usize, usize)) -> Option<Samples<'a>> {
    let PlaneLayout { offset, stride } = *layout;
    let length = stride.checked_mul(rows.checked_sub(1)?)?.checked_add(row)?;
    let bytes = bytes.get(offset..offset.checked_add(length)?)?;
    (row > 0 && stride >= row).then_some(Samples { bytes, stride, step: 1 })
}

/// The samples of chroma below a pixel of the reduced image: at least one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "in an image")]
fn covered(at: usize, side: f64, count: usize) -> core::ops::Range<usize> {
    let edge = |at: usize| (at as f64 * side / 2.0) as usize;
    let start = edge(at).min(count - 1);
    start..edge(at + 1).clamp(start + 1, count)
}

impl Samples<'_> {
    const fn every(self, step: usize, first: usize) -> Self {
        let (_, bytes) = self.bytes.split_at(first);
        Self { bytes, step, ..self }
    }

    fn mean(&self, rows: core::ops::Range<usize>, columns: core::ops::Range<usize>) -> i32 {
        let count = rows.len() * columns.len();
        let at = |y: usize, x: usize| usize::from(self.bytes[y * self.stride + x * self.step]);
        let sum: usize = rows.map(|y| columns.clone().map(|x| at(y, x)).sum::<usize>()).sum();
        i32::try_from((sum + count / 2) / count).unwrap_or(0)
    }
}

impl YuvColors {
    /// Luma in full range, and chroma as it stands, in the colors of JFIF.
    fn jfif(self, [luma, cb, cr]: [i32; 3]) -> [u8; 3] {
        // 255 / 224 in 128ths.
        let centred = [cb, cr].map(|value| if self.is_full_range { value - 128 } else { (value - 128) * 146 / 128 });
        let [cb, cr] = centred;
        // BT.709 to red, green and blue, and from there to BT.601, in 256ths.
        let parts = if self.is_bt709 {
            [luma * 256 + 26 * cb + 50 * cr, 253 * cb - 28 * cr, 252 * cr - 19 * cb]
        } else {
            [luma * 256, cb * 256, cr * 256]
        };
        let sample = |value: i32| u8::try_from(((value + 128) >> 8).clamp(0, 255)).unwrap_or(u8::MAX);
        [sample(parts[0]), sample(parts[1] + 32_768), sample(parts[2] + 32_768)]
    }
}

/// The luma of a frame.
#[derive(Debug)]
pub(super) struct LumaRows<'a> {
    size: Size,
    is_full_range: bool,
    luma: Samples<'a>,
    given: usize,
}

impl RowSource for LumaRows<'_> {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        ColorModel::Gray
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<()> {
        let start = self.given.min(self.size.height as usize - 1) * self.luma.stride;
        let samples = &self.luma.bytes[start..start + row.len()];
        if self.is_full_range {
            row.copy_from_slice(samples);
        } else {
            row.iter_mut().zip(samples).for_each(|(full, sample)| *full = full_range(*sample));
        }
        self.given += 1;
        Ok(())
    }
}

/// Luma of 16 to 235 as 0 to 255; a factor in 128ths and the result fit into 16 bits.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "at most 255")]
fn full_range(sample: u8) -> u8 {
    let scaled = (u16::from(sample.saturating_sub(16)) * 149 + 64) >> 7;
    scaled.min(255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 5, height: 3 };

    fn layouts(planes: &[(usize, usize)]) -> Vec<PlaneLayout> {
        planes.iter().map(|&(offset, stride)| PlaneLayout { offset, stride }).collect()
    }

    fn frame<'a>(bytes: &'a [u8], format: YuvFormat, planes: &[(usize, usize)]) -> Result<YuvFrame<'a>> {
        YuvFrame::new(bytes, SIZE, format, &layouts(planes))
    }

    fn reduced(frame: &YuvFrame<'_>) -> Reduced {
        let plane = vec![0; 15];
        let mut reduced = Reduced { width: 5, height: 3, luma: plane.clone(), cb: plane.clone(), cr: plane };
        frame.paint(&mut reduced, 1.0);
        reduced
    }

    #[test]
    fn planes_with_gaps_and_odd_sides_are_read_where_they_stand() {
        // Luma at 3 with a stride of 7; 3 x 2 samples of Cb at 30, of Cr at 40.
        let mut bytes = vec![99; 60];
        for (y, x) in (0..3).flat_map(|y| (0..5).map(move |x| (y, x))) {
            bytes[3 + 7 * y + x] = u8::try_from(10 * y + x).unwrap();
        }
        let chroma = |first: u8| [first, first + 1, first + 2, first + 3, first + 4, first + 5];
        bytes[30..36].copy_from_slice(&chroma(100));
        bytes[40..46].copy_from_slice(&chroma(140));
        let planar = frame(&bytes, YuvFormat::I420, &[(3, 7), (30, 3), (40, 3)]).unwrap();
        let full = planar.with_colors(YuvColors { is_full_range: true, is_bt709: false });
        let mut rows = full.luma_rows();
        for y in 0..3u8 {
            let mut row = [0; 5];
            rows.next_row(&mut row).unwrap();
            assert_eq!(row, [0, 1, 2, 3, 4].map(|x| 10 * y + x));
        }
        let Reduced { cb, cr, .. } = reduced(&full);
        let expected = |first: u8| {
            [[0, 0, 1, 1, 2], [0, 0, 1, 1, 2], [3, 3, 4, 4, 5]]
                .as_flattened()
                .iter()
                .map(move |x| first + x)
                .collect::<Vec<_>>()
        };
        assert_eq!((cb, cr), (expected(100), expected(140)));

        // The same chroma side by side.
        let both: Vec<u8> = chroma(100).into_iter().zip(chroma(140)).flat_map(|(cb, cr)| [cb, cr]).collect();
        bytes[30..42].copy_from_slice(&both);
        let paired = frame(&bytes, YuvFormat::Nv12, &[(3, 7), (30, 6)]).unwrap();
        let paired = reduced(&paired.with_colors(YuvColors { is_full_range: true, is_bt709: false }));
        assert_eq!((paired.cb, paired.cr), (expected(100), expected(140)));
    }

    #[test]
    fn a_layout_that_reaches_over_the_end_is_refused_and_one_that_just_fits_is_not() {
        // 15 samples of luma, and twice 6 of chroma.
        let bytes = [0; 27];
        let whole = [(0, 5), (15, 3), (21, 3)];
        assert!(frame(&bytes, YuvFormat::I420, &whole).is_ok());
        assert!(frame(&bytes, YuvFormat::Nv12, &[(0, 5), (15, 6)]).is_ok());
        let hostile: [(YuvFormat, &[(usize, usize)]); 11] = [
            (YuvFormat::I420, &[(0, 5), (15, 3), (22, 3)]),
            (YuvFormat::I420, &[(0, 5), (15, 3), (21, 4)]),
            (YuvFormat::I420, &[(0, 4), (15, 3), (21, 3)]),
            (YuvFormat::I420, &[(0, 0), (15, 3), (21, 3)]),
            (YuvFormat::I420, &[(0, usize::MAX), (15, 3), (21, 3)]),
            (YuvFormat::I420, &[(usize::MAX, 5), (15, 3), (21, 3)]),
            (YuvFormat::I420, &[(0, 5), (15, 3)]),
            (YuvFormat::I420, &[]),
            (YuvFormat::Nv12, &[(0, 5), (15, 5)]),
            (YuvFormat::Nv12, &[(0, 5), (16, 6)]),
            (YuvFormat::Nv12, &whole),
        ];
        for (format, planes) in hostile {
            let error = frame(&bytes, format, planes).unwrap_err();
            assert!(matches!(*error, Error::Invalid { given: Given::Samples, .. }), "{format:?} {planes:?}");
        }
        for (width, height) in [(0, 3), (5, 0), (u32::MAX, u32::MAX)] {
            let found = YuvFrame::new(&bytes, Size { width, height }, YuvFormat::I420, &layouts(&whole));
            assert!(found.is_err(), "{width} x {height}");
        }
    }

    #[test]
    fn ranges_and_matrices_come_out_as_jfif() {
        assert_eq!([0, 16, 126, 235, 255].map(full_range), [0, 0, 128, 255, 255]);
        // Saturated colors by the formulas of BT.709 and of JFIF; two levels more or less are allowed.
        let cases = [([54, 99, 255], [76, 85, 255]), ([182, 30, 12], [150, 44, 21]), ([18, 255, 116], [29, 255, 107])];
        for (bt709, expected) in cases.into_iter().chain([([128; 3], [128; 3])]) {
            let found = YuvColors { is_full_range: true, is_bt709: true }.jfif(bt709.map(i32::from));
            assert!(found.iter().zip(expected).all(|(one, other)| one.abs_diff(other) <= 2), "{bt709:?}: {found:?}");
        }
        let limited = YuvColors::default().jfif([76, 90, 240]);
        assert_eq!(limited, [76, 85, 255]);
    }
}
