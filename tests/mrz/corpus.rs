//! Documents and lines of the corpus, where it is there.
#![expect(clippy::print_stdout, reason = "what is skipped is said")]

use idsnap::document::mrz::{MrzFormat, parse};
use std::path::{Path, PathBuf};

const FORMATS: [(&str, MrzFormat); 3] =
    [("mrz-TD3", MrzFormat::Td3), ("mrz-TD1", MrzFormat::Td1), ("mrz-FRA-CNI", MrzFormat::FrenchIdCard)];

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !folder.is_dir() {
        println!("skipped: the corpus is not there");
        return None;
    }
    Some(folder)
}

#[test]
fn the_documents_of_the_corpus_are_read() {
    let Some(folder) = corpus() else { return };
    let truth = std::fs::read_to_string(folder.join("truth.tsv")).unwrap();
    let mut read = Vec::new();
    for row in truth.lines() {
        let [path, kind, zone, ..] = row.split('\t').collect::<Vec<_>>()[..] else { continue };
        let Some((_, format)) = FORMATS.iter().find(|(name, _)| *name == kind) else { continue };
        let lines: Vec<&str> = zone.split("\\n").collect();
        let mrz = parse(&lines).unwrap();
        assert!(mrz.valid && !mrz.repaired && mrz.format == *format, "{path} {mrz:?}");
        assert_eq!(mrz.lines, lines);
        assert_eq!(parse(&[&lines.concat()]), Some(mrz.clone()), "{path}");
        read.push(mrz);
    }
    assert_eq!(read.len(), 6);
    assert_eq!(read.len(), truth.lines().filter(|row| row.contains("\tmrz-")).count());
}

/// One synthetic line in each file, two of each kind of line. Their check digits and dates are as random as the rest.
fn line(folder: &Path, number: u32) -> String {
    let path = folder.join(format!("ids/mrzlines/font_generate_{number:05}.gt.txt"));
    std::fs::read_to_string(path).unwrap().trim_end().to_owned()
}

#[test]
fn single_lines_of_the_corpus_are_no_zone() {
    let Some(folder) = corpus() else { return };
    let lines: Vec<String> = (0..22).map(|index| line(&folder, index * 250)).collect();
    for width in [(44, 8), (36, 8), (30, 6)] {
        assert_eq!(lines.iter().filter(|line| line.len() == width.0).count(), width.1, "{width:?}");
    }
    for line in lines {
        assert_eq!(parse(&[&line]), None, "{line}");
    }
}

#[test]
fn random_lines_make_a_zone_that_is_neither_valid_nor_repaired() {
    let Some(folder) = corpus() else { return };
    let mut zones = 0;
    for (format, numbers) in [
        (MrzFormat::MrvA, &[[0, 250], [500, 750]][..]),
        (MrzFormat::MrvB, &[[1000, 1250], [1500, 1750]]),
        (MrzFormat::Td1, &[[2000, 2250], [2500, 2750], [3000, 3250]]),
        (MrzFormat::Td2, &[[3500, 3750], [4000, 4250]]),
        (MrzFormat::Td3, &[[4500, 4750], [5000, 5250]]),
    ] {
        for side in 0..2 {
            let lines: Vec<String> = numbers.iter().map(|numbers| line(&folder, numbers[side])).collect();
            let mrz = parse(&lines.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
            assert_eq!((mrz.format, &mrz.lines), (format, &lines));
            assert!(!mrz.valid && !mrz.repaired, "{mrz:?}");
            zones += 1;
        }
    }
    assert_eq!(zones, 10);
}
