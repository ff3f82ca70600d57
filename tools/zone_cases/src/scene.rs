//! A photo of a zone whose text and places are known.

use crate::cover::{self, Harm};
use crate::font::{self, Fonts};
use crate::page::{self, Clouds, Plan};
use crate::pose::Pose;
use crate::random::Random;
use crate::{damage, plane::Plane, text};
use idsnap_zone::cell::{Cell, Vector};
use idsnap_zone::{Luma, Place};

/// What is to be drawn.
#[derive(Debug, Clone)]
pub struct Order {
    pub format: &'static str,
    /// A whole document on a table, or the zone with a margin.
    pub is_document: bool,
    /// Whether every character may stand anywhere.
    pub is_any: bool,
    /// Pixels from one character to the next, about.
    pub pitch: f32,
    /// How strong damages may be: 0 hardly any, 1 much.
    pub strength: f32,
    /// How many of the characters have a cover that begins at them, from 0 to 1.
    pub covered: f32,
}

/// A photo, and what is true of it.
#[derive(Clone)]
pub struct Scene {
    pub image: Luma,
    pub lines: Vec<String>,
    pub pose: Pose,
    pub plan: Plan,
    /// What has become of each character.
    pub harms: Vec<Vec<Harm>>,
}

impl Scene {
    /// Where the zone is, as a frame before would have told.
    pub fn place(&self) -> Place {
        let last = self.lines.len() - 1;
        let end = |row: usize| self.lines[row].len() as f32 - 1.0;
        let corner = |row: usize, column: f32, [along, down]: [f32; 2]| {
            let cell = self.cell(row as f32, column);
            cell.center.plus(cell.along, along).plus(cell.down, down)
        };
        let corners = [
            corner(0, 0.0, [-0.5, -0.6]),
            corner(0, end(0), [0.5, -0.6]),
            corner(last, end(last), [0.5, 0.6]),
            corner(last, 0.0, [-0.5, 0.6]),
        ];
        Place::new(corners, corners[1].plus(corners[0], -1.0).length() / (end(0) + 1.0))
    }

    /// Where a character stands in the image; columns and rows may be between, before and after those that are there.
    pub fn cell(&self, row: f32, column: f32) -> Cell {
        cell(&self.plan, &self.pose, [row, column])
    }
}

fn cell(plan: &Plan, pose: &Pose, [row, column]: [f32; 2]) -> Cell {
    let at = |ds: f32, dt: f32| {
        let s = plan.start[0] + column + ds;
        let [x, y] = pose.image([s, plan.start[1] + row * plan.spacing + dt]);
        Vector { x, y }
    };
    let half = plan.tall / 2.0;
    Cell {
        center: at(0.0, 0.0),
        along: at(0.5, 0.0).plus(at(-0.5, 0.0), -1.0),
        down: at(0.0, half).plus(at(0.0, -half), -1.0),
    }
}

/// Draws what is ordered.
pub fn draw(order: &Order, fonts: &Fonts, random: &mut Random) -> Result<Scene, String> {
    let lines = if order.is_any { text::any(order.format, random) } else { text::zone(order.format, random) };
    let plan = plan(order, &lines, fonts, random);
    let pixels = (order.pitch * 1.3).clamp(12.0, 40.0);
    let page = page::draw(&plan, &lines, pixels, (fonts, order.strength), random);
    let mut pose = Pose::new(plan.size, order.pitch, order.strength.min(1.0), random);
    let [from, to] = pose.bounds([0.0, 0.0], plan.size);
    let most = order.pitch * if order.is_document { 8.0 } else { 0.5 };
    let mut margin = || random.unit() * most;
    let (left, top, right, bottom) = (margin(), margin(), margin(), margin());
    pose.shift(left - from[0], top - from[1]);
    let mut image = Plane::new(size(to[0] - from[0] + left + right), size(to[1] - from[1] + top + bottom), 0.0);
    photograph(&mut image, &page, &pose, pixels, random);
    let row = |row: usize| {
        let length = lines.get(row).map_or(0, String::len);
        (0..length).map(|column| cell(&plan, &pose, [row as f32, column as f32])).collect()
    };
    let cells: Vec<Vec<Cell>> = (0..lines.len()).map(row).collect();
    // What lies on the page is as blurred as the page; what lies on the screen or the file is not.
    let is_blurred = order.covered > 0.0 && random.happens(0.6);
    let mut harms = if is_blurred { hide(&mut image, &cells, order.covered, random) } else { Vec::new() };
    damage::apply(&mut image, order.pitch, order.strength, random);
    if !is_blurred {
        harms = hide(&mut image, &cells, order.covered, random);
    }
    let image = Luma::from_fn(image.width, image.height, |x, y| image.get(x, y)).ok_or("a scene without pixels")?;
    Ok(Scene { image, lines, pose, plan, harms })
}

/// Covers that share of the cells, and tells what has become of each.
fn hide(image: &mut Plane, cells: &[Vec<Cell>], covered: f32, random: &mut Random) -> Vec<Vec<Harm>> {
    let before = image.clone();
    for row in cells.iter().filter(|_| covered > 0.0) {
        for column in 0..row.len() {
            if random.happens(covered) {
                cover::cover(image, &row[column..], random);
            }
        }
    }
    let harms = |row: &Vec<Cell>| row.iter().map(|cell| cover::harm(&before, image, cell)).collect();
    cells.iter().map(harms).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a photo is small")]
fn size(pixels: f32) -> usize {
    pixels.clamp(8.0, 6000.0) as usize
}

fn plan(order: &Order, lines: &[String], fonts: &Fonts, random: &mut Random) -> Plan {
    let longest = lines.iter().map(String::len).max().unwrap_or(1) as f32;
    let tall = font::tall(&fonts.ocr_b) * random.range(0.92, 1.12);
    let is_card = matches!(order.format, "TD1" | "FRA-DL" | "CHE-DL");
    let spacing = if is_card { random.range(1.5, 1.9) } else { random.range(1.7, 2.7) };
    let high = spacing * (lines.len() - 1) as f32;
    if !order.is_document {
        let margin = |random: &mut Random| random.range(1.2, 4.0);
        let start = [margin(random), margin(random) * 0.7 + 0.4];
        let size = [start[0] + longest - 1.0 + margin(random), start[1] + high + 0.8 + margin(random) * 0.6];
        return Plan { size, start, spacing, tall, is_document: false };
    }
    let size = match longest {
        ..31.0 => [33.7, 21.3],
        ..37.0 => [41.3, 29.1],
        _ => [49.2, 34.6],
    };
    let left = (size[0] - longest + 1.0) / 2.0 + random.signed() * 0.5;
    let start = [left, size[1] - high - random.range(1.3, 3.2)];
    Plan { size, start, spacing, tall, is_document: true }
}

/// Takes each pixel from the page, or from the table that it lies on.
fn photograph(image: &mut Plane, page: &Plane, pose: &Pose, pixels: f32, random: &mut Random) {
    let (wide, high) = (page.width as f32 / pixels, page.height as f32 / pixels);
    let (width, height) = (image.width as f32, image.height as f32);
    let clouds = Clouds::new(6 + random.below(60), random);
    let (tone, depth) = (random.range(30.0, 230.0), random.range(0.0, 40.0));
    image.change(|x, y, _| {
        let [s, t] = pose.page([x as f32, y as f32]);
        if s < 0.0 || t < 0.0 || s > wide || t > high {
            return tone + depth * clouds.at(x as f32 / width, y as f32 / height);
        }
        page.at(s * pixels - 0.5, t * pixels - 0.5)
    });
}
