//! Reduced images. Candidates are found in half and in a quarter of the size, where noise and fine patterns have
//! averaged out. The full image serves for refinement alone.

use super::image::PlanarImage;

/// Y, Cb and Cr of a reduced image, with two fractional bits. Cb and Cr are 1.5 times as large: colors differ less than
/// brightness does, and have less noise once they are reduced.
#[derive(Debug)]
pub struct ReducedPlanes {
    pub width: usize,
    pub height: usize,
    pub planes: [Vec<i16>; 3],
}

impl ReducedPlanes {
    /// Reduces the image to half its size.
    pub fn half(image: &PlanarImage<'_>) -> Self {
        let PlanarImage { width, luma, cb, cr, .. } = *image;
        let half = |plane: &[u8], scale: fn(i16) -> i16| {
            halved(plane, width, |[a, b, c, d]| scale(i16::from(a) + i16::from(b) + i16::from(c) + i16::from(d)))
        };
        let chroma = |sum: i16| sum + sum / 2;
        let planes = [half(luma, |sum| sum), half(cb, chroma), half(cr, chroma)];
        Self { width: width / 2, height: image.height / 2, planes }
    }

    /// Reduces these to half their size.
    pub fn halved(&self) -> Self {
        let planes = self.planes.each_ref().map(|plane| halved(plane, self.width, |[a, b, c, d]| (a + b + c + d) / 4));
        Self { width: self.width / 2, height: self.height / 2, planes }
    }
}

/// One sample for every two by two.
fn halved<T: Copy>(plane: &[T], width: usize, one: impl Fn([T; 4]) -> i16) -> Vec<i16> {
    let mut halved = Vec::with_capacity(plane.len() / 4);
    for rows in plane.chunks_exact(2 * width) {
        let (above, below) = rows.split_at(width);
        let pairs = above.chunks_exact(2).zip(below.chunks_exact(2));
        halved.extend(pairs.map(|(above, below)| one([above[0], above[1], below[0], below[1]])));
    }
    halved
}
