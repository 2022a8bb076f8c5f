//! Answers each path with another kind of misbehaviour, and `/hello` with none.

mod reach;
mod streams;

use std::cell::Cell;
use std::hint::black_box;

use wasip2::exports::http::incoming_handler::Guest;
use wasip2::http::types::{IncomingRequest, ResponseOutparam};

struct Hostile;

thread_local! {
    /// Grows only in an instance that is kept.
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

impl Guest for Hostile {
    fn handle(request: IncomingRequest, out: ResponseOutparam) {
        let target = request.path_with_query().unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let number = || query.parse().unwrap_or(0);
        match path {
            "/hello" => streams::answer(out, 200, "hello\n"),
            "/calls" => {
                CALLS.set(CALLS.get() + 1);
                streams::answer(out, 200, &CALLS.get().to_string());
            }
            "/environment" => streams::answer(out, 200, &environment()),
            "/request" => streams::answer(out, 200, &described(&request)),
            "/echo" => streams::echo(request, out),
            "/status" => streams::answer(out, number() as u16, "with a body"),
            "/loop" => spin(),
            "/compute" => {
                let sum = (0..number()).fold(0u64, |sum, i| black_box(sum.wrapping_add(i)));
                streams::answer(out, 200, &sum.to_string());
            }
            "/sleep" => {
                std::thread::sleep(std::time::Duration::from_millis(number()));
                streams::answer(out, 200, "slept");
            }
            "/memory" => {
                let bytes = vec![1u8; number() as usize];
                streams::answer(out, 200, &black_box(bytes).len().to_string());
            }
            "/stack" => streams::answer(out, 200, &recurse(1).to_string()),
            "/panic" => panic!("asked to"),
            "/exit" => std::process::exit(number() as i32),
            "/silent" => {}
            "/print" => print(number(), out),
            "/endless" => streams::endless(out),
            "/endless-after" => {
                streams::answer(out, 200, "done");
                spin();
            }
            "/trap-in-body" => streams::trap(out),
            "/unfinished" => streams::unfinished(out),
            "/short" => streams::short(out),
            "/handles" => streams::handles(),
            "/headers" => streams::headers(out),
            "/fetch" => reach::fetch(query, out),
            "/flood" => reach::flood(query, out),
            "/connect" => reach::connect(query, out),
            _ => streams::answer(out, 404, "no such misbehaviour"),
        }
    }
}

fn spin() -> ! {
    let mut i = 0u64;
    loop {
        i = black_box(i.wrapping_add(1));
    }
}

#[expect(unconditional_recursion, reason = "that is the misbehaviour")]
fn recurse(depth: u64) -> u64 {
    black_box(recurse(black_box(depth + 1)) + 1)
}

fn environment() -> String {
    let variables: Vec<_> =
        std::env::vars().map(|(name, value)| format!("{name}={value}")).collect();
    let files = std::fs::read_dir("/").map(|_| "files").unwrap_or("none");
    let passwords = std::fs::read("/etc/passwd").map(|_| "files").unwrap_or("none");
    let arguments = std::env::args().count();
    format!("{variables:?} {files} {passwords} {arguments}")
}

fn described(request: &IncomingRequest) -> String {
    let names = [&request.scheme().map(|scheme| format!("{scheme:?}")), &request.authority()];
    let [scheme, authority] = names.map(|name| name.clone().unwrap_or_default());
    let target = request.path_with_query().unwrap_or_default();
    let headers = request.headers().entries().into_iter().map(|(name, value)| {
        format!("{name}: {}\n", String::from_utf8_lossy(&value))
    });
    let headers: String = headers.collect();
    format!("{:?} {scheme} {authority} {target}\n{headers}", request.method())
}

fn print(bytes: u64, out: ResponseOutparam) {
    let line = "x".repeat(99);
    for _ in 0..bytes / 100 {
        println!("{line}");
    }
    eprint!("the end");
    streams::answer(out, 200, "printed");
}

wasip2::http::proxy::export!(Hostile);
