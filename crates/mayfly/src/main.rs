use std::process::ExitCode;

fn main() -> ExitCode {
    mayfly::entry::main()
}
