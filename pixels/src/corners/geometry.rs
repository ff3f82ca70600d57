//! Points, lines and quadrilaterals. Coordinates are those of pixel centres.

use crate::perspective::Homography;

/// x and y.
pub type Position = [f32; 2];

/// Four corners, clockwise on the screen.
pub type Corners = [Position; 4];

/// The size of the image.
#[derive(Debug, Clone, Copy)]
pub struct ImageExtent {
    pub width: f32,
    pub height: f32,
}

impl ImageExtent {
    #[expect(clippy::cast_precision_loss, reason = "sides of images are far below 2^24")]
    pub const fn new(width: usize, height: usize) -> Self {
        Self { width: width as f32, height: height as f32 }
    }

    pub const fn area(&self) -> f32 {
        self.width * self.height
    }

    pub const fn longest_edge(&self) -> f32 {
        self.width.max(self.height)
    }

    /// Whether a point lies inside the image widened by `margin` on each side.
    pub fn holds(&self, [x, y]: Position, margin: f32) -> bool {
        (-margin..=self.width + margin).contains(&x) && (-margin..=self.height + margin).contains(&y)
    }
}

/// The line of the points whose product with the unit normal is `offset`.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub normal: Position,
    pub offset: f32,
}

impl Line {
    /// The line through two points, its normal to the right of the way from `a` to `b` as seen on the screen: into a
    /// quadrilateral whose corners go clockwise.
    pub fn through(a: Position, b: Position) -> Self {
        let [dx, dy] = sub(b, a);
        let length = length([dx, dy]).max(f32::MIN_POSITIVE);
        let normal = [-dy / length, dx / length];
        Self { normal, offset: dot(normal, a) }
    }

    /// The line in an image of half the size, whose first pixel has its centre at 0.5, 0.5 of this.
    pub fn halved(&self) -> Self {
        Self { offset: (self.offset - 0.5 * (self.normal[0] + self.normal[1])) / 2.0, ..*self }
    }

    /// The line in an image of twice the size.
    pub fn doubled(&self) -> Self {
        Self { offset: 2.0 * self.offset + 0.5 * (self.normal[0] + self.normal[1]), ..*self }
    }

    /// The signed distance of a point.
    #[inline(always)]
    pub fn distance(&self, point: Position) -> f32 {
        dot(self.normal, point) - self.offset
    }

    /// Where two lines meet, unless they are nearly parallel.
    pub fn meet(&self, other: &Self) -> Option<Position> {
        let determinant = cross(self.normal, other.normal);
        (determinant.abs() > 1e-3).then(|| {
            let x = self.offset * other.normal[1] - other.offset * self.normal[1];
            let y = self.normal[0] * other.offset - other.normal[0] * self.offset;
            [x / determinant, y / determinant]
        })
    }

    /// Whether the line runs more from left to right than from top to bottom.
    pub const fn is_flat(&self) -> bool {
        self.normal[1].abs() >= self.normal[0].abs()
    }

    /// The other coordinate of the line's point at the coordinate `at` of its main axis: y at x, if it is flat.
    pub fn across(&self, at: f32) -> f32 {
        let [nx, ny] = self.normal;
        if self.is_flat() { (self.offset - nx * at) / ny } else { (self.offset - ny * at) / nx }
    }
}

/// The whole part, or 0 for negative numbers.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and coordinates are small")]
#[inline(always)]
pub const fn whole(value: f32) -> usize {
    value as usize
}

/// `a` less `b`.
pub fn sub(a: Position, b: Position) -> Position {
    [a[0] - b[0], a[1] - b[1]]
}

/// The scalar product.
#[inline(always)]
pub fn dot(a: Position, b: Position) -> f32 {
    a[0] * b[0] + a[1] * b[1]
}

/// The third component of the vector product.
#[inline(always)]
pub fn cross(a: Position, b: Position) -> f32 {
    a[0] * b[1] - a[1] * b[0]
}

/// The length of a vector.
pub fn length(vector: Position) -> f32 {
    dot(vector, vector).sqrt()
}

/// The distance of two points.
pub fn distance(a: Position, b: Position) -> f32 {
    length(sub(a, b))
}

/// The area, positive where the corners go clockwise on the screen.
pub fn area(quad: &Corners) -> f32 {
    cross(sub(quad[2], quad[0]), sub(quad[3], quad[1])) / 2.0
}

/// The four corners where neighbouring sides meet, the first where the last and the first side do.
pub fn corners(sides: &[Line; 4]) -> Option<Corners> {
    Some([sides[3].meet(&sides[0])?, sides[0].meet(&sides[1])?, sides[1].meet(&sides[2])?, sides[2].meet(&sides[3])?])
}

