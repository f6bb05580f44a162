//! Any bytes as a letter that comes back: it ends, whatever it is.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    std::hint::black_box(convenor::inbox::survives(bytes));
});
