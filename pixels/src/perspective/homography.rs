//! The homography from a rectangle to its perspective view.

/// Maps the unit square to a quadrilateral as a camera does: lines stay lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homography {
    /// Of `x w`, `y w` and `w`: what goes with `u`, with `v`, and with neither.
    rows: [[f64; 3]; 3],
}

impl Homography {
    /// The map that takes (0, 0), (1, 0), (1, 1) and (0, 1) to the corners given (P. Heckbert, "Fundamentals of Texture
    /// Mapping and Image Warping", 1989, 2.2.3). Nothing where three of them lie on a line.
    #[must_use]
    pub fn of_unit_square(corners: [[f64; 2]; 4]) -> Option<Self> {
        let [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = corners;
        let (dx1, dx2, dx3) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
        let (dy1, dy2, dy3) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
        let determinant = dx1 * dy2 - dx2 * dy1;
        let g = (dx3 * dy2 - dx2 * dy3) / determinant;
        let h = (dx1 * dy3 - dx3 * dy1) / determinant;
        let rows = [[x1 - x0 + g * x1, x3 - x0 + h * x3, x0], [y1 - y0 + g * y1, y3 - y0 + h * y3, y0], [g, h, 1.0]];
        rows.iter().flatten().all(|value| value.is_finite()).then_some(Self { rows })
    }

    /// Where the point (u, v) comes to lie.
    #[must_use]
    pub fn apply(&self, u: f64, v: f64) -> [f64; 2] {
        let [x, y, w] = self.rows.map(|[by_u, by_v, alone]| by_u * u + by_v * v + alone);
        [x / w, y / w]
    }

    /// The map back: from the quadrilateral to the unit square. Nothing where the quadrilateral has no area.
    #[must_use]
    pub fn inverse(&self) -> Option<Self> {
        let [[a, b, c], [d, e, f], [g, h, i]] = self.rows;
        let rows = [
            [e * i - f * h, c * h - b * i, b * f - c * e],
            [f * g - d * i, a * i - c * g, c * d - a * f],
            [d * h - e * g, b * g - a * h, a * e - b * d],
        ];
        let determinant = a * rows[0][0] + b * rows[1][0] + c * rows[2][0];
        (determinant.abs() > f64::EPSILON).then_some(Self { rows })
    }

    /// How far away the point (u, v) is, in distances of (0, 0). Not positive where a camera cannot see it.
    #[must_use]
    pub fn depth(&self, u: f64, v: f64) -> f64 {
        let [by_u, by_v, alone] = self.rows[2];
        by_u * u + by_v * v + alone
    }

    /// What goes with `u` and what with `v`: the square's sides, as a camera at the origin with focal length 1 sees
    /// them.
    #[must_use]
    pub const fn sides(&self) -> [[f64; 3]; 2] {
        let [x, y, w] = &self.rows;
        [[x[0], y[0], w[0]], [x[1], y[1], w[1]]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_of_the_square_come_to_lie_on_those_of_the_quadrilateral() {
        let corners = [[10.0, 20.0], [110.0, 10.0], [120.0, 90.0], [5.0, 70.0]];
        let map = Homography::of_unit_square(corners).unwrap();
        for ([u, v], corner) in [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]].into_iter().zip(corners) {
            let found = map.apply(u, v);
            assert!(found.iter().zip(corner).all(|(one, other)| (one - other).abs() < 1e-9), "{found:?} {corner:?}");
            let [x, y] = map.inverse().unwrap().apply(found[0], found[1]);
            assert!((x - u).abs() < 1e-9 && (y - v).abs() < 1e-9, "{x} {y}");
        }
    }

    #[test]
    fn the_middle_is_where_the_diagonals_cross() {
        let map = Homography::of_unit_square([[0.0, 0.0], [4.0, 0.0], [3.0, 2.0], [1.0, 2.0]]).unwrap();
        let [x, y] = map.apply(0.5, 0.5);
        // The diagonals y = 2x/3 and y = 2(4 - x)/3 cross at (2, 4/3).
        assert!((x - 2.0).abs() < 1e-9 && (y - 4.0 / 3.0).abs() < 1e-9, "{x} {y}");
    }

    #[test]
    fn corners_on_a_line_have_no_map() {
        assert_eq!(Homography::of_unit_square([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]), None);
    }
}
