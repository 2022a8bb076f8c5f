//! An ordinary program: reads its event on stdin and prints its answer.

use std::io::{Read, Write};

fn main() {
    let mut event = String::new();
    std::io::stdin().read_to_string(&mut event).expect("text");
    // An event that came through the platform is JSON.
    match event.trim_matches('"') {
        "environment" => {
            let variables = std::env::vars().map(|(name, value)| format!("{name}={value}\n"));
            print!("{}", variables.collect::<String>());
        }
        "nothing" => {}
        "loop" => loop {
            std::hint::black_box(());
        },
        "memory" => println!("{}", std::hint::black_box(vec![1u8; 1 << 30]).len()),
        "panic" => panic!("asked to"),
        "fail" => {
            eprintln!("cannot do that");
            std::process::exit(3);
        }
        "forever" => loop {
            println!("and on");
        },
        _ => std::io::stdout().write_all(event.to_uppercase().as_bytes()).expect("a reader"),
    }
}
