//! A card with a portrait, lines of print and a machine-readable zone, as a function of the place on it.

/// Width and height in millimetres: ISO/IEC 7810 ID-1.
pub const CARD: [f64; 2] = [85.6, 53.98];

/// Red, green, blue: 0 to 1 and beyond.
pub type Light = [f64; 3];

/// How the card is printed.
#[derive(Debug, Clone, Copy)]
pub struct Print {
    /// Of the paper.
    pub paper: Light,
    /// Of the ink.
    pub ink: Light,
    /// The share of lines that are printed.
    pub density: f64,
}

impl Print {
    /// Dark print on light paper.
    pub const DARK_ON_LIGHT: Self = Self { paper: [0.78, 0.8, 0.76], ink: [0.1, 0.1, 0.14], density: 1.0 };
}

impl Default for Print {
    fn default() -> Self {
        Self::DARK_ON_LIGHT
    }
}

/// What the card sends back from a place on it, in millimetres from its top left corner.
pub fn color(print: &Print, [x, y]: [f64; 2]) -> Light {
    if y < 7.0 {
        return [0.25, 0.4, 0.65];
    }
    if (4.0..26.0).contains(&x) && (10.0..38.0).contains(&y) {
        return portrait([x - 15.0, y - 22.0], print);
    }
    if is_ink([x, y], print.density) { print.ink } else { print.paper }
}

fn portrait([x, y]: [f64; 2], print: &Print) -> Light {
    let inside = |half: [f64; 2], down: f64| (x / half[0]).powi(2) + ((y - down) / half[1]).powi(2) < 1.0;
    match (inside([6.0, 8.0], 0.0), inside([10.0, 8.0], 14.0)) {
        (true, _) => [0.72, 0.55, 0.45],
        (false, true) => [0.2, 0.22, 0.3],
        (false, false) => print.paper.map(|part| part * 0.85),
    }
}

/// Letters of 1.8 mm with strokes of 0.3 mm, in lines of 3.2 mm beside the portrait, and of 2.6 mm below it.
fn is_ink([x, y]: [f64; 2], density: f64) -> bool {
    let (left, top, height, pitch) = if y < 40.0 { (30.0, 10.0, 1.8, 3.2) } else { (4.0, 41.0, 2.6, 4.0) };
    let (line, column) = (((y - top) / pitch).floor(), ((x - left) / 1.5).floor());
    if x < left || x > CARD[0] - 4.0 || y < top || y > 51.5 || chance(line, 3.0) >= density {
        return false;
    }
    let (in_line, in_letter) = ((y - top) - line * pitch, (x - left) - column * 1.5);
    if in_line > height || chance(line, column) < 0.15 {
        return false;
    }
    let stem = chance(line, column + 50.0) * 0.6;
    let bar = chance(line + 70.0, column) * (height - 0.3);
    let is_stem = in_letter < 0.3 || (stem + 0.4..stem + 0.7).contains(&in_letter);
    is_stem || (in_letter < 1.1 && (bar..bar + 0.3).contains(&in_line))
}

/// A number of 0 to 1 for a place, the same at every call.
fn chance(one: f64, other: f64) -> f64 {
    let mixed = ((one * 12.9898 + other * 78.233).sin() * 43_758.545_3).abs();
    mixed - mixed.floor()
}