/// The sine of the sharpest turn at a corner; not positive where the quadrilateral is not convex and clockwise.
pub fn sharpest_turn(quad: &Corners) -> f32 {
    let mut least = 1.0_f32;
    for corner in 0..4 {
        let into = sub(quad[(corner + 1) % 4], quad[corner]);
        let out = sub(quad[(corner + 2) % 4], quad[(corner + 1) % 4]);
        let lengths = length(into) * length(out);
        least = least.min(cross(into, out) / lengths.max(f32::MIN_POSITIVE));
    }
    least
}

/// Whether the way around always turns right, as seen on the screen.
pub fn is_convex(quad: &Corners) -> bool {
    let turn = |at: usize| {
        let (from, corner, to) = (quad[at], quad[(at + 1) % 4], quad[(at + 2) % 4]);
        cross(sub(corner, from), sub(to, corner))
    };
    (0..4).all(|at| turn(at) > 0.0)
}

/// The corner nearest to the top left of the image.
pub fn top_left(quad: &Corners) -> usize {
    let mut first = 0;
    for corner in 1..4 {
        if quad[corner][0] + quad[corner][1] < quad[first][0] + quad[first][1] {
            first = corner;
        }
    }
    first
}

/// What a quadrilateral would be on paper if a camera of an ordinary lens took it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    /// The longer by the shorter side.
    pub ratio: f32,
    /// The cosine between the sides: 0 for a rectangle.
    pub skew: f32,
}

/// The focal length of a phone's main lens (26 mm on a 36 x 24 mm frame), by the longest edge of the image.
pub const FOCAL_BY_LONGEST_EDGE: f32 = 26.0 / 36.0;

/// Undoes the perspective, with the focal length taken as known, because for nearly frontal views it cannot be computed
/// from the corners.
#[expect(clippy::cast_possible_truncation, reason = "a ratio and a cosine")]
pub fn sheet(quad: &Corners, frame: &ImageExtent) -> Option<Sheet> {
    let focal = f64::from(FOCAL_BY_LONGEST_EDGE * frame.longest_edge());
    let centre = [frame.width / 2.0, frame.height / 2.0];
    let seen = quad.map(|corner| sub(corner, centre).map(|part| f64::from(part) / focal));
    let [across, down] = Homography::of_unit_square(seen)?.sides();
    let product = |a: [f64; 3], b: [f64; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let (width, height) = (product(across, across).sqrt(), product(down, down).sqrt());
    let ratio = (width.max(height) / width.min(height)) as f32;
    let skew = (product(across, down) / (width * height)).abs() as f32;
    (ratio.is_finite() && skew.is_finite()).then_some(Sheet { ratio, skew })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: Corners = [[10.0, 20.0], [180.0, 20.0], [180.0, 128.0], [10.0, 128.0]];

    #[test]
    fn lines_meet_where_they_cross() {
        let across = Line::through([0.0, 5.0], [10.0, 5.0]);
        let down = Line::through([3.0, 0.0], [3.0, 9.0]);
        assert_eq!(across.meet(&down), Some([3.0, 5.0]));
        assert_eq!(across.meet(&Line::through([0.0, 7.0], [10.0, 7.0])), None);
    }

    #[test]
    fn the_normals_of_clockwise_sides_point_inside() {
        for at in 0..4 {
            assert!(Line::through(CARD[at], CARD[(at + 1) % 4]).distance([90.0, 70.0]) > 0.0, "side {at}");
        }
    }

    #[test]
    fn tells_convex_from_crossed_and_dented() {
        assert!(is_convex(&CARD));
        assert!(!is_convex(&[CARD[0], CARD[2], CARD[1], CARD[3]]));
        assert!(!is_convex(&[CARD[0], CARD[1], [40.0, 40.0], CARD[3]]));
        assert!(!is_convex(&[CARD[3], CARD[2], CARD[1], CARD[0]]), "counterclockwise");
    }

    #[test]
    fn undoes_the_perspective_of_a_tilted_card() {
        let frame = ImageExtent::new(320, 180);
        let focal = FOCAL_BY_LONGEST_EDGE * 320.0;
        // 85.60 x 53.98 mm, 150 mm away, tilted by 30 degrees about its long side.
        let quad = [[-42.8, -26.99], [42.8, -26.99], [42.8, 26.99], [-42.8, 26.99_f32]].map(|[x, y]| {
            let depth = 150.0 + y * 0.5;
            [160.0 + focal * x / depth, 90.0 + focal * y * 0.866_025 / depth]
        });
        let sheet = sheet(&quad, &frame).unwrap();
        // f32 over a few products.
        assert!((sheet.ratio - 85.60 / 53.98).abs() < 1e-3, "{sheet:?}");
        assert!(sheet.skew < 1e-3, "{sheet:?}");
    }

    #[test]
    fn starts_at_the_top_left() {
        let turned = [CARD[2], CARD[3], CARD[0], CARD[1]];
        assert_eq!(top_left(&turned), 2);
    }
}
