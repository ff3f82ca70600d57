//! Frames as cameras give them: a plane of luma, and chroma at half the width and height (4:2:0).

use super::sums::{Area, MAX_ROWS, add_samples};
use super::thirds::Thirds;
use super::view::Reduced;
use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, Given, Result};
use core::ops::Range;

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
    /// A frame of `bytes`: three planes are luma, Cb and Cr (I420), two are luma, and Cb and Cr side by side (NV12).
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is no pixel, if there are more or fewer planes, or if one reaches over the end.
    pub fn new(bytes: &'a [u8], size: Size, planes: &[PlaneLayout]) -> Result<Self> {
        let (width, height) = (size.width as usize, size.height as usize);
        let (across, down) = (width.div_ceil(2), height.div_ceil(2));
        let plane = |layout: &PlaneLayout, row: usize, rows: usize| plane(bytes, layout, (row, rows));
        let found = match planes {
            [luma, cb, cr] => plane(luma, width, height).zip(plane(cb, across, down).zip(plane(cr, across, down))),
            [luma, both] => plane(luma, width, height)
                .zip(plane(both, 2 * across, down).map(|both| (both.every(2, 0), both.every(2, 1)))),
            _ => None,
        };
        let (luma, (cb, cr)) = found.ok_or_else(|| {
            Error::invalid(Given::Samples, format!("{} bytes", bytes.len()), "2 or 3 planes that hold every pixel")
        })?;
        Ok(Self { size, colors: YuvColors::default(), luma, cb, cr })
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

    /// Luma in full range, one or two samples for every three each way: of 3840 x 2160 and of 1920 x 1080 it makes 1280 x 720
    /// in a fraction of the time that a resampler takes. `None` where the size is another one.
    pub(super) fn luma_in_thirds(&self, size: Size) -> Option<Thirds<'a>> {
        let Samples { bytes, stride, .. } = self.luma;
        Thirds::new((bytes, stride), (self.size, size), self.colors.is_full_range)
    }

    /// Gives a reduced image its chroma, in the colors of JFIF. One of its pixels is `side` pixels of the frame wide.
    pub(super) fn paint(&self, reduced: &mut Reduced, side: f64) {
        self.cb.reduce(self.size, side, (reduced.width, &mut reduced.cb));
        self.cr.reduce(self.size, side, (reduced.width, &mut reduced.cr));
        for ((luma, cb), cr) in reduced.luma.iter_mut().zip(&mut reduced.cb).zip(&mut reduced.cr) {
            [*luma, *cb, *cr] = self.colors.jfif([*luma, *cb, *cr].map(i32::from));
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

/// The samples of chroma below a pixel of the reduced image: at least one, and not more than can be summed up.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "in an image")]
#[inline(never)]
fn covered(at: usize, side: f64, count: usize) -> Range<usize> {
    let edge = |at: usize| (at as f64 * side / 2.0) as usize;
    let start = edge(at).min(count - 1);
    start..edge(at + 1).min(start + MAX_ROWS).clamp(start + 1, count)
}

impl Samples<'_> {
    const fn every(self, step: usize, first: usize) -> Self {
        let (_, bytes) = self.bytes.split_at(first);
        Self { bytes, step, ..self }
    }

    /// Makes an image of so many columns of the chroma of a frame of this size. One of its pixels is `side` pixels of the frame
    /// wide.
    #[inline(never)]
    fn reduce(&self, size: Size, side: f64, (width, image): (usize, &mut [u8])) {
        let [across, down] = [size.width.div_ceil(2), size.height.div_ceil(2)].map(|count| count as usize);
        let columns: Vec<_> = (0..width).map(|x| covered(x, side, across)).collect();
        // With what stands between the samples.
        let mut sums = vec![0; (across - 1) * self.step + 1];
        for (y, row) in image.chunks_exact_mut(width).enumerate() {
            let rows = covered(y, side, down);
            sums.fill(0);
            rows.clone().for_each(|y| add_samples(&mut sums, &self.bytes[y * self.stride..]));
            let mut area = (0, Area::of(1));
            for (sample, columns) in row.iter_mut().zip(&columns) {
                let count = rows.len() * columns.len();
                if area.0 != count {
                    area = (count, Area::of(count));
                }
                *sample = area.1.mean(columns.clone().map(|at| u32::from(sums[at * self.step])).sum());
            }
        }
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
            in_full_range(samples, row);
        }
        self.given += 1;
        Ok(())
    }
}

/// Luma of 16 to 235 as 0 to 255.
fn in_full_range(samples: &[u8], row: &mut [u8]) {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let taken = vectors::in_full_range(samples, row);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let taken = 0;
    row.iter_mut().zip(samples).skip(taken).for_each(|(full, sample)| *full = full_range(*sample));
}

