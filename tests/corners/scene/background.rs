//! What a document lies on.

use super::canvas::{Canvas, Colour, Noise, Point, mix, scaled};
use super::random::Random;

/// A part of a photo.
pub fn from_photo(photo: &Canvas, width: usize, height: usize, random: &mut Random) -> Canvas {
    let fit = (photo.width as f32 / width as f32).min(photo.height as f32 / height as f32);
    let zoom = fit * random.range(0.4, 1.0);
    let left = random.range(0.0, photo.width as f32 - zoom * width as f32);
    let top = random.range(0.0, photo.height as f32 - zoom * height as f32);
    let mut canvas = Canvas::new(width, height, [0.0; 3]);
    canvas.paint(|[x, y], _| photo.sample([left + zoom * x, top + zoom * y]));
    canvas
}

/// One of the drawn grounds, some with things lying on them.
pub fn drawn(width: usize, height: usize, random: &mut Random) -> Canvas {
    let mut canvas = Canvas::new(width, height, random.colour(20.0, 235.0));
    let grounds: [fn(&mut Canvas, &mut Random); 9] =
        [plain, wood, cloth, papers, keyboard, tiles, stripes, granite, planks];
    random.pick(&grounds)(&mut canvas, random);
    if random.chance(0.4) {
        things(&mut canvas, random);
    }
    canvas
}

fn plain(canvas: &mut Canvas, random: &mut Random) {
    let other = mix(canvas.at(0, 0), random.colour(20.0, 235.0), random.range(0.0, 0.4));
    let (sine, cosine) = random.range(0.0, 6.3).sin_cos();
    let length = canvas.width.max(canvas.height) as f32;
    canvas.paint(|[x, y], colour| mix(colour, other, (0.5 + (x * cosine + y * sine) / length / 2.0).clamp(0.0, 1.0)));
}

fn wood(canvas: &mut Canvas, random: &mut Random) {
    let grain = Noise::new(random);
    let fine = Noise::new(random);
    let dark = scaled([140.0, 95.0, 60.0], random.range(0.4, 1.0));
    let bright = scaled([225.0, 185.0, 140.0], random.range(0.6, 1.1));
    let (sine, cosine) = random.range(0.0, 6.3).sin_cos();
    let size = canvas.width as f32 * random.range(0.02, 0.08);
    let contrast = random.range(0.15, 0.8);
    canvas.paint(|[x, y], _| {
        let (along, across) = (x * cosine + y * sine, y * cosine - x * sine);
        let bend = grain.at([along / size / 12.0, across / size / 4.0]);
        let ring = (across / size * 3.0 + 4.0 * bend).sin() * 0.5;
        let fibre = fine.at([along / size, across / size * 9.0]) * 0.5;
        mix(dark, bright, (0.5 + contrast * (ring + fibre)).clamp(0.0, 1.0))
    });
}

fn cloth(canvas: &mut Canvas, random: &mut Random) {
    let other = random.colour(20.0, 235.0);
    let folds = Noise::new(random);
    let (sine, cosine) = random.range(0.0, 6.3).sin_cos();
    let size = canvas.width as f32 * random.range(0.005, 0.04);
    let depth = random.range(0.1, 0.6);
    let is_checked = random.chance(0.5);
    canvas.paint(|[x, y], colour| {
        let (u, v) = ((x * cosine + y * sine) / size, (y * cosine - x * sine) / size);
        let weave = if is_checked {
            f32::from(u.rem_euclid(4.0) < 1.5) * 0.5 + f32::from(v.rem_euclid(4.0) < 1.5) * 0.5
        } else {
            0.5 + 0.25 * (u * 3.0).sin() + 0.25 * (v * 3.0).sin()
        };
        let fold = 1.0 + 0.25 * folds.at([u / 12.0, v / 20.0]);
        scaled(mix(colour, other, weave * depth), fold)
    });
}

fn papers(canvas: &mut Canvas, random: &mut Random) {
    let size = canvas.width.max(canvas.height) as f32;
    for _ in 0..random.between(2, 7) {
        let centre = anywhere(canvas, random);
        let half = [size * random.range(0.2, 0.6), size * random.range(0.3, 0.8)];
        let turn = random.range(-0.6, 0.6);
        let colour = random.colour(180.0, 245.0);
        canvas.turned_rectangle([centre[0] + 3.0, centre[1] + 4.0], half, turn, scaled(colour, 0.6));
        canvas.turned_rectangle(centre, half, turn, colour);
        print_lines(canvas, centre, half, turn, random);
    }
}

fn print_lines(canvas: &mut Canvas, centre: Point, half: Point, turn: f32, random: &mut Random) {
    let (sine, cosine) = turn.sin_cos();
    let size = canvas.width.max(canvas.height) as f32;
    let (step, thick) = (size * random.range(0.02, 0.04), size * random.range(0.002, 0.006));
    let ink = random.colour(20.0, 120.0);
    let mut down = -half[1] * 0.8;
    while down < half[1] * 0.8 {
        let length = half[0] * random.range(0.2, 0.8);
        let across = length - half[0] * 0.8;
        let middle = [centre[0] + across * cosine - down * sine, centre[1] + across * sine + down * cosine];
        canvas.turned_rectangle(middle, [length, thick], turn, ink);
        down += step;
    }
}

