//! A function's code can write to the pipe its host writes to. It gains nothing by it.

use std::time::Duration;

use crate::support::Room;

/// Writes frames as a host does, at the numbers it finds.
const FRAMES: &str = r#"
import os, struct, threading, time

def pipes():
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            if os.readlink(f"/proc/self/fd/{name}").startswith("pipe:") and int(name) > 2:
                found.append(int(name))
        except OSError:
            pass
    return found

def frame(kind, call, payload):
    return struct.pack("<IBI", len(payload) + 5, kind, call) + payload

def write(data):
    # The one where calls come cannot be written to, and 4 is for logs.
    for fd in pipes():
        if fd != 4:
            try:
                os.write(fd, data)
            except OSError:
                pass
"#;

async fn check(name: &str, body: &str, expected: &str) {
    let room = Room::new();
    let module = format!("{FRAMES}\ncalls = 0\ndef handler(event, context):\n{body}\n");
    let function = room.python(&module).await;
    let (first, _) = function.call_within("r1", "1", 3_000).await;
    assert_eq!(first, "1", "{name}");
    // What was left for it is there before it begins.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let (second, finish) = function.call_within("r2", "2", 3_000).await;
    assert!(second.contains(expected), "{name}: {second}");
    assert_eq!(finish.reusable, expected == "2", "{name}");
}

#[tokio::test]
async fn nothing_written_ahead_answers_the_next_call() {
    let later = |frames: &str| {
        format!(
            "    def forge():\n        time.sleep(0.1)\n        write({frames})\n    \
             if event == 1:\n        threading.Thread(target=forge).start()\n    return event"
        )
    };
    let broken = "what its host never would";
    for (name, frames) in [
        // As numbers were given once, one after the other.
        ("the next number", r#"frame(131, 2, b'"forged"')"#),
        ("many numbers", r#"b"".join(frame(131, n, b'"forged"') for n in range(1, 900))"#),
        ("no number", r#"frame(131, 0, b'"forged"')"#),
        ("an error of no number", r#"frame(132, 0, b'{}')"#),
        ("a failed start", r#"frame(130, 0, b'{}')"#),
        ("a second start", r#"frame(129, 0, b"")"#),
        ("a stream", r#"frame(133, 0, b'{}') + frame(135, 0, b"")"#),
    ] {
        check(name, &later(frames), broken).await;
    }
}

/// Pieces of a call's own answer that come late are nobody's.
#[tokio::test]
async fn late_words_of_the_call_before_are_not_heard() {
    let body = "    import sys\n    \
                host = sys._getframe()\n    \
                while host and 'call' not in host.f_locals or not isinstance(host.f_locals.get('call'), int):\n        \
                host = host.f_back\n    \
                number = host.f_locals['call']\n    \
                def forge():\n        time.sleep(0.1)\n        write(frame(131, number, b'\"forged\"'))\n    \
                if event == 1:\n        threading.Thread(target=forge).start()\n    return event";
    check("its own number", body, "2").await;
}
