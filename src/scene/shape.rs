//! Telling a document by its shape, where its image has been cropped to it.

use super::hint::DocumentScores;
use super::options::DocumentSize;
use super::pose::aspect;
use crate::quad::{Point, Quad};
use crate::rows::Size;

/// How far a shape may be off, as a share: a crop by hand takes or leaves a few hundredths. What cameras have, 4:3, 3:2
/// and 16:9, is off by a twentieth and more.
const TOLERANCE: f64 = 0.04;

/// Some cameras and most screens have 16:10, which is off the shape of a card by no more than a hundredth.
const SCREEN: f64 = 1.6;

/// How exactly such an image has it: 1,366 x 854 pixels by 0.0005.
const SCREEN_TOLERANCE: f64 = 0.001;

/// Whether a rectangle that a camera sees as `quad` has the shape of the document: of any in ISO/IEC 7810, or of A4,
/// where its size is not given.
pub fn is_of(document: Option<DocumentSize>, quad: &Quad, image: Size) -> bool {
    let Some(seen) = aspect(quad, image) else { return false };
    let seen = seen.max(1.0 / seen);
    let is_near = |(longer, shorter): (f64, f64)| (seen * shorter / longer - 1.0).abs() <= TOLERANCE;
    let is_known = match document.and_then(DocumentSize::millimetres) {
        Some(sides) => is_near(sides),
        // ID-2 and A4 (1.419 and 1.414) differ from ID-3 (1.420) by less than a hundredth.
        None => [DocumentSize::Id1, DocumentSize::Id3].into_iter().filter_map(DocumentSize::millimetres).any(is_near),
    };
    is_known && (seen - SCREEN).abs() > SCREEN_TOLERANCE
}

/// At a steeper angle, in degrees, and nearer to the edge of the image, as a share of its shorter side, the shape is not
/// known well.
const MAX_TILT: f64 = 25.0;
const MIN_MARGIN: f64 = 0.02;

/// How much squarer, and how much longer, a rectangle that a camera sees as `quad` is than the shapes that documents have, as
/// shares of the nearest: 0 within them, and where the shape is not known well.
pub fn off(quad: &Quad, image: Size, scores: &DocumentScores) -> [f64; 2] {
    let shapes =
        [DocumentSize::Id3, DocumentSize::Id1].map(|size| size.millimetres().map(|(long, short)| long / short));
    let (Some(seen), [Some(least), Some(most)]) = (aspect(quad, image), shapes) else { return [0.0; 2] };
    let seen = seen.max(1.0 / seen);
    let is_known = scores.tilt <= MAX_TILT && scores.margin >= MIN_MARGIN;
    if is_known { [1.0 - seen / least, 1.0 - most / seen].map(|off| off.max(0.0)) } else { [0.0; 2] }
}

/// A side of an image is reached by what comes so near to it, by the image's extent: a scan leaves some margin.
const REACHED: f64 = 0.06;

/// How many sides of an image an outline reaches.
pub fn sides_reached(quad: &Quad, image: Size) -> usize {
    let (width, height) = (f64::from(image.width), f64::from(image.height));
    let reaches =
        |away: fn(&Point, f64, f64) -> f64| quad.corners().iter().any(|corner| away(corner, width, height) <= REACHED);
    let sides: [fn(&Point, f64, f64) -> f64; 4] =
        [|p, w, _| p.x / w, |p, w, _| 1.0 - p.x / w, |p, _, h| p.y / h, |p, _, h| 1.0 - p.y / h];
    sides.into_iter().filter(|&away| reaches(away)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_two_reaches_three_sides() {
        let image = Size { width: 400, height: 568 };
        let outline = |left: f64, top: f64, right: f64, bottom: f64| {
            Quad::new([(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| Point { x, y }))
        };
        assert_eq!(sides_reached(&outline(4.0, 16.0, 388.0, 284.0), image), 3);
        assert_eq!(sides_reached(&outline(4.0, 16.0, 388.0, 560.0), image), 4);
        assert_eq!(sides_reached(&outline(60.0, 80.0, 300.0, 240.0), image), 0);
    }
    #[test]
    fn two_cards_are_squarer_and_a_monitor_is_longer_than_documents() {
        let image = Size { width: 1280, height: 720 };
        let off = |width: f64, height: f64| {
            let (x, y) = ((1280.0 - width) / 2.0, (720.0 - height) / 2.0);
            let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
            let quad = Quad::new(corners.map(|(x, y)| Point { x, y }));
            super::off(&quad, image, &crate::scene::pose::pose(&quad, image, DocumentSize::Any).scores)
        };
        let [squarer, longer] = off(480.0, 380.0);
        assert!((squarer - 0.111).abs() < 0.002 && longer == 0.0, "{squarer} {longer}");
        let [squarer, longer] = off(880.0, 495.0);
        assert!((longer - 0.108).abs() < 0.002 && squarer == 0.0, "{squarer} {longer}");
        assert_eq!(off(790.0, 500.0), [0.0; 2]);
    }
}
