//! The image in which a document is detected.

/// A planar image, three planes of the same size, in the colors of JFIF.
#[derive(Debug, Clone, Copy)]
pub struct PlanarImage<'a> {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Y, row by row.
    pub luma: &'a [u8],
    /// Cb, row by row.
    pub cb: &'a [u8],
    /// Cr, row by row.
    pub cr: &'a [u8],
}
