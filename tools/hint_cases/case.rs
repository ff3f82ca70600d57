//! A photo of a document with one damage, and everything that is known of it.

use crate::document::{self, Document, luma};
use crate::lens::Mask;
use crate::light::{Ends, Reflection};
use crate::pose::{Back, Lie, Pose};
use crate::scene::canvas::{Canvas, Point, mix, scaled};
use crate::scene::card::Card;
use crate::scene::damage::{from_rows, jpeg_file};
use crate::scene::random::Random;
use crate::scene::{background, place};
use idsnap::jpeg::{Damaged, DecodeOptions, Decoder, Scale};
use idsnap::perspective::Homography;
use serde::Serialize;

/// What photos are made of.
pub struct Sources {
    pub photos: Vec<Canvas>,
    pub documents: Vec<Document>,
}

/// What is wrong with a photo, if it is strong enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// Nothing but what every camera does.
    None,
    /// A gain that leaves the print readable.
    Noise,
    Defocus,
    Motion,
    /// A lamp on matt plastic: it fades into the paper.
    Glow,
    /// A lamp on gloss: a disc with an edge.
    Lamp,
    /// A window on gloss: panes with edges.
    Window,
    /// A tube of light across the whole document.
    Tube,
    Dark,
    Overexposed,
    /// Light that comes on top everywhere.
    Veil,
    Far,
    Close,
    CutOff,
    Tilted,
    /// By one or two fingers.
    Covered,
    /// There is no document.
    Nothing,
}

impl Damage {
    pub const ALL: [Self; 17] = [
        Self::None,
        Self::Noise,
        Self::Defocus,
        Self::Motion,
        Self::Glow,
        Self::Lamp,
        Self::Window,
        Self::Tube,
        Self::Dark,
        Self::Overexposed,
        Self::Veil,
        Self::Far,
        Self::Close,
        Self::CutOff,
        Self::Tilted,
        Self::Covered,
        Self::Nothing,
    ];
}

/// What is known of a photo.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Truth {
    damage: String,
    width: usize,
    height: usize,
    /// Its format by ISO/IEC 7810.
    size: Option<&'static str>,
    /// Whether the document is drawn; else it is of the corpus.
    drawn: bool,
    corners: Option<place::Quad>,
    coverage: f64,
    margin: f64,
    tilt: f32,
    pixels_per_mm: f64,
    /// The standard deviation of the lens's blur, the radius of the defocus, the length of the motion.
    lens_mm: f64,
    defocus_mm: f64,
    motion_mm: f64,
    /// The shares of the document where a reflection takes a seventh, and half, of the contrast of print.
    faint_glare: f64,
    strong_glare: f64,
    /// What light is multiplied by; at 1 white paper comes out at 230 to 252.
    gain: f32,
    /// The standard deviation of the noise.
    noise: f32,
    /// The share of what is printed in shades that is blown out by light that is no reflection.
    washed: f64,
    /// What is left of the contrast.
    contrast: f32,
    fingers: usize,
    pub lines: Vec<String>,
}

/// A photo.
pub struct Photo {
    pub file: Vec<u8>,
    pub truth: Truth,
    /// From millimetres on the document to the photo.
    pub map: Option<Box<dyn Fn(Point) -> Point>>,
}

/// How much a camera that is good damages.
struct Camera {
    lens_px: f32,
    defocus_px: f32,
    motion: (f32, f32),
    noise: f32,
    quality: u8,
}

/// Light on the scene.
struct Light {
    gain: f32,
    veil: f32,
    /// How much darker one side is, and in which direction it lies.
    shade: (f32, f32),
    reflection: Option<Reflection>,
}

/// 1280 x 720 and 1280 x 960 are what live video has; a still has more.
const FRAMES: [[usize; 2]; 5] = [[1280, 720], [1280, 720], [1280, 960], [720, 1280], [1920, 1440]];

