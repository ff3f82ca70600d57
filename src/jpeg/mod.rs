//! The JPEG engine (ITU-T T.81): decoding at a scale, in rows; encoding and transcoding within a budget.
