//! The edge points near a line, from one end of the image to the other.

use super::edges::{EdgeMap, Edgel};
use super::geometry::{Line, dot, whole};

/// An edge point belongs to a line within so many pixels of it.
const REACH: f32 = 1.6;

/// The least cosine between the direction of an edge point and the normal of its line: 14 degrees.
const MIN_COSINE: f32 = 0.97;

/// A line on a map of edges.
pub struct LineWalk<'a> {
    map: &'a EdgeMap,
    line: Line,
    /// The other coordinate at 0 of the main axis, and how it grows along it.
    across: [f32; 2],
    /// From one pixel to the next along the main axis and across it.
    strides: [usize; 2],
    /// Pixels along the main axis and across it.
    extents: [usize; 2],
}

impl<'a> LineWalk<'a> {
    pub fn new(map: &'a EdgeMap, line: &Line) -> Self {
        let start = line.across(0.0);
        let [nx, ny] = line.normal;
        let (slope, strides, extents) = if line.is_flat() {
            (-nx / ny, [1, map.width], [map.width, map.height])
        } else {
            (-ny / nx, [map.width, 1], [map.height, map.width])
        };
        Self { map, line: *line, across: [start, slope], strides, extents }
    }

    /// How many whole coordinates the main axis has.
    pub const fn len(&self) -> usize {
        self.extents[0]
    }

    /// The index of the heaviest edge point at a coordinate of the main axis.
    pub fn index_at(&self, at: usize) -> Option<usize> {
        if at >= self.extents[0] {
            return None;
        }
        let across = self.across[0] + self.across[1] * at as f32;
        let (first, end) = (whole(across - 1.0), whole(across + 3.0).min(self.extents[1]));
        let (mut best, mut most) = (None, 0.0);
        for across in first..end {
            let Some(index) = self.map.edgel_index(at * self.strides[0] + across * self.strides[1]) else { continue };
            let Edgel { at, normal, weight } = &self.map.edgels[index];
            if *weight > most
                && self.line.distance(*at).abs() < REACH
                && dot(*normal, self.line.normal).abs() > MIN_COSINE
            {
                (best, most) = (Some(index), *weight);
            }
        }
        best
    }

    /// The heaviest edge point at a coordinate of the main axis.
    #[inline(always)]
    pub fn at(&self, at: usize) -> Option<&'a Edgel> {
        self.index_at(at).map(|index| &self.map.edgels[index])
    }

    /// Its weight, 0 if there is none.
    #[inline(always)]
    pub fn weight(&self, at: usize) -> f32 {
        self.at(at).map_or(0.0, |edgel| edgel.weight)
    }
}
