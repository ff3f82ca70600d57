//! An image in a few cells: what tells whether two frames show the same.

use crate::measure::Reduced;

/// Cells across and down. A cell averages some hundred samples, which takes the noise off.
const ACROSS: usize = 16;
const DOWN: usize = 12;

/// The mean luma of each cell, row by row.
#[expect(clippy::cast_possible_truncation, reason = "a mean of bytes")]
pub fn of(Reduced { width, height, luma, .. }: &Reduced) -> Vec<u8> {
    let mut sums = [(0_u32, 0_u32); ACROSS * DOWN];
    for (y, row) in luma.chunks_exact((*width).max(1)).take(*height).enumerate() {
        let first = y * DOWN / height * ACROSS;
        // Counted on along the row: a division for each sample would take longer than all the rest.
        let (mut cell, mut end) = (first, *width);
        for (x, value) in row.iter().enumerate() {
            while x * ACROSS >= end {
                (cell, end) = (cell + 1, end + width);
            }
            if let Some((sum, count)) = sums.get_mut(cell) {
                *sum += u32::from(*value);
                *count += 1;
            }
        }
    }
    sums.iter().map(|(sum, count)| (sum / (*count).max(1)) as u8).collect()
}

/// The mean difference of two images, in levels of luma, less what all cells share: the light may change.
pub fn difference(one: &[u8], other: &[u8]) -> f64 {
    if one.len() != other.len() || one.is_empty() {
        return f64::INFINITY;
    }
    let apart = |(a, b): (&u8, &u8)| f64::from(*a) - f64::from(*b);
    let count = f64::from(u32::try_from(one.len()).unwrap_or(u32::MAX));
    let shared = one.iter().zip(other).map(apart).sum::<f64>() / count;
    one.iter().zip(other).map(|pair| (apart(pair) - shared).abs()).sum::<f64>() / count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_alone_is_no_difference_and_a_cell_is() {
        let cells = vec![100; ACROSS * DOWN];
        let mut moved = cells.iter().map(|cell| cell + 20).collect::<Vec<u8>>();
        assert!(difference(&cells, &moved) < 1e-9);
        moved[7] += 96;
        let mean = 96.0 / 192.0;
        assert!((difference(&cells, &moved) - 2.0 * mean * 191.0 / 192.0).abs() < 1e-9);
        assert!(difference(&cells, &[]).is_infinite());
    }

    #[test]
    fn every_cell_is_the_mean_of_its_samples() {
        let (width, height) = (2 * ACROSS, 3 * DOWN);
        let luma = (0..width * height).map(|at| if at % 2 == 0 { 10 } else { 30 }).collect();
        let view = Reduced { width, height, luma, cb: vec![], cr: vec![] };
        assert_eq!(of(&view), vec![20; ACROSS * DOWN]);
    }
}
