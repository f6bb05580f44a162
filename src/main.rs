//! The one binary. All of it lives in the library, so that tests can start it too.

fn main() -> std::process::ExitCode {
    convenor::cli::run()
}
