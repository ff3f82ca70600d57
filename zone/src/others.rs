//! The lines that are left of a view where a zone was read, for another zone of its size.

use crate::group::{Lines, Member};
use crate::line::{Eye, Line};
use crate::read::{Candidate, Reading, Status};

/// Blocks of lines that are read for a second zone.
const MOST_OTHERS: usize = 3;
/// The same of lines that were not found, where another line of the zone was.
const MOST_MADE: usize = 6;
/// How much larger or smaller the characters of a zone of the same size are.
const ALIKE: f32 = 1.25;
/// Characters of a line that may be one of a second zone, at least: all of a short line, and most of a longer one.
const SHORTEST: f32 = 20.0;
/// Lines are the same one where they stand so near to each other, in heights and in characters.
const SAME: [f32; 2] = [0.5, 6.0];

/// How far beside a zone a part of its line ends, in characters: it grows to where its own are.
const APART: f32 = 5.0;
/// Where the corners of a zone are from the middles of its first and last line, in heights of characters.
const EDGE: f32 = 0.6;

/// The same reading, or both as candidates where another zone of its size is valid in the view.
pub(crate) fn beside_others(reading: Reading, lines: &[Line], eye: &mut Eye) -> Reading {
    let found = rest(&reading, lines);
    let mut rest = Lines::new(found.clone());
    let size = reading.lines.len();
    let is_whole = |block: &Vec<Member>| block.len() == size && !matches!(block.first(), Some(Member::Mirrored(..)));
    let whole: Vec<_> = rest.blocks().into_iter().filter(is_whole).take(MOST_OTHERS).collect();
    let is_other = |other: &Reading| other.status == Status::Valid && other.lines != reading.lines;
    let other = whole.iter().filter_map(|block| rest.read(block, eye)).find(is_other);
    let other = other.or_else(|| {
        let places = found.iter().flat_map(|line| (0..size).map(move |row| (line, row)));
        let blocks = places.map(|(line, row)| block(line, &reading, row)).take(MOST_MADE);
        let mut read = blocks.filter_map(|lines| {
            let members: Vec<_> = (0..lines.len()).map(Member::Found).collect();
            Lines::new(lines).read(&members, eye)
        });
        read.find(is_other)
    });
    match other {
        Some(other) => either(reading, &other),
        None => reading,
    }
}

/// The reading of a view in which another zone is valid as well: which of both is meant is not known.
fn either(mut reading: Reading, other: &Reading) -> Reading {
    let candidate =
        |reading: &Reading| Candidate { lines: reading.lines.clone(), likelihood: reading.likelihood / 2.0 };
    reading.candidates = [candidate(&reading), candidate(other)].into();
    reading.status = Status::Ambiguous;
    reading.has_other = true;
    reading.likelihood /= 2.0;
    reading
}

/// The lines with the pitch of the zone that are beside it, above it and below it, each once.
fn rest(reading: &Reading, lines: &[Line]) -> Vec<Line> {
    let pitch = reading.place().pitch();
    let mut rest: Vec<Line> = Vec::new();
    for line in lines {
        let middle = line.cell((line.first + line.last) / 2.0).along.length();
        if middle > pitch * ALIKE || pitch > middle * ALIKE {
            continue;
        }
        let places = reading.corners.map(|corner| line.nearest(corner));
        let [top, _, _, bottom] = places.map(|(_, down)| down);
        let numbers = places.map(|(number, _)| number);
        let from = numbers.iter().fold(f32::INFINITY, |least, number| least.min(*number));
        let to = numbers.iter().fold(f32::NEG_INFINITY, |most, number| most.max(*number));
        let parts = if top * bottom > 0.0 {
            vec![line.clone()]
        } else {
            vec![line.between(line.first, from - APART), line.between(to + APART, line.last)]
        };
        for part in parts {
            if part.last - part.first > SHORTEST && !rest.iter().any(|other| is_same(&part, other)) {
                rest.push(part);
            }
        }
    }
    rest
}

/// The lines of a zone that is like the one that was read, and of which this line is the one with the number.
fn block(line: &Line, reading: &Reading, row: usize) -> Vec<Line> {
    let down = line.cell((line.first + line.last) / 2.0).down;
    let [upper, _, _, lower] = reading.corners;
    let height = lower.plus(upper, -1.0).length() / down.length().max(1e-3);
    // From line to line, in heights of characters.
    let spacing = (height - 2.0 * EDGE) / (reading.lines.len() as f32 - 1.0).max(1.0);
    (0..reading.lines.len()).map(|other| line.shifted(down, (other as f32 - row as f32) * spacing)).collect()
}

fn is_same(line: &Line, other: &Line) -> bool {
    let [height, characters] = SAME;
    let ends = [(line.first, other.first), (line.last, other.last)];
    line.is_turned() == other.is_turned()
        && ends.into_iter().all(|(end, beside)| {
            let (number, down) = other.nearest(line.center(end));
            down.abs() < height && (number - beside).abs() < characters
        })
}