/// A reflection that takes less of the contrast is not to be seen.
const FAINT: f32 = 0.15;
const STRONG: f32 = 0.5;

/// What is printed in shades, as portraits are, is darker than the lightest by this, and not black.
const SHADE: f32 = 25.0;
const BLACK: f32 = 30.0;
const BLOWN_OUT: f32 = 250.0;

/// Of a veil: skin and sky on a lens.
const VEIL: [f32; 3] = [235.0; 3];

/// The photo of a seed.
pub fn photo(damage: Damage, seed: u64, sources: &Sources) -> Photo {
    let mut random = Random::new(seed.wrapping_mul(32).wrapping_add(damage as u64 + 1_000_003));
    let light = Light::random(damage, &mut random);
    if damage == Damage::Nothing {
        let ground = ground(*random.pick(&FRAMES), damage, sources, &mut random);
        return without_document(ground, &light, &mut random);
    }
    let (document, frame, pose, lie) = placed(damage, sources, &mut random);
    let light = Light { reflection: Reflection::random(damage, document.sides_mm, &mut random), ..light };
    let mut picture = ground(frame, damage, sources, &mut random);
    if random.chance(0.5) {
        place::cast_shadow(&mut picture, &lie.quad, &mut random);
    }
    // ISO/IEC 7810: the corners of a card have a radius of 3.18 mm.
    let radius = if document.lines.is_empty() { 0.0 } else { 3.18 / document.sides_mm[0] };
    place::draw(&mut picture, &Card { face: document.face.clone(), radius }, &lie.quad);
    let fingers = if damage == Damage::Covered { random.between(1, 3) } else { 0 };
    for _ in 0..fingers {
        place::finger(&mut picture, &lie.quad, &mut random);
    }
    let back = Back::new(&lie.quad, document.sides_mm).unwrap();
    let lit = light.on(&picture, Some(&back));
    let camera = Camera::random(damage, lie.pixels_per_mm as f32, &mut random);
    let truth = Truth {
        fingers,
        washed: light.washed(&picture, &back, document.light),
        ..truth(damage, (&document, &pose, &lie), (&light, &camera), frame)
    };
    Photo { file: camera.file(&lit, &mut random), truth, map: Some(map_of(&lie, document.sides_mm)) }
}

fn ground([width, height]: [usize; 2], damage: Damage, sources: &Sources, random: &mut Random) -> Canvas {
    if !sources.photos.is_empty() && random.chance(0.6) {
        return background::from_photo(random.pick(&sources.photos), width, height, random);
    }
    background::drawn(width, height, damage != Damage::Nothing, random)
}

fn without_document(ground: Canvas, light: &Light, random: &mut Random) -> Photo {
    let camera = Camera::random(Damage::Nothing, 9.0, random);
    let truth = Truth {
        damage: "nothing".to_owned(),
        width: ground.width,
        height: ground.height,
        size: None,
        drawn: true,
        corners: None,
        coverage: 0.0,
        margin: 0.0,
        tilt: 0.0,
        pixels_per_mm: 0.0,
        lens_mm: 0.0,
        defocus_mm: 0.0,
        motion_mm: 0.0,
        faint_glare: 0.0,
        strong_glare: 0.0,
        gain: light.gain,
        noise: camera.noise,
        washed: 0.0,
        contrast: 1.0,
        fingers: 0,
        lines: Vec::new(),
    };
    Photo { file: camera.file(&light.on(&ground, None), random), truth, map: None }
}

