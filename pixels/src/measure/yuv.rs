//! Frames as cameras give them: a plane of luma, and chroma at half the width and height (4:2:0).

use super::view::Reduced;
use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, Given, Result};

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

    /// Luma in full range, two samples for every three each way: of 1920 x 1080 it makes 1280 x 720 in a fraction of the
    /// time that a resampler takes. `None` where the size is another one.
    pub(super) fn luma_in_thirds(&self, size: Size) -> Option<Thirds<'a>> {
        let is_it = |full: u32, side: u32| full.is_multiple_of(3) && full / 3 * 2 == side;
        let is_whole = is_it(self.size.width, size.width) && is_it(self.size.height, size.height);
        is_whole.then_some(Thirds { size, is_full_range: self.colors.is_full_range, luma: self.luma, given: 0 })
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

/// The luma of a frame in two thirds of its width and height.
#[derive(Debug)]
pub(super) struct Thirds<'a> {
    size: Size,
    is_full_range: bool,
    luma: Samples<'a>,
    given: usize,
}

impl RowSource for Thirds<'_> {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        ColorModel::Gray
    }

    /// Every sample is the mean of one and a half samples each way: four ninths of one are nearest, a ninth is farthest.
    fn next_row(&mut self, row: &mut [u8]) -> Result<()> {
        let y = self.given.min(self.size.height as usize - 1);
        let middle = y / 2 * 3 + 1;
        let nearest = if y.is_multiple_of(2) { middle - 1 } else { middle + 1 };
        let [nearest, middle] = [nearest, middle].map(|y| {
            let start = y * self.luma.stride;
            self.luma.bytes[start..start + row.len() / 2 * 3].as_chunks::<3>().0
        });
        let sample = Ninths::of(self.is_full_range);
        for ((pair, one), other) in row.as_chunks_mut::<2>().0.iter_mut().zip(nearest).zip(middle) {
            let [left, center, right] = [0, 1, 2].map(|at| 2 * i32::from(one[at]) + i32::from(other[at]));
            *pair = [sample.of_sum(2 * left + center), sample.of_sum(2 * right + center)];
        }
        self.given += 1;
        Ok(())
    }
}

/// What makes full range of a sum of nine samples, in fractions of 2^16.
struct Ninths {
    factor: i32,
    offset: i32,
}

impl Ninths {
    /// 1/9, or 255/219 of it for what goes from 16 to 235, rounded.
    const fn of(is_full_range: bool) -> Self {
        if is_full_range { Self { factor: 7_282, offset: 32_768 } } else { Self { factor: 8_479, offset: -1_188_163 } }
    }

    #[inline(always)]
    #[expect(clippy::cast_sign_loss, reason = "clamped to the range of u8")]
    fn of_sum(&self, sum: i32) -> u8 {
        ((sum * self.factor + self.offset) >> 16).clamp(0, 255) as u8
    }
}

/// Luma of 16 to 235 as 0 to 255; a factor in 128ths and the result fit into 16 bits.
#[inline(always)]
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
