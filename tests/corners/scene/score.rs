//! How well an outline agrees with the truth.

use super::canvas::Point;
use super::place::Quad;

/// The area of both by the area of either.
pub fn intersection_over_union(a: &Quad, b: &Quad) -> f32 {
    let mut common: Vec<Point> = a.to_vec();
    let clockwise = if polygon_area(b) < 0.0 { [b[3], b[2], b[1], b[0]] } else { *b };
    for side in 0..4 {
        common = clipped(&common, clockwise[side], clockwise[(side + 1) % 4]);
    }
    let both = polygon_area(&common).abs();
    both / (polygon_area(a).abs() + polygon_area(b).abs() - both)
}

pub fn polygon_area(polygon: &[Point]) -> f32 {
    let next = |at: usize| polygon[(at + 1) % polygon.len()];
    let cross = |at: usize| polygon[at][0] * next(at)[1] - polygon[at][1] * next(at)[0];
    (0..polygon.len()).map(cross).sum::<f32>() / 2.0
}

/// Sutherland and Hodgman: the part of a polygon to the right of the way from `from` to `to`, as seen on the screen.
fn clipped(polygon: &[Point], from: Point, to: Point) -> Vec<Point> {
    let side = |p: Point| (to[0] - from[0]) * (p[1] - from[1]) - (to[1] - from[1]) * (p[0] - from[0]);
    let mut result = Vec::new();
    for (at, &here) in polygon.iter().enumerate() {
        let before = polygon[(at + polygon.len() - 1) % polygon.len()];
        let (now, then) = (side(here), side(before));
        if (now >= 0.0) != (then >= 0.0) {
            let share = then / (then - now);
            result.push([before[0] + (here[0] - before[0]) * share, before[1] + (here[1] - before[1]) * share]);
        }
        if now >= 0.0 {
            result.push(here);
        }
    }
    result
}
