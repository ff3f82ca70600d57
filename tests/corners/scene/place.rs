//! Putting a document into a picture: its pose, its projection, shadows and fingers.

use super::canvas::{Canvas, Point, mix, scaled};
use super::card::Card;
use super::random::Random;

/// Top left, top right, bottom right, bottom left of the document.
pub type Quad = [Point; 4];

pub fn between(a: Point, b: Point, share: f32) -> Point {
    [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
}

/// Where a camera would see the corners: turned, tilted by up to 45 degrees, 25 to 95 % of the frame.
pub fn pose(card: &Card, picture: &Canvas, is_cut: bool, random: &mut Random) -> Quad {
    let (width, height) = (picture.width as f32, picture.height as f32);
    let ratio = card.face.width as f32 / card.face.height as f32;
    loop {
        let focal = width.max(height) * random.range(0.6, 1.3);
        let turn = if random.chance(0.6) {
            random.between(0, 4) as f32 * 1.5708 + random.range(-0.3, 0.3)
        } else {
            random.range(0.0, 6.283)
        };
        let (tilt, toward) = (random.unit() * random.unit() * 0.785, random.range(0.0, 6.283));
        let flat = [[-ratio, -1.0], [ratio, -1.0], [ratio, 1.0], [-ratio, 1.0]];
        let distance = random.range(3.0, 6.0) * ratio.max(1.0);
        let seen = flat.map(|point| project(point, [turn, tilt, toward], focal / distance, distance));
        let (low, high) = bounds(&seen);
        let (wide, tall) = (high[0] - low[0], high[1] - low[1]);
        let fill = random.range(0.25, 0.95) / (wide / width).max(tall / height);
        let slack = |side: f32, extent: f32| if is_cut { side * 0.25 } else { (side - extent * fill) / 2.0 };
        let middle = [(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0];
        let shift = [
            width / 2.0 + random.range(-1.0, 1.0) * slack(width, wide),
            height / 2.0 + random.range(-1.0, 1.0) * slack(height, tall),
        ];
        let quad = seen.map(|p| [(p[0] - middle[0]) * fill + shift[0], (p[1] - middle[1]) * fill + shift[1]]);
        let out = overhang(&quad, width, height);
        let is_sized = area(&quad) > 0.03 * width * height;
        if is_sized && (if is_cut { (0.02..0.10).contains(&out) } else { out <= 0.0 }) {
            return quad;
        }
    }
}

pub fn area(quad: &Quad) -> f32 {
    let cross = |a: Point, b: Point| a[0] * b[1] - a[1] * b[0];
    (0..4).map(|at| cross(quad[at], quad[(at + 1) % 4])).sum::<f32>() / 2.0
}

/// How far the outermost corner lies outside, by the longest side.
fn overhang(quad: &Quad, width: f32, height: f32) -> f32 {
    let out = |[x, y]: Point| (-x).max(x - width).max(-y).max(y - height);
    quad.iter().map(|&corner| out(corner)).fold(f32::MIN, f32::max) / width.max(height)
}

fn bounds(quad: &Quad) -> (Point, Point) {
    let fold = |pick: fn(f32, f32) -> f32, axis: usize| quad.iter().map(|p| p[axis]).reduce(pick).unwrap();
    ([fold(f32::min, 0), fold(f32::min, 1)], [fold(f32::max, 0), fold(f32::max, 1)])
}

fn project([x, y]: Point, [turn, tilt, toward]: [f32; 3], scale: f32, distance: f32) -> Point {
    let rotate = |[x, y]: Point, by: f32| [x * by.cos() - y * by.sin(), x * by.sin() + y * by.cos()];
    let [x, y] = rotate(rotate([x, y], turn), -toward);
    let (x, depth) = (x * tilt.cos(), x * tilt.sin());
    let [x, y] = rotate([x, y], toward);
    let nearer = distance / (distance + depth);
    [x * nearer * scale, y * nearer * scale]
}

/// The projection that takes the unit square to a quadrilateral, and back.
struct Projection([f32; 9]);

impl Projection {
    /// Heckbert, "Fundamentals of texture mapping and image warping", 1989, the inverse of square to quadrilateral.
    fn to_square(quad: &Quad) -> Self {
        let [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = *quad;
        let (sx, sy) = (x0 - x1 + x2 - x3, y0 - y1 + y2 - y3);
        let (dx1, dx2, dy1, dy2) = (x1 - x2, x3 - x2, y1 - y2, y3 - y2);
        let determinant = dx1 * dy2 - dx2 * dy1;
        let (g, h) = ((sx * dy2 - dx2 * sy) / determinant, (dx1 * sy - sx * dy1) / determinant);
        let (a, b, c) = (x1 - x0 + g * x1, x3 - x0 + h * x3, x0);
        let (d, e, f) = (y1 - y0 + g * y1, y3 - y0 + h * y3, y0);
        Self([
            e - f * h,
            c * h - b,
            b * f - c * e,
            f * g - d,
            a - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ])
    }

    fn apply(&self, [x, y]: Point) -> Point {
        let m = &self.0;
        let w = m[6] * x + m[7] * y + m[8];
        [(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w]
    }
}

/// Draws the document, four samples a pixel.
pub fn draw(picture: &mut Canvas, card: &Card, quad: &Quad) {
    let (low, high) = bounds(quad);
    let extent = (high[0] - low[0]).max(high[1] - low[1]);
    let shrink = (card.face.width.max(card.face.height) as f32 / extent).floor().max(1.0) as usize;
    let face = card.face.reduced(card.face.width / shrink, card.face.height / shrink);
    let (width, height) = (face.width as f32, face.height as f32);
    let back = Projection::to_square(quad);
    let radius = card.radius * width;
    for y in low[1].max(0.0) as usize..(high[1].max(0.0) as usize + 1).min(picture.height) {
        for x in low[0].max(0.0) as usize..(high[0].max(0.0) as usize + 1).min(picture.width) {
            let pixel = &mut picture.pixels[y * picture.width + x];
            let ground = *pixel;
            let mut sum = [0.0; 3];
            for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                let [u, v] = back.apply([x as f32 + dx, y as f32 + dy]);
                let place = [u * width, v * height];
                let colour = if is_on(place, width, height, radius) { face.sample(place) } else { ground };
                sum = core::array::from_fn(|c| sum[c] + colour[c] / 4.0);
            }
            *pixel = sum;
        }
    }
}

fn is_on([x, y]: Point, width: f32, height: f32, radius: f32) -> bool {
    let (right, below) = ((x - width / 2.0).abs() - width / 2.0, (y - height / 2.0).abs() - height / 2.0);
    let corner = (right + radius).max(0.0).hypot((below + radius).max(0.0));
    right <= 0.0 && below <= 0.0 && corner <= radius.max(1e-3)
}

/// A soft dark copy of the outline, shifted.
pub fn cast_shadow(picture: &mut Canvas, quad: &Quad, random: &mut Random) {
    let size = area(quad).sqrt();
    let shift = [size * random.range(-0.05, 0.05), size * random.range(-0.05, 0.05)];
    let (soft, dark) = (size * random.range(0.01, 0.06), random.range(0.1, 0.5));
    let back = Projection::to_square(quad);
    picture.paint(|[x, y], colour| {
        let [u, v] = back.apply([x - shift[0], y - shift[1]]);
        let outside = (u - 0.5).abs().max((v - 0.5).abs()) - 0.5;
        let share = (0.5 - outside * size / soft).clamp(0.0, 1.0);
        scaled(colour, 1.0 - dark * share)
    });
}

/// A fingertip that comes from outside and reaches over a side or a corner.
pub fn finger(picture: &mut Canvas, quad: &Quad, random: &mut Random) {
    let side = random.between(0, 4);
    let share = if random.chance(0.4) { 0.0 } else { random.range(0.0, 1.0) };
    let tip_side = between(quad[side], quad[(side + 1) % 4], share);
    let centre = between(quad[0], quad[2], 0.5);
    let size = area(quad).sqrt();
    let toward = [centre[0] - tip_side[0], centre[1] - tip_side[1]];
    let angle = toward[1].atan2(toward[0]) + random.range(-0.6, 0.6);
    let (sine, cosine) = angle.sin_cos();
    let (reach, thick) = (size * random.range(0.05, 0.22), size * random.range(0.06, 0.13));
    let skin = scaled(
        [random.range(170.0, 235.0), random.range(120.0, 180.0), random.range(90.0, 150.0)],
        random.range(0.35, 1.1),
    );
    let tip = [tip_side[0] + reach * cosine, tip_side[1] + reach * sine];
    picture.paint(|[x, y], colour| {
        let (dx, dy) = (x - tip[0], y - tip[1]);
        let along = (dx * cosine + dy * sine).min(0.0);
        let across = dy * cosine - dx * sine;
        let round = if along < 0.0 { across.abs() } else { dx.hypot(dy) };
        let round = if along == 0.0 { dx.hypot(dy) } else { round };
        let shade = 1.0 - 0.35 * (round / thick).min(1.0).powi(2);
        mix(colour, scaled(skin, shade), (thick - round + 0.5).clamp(0.0, 1.0))
    });
}
