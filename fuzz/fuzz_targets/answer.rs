//! Any text as a calendar's answer: it ends, whatever it says.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    std::hint::black_box(convenor::calendar::answered(text, Some("REPLY")));
});
