//! Quadrilaterals: where a document lies in an image.

use crate::input::from_input;
use crate::rows::Size;
use serde::Serialize;

/// A place in an image, in pixels from its top left corner.
#[from_input]
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Point {
    /// The distance to `other`.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        let (x, y) = (self.x - other.x, self.y - other.y);
        (x * x + y * y).sqrt()
    }
}

/// The corners of a document, in pixels of the upright image. They may lie outside it.
#[from_input]
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Quad {
    /// Where the top left corner of the document lies.
    pub top_left: Point,
    /// The top right corner.
    pub top_right: Point,
    /// The bottom right corner.
    pub bottom_right: Point,
    /// The bottom left corner.
    pub bottom_left: Point,
}

impl Quad {
    /// A quad of corners in their order: top left, top right, bottom right, bottom left.
    #[must_use]
    pub const fn new([top_left, top_right, bottom_right, bottom_left]: [Point; 4]) -> Self {
        Self { top_left, top_right, bottom_right, bottom_left }
    }

    /// The corners of a whole image.
    pub(super) fn of_image(size: Size) -> Self {
        let (width, height) = (f64::from(size.width), f64::from(size.height));
        Self::new([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)].map(|(x, y)| Point { x, y }))
    }

    /// The corners in their order: top left, top right, bottom right, bottom left.
    #[must_use]
    pub const fn corners(&self) -> [Point; 4] {
        [self.top_left, self.top_right, self.bottom_right, self.bottom_left]
    }

    /// The lengths of the sides: top, right, bottom, left.
    #[must_use]
    pub fn sides(&self) -> [f64; 4] {
        let [a, b, c, d] = self.corners();
        [a.distance(b), b.distance(c), c.distance(d), d.distance(a)]
    }

    /// The longest of the sides.
    #[must_use]
    pub fn longest_side(&self) -> f64 {
        self.sides().into_iter().fold(0.0, f64::max)
    }

    /// The mean of the corners.
    #[must_use]
    pub fn middle(&self) -> Point {
        let mean = |axis: fn(&Point) -> f64| self.corners().iter().map(axis).sum::<f64>() / 4.0;
        Point { x: mean(|corner| corner.x), y: mean(|corner| corner.y) }
    }

    /// The area; negative where the corners go round anticlockwise.
    #[must_use]
    pub fn area(&self) -> f64 {
        signed_area(&self.corners())
    }

    /// Whether the corners go round clockwise and every one of them points outwards.
    #[must_use]
    pub fn is_convex(&self) -> bool {
        let corners = self.corners();
        (0..4).all(|at| {
            let [a, b, c] = [0, 1, 2].map(|step| corners[(at + step) % 4]);
            (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x) > 0.0
        })
    }

    /// The corner farthest from its counterpart in `other`: how far it is.
    #[must_use]
    pub fn farthest(&self, other: &Self) -> f64 {
        self.corners().iter().zip(other.corners()).map(|(one, other)| one.distance(other)).fold(0.0, f64::max)
    }

    /// The area inside an image of the size given, whose corner is at (0, 0).
    #[must_use]
    pub fn area_within(&self, width: f64, height: f64) -> f64 {
        let mut polygon = self.corners().to_vec();
        let inside: [fn(Point, f64, f64) -> f64; 4] =
            [|p, _, _| p.x, |p, width, _| width - p.x, |p, _, _| p.y, |p, _, height| height - p.y];
        for depth in inside {
            polygon = clipped(&polygon, |point| depth(point, width, height));
        }
        signed_area(&polygon).abs()
    }
}

fn signed_area(polygon: &[Point]) -> f64 {
    let next = polygon.iter().cycle().skip(1);
    polygon.iter().zip(next).map(|(a, b)| a.x * b.y - a.y * b.x).sum::<f64>() / 2.0
}

/// The part of a polygon where `depth` is not negative (Sutherland and Hodgman).
fn clipped(polygon: &[Point], depth: impl Fn(Point) -> f64) -> Vec<Point> {
    let mut kept = Vec::with_capacity(polygon.len() + 1);
    for (from, to) in polygon.iter().zip(polygon.iter().cycle().skip(1)) {
        let (start, end) = (depth(*from), depth(*to));
        if start >= 0.0 {
            kept.push(*from);
        }
        if (start >= 0.0) != (end >= 0.0) {
            let share = start / (start - end);
            kept.push(Point { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) });
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quad(places: [(f64, f64); 4]) -> Quad {
        Quad::new(places.map(|(x, y)| Point { x, y }))
    }

    #[test]
    fn only_what_is_inside_the_picture_counts() {
        let square = quad([(-10.0, -10.0), (10.0, -10.0), (10.0, 10.0), (-10.0, 10.0)]);
        assert!((square.area() - 400.0).abs() < 1e-9);
        assert!((square.area_within(100.0, 100.0) - 100.0).abs() < 1e-9);
        assert!((square.area_within(5.0, 4.0) - 20.0).abs() < 1e-9);
        let away = quad([(-30.0, -30.0), (-10.0, -30.0), (-10.0, -10.0), (-30.0, -10.0)]);
        assert!(away.area_within(100.0, 100.0).abs() < 1e-9);
    }

    #[test]
    fn crossed_dented_flat_and_mirrored_quads_are_not_convex() {
        let cases = [
            ([(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)], true),
            ([(0.0, 0.0), (9.0, 9.0), (9.0, 0.0), (0.0, 9.0)], false),
            ([(0.0, 0.0), (9.0, 0.0), (2.0, 2.0), (0.0, 9.0)], false),
            ([(0.0, 0.0), (9.0, 0.0), (18.0, 0.0), (27.0, 0.0)], false),
            ([(9.0, 0.0), (0.0, 0.0), (0.0, 9.0), (9.0, 9.0)], false),
        ];
        for (places, convex) in cases {
            assert_eq!(quad(places).is_convex(), convex, "{places:?}");
        }
    }
}
