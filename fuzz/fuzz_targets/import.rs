//! Any text as a calendar to import: it ends, whatever it says. `tests/service/importing.rs` tries the same in bounds.
#![no_main]

use entity::Moment;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let now = Moment::from_millis(1_780_000_000_000);
    std::hint::black_box(convenor::import::survives(text, "Europe/London", now));
});
