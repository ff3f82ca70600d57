//! Prediction from what is decoded above and to the left (RFC 6386, clause 12).

use super::modes::{BLOCK_DC, BLOCK_TRUE_MOTION, DC, HORIZONTAL, VERTICAL};
use super::plane::{Vp8Plane, clamped};
use super::residual::Residual;

/// In [`DIRECTIONS`], for the mean of two samples of the edge in place of a weighted one of three.
const OF_TWO: u8 = 16;
/// Samples of the edge of a block, from the lowest to its left over the corner to the rightmost above; both ends twice.
const EDGE: usize = 15;
/// For each directional mode, where on the edge each sample of a block comes from: VE, HE, LD, RD, VR, VL, HD and HU.
#[rustfmt::skip]
static DIRECTIONS: [[u8; 16]; 8] = [
    [6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9],
    [4, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1],
    [7, 8, 9, 10, 8, 9, 10, 11, 9, 10, 11, 12, 10, 11, 12, 13],
    [5, 6, 7, 8, 4, 5, 6, 7, 3, 4, 5, 6, 2, 3, 4, 5],
    [21, 22, 23, 24, 5, 6, 7, 8, 4, 21, 22, 23, 3, 5, 6, 7],
    [22, 23, 24, 25, 7, 8, 9, 10, 23, 24, 25, 11, 8, 9, 10, 12],
    [20, 5, 6, 7, 19, 4, 20, 5, 18, 3, 19, 4, 17, 2, 18, 3],
    [19, 3, 18, 2, 18, 2, 17, 1, 17, 1, 16, 16, 16, 16, 16, 16],
];

/// Predicts the square of `SIDE` samples at `at` as a whole.
pub fn square<const SIDE: usize>(plane: &mut Vp8Plane, at: (usize, usize), mode: u8) {
    let (place, stride) = (plane.place(at), plane.stride);
    let samples = &mut plane.samples;
    match mode {
        DC => {
            let mean = mean::<SIDE>(samples, (place, stride), at);
            (0..SIDE).for_each(|y| samples[place + y * stride..][..SIDE].fill(mean));
        }
        VERTICAL => {
            (0..SIDE).for_each(|y| samples.copy_within(place - stride..place - stride + SIDE, place + y * stride))
        }
        HORIZONTAL => (0..SIDE).for_each(|y| {
            let left = samples[place + y * stride - 1];
            samples[place + y * stride..][..SIDE].fill(left);
        }),
        _ => true_motion::<SIDE>(samples, place, stride),
    }
}

/// The mean of those neighbours that are in the image.
fn mean<const SIDE: usize>(samples: &[u8], (place, stride): (usize, usize), (x, y): (usize, usize)) -> u8 {
    let (mut sum, mut count) = (0, 0);
    if y > 0 {
        sum += samples[place - stride..][..SIDE].iter().map(|sample| usize::from(*sample)).sum::<usize>();
        count += SIDE;
    }
    if x > 0 {
        sum += (0..SIDE).map(|y| usize::from(samples[place + y * stride - 1])).sum::<usize>();
        count += SIDE;
    }
    u8::try_from((sum + count / 2).checked_div(count).unwrap_or(128)).unwrap_or(u8::MAX)
}

/// The row above, moved by as much as the samples to the left differ from the corner.
fn true_motion<const SIDE: usize>(samples: &mut [u8], place: usize, stride: usize) {
    let (above, rows) = samples.split_at_mut(place - 1);
    let above = &above[place - stride - 1..][..=SIDE];
    for row in rows.chunks_mut(stride).take(SIDE) {
        let moved = i32::from(row[0]) - i32::from(above[0]);
        for (sample, above) in row[1..=SIDE].iter_mut().zip(&above[1..]) {
            *sample = clamped(i32::from(*above) + moved);
        }
    }
}

/// Predicts the blocks of a macroblock one after another, each completed by its residual.
pub fn blocks(plane: &mut Vp8Plane, (x, y): (usize, usize), modes: &[u8; 16], residual: &Residual) {
    let (place, stride) = (plane.place((x, y)), plane.stride);
    // To the right of the macroblock nothing below the row above is decoded yet.
    let mut beyond: [u8; 4] = core::array::from_fn(|nth| plane.samples[place - stride + 16 + nth]);
    if y > 0 && x + 16 == plane.width() {
        beyond = [plane.samples[place - stride + 15]; 4];
    }
    for (nth, mode) in modes.iter().enumerate() {
        let (right, down) = (4 * (nth % 4), 4 * (nth / 4));
        let place = place + down * stride + right;
        let mut edge = [0; EDGE];
        edge[1..5].iter_mut().rev().enumerate().for_each(|(y, sample)| *sample = plane.samples[place + y * stride - 1]);
        edge[5..14].copy_from_slice(&plane.samples[place - stride - 1..][..9]);
        if right == 12 {
            edge[10..14].copy_from_slice(&beyond);
        }
        (edge[0], edge[14]) = (edge[1], edge[13]);
        block(&mut plane.samples, (place, stride), *mode, &edge);
        residual.add_block(nth, &mut plane.samples, place, stride);
    }
}

fn block(samples: &mut [u8], (place, stride): (usize, usize), mode: u8, edge: &[u8; EDGE]) {
    let predicted: [u8; 16] = match mode {
        BLOCK_DC => {
            let sum: u16 = edge[1..5].iter().chain(&edge[6..10]).map(|sample| u16::from(*sample)).sum();
            [((sum + 4) >> 3).to_le_bytes()[0]; 16]
        }
        BLOCK_TRUE_MOTION => return true_motion::<4>(samples, place, stride),
        mode => {
            let mut block = [0; 16];
            for (sample, from) in block.iter_mut().zip(&DIRECTIONS[usize::from(mode - 2)]) {
                *sample = smoothed(edge, *from);
            }
            block
        }
    };
    for (y, row) in predicted.as_chunks::<4>().0.iter().enumerate() {
        samples[place + y * stride..][..4].copy_from_slice(row);
    }
}

/// The mean of two samples of the edge, or of three with the middle one counted twice.
fn smoothed(edge: &[u8; EDGE], from: u8) -> u8 {
    let sample = |at: u8| u16::from(edge[usize::from(at)]);
    let mean = if from & OF_TWO != 0 {
        (sample(from - OF_TWO) + sample(from - OF_TWO + 1) + 1) >> 1
    } else {
        (sample(from - 1) + 2 * sample(from) + sample(from + 1) + 2) >> 2
    };
    mean.to_le_bytes()[0]
}
