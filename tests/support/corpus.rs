//! The folder of real images beside the project, `../shared/corpus`. It is no part of the project: what a bare clone has
//! is in [`made`](super::made).

use super::skip::skipped;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A file: its path below the corpus, and its bytes.
pub type File = (String, Vec<u8>);

/// The files below `folder` of the corpus, in the order of their names. Nothing, and a line that says why, without a
/// corpus.
///
/// # Panics
/// Where the corpus is there but cannot be read, or has nothing below `folder`: a test over it would be none.
#[track_caller]
pub fn corpus(folder: &str) -> Option<Vec<File>> {
    let root = root()?;
    let files = files_below(&root, &root.join(folder));
    assert!(!files.is_empty(), "{folder} of the corpus has no files");
    Some(files)
}

/// Where the corpus is. Nothing, and a line that says why, where it is not.
///
/// # Panics
/// Where it is there but cannot be read.
#[track_caller]
pub fn root() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    match std::fs::read_dir(&root) {
        Ok(_) => Some(root),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            skipped("there is no corpus at ../shared/corpus");
            None
        }
        Err(error) => panic!("the corpus at {} cannot be read: {error}", root.display()),
    }
}

#[track_caller]
fn files_below(root: &Path, folder: &Path) -> Vec<File> {
    let mut paths = Vec::new();
    collect(folder, &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root).unwrap().display().to_string();
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, bytes)
    };
    paths.into_iter().map(read).collect()
}

/// Every file but texts that tell of the others.
#[track_caller]
fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_none_or(|extension| extension != "txt") {
            paths.push(path);
        }
    }
}