fn keyboard(canvas: &mut Canvas, random: &mut Random) {
    let key = random.colour(20.0, 220.0);
    let pitch = canvas.width as f32 * random.range(0.05, 0.12);
    let (sine, cosine) = random.range(-0.5, 0.5).sin_cos();
    let gap = random.range(0.06, 0.15);
    let (width, height) = (canvas.width as f32, canvas.height as f32);
    canvas.paint(|[x, y], colour| {
        let (x, y) = (x - width / 2.0, y - height / 2.0);
        let (u, v) = ((x * cosine + y * sine) / pitch, (y * cosine - x * sine) / pitch);
        let u = u + 0.3 * v.floor().rem_euclid(3.0);
        let (u, v) = ((u.rem_euclid(1.0) - 0.5).abs(), (v.rem_euclid(1.0) - 0.5).abs());
        if u.max(v) < 0.5 - gap { if u.max(v) < 0.12 { scaled(key, 1.3) } else { key } } else { colour }
    });
}

fn tiles(canvas: &mut Canvas, random: &mut Random) {
    let joint = random.colour(40.0, 220.0);
    let pitch = canvas.width as f32 * random.range(0.1, 0.4);
    let (sine, cosine) = random.range(0.0, 1.6).sin_cos();
    let (shift, lean) = (random.range(0.0, 1.0), random.range(-0.3, 0.3) / canvas.height as f32);
    canvas.paint(|[x, y], colour| {
        let depth = 1.0 + lean * y;
        let (u, v) = ((x * cosine + y * sine) / depth / pitch, (y * cosine - x * sine) / depth / pitch);
        if (u + shift).rem_euclid(1.0) < 0.04 || v.rem_euclid(1.0) < 0.04 { joint } else { colour }
    });
}

fn stripes(canvas: &mut Canvas, random: &mut Random) {
    let other = random.colour(20.0, 235.0);
    let pitch = canvas.width as f32 * random.range(0.02, 0.2);
    let (sine, cosine) = random.range(0.0, 6.3).sin_cos();
    canvas.paint(|[x, y], colour| if ((x * cosine + y * sine) / pitch).rem_euclid(1.0) < 0.5 { other } else { colour });
}

fn granite(canvas: &mut Canvas, random: &mut Random) {
    let lattices: Vec<Noise> = (0..4).map(|_| Noise::new(random)).collect();
    let size = canvas.width as f32 * random.range(0.005, 0.05);
    let depth = random.range(10.0, 60.0);
    canvas.paint(|[x, y], colour| {
        let mut sum = 0.0;
        for (octave, noise) in lattices.iter().enumerate() {
            let scale = (1 << octave) as f32 / size / 2.0;
            sum += noise.at([x * scale, y * scale]) / (1.0 + octave as f32);
        }
        colour.map(|part| part + depth * sum)
    });
}

fn planks(canvas: &mut Canvas, random: &mut Random) {
    wood(canvas, random);
    let pitch = canvas.width as f32 * random.range(0.1, 0.3);
    let (sine, cosine) = random.range(0.0, 6.3).sin_cos();
    canvas.paint(
        |[x, y], colour| {
            if ((x * cosine + y * sine) / pitch).rem_euclid(1.0) < 0.02 { scaled(colour, 0.4) } else { colour }
        },
    );
}

/// Pens, cups, phones, notes.
fn things(canvas: &mut Canvas, random: &mut Random) {
    let size = canvas.width.max(canvas.height) as f32;
    for _ in 0..random.between(1, 6) {
        let (centre, turn) = (anywhere(canvas, random), random.range(0.0, 3.2));
        let colour = random.colour(10.0, 245.0);
        match random.between(0, 3) {
            0 => {
                let half = size * random.range(0.04, 0.15);
                canvas.ellipse(centre, [half, half * random.range(0.5, 1.0)], turn, colour);
            }
            1 => canvas.turned_rectangle(centre, [size * random.range(0.1, 0.4), size * 0.008], turn, colour),
            _ => {
                let half = [size * random.range(0.03, 0.12), size * random.range(0.02, 0.08)];
                canvas.turned_rectangle(centre, half, turn, colour);
            }
        }
    }
}

fn anywhere(canvas: &Canvas, random: &mut Random) -> Point {
    [random.range(0.0, canvas.width as f32), random.range(0.0, canvas.height as f32)]
}

/// The mean colour of the pixels around some points.
pub fn mean_around(canvas: &Canvas, points: &[Point]) -> Colour {
    let mut sum = [0.0; 3];
    for &point in points {
        let colour = canvas.sample(point);
        sum = core::array::from_fn(|c| sum[c] + colour[c]);
    }
    sum.map(|part| part / points.len() as f32)
}
