//! What a camera and its owner do to an image.

use crate::jpeg;
use crate::page::Clouds;
use crate::plane::Plane;
use crate::random::Random;

/// Light, glare, blur, noise and compression, of which some are strong. `pitch` is in pixels; `strength` 0 is hardly
/// any, 1 much, above it hopeless.
pub fn apply(image: &mut Plane, pitch: f32, strength: f32, random: &mut Random) {
    light(image, strength, random);
    if random.happens(0.3 * strength) {
        glare(image, pitch, strength, random);
    }
    if random.happens(0.15 * strength) {
        screen(image, strength, random);
    }
    let defocus = pitch * 0.16 * strength * random.unit().powi(2);
    image.blur(defocus + random.range(0.3, 0.7));
    if random.happens(0.3) {
        image.smear(pitch * 0.35 * strength * random.unit(), random.range(0.0, 3.2));
    }
    let grain = (1.0 + 14.0 * random.unit().powi(2)) * strength.max(0.1);
    image.change(|_, _, sample| (sample + random.normal() * grain).clamp(0.0, 255.0));
    if random.happens(0.3) {
        sharpen(image, random.range(0.3, 1.0));
    }
    if random.happens(0.8) {
        jpeg::damage(image, 95.0 - 60.0 * random.unit() * strength.min(1.2));
    }
}

fn light(image: &mut Plane, strength: f32, random: &mut Random) {
    let (width, height) = (image.width as f32, image.height as f32);
    let (exposure, gamma) = (random.range(1.0 - 0.6 * strength.min(1.2), 1.05), 1.0 + 0.5 * strength * random.signed());
    let haze = 70.0 * strength * random.unit().powi(2);
    let clouds = Clouds::new(3 + random.below(3), random);
    let uneven = 0.45 * strength.min(1.2) * random.unit();
    let (edge, angle, shade) = (random.range(-0.2, 1.2), random.range(0.0, 6.3), random.range(0.5, 0.9));
    let has_shadow = random.happens(0.25 * strength);
    image.change(|x, y, sample| {
        let (u, v) = (x as f32 / width, y as f32 / height);
        let mut bright = exposure * (1.0 + uneven * clouds.at(u, v));
        if has_shadow && u * angle.cos() + v * angle.sin() > edge {
            bright *= shade;
        }
        let sample = (sample / 255.0).clamp(0.0, 1.0).powf(gamma) * 255.0 * bright;
        haze + sample * (1.0 - haze / 255.0)
    });
}

/// A bright spot that hides a part of a line, or makes it pale.
fn glare(image: &mut Plane, pitch: f32, strength: f32, random: &mut Random) {
    let (x, y) = (random.unit() * image.width as f32, random.unit() * image.height as f32);
    let (wide, high) = (pitch * random.range(2.0, 9.0), pitch * random.range(1.0, 5.0));
    let most = random.range(0.4, 0.6 + 0.6 * strength);
    image.change(|column, row, sample| {
        let (u, v) = ((column as f32 - x) / wide, (row as f32 - y) / high);
        let bright = most * (-(u * u + v * v)).exp();
        sample + (255.0 - sample) * bright.min(1.0)
    });
}

/// The lines of a screen, and what they and those of the sensor make together.
fn screen(image: &mut Plane, strength: f32, random: &mut Random) {
    let waves: Vec<[f32; 3]> = (0..2)
        .map(|_| {
            let (period, angle) = (2.0 * random.range(0.0, 3.0).exp(), random.range(0.0, 3.2));
            [angle.cos() / period, angle.sin() / period, random.range(0.0, 0.22 * strength)]
        })
        .collect();
    image.change(|x, y, sample| {
        let times = waves.iter().map(|[across, down, depth]| {
            1.0 + depth * ((x as f32 * across + y as f32 * down) * core::f32::consts::TAU).sin()
        });
        (sample * times.product::<f32>()).clamp(0.0, 255.0)
    });
}

fn sharpen(image: &mut Plane, amount: f32) {
    let mut soft = image.clone();
    soft.blur(1.0);
    image.change(|x, y, sample| (sample + amount * (sample - soft.get(x, y))).clamp(0.0, 255.0));
}
