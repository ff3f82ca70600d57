//! The zero of a function that takes long: by the slope it usually has, then between two ends (regula falsi).

/// The most values of the function that are asked for.
const MAX_STEPS: usize = 8;
/// Points are taken for the same where they differ by less.
const NARROW: f32 = 0.002;

/// A point of a function.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    /// Where.
    pub at: f32,
    /// The value.
    pub error: f32,
    /// The slope nearby.
    pub slope: f32,
}

/// Looks between two ends for the zero of a monotonic function that usually has the slope given. Gives the point nearest to
/// zero that was tried.
#[inline(never)]
pub fn solve(
    error_at: &mut dyn FnMut(f32) -> f32,
    (start, usual, known): (f32, f32, Option<Point>),
    (low, high): (f32, f32),
    tolerance: f32,
) -> Point {
    let mut point = Point { at: start.max(low).min(high), error: f32::INFINITY, slope: usual };
    let (mut best, mut before) = (point, known);
    let (mut left, mut right) = (None::<Point>, None::<Point>);
    for _ in 0..MAX_STEPS {
        point.error = error_at(point.at);
        if let Some(before) = before {
            point.slope = usual_or((point.error - before.error) / (point.at - before.at), point.slope);
        }
        if point.error.abs() < best.error.abs() {
            best = point;
        }
        let is_right = (point.error > 0.0) == (usual > 0.0);
        let (side, other) = if is_right { (&mut right, &mut left) } else { (&mut left, &mut right) };
        if side.replace(point).is_some()
            && let Some(other) = other
        {
            // The other end has stayed: half of its error brings the next point beyond the zero (Illinois).
            other.error /= 2.0;
        }
        let next = match (left, right) {
            (Some(left), Some(right)) => {
                let share = (left.error / (left.error - right.error)).clamp(0.15, 0.85);
                left.at + (right.at - left.at) * share
            }
            _ => (point.at - point.error / point.slope).max(low).min(high),
        };
        if point.error.abs() < tolerance || (next - point.at).abs() < NARROW {
            break;
        }
        before = Some(point);
        point.at = next;
    }
    best.slope = point.slope;
    best
}

/// A slope that was found, unless it is far from what is usual.
pub fn usual_or(found: f32, usual: f32) -> f32 {
    let ratio = found / usual;
    if ratio.is_finite() && ratio > 0.0 { usual * ratio.clamp(0.3, 5.0) } else { usual }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many values it takes, and the error that is left.
    fn steps(function: impl Fn(f32) -> f32) -> (usize, f32) {
        let mut count = 0;
        let mut counted = |at| {
            count += 1;
            function(at)
        };
        let point = solve(&mut counted, (-1.0, -0.8, None), (-6.0, 4.0), 0.01);
        (count, point.error.abs())
    }

    #[test]
    fn a_zero_is_found_in_few_steps_whatever_the_slope() {
        for slope in [0.4, 0.8, 1.5, 4.0, 10.0] {
            for zero in [-3.0, -1.3, 1.0] {
                let (count, error) = steps(|at| slope * (zero - at));
                assert!(count <= 8 && error < 0.07, "{slope} {zero}: {count} steps, {error}");
            }
        }
    }

    #[test]
    fn a_cliff_is_approached_from_both_sides() {
        let cliff = |at: f32| if at < 0.3 { 1.0 - 0.2 * at } else { -0.05 - 0.2 * at };
        let (count, error) = steps(cliff);
        assert!(count <= 8 && error < 0.4, "{count} steps, {error}");
    }

    #[test]
    fn an_end_is_taken_where_the_zero_lies_beyond() {
        let point = solve(&mut |at| 1.0 - at, (0.0, -0.8, None), (-1.0, 0.5), 0.01);
        assert_eq!((point.at, point.error), (0.5, 0.5));
    }
}
