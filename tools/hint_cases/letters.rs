//! Letters of strokes, which OCR reads: no font is needed.

use crate::scene::canvas::{Canvas, Colour, Point};

/// Each letter's strokes: places on a grid of 5 x 7, column and row, and a space where the pen is lifted.
const STROKES: [(char, &str); 35] = [
    ('<', "420344"),
    ('A', "062046 1434"),
    ('B', "06003041423303 3344453606"),
    ('C', "4130100105163645"),
    ('D', "00062645412000"),
    ('E', "40000646 0333"),
    ('F', "400006 0333"),
    ('G', "41301001051636454323"),
    ('H', "0006 4046 0343"),
    ('I', "2026"),
    ('J', "4045361605"),
    ('K', "0006 400346"),
    ('L', "000646"),
    ('M', "0600234046"),
    ('N', "06004640"),
    ('O', "103041453616050110"),
    ('P', "06003041423303"),
    ('Q', "103041453616050110 2446"),
    ('R', "06003041423303 2346"),
    ('S', "413010010213334445361605"),
    ('T', "0040 2026"),
    ('U', "000516364540"),
    ('V', "002640"),
    ('W', "0016223640"),
    ('X', "0046 4006"),
    ('Y', "002340 2326"),
    ('Z', "00400646"),
    ('2', "01103041420646"),
    ('3', "011030414233 13334445361605"),
    ('4', "36300444"),
    ('5', "400002324345361605"),
    ('6', "413010010516364544331304"),
    ('7', "004016"),
    ('8', "103041423313020110 1304051636454433"),
    ('9', "051636454130100102133342"),
];

/// The height of the grid on which letters are drawn, in its steps.
const ROWS: f32 = 6.0;

/// From one letter to the next, in heights of a letter.
const ADVANCE: f32 = 0.92;

/// Half the width of a stroke, in heights of a letter: that of a font of medium weight.
const HALF_STROKE: f32 = 0.07;

/// How long a text is, in heights of its letters.
pub fn length(text: &str) -> f32 {
    ADVANCE * text.len() as f32
}

/// Writes a line; `place` is the top left corner, `height` that of a letter.
pub fn write(canvas: &mut Canvas, text: &str, place: Point, (height, ink): (f32, Colour)) {
    for (at, letter) in text.chars().enumerate() {
        let left = place[0] + ADVANCE * height * at as f32;
        let strokes = STROKES.iter().find(|(known, _)| *known == letter).map_or("", |(_, strokes)| strokes);
        for stroke in strokes.split(' ') {
            let points: Vec<Point> = stroke
                .as_bytes()
                .chunks_exact(2)
                .map(|pair| [pair[0], pair[1]].map(|digit| f32::from(digit - b'0') * height / ROWS))
                .map(|[x, y]| [left + x, place[1] + y])
                .collect();
            points.windows(2).for_each(|ends| draw(canvas, [ends[0], ends[1]], HALF_STROKE * height, ink));
        }
    }
}

/// A stroke with round ends.
fn draw(canvas: &mut Canvas, [from, to]: [Point; 2], half: f32, ink: Colour) {
    let along = [to[0] - from[0], to[1] - from[1]];
    let squared = along[0] * along[0] + along[1] * along[1];
    let reach = squared.sqrt() + half + 1.0;
    canvas.patch(from, reach, |[x, y]| {
        let share = ((x * along[0] + y * along[1]) / squared).clamp(0.0, 1.0);
        let away = (x - share * along[0]).hypot(y - share * along[1]);
        ((half - away + 0.5).clamp(0.0, 1.0), ink)
    });
}
