//! The part of an image that is measured.

/// The inside of a quadrilateral, in pixels of the image that is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    corners: [[f32; 2]; 4],
}

impl Region {
    /// The inside of four corners, which follow each other around it.
    #[must_use]
    pub const fn new(corners: [[f32; 2]; 4]) -> Self {
        Self { corners }
    }

    /// Moves every corner towards the middle by `share` of its distance.
    #[must_use]
    pub fn inset(self, share: f32) -> Self {
        let middle = [0, 1].map(|axis| self.corners.iter().map(|corner| corner[axis]).sum::<f32>() / 4.0);
        let corners =
            self.corners.map(|corner| [0, 1].map(|axis| corner[axis] + (middle[axis] - corner[axis]) * share));
        Self { corners }
    }

    /// The same region of an image that has `factor` times fewer pixels along each side.
    #[must_use]
    pub fn reduced(self, factor: f32) -> Self {
        Self { corners: self.corners.map(|corner| corner.map(|place| place / factor)) }
    }

    /// Its corners.
    #[must_use]
    pub(super) const fn corners(&self) -> [[f32; 2]; 4] {
        self.corners
    }

    /// Where row `y` of an image of `width` pixels is inside: the first column, and the first behind.
    #[must_use]
    pub(super) fn span(&self, y: usize, width: usize) -> (usize, usize) {
        #[expect(clippy::cast_precision_loss, reason = "a place in an image")]
        let (line, width) = (y as f32 + 0.5, width as f32);
        let (mut left, mut right) = (f32::INFINITY, f32::NEG_INFINITY);
        for (index, from) in self.corners.iter().enumerate() {
            let to = self.corners[(index + 1) % 4];
            if (from[1] <= line) != (to[1] <= line) {
                let x = from[0] + (line - from[1]) / (to[1] - from[1]) * (to[0] - from[0]);
                (left, right) = (left.min(x), right.max(x));
            }
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the image")]
        let column = |x: f32| x.round().max(0.0).min(width) as usize;
        if left < right { (column(left), column(right)) } else { (0, 0) }
    }

    /// The first row that may be inside, and the first behind, of an image of `height` rows.
    #[must_use]
    pub(super) fn rows(&self, height: usize) -> (usize, usize) {
        let ys = self.corners.map(|corner| corner[1]);
        let (top, bottom) = ys.iter().fold((f32::INFINITY, 0.0f32), |(top, bottom), y| (top.min(*y), bottom.max(*y)));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float clamps when it is cast")]
        let (top, bottom) = (top.floor() as usize, bottom.ceil() as usize);
        (top.min(height), bottom.min(height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_square_that_stands_on_its_corner_widen_and_narrow() {
        let region = Region::new([[8.0, 0.0], [16.0, 8.0], [8.0, 16.0], [0.0, 8.0]]);
        assert_eq!(region.rows(20), (0, 16));
        let widths = [0, 4, 7, 8, 12, 15].map(|y| region.span(y, 20)).map(|(left, right)| right - left);
        assert_eq!(widths, [1, 9, 15, 15, 7, 1]);
        assert_eq!(region.span(17, 20), (0, 0));
    }

    #[test]
    fn what_lies_outside_the_image_is_cut_off() {
        let region = Region::new([[-5.0, -5.0], [30.0, -5.0], [30.0, 30.0], [-5.0, 30.0]]);
        assert_eq!((region.rows(10), region.span(3, 20)), ((0, 10), (0, 20)));
        assert_eq!(region.inset(1.0).span(12, 20), (0, 0), "nothing is left of it");
    }
}
