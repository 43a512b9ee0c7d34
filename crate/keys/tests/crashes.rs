//! What the fuzzing begins with and what it ever found (`fuzz/seeds`,
//! `fuzz/crashes`): each input has an answer, and soon.

#![allow(clippy::unwrap_used, clippy::expect_used)] // a test may

use nokkelsmie_keys::inspect::judge;
use nokkelsmie_keys::{Key, read, write};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Far more than any takes, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn every_input_has_an_answer() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let inputs = [files(&fuzz.join("seeds")), files(&fuzz.join("crashes"))].concat();
    assert!(inputs.len() >= 90, "the seeds are not where they were: {}", inputs.len());
    for path in inputs {
        let start = Instant::now();
        answer(&fs::read(&path).unwrap());
        assert!(start.elapsed() < PATIENCE, "{}: {:?}", path.display(), start.elapsed());
    }
}

fn answer(input: &[u8]) {
    for material in read::read(input).unwrap_or_default() {
        match judge(&material).1 {
            Ok(Key::Private(key)) => {
                for format in write::private_formats(&key) {
                    write::private_file(&key, format).expect("a form that was offered");
                }
            }
            Ok(Key::Public(key)) => {
                for format in write::public_formats(&key) {
                    write::public(&key, format).expect("a form that was offered");
                }
            }
            Err(_) => {}
        }
    }
}

/// All files of the folders of a folder; none when it is not there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let inside = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect()
    };
    inside(folder).iter().flat_map(|folder| inside(folder)).collect()
}
