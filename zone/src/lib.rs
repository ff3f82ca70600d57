//! The machine readable zone of an identity document, read from an image and proved by its check digits.

mod block;
mod certain;
mod curve;
mod decode;
mod find;
mod group;
mod layout;
mod line;
mod others;
mod pitch;
mod proof;
mod read;
mod rows;
mod slots;
mod sort;
mod token;
mod twins;

pub use block::LoneLine;
pub use certain::allows;
pub use idsnap_zone_network::{Luma, cell, network};
pub use layout::Format;
pub use read::{Candidate, Place, Reader, Reading, Status};
