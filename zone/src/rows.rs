//! The lines of an image that may be of a zone, and which way up they are.

use crate::line::{Eye, Line};
use crate::sort::greatest_first;
use crate::{find, pitch};

/// Lines of an image that the network looks at.
const MOST_ROWS: usize = 14;
/// Characters that tell whether a line is one of a zone, in sevenths of it: those in the middle first.
const TRIED: [f32; 7] = [3.0, 1.0, 5.0, 2.0, 4.0, 0.0, 6.0];
/// How clear the first of them are at least, in all.
const FIRST_TRIED: u8 = 3;
const LEAST_AT_FIRST: f32 = 0.7;
/// Characters of small print are less tall, in pixels, and a line of it has more of them and is more even. It is looked
/// for in a large image at its full size.
const SMALL_PRINT: [f32; 3] = [7.5, 24.0, 0.3];
/// How clear they are at least.
const LEAST_CLARITY: f32 = 0.3;
/// How much clearer a line is the right way up, so that the other way is out of the question.
const MUCH_CLEARER: f32 = 0.15;
/// A line that is as clear is the right way up.
const CERTAIN: f32 = 0.97;

/// How steep a line is at least in an image that is sheared, by the slope that this makes level.
const LEAST_SLOPE: f32 = 0.5;

/// How an image is looked at: at which size, and sheared by which slope.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    pub level: usize,
    pub slope: f32,
}

/// The lines of the image in a view, which may be of a zone, and whether there are others that are too small.
pub(crate) fn lines(View { level, slope }: View, eye: &mut Eye) -> Option<(Vec<Line>, bool)> {
    let luma = eye.pyramid.level(level)?;
    let sheared = if slope == 0.0 { None } else { luma.sheared(-slope) };
    let searched = sheared.as_ref().unwrap_or(luma);
    let found = find::lines(searched);
    let mut rows: Vec<_> = found.iter().filter_map(|line| pitch::row(searched, line)).collect();
    let is_small = |row: &pitch::Row| {
        row.tall < SMALL_PRINT[0] && row.last - row.first > SMALL_PRINT[1] && row.evenness > SMALL_PRINT[2]
    };
    let has_small_print = rows.iter().filter(|row| is_small(row)).count() > 1;
    if sheared.is_some() {
        rows = rows.into_iter().map(|row| row.unsheared(-slope, luma.width())).collect();
        // A line that is nearer to level was seen as it is.
        rows.retain(|row| row.slope() / slope > LEAST_SLOPE);
    }
    greatest_first(&mut rows, weight);
    rows.truncate(MOST_ROWS);
    let mut scale = 1.0;
    for _ in 0..level {
        scale *= 2.0;
    }
    Some((rows.iter().flat_map(|row| upright(Line::new(row, scale), eye)).collect(), has_small_print))
}

fn weight(row: &pitch::Row) -> f32 {
    row.evenness * (row.last - row.first).min(44.0)
}

/// The line the right way up, roughly aligned: both ways where the network does not tell, none where it has no
/// characters.
fn upright(line: Line, eye: &mut Eye) -> Vec<Line> {
    let turned = line.turned();
    let mut ways: Vec<(f32, Line)> = Vec::new();
    for mut line in [line, turned] {
        let step = (line.last - line.first) / TRIED.len() as f32;
        let (mut sights, mut clear) = (Vec::new(), 0.0);
        for (count, at) in (1u8..).zip(TRIED) {
            let number = (line.first + step * (at + 0.5)).round();
            let Some(sight) = eye.look(&line.cell(number)) else { continue };
            clear += sight.clarity();
            sights.push((number, sight));
            if count == FIRST_TRIED && clear < LEAST_AT_FIRST {
                break;
            }
        }
        let clarity = clear / TRIED.len() as f32;
        line.align(&sights, 2);
        ways.push((clarity, line));
        if clarity > CERTAIN {
            break;
        }
    }
    let most = ways.iter().fold(LEAST_CLARITY, |most, (clarity, _)| most.max(*clarity));
    let least = if most > CERTAIN { CERTAIN } else { most - MUCH_CLEARER };
    ways.retain(|(clarity, _)| *clarity > least.max(LEAST_CLARITY));
    ways.into_iter().map(|(_, line)| line).collect()
}
