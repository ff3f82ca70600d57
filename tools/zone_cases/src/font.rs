//! Characters drawn from a font.

use crate::plane::Plane;
use ab_glyph::{Font, FontVec, Glyph, PxScale, point};

/// Where Debian's `fonts-ocr-b` puts OCR-B.
const OCR_B: &str = "/usr/share/fonts/opentype/ocr-b/OCRB.otf";
/// Fonts of everything else that a document says; those that are there are used.
const OTHERS: [&str; 4] = [
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSansCondensed.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
];

/// Fonts that some documents and specimens have in place of OCR-B; those that are there are used.
const PRINTS: [&str; 5] = [
    "/usr/share/fonts/opentype/ocr-b/OCRBS.otf",
    "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationMono-Bold.ttf",
    "/usr/share/fonts/truetype/freefont/FreeMonoBold.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
];

/// The fonts of a scene.
pub struct Fonts {
    pub ocr_b: FontVec,
    pub others: Vec<FontVec>,
    /// What a zone is printed in now and then.
    pub prints: Vec<FontVec>,
}

impl Fonts {
    pub fn load() -> Result<Self, String> {
        let ocr_b = read(&OCR_B).ok_or_else(|| format!("{OCR_B} is missing: apt-get install fonts-ocr-b"))?;
        Ok(Self {
            ocr_b,
            others: OTHERS.iter().filter_map(read).collect(),
            prints: PRINTS.iter().filter_map(read).collect(),
        })
    }
}

fn read(path: &&str) -> Option<FontVec> {
    FontVec::try_from_vec(std::fs::read(path).ok()?).ok()
}

/// How a text is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    /// The middle of the first character; the middle of a digit's height.
    pub x: f32,
    pub y: f32,
    /// From one character to the next, in pixels.
    pub pitch: f32,
    /// Pixels an em has, across and down.
    pub scale: PxScale,
    /// How tall digits are, by the font's own: in some fonts they are as tall as letters.
    pub digits: f32,
    /// How wide the zero is, by the font's own: in some fonts it is as wide as the letter O.
    pub zero: f32,
    /// Whether every character has the same pitch.
    pub is_even: bool,
}

/// Pixels an em has so that the characters of an even font have this pitch.
pub fn scale(font: &FontVec, pitch: f32) -> f32 {
    let unit = font.h_advance_unscaled(font.glyph_id('0'));
    pitch / unit * font.height_unscaled()
}

/// The width of the letter O by that of the zero.
pub fn round(font: &FontVec) -> f32 {
    let wide = |character| font.outline(font.glyph_id(character)).map(|outline| outline.bounds.width().abs());
    wide('O').zip(wide('0')).map_or(1.0, |(letter, zero)| letter / zero.max(1.0))
}

/// The height of a digit by the pitch.
pub fn tall(font: &FontVec) -> f32 {
    let unit = font.h_advance_unscaled(font.glyph_id('0'));
    font.outline(font.glyph_id('0')).map_or(1.0, |outline| outline.bounds.height().abs() / unit)
}

/// Adds the coverage of the text's ink to a plane, up to 1.
pub fn draw(plane: &mut Plane, font: &FontVec, pen: &Pen, text: &str) {
    let unit = pen.scale.x / font.height_unscaled();
    let down = pen.scale.y / font.height_unscaled();
    let zero =
        font.outline(font.glyph_id('0')).map_or((0.0, 0.0), |outline| (outline.bounds.min.y, outline.bounds.max.y));
    // Units of a font go up, pixels go down.
    let base = pen.y + (zero.0 + zero.1) / 2.0 * down;
    let mut x = pen.x;
    for character in text.chars() {
        let id = font.glyph_id(character);
        let wider = if character == '0' { pen.zero } else { 1.0 };
        let advance = font.h_advance_unscaled(id) * unit * wider;
        let left = if pen.is_even { x - advance / 2.0 } else { x };
        let times = if character.is_ascii_digit() { pen.digits } else { 1.0 };
        let scale = PxScale { x: pen.scale.x * wider, y: pen.scale.y * times };
        stamp(plane, font, id.with_scale_and_position(scale, point(left, base)));
        x += if pen.is_even { pen.pitch } else { advance };
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "tested to be inside")]
fn stamp(plane: &mut Plane, font: &FontVec, glyph: Glyph) {
    let Some(outline) = font.outline_glyph(glyph) else { return };
    let bounds = outline.px_bounds();
    outline.draw(|x, y, coverage| {
        let (x, y) = (bounds.min.x + x as f32, bounds.min.y + y as f32);
        if x >= 0.0 && y >= 0.0 && (x as usize) < plane.width && (y as usize) < plane.height {
            let (x, y) = (x as usize, y as usize);
            let sum = plane.get(x, y) + coverage;
            plane.set(x, y, sum.min(1.0));
        }
    });
}
