//! How big it is when nothing happens, and how soon it is there.

use std::time::Duration;

use super::branch::{self, Service};

/// How long it is left alone before its memory is read: its beats have had their turns.
const ALONE: Duration = Duration::from_secs(15);
const STARTS: usize = 5;

pub(crate) fn run() {
    let size = std::fs::metadata(branch::program()).unwrap().len();
    println!("  the release binary has {:.1} MB", size as f64 / 1024.0 / 1024.0);
    let mut service = Service::new(&[]);
    std::thread::sleep(ALONE);
    println!("  resident, idle: {:.1} MB", service.resident());
    let mut starts: Vec<_> = (0..STARTS)
        .map(|_start| {
            service.kill();
            service.start()
        })
        .collect();
    starts.sort();
    println!(
        "  from start to the first 200, on an existing database: {} ms (of {STARTS}: {} to {} ms)",
        starts[STARTS / 2].as_millis(),
        starts[0].as_millis(),
        starts[STARTS - 1].as_millis(),
    );
}
