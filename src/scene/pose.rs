//! How a document lies before the camera, from its corners.

use super::hint::DocumentScores;
use super::options::DocumentSize;
use crate::corners::FOCAL_BY_LONGEST_EDGE;
use crate::perspective::Homography;
use crate::quad::{Point, Quad};
use crate::rows::Size;

/// What the corners tell.
#[derive(Debug, Clone, Copy)]
pub struct Pose {
    pub scores: DocumentScores,
    /// The angle of the upper and the lower side to the horizontal, clockwise, in degrees.
    pub rotation: f64,
}

/// How the document with these corners lies in an image of the size given.
pub fn pose(quad: &Quad, image: Size, document: DocumentSize) -> Pose {
    let (width, height) = (f64::from(image.width), f64::from(image.height));
    let shorter = width.min(height);
    let margins = quad.corners().map(|Point { x, y }| x.min(width - x).min(y).min(height - y) / shorter);
    let [a, b, c, d] = quad.corners();
    let scores = DocumentScores {
        margin: margins.into_iter().fold(f64::INFINITY, f64::min),
        coverage: quad.area_within(width, height) / (width * height),
        tilt: tilt(quad, image).unwrap_or(0.0),
        pixels_per_mm: document.millimetres().map(|sides| density(quad, sides)),
        off_shape: 0.0,
        squarer: 0.0,
        covered: 0.0,
        covered_place: None,
        screen: 0.0,
        photocopy: 0.0,
        print: f64::INFINITY,
        is_back: false,
        is_doubtful: false,
        is_still: false,
        is_cropped: false,
    };
    Pose { scores, rotation: (b.y - a.y + c.y - d.y).atan2(b.x - a.x + c.x - d.x).to_degrees() }
}

/// The angle between the camera's axis and the document's perpendicular, in degrees. The document's shape does not
/// matter: that its opposite sides are parallel is enough.
fn tilt(quad: &Quad, image: Size) -> Option<f64> {
    let [[ax, ay, az], [bx, by, bz]] = sides_seen(quad, image)?;
    let normal = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
    Some(length([normal[0], normal[1], 0.0]).atan2(normal[2].abs()).to_degrees())
}

/// The width of a rectangle, in heights, that a camera sees so.
pub fn aspect(quad: &Quad, image: Size) -> Option<f64> {
    let [across, down] = sides_seen(quad, image)?.map(length);
    let aspect = across / down;
    (aspect.is_finite() && aspect > 0.0).then_some(aspect)
}

/// The upper and the left side of a rectangle in space, in a unit of their own.
fn sides_seen(quad: &Quad, image: Size) -> Option<[[f64; 3]; 2]> {
    let focal = f64::from(FOCAL_BY_LONGEST_EDGE) * f64::from(image.longest_edge());
    let (middle_x, middle_y) = (f64::from(image.width) / 2.0, f64::from(image.height) / 2.0);
    let seen = quad.corners().map(|Point { x, y }| [(x - middle_x) / focal, (y - middle_y) / focal]);
    Some(Homography::of_unit_square(seen)?.sides())
}

fn length(vector: [f64; 3]) -> f64 {
    vector.iter().map(|part| part * part).sum::<f64>().sqrt()
}

/// Pixels of a millimetre where they are fewest.
fn density(quad: &Quad, (longer, shorter): (f64, f64)) -> f64 {
    let [top, right, bottom, left] = quad.sides();
    let (across, down) = if top + bottom >= right + left { (longer, shorter) } else { (shorter, longer) };
    (top.min(bottom) / across).min(right.min(left) / down)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Size = Size { width: 1280, height: 720 };

    /// A card of 85.6 x 53.98 mm at a distance of 130 mm, turned about its upright axis by `tilt` and in its plane by
    /// `rotation` degrees, as a camera of the assumed focal length sees it.
    fn seen(tilt: f64, rotation: f64) -> Quad {
        let focal = f64::from(FOCAL_BY_LONGEST_EDGE) * 1280.0;
        let (tilt, rotation) = (tilt.to_radians(), rotation.to_radians());
        let corners = [(-42.8, -26.99), (42.8, -26.99), (42.8, 26.99), (-42.8, 26.99)].map(|(x, y): (f64, f64)| {
            let (x, y) = (x * rotation.cos() - y * rotation.sin(), x * rotation.sin() + y * rotation.cos());
            let (x, z) = (x * tilt.cos(), 130.0 + x * tilt.sin());
            Point { x: 640.0 + focal * x / z, y: 360.0 + focal * y / z }
        });
        Quad::new(corners)
    }

    #[test]
    fn the_angles_are_those_it_was_turned_by() {
        for tilt in [0.0, 5.0, 12.0, 20.0, 35.0] {
            for rotation in [-30.0, 0.0, 15.0] {
                let found = pose(&seen(tilt, rotation), FRAME, DocumentSize::Id1);
                assert!((found.scores.tilt - tilt).abs() < 0.01, "{} for {tilt}", found.scores.tilt);
            }
        }
        let found = pose(&seen(0.0, 15.0), FRAME, DocumentSize::Id1);
        assert!((found.rotation - 15.0).abs() < 0.01, "{}", found.rotation);
    }

    #[test]
    fn the_shape_is_that_of_the_card_at_every_angle() {
        for (tilt, rotation) in [(0.0, 0.0), (20.0, 0.0), (35.0, 20.0)] {
            let found = aspect(&seen(tilt, rotation), FRAME).unwrap();
            assert!((found - 85.6 / 53.98).abs() < 1e-6, "{found} at {tilt}, {rotation}");
        }
    }

    #[test]
    fn pixels_are_counted_where_they_are_fewest() {
        let flat = pose(&seen(0.0, 0.0), FRAME, DocumentSize::Id1).scores.pixels_per_mm.unwrap();
        assert!((flat - f64::from(FOCAL_BY_LONGEST_EDGE) * 1280.0 / 130.0).abs() < 0.01, "{flat}");
        let tilted = pose(&seen(20.0, 0.0), FRAME, DocumentSize::Id1).scores.pixels_per_mm.unwrap();
        assert!(tilted < flat * 0.93, "{tilted} {flat}");
        assert_eq!(pose(&seen(0.0, 0.0), FRAME, DocumentSize::Any).scores.pixels_per_mm, None);
    }

    #[test]
    fn the_margin_is_that_of_the_nearest_corner() {
        let corners = [(36.0, 72.0), (900.0, 72.0), (900.0, 600.0), (36.0, 600.0)];
        let quad = Quad::new(corners.map(|(x, y)| Point { x, y }));
        let found = pose(&quad, FRAME, DocumentSize::Any).scores;
        assert!((found.margin - 0.05).abs() < 1e-9);
        assert!((found.coverage - 864.0 * 528.0 / (1280.0 * 720.0)).abs() < 1e-9);
    }
}
