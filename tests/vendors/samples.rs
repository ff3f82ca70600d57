//! The vendors' own samples, where they are there.

use crate::support::skip::skipped;
use std::io::ErrorKind;

/// The folder beside the project, which is not part of it.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/vendors/samples");

/// A sample by its file name; nothing, and a line saying so, where the folder is not there.
///
/// # Panics
/// Where the folder is there and has no such sample.
#[track_caller]
pub fn read(name: &str) -> Option<Vec<u8>> {
    names()?;
    Some(std::fs::read(format!("{FOLDER}/{name}")).unwrap_or_else(|error| panic!("{name}: {error}")))
}

/// Every response of a vendor that is valid JSON, with its name, in the order of the names; nothing, and a line saying
/// so, where the folder is not there.
///
/// # Panics
/// Where the folder is there and has no response of the vendor.
#[track_caller]
pub fn responses(vendor: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let mut names = names()?;
    let is_request = |name: &str| {
        ["request", "product_config", "signing_content", "info_fields"].map(|part| name.contains(part)).contains(&true)
    };
    names.retain(|name| name.starts_with(&format!("{vendor}.")) && name.ends_with(".json") && !is_request(name));
    names.sort();
    assert!(!names.is_empty(), "there are no responses of {vendor}");
    names.into_iter().map(|name| Some((name.clone(), read(&name)?))).collect()
}

#[track_caller]
fn names() -> Option<Vec<String>> {
    match std::fs::read_dir(FOLDER) {
        Ok(folder) => Some(folder.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            skipped("there are no samples at ../shared/vendors/samples");
            None
        }
        Err(error) => panic!("the samples at {FOLDER} cannot be read: {error}"),
    }
}
