//! Sharpness, from the edges of print.
//!
//! A step between paper and print is followed along a line until it turns back; how much of it happens within a short
//! distance tells how sharp it is, however strong it is and however many there are. Lines run four ways, because a
//! shaken camera blurs one direction alone, and across it strokes along it stay sharp.

use super::order::middle;
use super::region::Region;
use super::view::Plane;

/// Lines along each direction: their edges are hundreds on any document.
const LINES: usize = 48;

/// A line is the sum of three neighbours, the middle one twice: less noise, and an edge that runs along it stays sharp.
const LINE_WEIGHT: i16 = 4;

/// The smallest step that counts, as a part of the contrast of print: weaker ones belong to the background's pattern.
const STEP_PART: i16 = 6;

/// And at the least, in levels of 255.
const MIN_STEP: i16 = 5 * LINE_WEIGHT;

/// A step must exceed the noise by so much, or chance makes part of its slope.
const NOISE_FACTOR: i16 = 9;

/// A turn that is not larger does not end a step.
const TOLERANCE: i16 = LINE_WEIGHT;

/// How far from its middle a step is followed, in spans: slow shading beside it is no part of it.
const REACH_SPANS: usize = 3;

/// With fewer edges a direction tells nothing.
const MIN_EDGES: usize = 16;

/// How sharp the print inside `region` is: the share, 0 to 1, of a step between paper and print that happens within
/// `span` pixels, in the direction where it is least. 0 where there is no edge to tell it by. `contrast` is the level
/// of paper less that of print.
#[must_use]
pub fn sharpness(luma: Plane<'_>, region: Region, span: usize, contrast: u8) -> f32 {
    let spans: Vec<_> = (0..luma.height()).map(|y| region.span(y, luma.width)).collect();
    let least = (i16::from(contrast) * LINE_WEIGHT / STEP_PART).max(MIN_STEP);
    let mut scan =
        LineScan { span, least, steps: Vec::new(), bends: [0; BEND_LEVELS], line: Vec::new(), turns: Vec::new() };
    let mut worst = along_rows(luma, region, &mut scan);
    for slope in [0, 1, -1] {
        worst = least_of(worst, along_slope(luma, (region, &spans), slope, &mut scan));
    }
    worst.unwrap_or(0.0)
}

fn least_of(one: Option<f32>, other: Option<f32>) -> Option<f32> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (found, None) | (None, found) => found,
    }
}

fn along_rows(luma: Plane<'_>, region: Region, scan: &mut LineScan) -> Option<f32> {
    for y in lines(region.rows(luma.height()), luma.height()) {
        let (left, right) = region.span(y, luma.width);
        let [above, middle, below] = [y - 1, y, y + 1].map(|y| &luma.row(y)[left..right]);
        let samples = above.iter().zip(middle).zip(below);
        scan.take(samples.map(|((above, middle), below)| weighted(*above, *middle, *below)));
    }
    scan.finish()
}

/// Along columns, or diagonals that go `slope` to the right from row to row.
fn along_slope(
    luma: Plane<'_>,
    (region, spans): (Region, &[(usize, usize)]),
    slope: isize,
    scan: &mut LineScan,
) -> Option<f32> {
    let (top, bottom) = region.rows(luma.height());
    let rows = top.max(1)..bottom.min(luma.height().saturating_sub(1));
    let (width, down) = (luma.width.cast_signed(), |y: usize| slope * y.cast_signed());
    // Where lines cross the top row, from the first that is inside anywhere to the last.
    let starts = rows.clone().map(|y| [spans[y].0, spans[y].1].map(|x| x.cast_signed() - down(y)));
    let Some([first, last]) = starts.reduce(|one, other| [one[0].min(other[0]), one[1].max(other[1])]) else {
        return scan.finish();
    };
    let step = ((last - first) / LINES.cast_signed()).max(1).unsigned_abs();
    // Neighbours of a diagonal lie on the other side of strokes that run along rows and columns.
    let beside = isize::from(slope == 0);
    for start in (first..last).step_by(step) {
        let places = rows.clone().filter_map(|y| {
            let x = start + down(y);
            let inside = spans[y].0.max(1).cast_signed()..spans[y].1.cast_signed().min(width - 1);
            inside.contains(&x).then_some(y.cast_signed() * width + x)
        });
        let sample = |at: isize| luma.samples[at.unsigned_abs()];
        scan.take(places.map(|at| weighted(sample(at - beside), sample(at), sample(at + beside))));
    }
    scan.finish()
}