/// Luma of 16 to 235 as 0 to 255; a factor in 128ths and the result fit into 16 bits.
#[inline(always)]
fn full_range(sample: u8) -> u8 {
    let scaled = (u16::from(sample.saturating_sub(16)) * 149 + 64) >> 7;
    scaled.min(255) as u8
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use crate::vector::{bytes, store_bytes};
    use core::arch::wasm32::{
        u8x16_narrow_i16x8, u8x16_splat, u8x16_sub_sat, u16x8_add, u16x8_extmul_high_u8x16, u16x8_extmul_low_u8x16,
        u16x8_shr, u16x8_splat, v128,
    };

    /// As many samples as whole groups hold; how many those are.
    #[inline(always)]
    pub fn in_full_range(samples: &[u8], row: &mut [u8]) -> usize {
        let (black, factor) = (u8x16_splat(16), u8x16_splat(149));
        let scaled = |product: v128| u16x8_shr(u16x8_add(product, u16x8_splat(64)), 7);
        let groups = row.as_chunks_mut::<16>().0.iter_mut().zip(samples.as_chunks::<16>().0);
        groups
            .map(|(row, samples)| {
                let above = u8x16_sub_sat(bytes(samples), black);
                let [low, high] = [u16x8_extmul_low_u8x16(above, factor), u16x8_extmul_high_u8x16(above, factor)];
                store_bytes(u8x16_narrow_i16x8(scaled(low), scaled(high)), row);
            })
            .count()
            * 16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 5, height: 3 };

    fn layouts(planes: &[(usize, usize)]) -> Vec<PlaneLayout> {
        planes.iter().map(|&(offset, stride)| PlaneLayout { offset, stride }).collect()
    }

    fn frame<'a>(bytes: &'a [u8], planes: &[(usize, usize)]) -> Result<YuvFrame<'a>> {
        YuvFrame::new(bytes, SIZE, &layouts(planes))
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
        let planar = frame(&bytes, &[(3, 7), (30, 3), (40, 3)]).unwrap();
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
        let paired = frame(&bytes, &[(3, 7), (30, 6)]).unwrap();
        let paired = reduced(&paired.with_colors(YuvColors { is_full_range: true, is_bt709: false }));
        assert_eq!((paired.cb, paired.cr), (expected(100), expected(140)));
    }

    #[test]
    fn a_layout_that_reaches_over_the_end_is_refused_and_one_that_just_fits_is_not() {
        // 15 samples of luma, and twice 6 of chroma.
        let bytes = [0; 27];
        let whole = [(0, 5), (15, 3), (21, 3)];
        assert!(frame(&bytes, &whole).is_ok());
        assert!(frame(&bytes, &[(0, 5), (15, 6)]).is_ok());
        let hostile: [&[(usize, usize)]; 11] = [
            &[(0, 5), (15, 3), (22, 3)],
            &[(0, 5), (15, 3), (21, 4)],
            &[(0, 4), (15, 3), (21, 3)],
            &[(0, 0), (15, 3), (21, 3)],
            &[(0, usize::MAX), (15, 3), (21, 3)],
            &[(usize::MAX, 5), (15, 3), (21, 3)],
            &[(0, 5), (15, 3)],
            &[],
            &[(0, 5), (15, 5)],
            &[(0, 5), (16, 6)],
            &[(0, 5), (15, 3), (21, 3), (21, 3)],
        ];
        for planes in hostile {
            let error = frame(&bytes, planes).unwrap_err();
            assert!(matches!(*error, Error::Invalid { given: Given::Samples, .. }), "{planes:?}");
        }
        for (width, height) in [(0, 3), (5, 0), (u32::MAX, u32::MAX)] {
            let found = YuvFrame::new(&bytes, Size { width, height }, &layouts(&whole));
            assert!(found.is_err(), "{width} x {height}");
        }
    }

    #[test]
    fn two_thirds_are_means_by_area() {
        let size = Size { width: 6, height: 3 };
        // Every column has a level of its own in the first row, and none below.
        let mut bytes = vec![16; 30];
        bytes[..6].copy_from_slice(&[16, 106, 196, 235, 235, 235]);
        let planes = layouts(&[(0, 6), (18, 3), (24, 3)]);
        let frame = YuvFrame::new(&bytes, size, &planes).unwrap();
        let to = Size { width: 4, height: 2 };
        let mut rows = frame.luma_in_thirds(to).unwrap();
        let mut found = [[0; 4]; 2];
        for row in &mut found {
            rows.next_row(row).unwrap();
        }
        // Levels 0, 104.8, 209.6 and 255 in full range; two thirds of the first row.
        assert_eq!(found, [[23, 116, 170, 170], [0; 4]]);
        assert!(frame.luma_in_thirds(Size { width: 4, height: 3 }).is_none());
        let flat = vec![235; 30];
        for (colors, level) in [(false, 255), (true, 235)]
            .map(|(is_full_range, level)| (YuvColors { is_full_range, is_bt709: false }, level))
        {
            let frame = YuvFrame::new(&flat, size, &planes).unwrap().with_colors(colors);
            let mut row = [0; 4];
            frame.luma_in_thirds(to).unwrap().next_row(&mut row).unwrap();
            assert_eq!(row, [level; 4]);
        }
    }

    #[test]
    fn a_third_is_means_of_three_by_three() {
        let size = Size { width: 9, height: 6 };
        let mut bytes = vec![16; 54 + 30];
        bytes[..3].copy_from_slice(&[235; 3]);
        bytes[9 * 4 + 4] = 235;
        bytes[9 * 3 + 6..9 * 3 + 9].copy_from_slice(&[126; 3]);
        let frame = YuvFrame::new(&bytes, size, &layouts(&[(0, 9), (54, 5), (69, 5)])).unwrap();
        let to = Size { width: 3, height: 2 };
        let mut rows = frame.luma_in_thirds(to).unwrap();
        let mut found = [[0; 3]; 2];
        for row in &mut found {
            rows.next_row(row).unwrap();
        }
        // A third, a ninth, and a third of half the way from 16 to 235.
        assert_eq!(found, [[85, 0, 0], [0, 28, 43]]);
        assert!(frame.luma_in_thirds(Size { width: 3, height: 3 }).is_none());
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
