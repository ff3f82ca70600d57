//! Whether a document is shown by a screen: its pixels are a lattice, which the camera sees as such or as moiré.
//!
//! Either is a wave that goes on from one square of the image to the next, on the document and beside it. Print and
//! guilloches bend, end, or are on the document alone; cloth is beside it alone; the blocks of JPEG have frequencies of
//! their own.

use super::region::Region;
use super::spectrum::{Peak, SIDE, Spectrum};
use super::view::Plane;

/// How much stronger than its surroundings in the spectrum a wave is: noise comes to 10.
const PROMINENT: f32 = 22.0;

/// How far apart the frequencies of neighbours are at most, in periods of a square's side: the screen leans a little.
const APART: f32 = 3.0;

/// Darker squares, by their mean luma, show no waves.
const MIN_LIGHT: f32 = 12.0;

/// The fewest squares on the document, and beside it, that tell anything.
const MIN_SQUARES: [u16; 2] = [12, 6];

/// What beside a document counts, by what counts on it: a page beside it may be dark.
const BESIDE: f32 = 2.0;

/// A square, if it is all on the document or all beside it.
#[derive(Clone, Copy)]
struct Square {
    is_inside: bool,
    peak: Option<Peak>,
}

/// The share of a document's squares, 0 to 1, through which a wave goes on, or twice the share of those beside it
/// through which that wave goes on, if that is less.
#[must_use]
pub fn screen(luma: Plane<'_>, region: Region) -> f32 {
    let (across, down) = (luma.width / SIDE, luma.height() / SIDE);
    let spectrum = Spectrum::new();
    let squares: Vec<Option<Square>> = (0..across * down)
        .map(|at| {
            let place = (at % across * SIDE, at / across * SIDE);
            let is_inside = side_of(region, luma.width, place)?;
            let (light, peak) = spectrum.peak(luma, place);
            let is_seen = light >= MIN_LIGHT;
            is_seen.then(|| Square { is_inside, peak: Some(peak).filter(|peak| peak.prominence >= PROMINENT) })
        })
        .collect();
    let (mut counts, mut waves) = ([0_u16; 2], [0_u16; 2]);
    for (at, square) in squares.iter().enumerate() {
        let Some(square) = square else { continue };
        let side = usize::from(!square.is_inside);
        counts[side] += 1;
        waves[side] += u16::from(goes_on(&squares, at, across));
    }
    if counts[0] < MIN_SQUARES[0] || counts[1] < MIN_SQUARES[1] {
        return 0.0;
    }
    let [inside, beside] = [0, 1].map(|side| f32::from(waves[side]) / f32::from(counts[side]));
    inside.min(BESIDE * beside)
}

/// Whether a square is on the document; nothing where it is on its edge.
fn side_of(region: Region, width: usize, (x, y): (usize, usize)) -> Option<bool> {
    let ends = [y, y + SIDE / 2, y + SIDE - 1].map(|row| region.span(row, width));
    let is_on = ends.iter().all(|&(left, right)| left <= x && x + SIDE <= right);
    let is_beside = ends.iter().all(|&(left, right)| x + SIDE <= left || right <= x);
    (is_on || is_beside).then_some(is_on)
}

/// Whether a square on the document has the same wave as one of those around it, and a square beside it the same as one
/// on the document that is nearest to it in its row or column.
fn goes_on(squares: &[Option<Square>], at: usize, across: usize) -> bool {
    let Some(Square { is_inside, peak: Some(peak) }) = squares[at] else { return false };
    let (x, y) = (at % across, at / across);
    let down = squares.len() / across;
    let ways: [&mut dyn Iterator<Item = usize>; 4] = [
        &mut (0..x).rev().map(|x| y * across + x),
        &mut (x + 1..across).map(|x| y * across + x),
        &mut (0..y).rev().map(|y| y * across + x),
        &mut (y + 1..down).map(|y| y * across + x),
    ];
    let reach = if is_inside { 1 } else { usize::MAX };
    ways.into_iter().any(|way| {
        let other =
            way.take(reach).filter_map(|next| squares[next]).find(|other| other.is_inside && other.peak.is_some());
        other
            .and_then(|other| other.peak)
            .is_some_and(|other| peak.away(other) <= APART * if is_inside { 1.0 } else { 1.5 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: usize = 640;
    const HEIGHT: usize = 448;

    /// What is measured of a document in the middle of an image with this luma.
    fn measured(luma: impl Fn(f32, f32, bool) -> f32) -> f32 {
        let inside = |x: usize, y: usize| (64..576).contains(&x) && (64..384).contains(&y);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an image made by arithmetic")]
        #[expect(clippy::cast_precision_loss, reason = "an image made by arithmetic")]
        let level = |x: usize, y: usize| luma(x as f32, y as f32, inside(x, y)) as u8;
        let samples: Vec<u8> = (0..WIDTH * HEIGHT).map(|at| level(at % WIDTH, at / WIDTH)).collect();
        let corners = [[64.0, 64.0], [576.0, 64.0], [576.0, 384.0], [64.0, 384.0]];
        screen(Plane { width: WIDTH, samples: &samples }, Region::new(corners))
    }

    /// A wave of 4.3 pixels across.
    fn wave(x: f32) -> f32 {
        12.0 * (x * core::f32::consts::TAU / 4.3).sin()
    }

    #[test]
    fn a_wave_all_over_the_image_is_a_screen() {
        let share = measured(|x, y, _| 150.0 + wave(x + 0.05 * y));
        assert!(share > 0.9, "{share}");
    }

    #[test]
    fn lines_on_the_document_alone_or_beside_it_alone_are_none() {
        assert_eq!(measured(|x, _, inside| if inside { 150.0 + wave(x) } else { 90.0 }), 0.0, "a guilloche");
        assert_eq!(measured(|x, _, inside| if inside { 150.0 } else { 90.0 + wave(x) }), 0.0, "cloth");
        let both = measured(|x, y, inside| if inside { 150.0 + wave(x) } else { 90.0 + wave(y * 1.6) });
        assert_eq!(both, 0.0, "a guilloche on cloth");
    }

    #[test]
    fn the_blocks_of_jpeg_are_none() {
        assert_eq!(measured(|x, y, _| if x % 8.0 < 1.0 || y % 8.0 < 1.0 { 130.0 } else { 150.0 }), 0.0);
    }
}