/// Evenly spread lines, none at the border of the image.
fn lines((first, behind): (usize, usize), length: usize) -> impl Iterator<Item = usize> {
    let (first, behind) = (first.max(1), behind.min(length.saturating_sub(1)));
    (first..behind).step_by((behind.saturating_sub(first) / LINES).max(1))
}

fn weighted(one: u8, middle: u8, other: u8) -> i16 {
    i16::from(one) + 2 * i16::from(middle) + i16::from(other)
}

/// Larger bends are edges, not noise.
const BEND_LEVELS: usize = 256;

/// What is gathered along lines.
struct LineScan {
    span: usize,
    /// The smallest step that counts.
    least: i16,
    steps: Vec<EdgeStep>,
    /// How often a line bends by so much from one sample to the next: most of it is noise.
    bends: [u32; BEND_LEVELS],
    line: Vec<i16>,
    turns: Vec<usize>,
}

struct EdgeStep {
    height: i16,
    /// The middle of it, a span wide.
    within_span: i16,
}

impl LineScan {
    fn take(&mut self, samples: impl Iterator<Item = i16>) {
        self.line.clear();
        self.line.extend(samples);
        if !self.line.is_empty() {
            self.read_line();
        }
    }

    /// Finds the steps between the places where the line turns back: its ends, and the last place before each change that goes
    /// the other way.
    #[inline(never)]
    fn read_line(&mut self) {
        let line = core::mem::take(&mut self.line);
        for bend in line.windows(3).map(|three| (three[2] - three[1]) - (three[1] - three[0])) {
            self.bends[usize::from(bend.unsigned_abs()).min(BEND_LEVELS - 1)] += 1;
        }
        let mut turns = core::mem::take(&mut self.turns);
        turns.resize(line.len() + 2, 0);
        // A place is written down whether it is one or not, and overwritten if it is none: on print every few samples are
        // one, and a branch that cannot be foreseen would take longer than all the rest.
        let (mut count, mut sign) = (1, 0);
        for (at, pair) in line.windows(2).enumerate() {
            let change = pair[1] - pair[0];
            let next = i16::from(change > TOLERANCE) - i16::from(change < -TOLERANCE);
            turns[count] = at;
            count += usize::from(next != 0) & usize::from(next != sign);
            sign = if next == 0 { sign } else { next };
        }
        turns[count] = line.len() - 1;
        for ends in turns[..=count].windows(2) {
            self.push(&line[ends[0]..][..=ends[1] - ends[0]]);
        }
        (self.turns, self.line) = (turns, line);
    }

    /// The step that happens in samples that go one way, if it counts.
    #[inline(always)]
    fn push(&mut self, run: &[i16]) {
        if let [first, .., last] = run
            && (last - first).abs() >= self.least
        {
            self.push_step(run);
        }
    }

    fn push_step(&mut self, run: &[i16]) {
        let last = run.len() - 1;
        // Where it is half done, and not where it is steepest: noise would decide that.
        let half = (run[last] - run[0]).abs() / 2;
        let middle = run.iter().position(|sample| (sample - run[0]).abs() > half).unwrap_or(last);
        let rise = |from: usize, to: usize| (run[to.min(last)] - run[from]).abs();
        let from = middle.saturating_sub(self.span.div_ceil(2));
        let reach = REACH_SPANS * self.span;
        let height = rise(from.saturating_sub(reach), from + self.span + reach);
        self.steps.push(EdgeStep { height, within_span: rise(from, from + self.span) });
    }

