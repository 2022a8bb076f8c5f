//! An ordinary program: reads its event on stdin and prints its answer.

use std::io::{Read, Write};

fn main() {
    let mut event = String::new();
    std::io::stdin().read_to_string(&mut event).expect("text");
    match event.as_str() {
        "fail" => {
            eprintln!("cannot do that");
            std::process::exit(3);
        }
        "forever" => loop {
            println!("and on");
        },
        text => std::io::stdout().write_all(text.to_uppercase().as_bytes()).expect("a reader"),
    }
}
