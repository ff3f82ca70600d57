//! Pictures in red, green, blue.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Interleaved red, green, blue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub rgb: Vec<u8>,
}

impl Picture {
    /// A picture whose pixels come from their place.
    pub fn from_fn(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Self {
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self { width, height, rgb: places.flat_map(|(x, y)| pixel(x, y)).collect() }
    }

    /// Four quarters of different colours over a slope: no turn or mirroring leaves it as it is.
    pub fn quarters(width: u32, height: u32) -> Self {
        Self::from_fn(width, height, |x, y| {
            let slope = u8::try_from(40 * x / width + 20 * y / height).unwrap();
            match (2 * x < width, 2 * y < height) {
                (true, true) => [190 + slope, 30, 30],
                (false, true) => [30, 190 + slope, 30],
                (true, false) => [30, 30, 190 + slope],
                (false, false) => [190 + slope, 190, 30],
            }
        })
    }

    /// Fine detail that costs bytes, the same at every call.
    pub fn busy(width: u32, height: u32) -> Self {
        Self::from_fn(width, height, |x, y| {
            let noise =
                (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)).wrapping_mul(3_266_489_917) >> 26;
            let print = if (x / 3 + y / 5) % 7 < 2 { 20 } else { 180 };
            let level = u8::try_from(print + noise).unwrap();
            [level, level.saturating_sub(10), level / 2]
        })
    }

    /// Slopes of red along the rows, of green along the columns and of blue along both: subsampled chroma loses nothing of
    /// them, and no turn or mirroring leaves the picture as it is.
    pub fn smooth(width: u32, height: u32) -> Self {
        let share = |of: u32, at: u32, edge: u32| u8::try_from(of * at / edge).unwrap();
        Self::from_fn(width, height, |x, y| {
            [30 + share(180, x, width), 220 - share(170, y, height), 70 + share(60, x, width) + share(60, y, height)]
        })
    }

    /// As a viewer shows this picture when it is stored with an orientation: from the words of the Exif standard on where
    /// the stored row 0 and column 0 are seen.
    pub fn shown(&self, orientation: u8) -> Self {
        let (width, height) = (self.width, self.height);
        let (right, bottom) = (width - 1, height - 1);
        match orientation {
            // Row 0 at the top, column 0 on the left.
            1 => self.clone(),
            // Top, right.
            2 => Self::from_fn(width, height, |x, y| self.pixel(right - x, y)),
            // Bottom, right.
            3 => Self::from_fn(width, height, |x, y| self.pixel(right - x, bottom - y)),
            // Bottom, left.
            4 => Self::from_fn(width, height, |x, y| self.pixel(x, bottom - y)),
            // Row 0 on the left, column 0 at the top.
            5 => Self::from_fn(height, width, |x, y| self.pixel(y, x)),
            // Right, top.
            6 => Self::from_fn(height, width, |x, y| self.pixel(y, bottom - x)),
            // Right, bottom.
            7 => Self::from_fn(height, width, |x, y| self.pixel(right - y, bottom - x)),
            // Left, bottom.
            8 => Self::from_fn(height, width, |x, y| self.pixel(right - y, x)),
            _ => panic!("{orientation}"),
        }
    }

    /// In a smaller size: the mean of the pixels that each new one covers, in whole pixels.
    pub fn reduced(&self, width: u32, height: u32) -> Self {
        let span = |at: u32, to: u32, from: u32| at * from / to..((at + 1) * from).div_ceil(to);
        Self::from_fn(width, height, |x, y| {
            let places = span(y, height, self.height)
                .flat_map(|from_y| span(x, width, self.width).map(move |from_x| (from_x, from_y)));
            let (mut sum, mut count) = ([0u32; 3], 0);
            for (from_x, from_y) in places {
                let pixel = self.pixel(from_x, from_y);
                sum.iter_mut().zip(pixel).for_each(|(sum, sample)| *sum += u32::from(sample));
                count += 1;
            }
            sum.map(|sum| u8::try_from(sum / count).unwrap())
        })
    }

    pub fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
        let at = 3 * (y * self.width + x) as usize;
        self.rgb[at..at + 3].try_into().unwrap()
    }

    /// Red, green, blue and full opacity.
    pub fn rgba(&self) -> Vec<u8> {
        self.rgb.chunks_exact(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect()
    }

    /// As another decoder reads a JPEG file.
    pub fn from_jpeg(bytes: &[u8]) -> Self {
        let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
        let rgb = decoder.decode().unwrap();
        let (width, height) = decoder.dimensions().unwrap();
        Self { width: u32::try_from(width).unwrap(), height: u32::try_from(height).unwrap(), rgb }
    }

    /// Mean absolute difference of all samples.
    pub fn difference(&self, other: &Self) -> f64 {
        assert_eq!((self.width, self.height), (other.width, other.height));
        let sum: u64 = self.rgb.iter().zip(&other.rgb).map(|(one, two)| u64::from(one.abs_diff(*two))).sum();
        f64::from(u32::try_from(sum).unwrap()) / f64::from(u32::try_from(self.rgb.len()).unwrap())
    }

    /// As [`Self::difference`] to what is expected, away from its sharp edges of colour, over which chroma of half the
    /// width and height bleeds by two pixels.
    pub fn difference_away_from_edges(&self, expected: &Self) -> f64 {
        assert_eq!((self.width, self.height), (expected.width, expected.height));
        let places = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        let flat: Vec<(u32, u32)> = places.filter(|&(x, y)| expected.is_flat_around(x, y)).collect();
        assert!(flat.len() * 8 > expected.rgb.len() / 3, "hardly any of the picture is flat");
        let distance = |(x, y): &(u32, u32)| {
            let samples = self.pixel(*x, *y).into_iter().zip(expected.pixel(*x, *y));
            samples.map(|(one, two)| u32::from(one.abs_diff(two))).sum::<u32>()
        };
        let sum: u32 = flat.iter().map(distance).sum();
        f64::from(sum) / f64::from(u32::try_from(3 * flat.len()).unwrap())
    }

    /// Whether no two pixels side by side or on top of each other differ much: such a picture loses nothing by being reduced.
    pub fn is_smooth(&self) -> bool {
        let near =
            |one: [u8; 3], other: [u8; 3]| one.into_iter().zip(other).all(|(one, other)| one.abs_diff(other) < 12);
        let mut places = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y)));
        places.all(|(x, y)| {
            let (right, below) = ((x + 1).min(self.width - 1), (y + 1).min(self.height - 1));
            near(self.pixel(x, y), self.pixel(right, y)) && near(self.pixel(x, y), self.pixel(x, below))
        })
    }

    /// Whether no pixel within two rows and columns is of a quite different colour.
    fn is_flat_around(&self, x: u32, y: u32) -> bool {
        let near = |at: u32, edge: u32| at.saturating_sub(2)..=(at + 2).min(edge - 1);
        let mut around = near(y, self.height).flat_map(|y| near(x, self.width).map(move |x| (x, y)));
        let own = self.pixel(x, y);
        around.all(|(x, y)| self.pixel(x, y).into_iter().zip(own).all(|(one, two)| one.abs_diff(two) < 20))
    }
}
