//! The vendors' own samples, where they are there.

/// The folder beside the project, which is not part of it.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/vendors/samples");

/// A sample by its file name; nothing, and a line saying so, where the folder is not there.
pub fn read(name: &str) -> Option<Vec<u8>> {
    let read = std::fs::read(format!("{FOLDER}/{name}")).ok();
    if read.is_none() {
        println!("skipped: {name} is not there");
    }
    read
}

/// Every sample of a vendor that is valid JSON, with its name, in the order of the names.
pub fn all(vendor: &str) -> Vec<(String, Vec<u8>)> {
    let Ok(folder) = std::fs::read_dir(FOLDER) else {
        println!("skipped: no samples of {vendor} are there");
        return Vec::new();
    };
    let names = folder.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter(|name| name.starts_with(&format!("{vendor}.")) && name.ends_with(".json")).collect();
    names.sort();
    names.into_iter().filter_map(|name| Some((name.clone(), read(&name)?))).collect()
}