    /// What the edges so far say; the next direction starts afresh.
    fn finish(&mut self) -> Option<f32> {
        let noise = self.noise();
        let least = NOISE_FACTOR.saturating_mul(noise).max(self.least);
        let steps = core::mem::take(&mut self.steps).into_iter().filter(|step| step.height >= least);
        self.bends = [0; BEND_LEVELS];
        let sharp = |step: EdgeStep| f32::from(step.within_span) / f32::from(step.height);
        let shares: Vec<f32> = steps.map(sharp).collect();
        if shares.len() < MIN_EDGES {
            return None;
        }
        middle(&shares).map(|share| share.min(1.0))
    }

    /// The standard deviation of the noise on a line, about: the lowest third of the bends is noise on any document,
    /// and of noise a third bends by less than 0.43 standard deviations, of which a bend has the square root of 6.
    fn noise(&self) -> i16 {
        let third = self.bends.iter().sum::<u32>() / 3;
        let mut below = 0;
        let reaches = |count: &u32| {
            below += count;
            below > third
        };
        let bend = self.bends.iter().position(reaches).unwrap_or(0);
        i16::try_from(bend).unwrap_or(i16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bars of print, blurred by a Gaussian of `sigma` pixels along x and `sigma_y` along y.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "an image made by arithmetic"
    )]
    fn bars(period: usize, sigma: f64, noise: i32) -> Vec<u8> {
        let mut state = 1u32;
        let mut random = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            i32::try_from(state >> 16).unwrap() % (2 * noise + 1) - noise
        };
        let coverage = |x: f64| {
            let phase = x.rem_euclid(period as f64) - period as f64 / 2.0;
            let edge = |distance: f64| 0.5 * (1.0 + (0.851 * distance / sigma.max(0.05)).tanh());
            edge(phase + period as f64 / 6.0) - edge(phase - period as f64 / 6.0)
        };
        let level = |x: usize, y: usize| 200.0 - 80.0 * coverage(x as f64) - 80.0 * coverage(y as f64);
        (0..300 * 300)
            .map(|at| (level(at % 300, at / 300) as i32 + if noise > 0 { random() } else { 0 }).clamp(0, 255) as u8)
            .collect()
    }

    fn sharpness_of(samples: &[u8]) -> f32 {
        let region = Region::new([[10.0, 10.0], [290.0, 10.0], [290.0, 290.0], [10.0, 290.0]]);
        sharpness(Plane { width: 300, samples }, region, 3, 160)
    }

    #[test]
    fn more_blur_is_less_sharp() {
        let found = [0.3, 0.8, 1.2, 2.0, 3.0].map(|sigma| sharpness_of(&bars(30, sigma, 0)));
        assert!(found[0] > 0.95, "{found:?}");
        assert!(found.is_sorted_by(|one, other| one > other), "{found:?}");
        assert!(found[4] < 0.5, "{found:?}");
    }

    #[test]
    fn how_much_is_printed_does_not_matter() {
        // Bars of 5 pixels melt into each other at a blur of 2 pixels.
        for (sigma, finest) in [(0.7, 20), (1.4, 20), (2.0, 28)] {
            let found = [finest, 30, 40, 60].map(|period| sharpness_of(&bars(period, sigma, 0)));
            let spread = found.iter().copied().fold(0.0, f32::max) - found.iter().copied().fold(1.0, f32::min);
            assert!(spread < 0.06, "{sigma}: {found:?}");
        }
    }

    #[test]
    fn noise_does_not_pass_for_sharpness() {
        for sigma in [0.7, 2.0, 3.0] {
            let clean = sharpness_of(&bars(30, sigma, 0));
            for noise in [4, 10, 16] {
                let noisy = sharpness_of(&bars(30, sigma, noise));
                // Where noise leaves few edges, chance decides among them.
                assert!(noisy <= clean + 0.1, "{sigma} {noise}: {noisy} for {clean}");
            }
        }
    }

    #[test]
    fn blur_along_one_direction_is_enough() {
        let sharp = bars(30, 0.7, 0);
        let smeared: Vec<u8> = (0..300 * 300)
            .map(|at| {
                let near = |step: usize| u32::from(sharp[(at + step).min(300 * 300 - 1)]);
                u8::try_from((0..9).map(near).sum::<u32>() / 9).unwrap()
            })
            .collect();
        assert!(sharpness_of(&smeared) < 0.5 * sharpness_of(&sharp));
    }

    #[test]
    fn blur_along_a_diagonal_is_seen_though_most_strokes_run_along_it() {
        let stroke = |place: usize, pitch: usize| if place % pitch < pitch / 2 { 80 } else { 0 };
        let along = |at: usize| stroke(300 + at % 300 - at / 300, 20);
        let sharp: Vec<u8> = (0..300 * 300).map(|at| 220 - along(at) - stroke(at % 300 + at / 300, 60)).collect();
        let smeared: Vec<u8> = (0..300 * 300)
            .map(|at| {
                let near = |step: usize| u32::from(sharp[(at + 301 * step).min(300 * 300 - 1)]);
                u8::try_from((0..9).map(near).sum::<u32>() / 9).unwrap()
            })
            .collect();
        let found = [&sharp, &smeared].map(|samples| sharpness_of(samples));
        assert!(found[1] < 0.6 * found[0], "{found:?}");
    }

    #[test]
    fn faint_print_is_as_sharp_as_strong_print() {
        let faint: Vec<u8> = bars(30, 1.2, 0).iter().map(|level| 180 + level / 10).collect();
        let region = Region::new([[10.0, 10.0], [290.0, 10.0], [290.0, 290.0], [10.0, 290.0]]);
        let found = sharpness(Plane { width: 300, samples: &faint }, region, 3, 16);
        // Steps of 8 and 16 levels, each rounded to one.
        assert!((found - sharpness_of(&bars(30, 1.2, 0))).abs() < 0.1, "{found}");
    }

    #[test]
    fn steps_of_less_than_a_sixth_of_the_contrast_belong_to_the_background() {
        // Blurred print of 80 levels, and between its bars sharp lines of a pattern of 24.
        let print = bars(60, 3.0, 0);
        let pattern = |at: usize| if (at % 300 % 15 == 7) || (at / 300 % 15 == 7) { 24 } else { 0 };
        let samples: Vec<u8> = print.iter().enumerate().map(|(at, level)| level.saturating_sub(pattern(at))).collect();
        let region = Region::new([[10.0, 10.0], [290.0, 10.0], [290.0, 290.0], [10.0, 290.0]]);
        let of_contrast = |contrast| sharpness(Plane { width: 300, samples: &samples }, region, 3, contrast);
        let found = [160, 120].map(of_contrast);
        // Measured: 0.66 without the pattern, 1 with it.
        assert!(found[0] < 0.7, "{found:?}");
        assert!(found[1] > 0.95, "{found:?}");
    }

    #[test]
    fn nothing_printed_is_not_sharp() {
        assert_eq!(sharpness_of(&vec![200; 300 * 300]), 0.0);
    }

    #[test]
    fn lines_that_miss_the_region_tell_nothing() {
        let samples = bars(30, 0.7, 0);
        let leaning = Region::new([[150.0, 5.0], [295.0, 150.0], [150.0, 295.0], [5.0, 150.0]]);
        let luma = Plane { width: 300, samples: &samples };
        assert!(sharpness(luma, leaning, 3, 160) > 0.8);
        assert_eq!(
            sharpness(luma, Region::new([[400.0, 0.0], [420.0, 0.0], [420.0, 20.0], [400.0, 20.0]]), 3, 160),
            0.0
        );
    }
}
