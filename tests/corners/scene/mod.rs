//! Pictures of documents with known corners, from a seed: what the detector of corners is tested and measured on.

pub mod background;
pub mod canvas;
pub mod card;
pub mod corpus;
pub mod damage;
pub mod place;
pub mod random;
pub mod score;

use canvas::Canvas;
use idsnap::corners::{PlanarImage, WORKING_EDGE};
use place::Quad;
use random::Random;

/// Real pictures to build scenes from: none in a bare clone, where all is drawn.
#[derive(Default)]
pub struct Sources {
    pub photos: Vec<Canvas>,
    pub documents: Vec<Canvas>,
}

/// What a scene is meant to be hard for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A drawn or photographed ground, everything ordinary.
    Desk,
    /// A photo as the ground.
    Photo,
    /// A document hardly different from its ground.
    Weak,
    /// One or two fingers over the sides or corners.
    Finger,
    /// A part of the document outside the frame.
    Cut,
    /// Nothing to be found.
    Nothing,
}

impl Kind {
    pub const ALL: [Self; 6] = [Self::Desk, Self::Photo, Self::Weak, Self::Finger, Self::Cut, Self::Nothing];
}

/// A picture, and where the document lies in it.
pub struct Scene {
    pub picture: Canvas,
    pub truth: Option<Quad>,
}

/// The scene of a seed. `edge` is the longest side in pixels.
pub fn scene(kind: Kind, seed: u64, edge: usize, sources: &Sources) -> Scene {
    let mut random = Random::new(seed.wrapping_mul(6) + kind as u64);
    let short = (edge as f32 * if random.chance(0.5) { 9.0 / 16.0 } else { 0.75 }) as usize;
    let (width, height) = if random.chance(0.6) { (edge, short) } else { (short, edge) };
    let uses_photo = kind == Kind::Photo || (kind != Kind::Desk && random.chance(0.4));
    let mut picture = if uses_photo && !sources.photos.is_empty() {
        let photo = random.pick(&sources.photos);
        background::from_photo(photo, width, height, &mut random)
    } else {
        background::drawn(width, height, kind != Kind::Nothing, &mut random)
    };
    let truth = (kind != Kind::Nothing).then(|| put_document(kind, &mut picture, sources, &mut random));
    damage::light(&mut picture, &mut random);
    let picture = damage::camera(picture, &mut random);
    Scene { picture, truth }
}

fn put_document(kind: Kind, picture: &mut Canvas, sources: &Sources, random: &mut Random) -> Quad {
    let mut card = if !sources.documents.is_empty() && random.chance(0.6) {
        card::from_document(random.pick(&sources.documents), random)
    } else {
        card::drawn(random)
    };
    let quad = place::pose(&card, picture, kind == Kind::Cut, random);
    if kind == Kind::Weak {
        card::match_ground(&mut card, picture, &quad, random);
    }
    if random.chance(0.5) {
        place::cast_shadow(picture, &quad, random);
    }
    place::draw(picture, &card, &quad);
    if kind == Kind::Finger {
        for _ in 0..random.between(1, 3) {
            place::finger(picture, &quad, random);
        }
    }
    quad
}

/// The planes that the detector works on.
pub struct Planes {
    width: usize,
    height: usize,
    planes: [Vec<u8>; 3],
}

impl Planes {
    /// Reduces a picture to the working size.
    pub fn of(picture: &Canvas) -> Self {
        let scale = (WORKING_EDGE as f32 / picture.width.max(picture.height) as f32).min(1.0);
        let side = |length: usize| ((length as f32 * scale).round() as usize).max(1);
        let small = picture.reduced(side(picture.width), side(picture.height));
        let planes = core::array::from_fn(|plane| small.pixels.iter().map(|&rgb| canvas::ycbcr(rgb)[plane]).collect());
        Self { width: small.width, height: small.height, planes }
    }

    pub fn as_picture(&self) -> PlanarImage<'_> {
        let [luma, cb, cr] = &self.planes;
        PlanarImage { width: self.width, height: self.height, luma, cb, cr }
    }

    /// Points of the reduced picture, in the picture of `size` it came from.
    pub fn enlarged(&self, corners: &Quad, picture: &Canvas) -> Quad {
        let (x, y) = (picture.width as f32 / self.width as f32, picture.height as f32 / self.height as f32);
        corners.map(|corner| [corner[0] * x, corner[1] * y])
    }
}
