//! Real documents, where they are.

use crate::support::corpus::{File, corpus};
use idsnap::zone::{ReadMrzOptions, ReadStatus, read};

/// The documents of the corpus whose zones are known, and their lines.
fn documents() -> Option<Vec<(File, Vec<String>)>> {
    let root = crate::support::corpus::root()?;
    let truth = std::fs::read_to_string(root.join("truth.tsv")).ok()?;
    let files = corpus("ids")?;
    let known = truth.lines().filter_map(|line| {
        let [path, kind, value, ..] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
        let lines = value.split("\\n").map(str::to_owned).collect();
        let file = files.iter().find(|(name, _)| kind.starts_with("mrz-") && name.ends_with(path));
        file.filter(|(name, _)| !name.ends_with(".tif")).map(|file| (file.clone(), lines))
    });
    Some(known.collect())
}

#[test]
fn no_real_document_is_called_valid_and_wrong_and_most_are_read() {
    let Some(documents) = documents() else { return };
    let mut valid = 0;
    for ((name, bytes), lines) in &documents {
        let reading = read(bytes, &ReadMrzOptions::default()).unwrap();
        let is_valid = reading.status == ReadStatus::Valid;
        assert!(!is_valid || reading.lines == *lines, "{name}: {:?}", reading.lines);
        valid += usize::from(is_valid);
    }
    assert!(documents.len() >= 5, "{} documents", documents.len());
    assert!(valid * 2 >= documents.len(), "{valid} of {} are valid", documents.len());
}