/// A document and where it lies: inside the frame and no nearer than its own pixels allow, unless that is the damage.
fn placed(damage: Damage, sources: &Sources, random: &mut Random) -> (Document, [usize; 2], Pose, Lie) {
    // Documents of the corpus have not pixels enough to fill a frame.
    let document = if damage != Damage::Close && !sources.documents.is_empty() && random.chance(0.35) {
        random.pick(&sources.documents).clone()
    } else {
        document::drawn(random)
    };
    loop {
        let frame = *random.pick(&FRAMES);
        let mut pose = Pose::good(frame, random);
        match damage {
            Damage::Far => pose.coverage = random.range(0.02, 0.3),
            Damage::Close => (pose.coverage, pose.turn, pose.shift) = (random.range(0.7, 1.1), 0.0, [0.0; 2]),
            Damage::CutOff => {
                let direction = random.range(0.0, 6.3);
                let reach = random.range(0.1, 0.45);
                pose.shift = [direction.cos() * reach * frame[0] as f32, direction.sin() * reach * frame[1] as f32];
            }
            Damage::Tilted => pose.tilt = random.range(6.0, 50.0),
            _ => {}
        }
        let lie = pose.lie(document.sides_mm, frame);
        let is_inside = match damage {
            Damage::Close => lie.margin > -0.05,
            Damage::CutOff => (-0.3..0.06).contains(&lie.margin),
            _ => lie.margin > 0.025,
        };
        let is_fine = lie.pixels_per_mm <= f64::from(document.pixels_per_mm()) * 1.05;
        if is_inside && is_fine {
            return (document, frame, pose, lie);
        }
    }
}

fn truth(
    damage: Damage,
    (document, pose, lie): (&Document, &Pose, &Lie),
    (light, camera): (&Light, &Camera),
    [width, height]: [usize; 2],
) -> Truth {
    let mm = |length_px: f32| f64::from(length_px) / lie.pixels_per_mm;
    let ends = Ends { light: (document.light * light.gain).min(255.0), dark: 0.25 * document.light * light.gain };
    let (faint_glare, strong_glare) = light.glare(document.sides_mm, ends);
    Truth {
        damage: format!("{damage:?}").to_lowercase(),
        width,
        height,
        size: Some(document.size),
        drawn: !document.lines.is_empty(),
        corners: Some(lie.quad),
        coverage: lie.coverage,
        margin: lie.margin,
        tilt: pose.tilt,
        pixels_per_mm: lie.pixels_per_mm,
        lens_mm: mm(camera.lens_px),
        defocus_mm: mm(camera.defocus_px),
        motion_mm: mm(camera.motion.0),
        faint_glare,
        strong_glare,
        gain: light.gain,
        noise: camera.noise,
        washed: 0.0,
        contrast: 1.0 - light.veil,
        fingers: 0,
        lines: document.lines.clone(),
    }
}

impl Light {
    fn random(damage: Damage, random: &mut Random) -> Self {
        let gain = match damage {
            Damage::Dark => random.range(0.05_f32.ln(), 0.6_f32.ln()).exp(),
            // Stops of exposure, through the gamma of 2.2.
            Damage::Overexposed => random.range(0.3, 4.0).mul_add(1.0 / 2.2, 0.0).exp2(),
            _ => random.range(0.8, 1.05),
        };
        let veil = if damage == Damage::Veil { random.range(0.2, 0.92) } else { 0.0 };
        Self { gain, veil, shade: (random.range(0.0, 0.2), random.range(0.0, 6.3)), reflection: None }
    }

    /// The scene in this light, more than white where it is; the reflection lies on the document.
    fn on(&self, scene: &Canvas, document: Option<&Back>) -> Canvas {
        let mut lit = scene.clone();
        let half = scene.width.max(scene.height) as f32 / 2.0;
        let (width, height) = (scene.width as f32, scene.height as f32);
        let (sine, cosine) = self.shade.1.sin_cos();
        lit.paint(|[x, y], colour| {
            let away = ((x - width / 2.0) * cosine + (y - height / 2.0) * sine) / half;
            let light = self.gain * (1.0 - self.shade.0 * 0.5 * (1.0 + away));
            let base = mix(scaled(colour, light), VEIL, self.veil);
            let place = document.map(|back| (back, back.apply([x, y])));
            match (self.reflection, place) {
                (Some(reflection), Some((back, place))) if back.holds(place) => {
                    base.map(|part| part + reflection.at(place))
                }
                _ => base,
            }
        });
        lit
    }

    /// The shares of the document where the reflection takes some, and most, of the contrast.
    fn glare(&self, [width, height]: [f32; 2], ends: Ends) -> (f64, f64) {
        const STEP_MM: f32 = 0.4;
        let Some(reflection) = self.reflection else { return (0.0, 0.0) };
        let [columns, rows] = [width, height].map(|side| (side / STEP_MM) as usize);
        let lost = (0..columns * rows).map(|at| {
            let place = [at % columns, at / columns].map(|step| (step as f32 + 0.5) * STEP_MM);
            ends.lost(reflection.at(place))
        });
        let (faint, strong) = lost.fold((0, 0), |(faint, strong), lost| {
            (faint + usize::from(lost >= FAINT), strong + usize::from(lost >= STRONG))
        });
        let share = |count: usize| count as f64 / (columns * rows) as f64;
        (share(faint), share(strong))
    }

    fn washed(&self, scene: &Canvas, back: &Back, lightest: f32) -> f64 {
        let shades = BLACK..lightest.min(225.0) - SHADE;
        let lit = Self { reflection: None, ..*self }.on(scene, None);
        let (mut content, mut washed) = (0_usize, 0_usize);
        for at in (0..scene.pixels.len()).step_by(5) {
            let place = [(at % scene.width) as f32, (at / scene.width) as f32];
            if back.holds(back.apply(place)) && shades.contains(&luma(scene.pixels[at])) {
                content += 1;
                washed += usize::from(lit.pixels[at].iter().all(|part| *part >= BLOWN_OUT));
            }
        }
        washed as f64 / content.max(1) as f64
    }
}

impl Camera {
    fn random(damage: Damage, pixels_per_mm: f32, random: &mut Random) -> Self {
        let noise = match damage {
            Damage::Noise => random.range(6.0, 14.0),
            Damage::Dark => random.range(2.0, 8.0),
            _ => random.range(0.5, 4.0),
        };
        let strength =
            |least: f32, most: f32, random: &mut Random| pixels_per_mm * random.range(least.ln(), most.ln()).exp();
        Self {
            lens_px: random.range(0.45, 0.8),
            defocus_px: if damage == Damage::Defocus { strength(0.05, 0.8, random) } else { 0.0 },
            motion: match damage {
                Damage::Motion => (strength(0.1, 2.5, random), random.range(0.0, 3.2)),
                _ => (0.0, 0.0),
            },
            noise,
            quality: random.between(60, 96) as u8,
        }
    }

    /// What this camera makes of the light.
    fn file(&self, light: &Canvas, random: &mut Random) -> Vec<u8> {
        let mut picture = Mask::gaussian(self.lens_px).applied(light);
        if self.defocus_px > 0.0 {
            picture = Mask::disc(self.defocus_px).applied(&picture);
        }
        if self.motion.0 > 0.0 {
            picture = Mask::line(self.motion.0, self.motion.1).applied(&picture);
        }
        for pixel in &mut picture.pixels {
            let shared = random.normal();
            *pixel = pixel.map(|part| (part + self.noise * (0.8 * shared + 0.6 * random.normal())).clamp(0.0, 255.0));
        }
        jpeg_file(&picture, self.quality)
    }
}

fn map_of(lie: &Lie, sides_mm: [f32; 2]) -> Box<dyn Fn(Point) -> Point> {
    let map = Homography::of_unit_square(lie.quad.map(|corner| corner.map(f64::from))).unwrap();
    Box::new(move |[x, y]| {
        let [x, y] = map.apply(f64::from(x / sides_mm[0]), f64::from(y / sides_mm[1]));
        [x as f32, y as f32]
    })
}

/// The picture of a JPEG file.
pub fn decoded(file: &[u8]) -> Canvas {
    from_rows(Box::new(Decoder::new(file, DecodeOptions { scale: Scale::Full, damaged: Damaged::Refuse }).unwrap()))
}
