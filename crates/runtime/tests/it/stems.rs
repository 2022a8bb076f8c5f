//! Interpreters that run already, where programs cannot be copied.

use std::time::Duration;

use runtime::Copying;

use crate::support::{Room, Seeded, config};

const PYTHON: &str = "
import os
born = os.environ['AWS_LAMBDA_INITIALIZATION_TYPE'], os.environ['AWS_LAMBDA_LOG_STREAM_NAME']
def handler(event, context):
    stem = [name for name in os.environ if name.startswith('_MAYFLY')]
    return [os.getpid(), os.environ['AWS_ACCESS_KEY_ID'], *born, context.log_stream_name, stem]
";

const NODE: &str = "
const { AWS_LAMBDA_INITIALIZATION_TYPE, AWS_LAMBDA_LOG_STREAM_NAME } = process.env;
exports.handler = async (event, context) => {
  const stem = Object.keys(process.env).filter((name) => name.startsWith('_MAYFLY'));
  const born = [AWS_LAMBDA_INITIALIZATION_TYPE, AWS_LAMBDA_LOG_STREAM_NAME];
  return [process.pid, process.env.AWS_ACCESS_KEY_ID, ...born, context.logStreamName, stem];
};
";

async fn with_stems(runtime: &str, handler: &str, file: (&str, &str)) -> Seeded {
    let room = Room::with(Copying::refused("none is to be copied"));
    let stems = Seeded::of(room, config(runtime, handler), file).await;
    assert_eq!(stems.seed.describe(), "in an interpreter that runs already: none is to be copied");
    stems
}

async fn answers_as_itself(runtime: &str, handler: &str, file: (&str, &str)) {
    let mut stems = with_stems(runtime, handler, file).await;
    assert!(stems.seed.weight_mb() > 1);
    stems.start.provisioned = true;
    let (first, seeded) = stems.start().await.unwrap();
    assert!(seeded);
    let key = &stems.start.session.credentials().access_key;
    let runtime::Running::Program(program) = &*first.0 else { panic!("it is a program") };
    let stream = program.log_stream();
    let told = first.call("r1", "{}").await;
    let about = format!(r#""{key}","provisioned-concurrency","{stream}","{stream}",[]]"#);
    assert!(told.replace(' ', "").contains(&about), "{told} has no {about}");
    // The one there was is taken: this starts from nothing, and the next need not any more.
    let (second, seeded) = stems.start().await.unwrap();
    assert!(!seeded);
    let third = stems.seeded().await;
    let pids = [first.call("r2", "{}"), second.call("r3", "{}"), third.call("r4", "{}")];
    for told in pids {
        assert!(told.await.contains(key.as_str()));
    }
    let log = stems.room.log().await;
    assert!(log.iter().filter(|line| line.contains("INIT_START")).count() >= 3, "{log:?}");
}

#[tokio::test]
async fn python_becomes_an_instance() {
    Box::pin(answers_as_itself("python", "app.handler", ("app.py", PYTHON))).await;
}

#[tokio::test]
async fn node_becomes_an_instance() {
    Box::pin(answers_as_itself("node", "index.handler", ("index.js", NODE))).await;
}

#[tokio::test]
async fn code_that_does_not_load_is_told_as_ever() {
    let stems = with_stems("python", "app.handler", ("app.py", "raise ValueError('no')")).await;
    let error = stems.start().await.map(drop).unwrap_err();
    let told = error.failure.message("r");
    assert!(told.contains("no") && error.log_stream.is_some(), "{told}");
    let dies = ("index.js", "process.exit(3)");
    let stems = with_stems("node", "index.handler", dies).await;
    let told = stems.start().await.map(drop).unwrap_err().failure.message("r");
    assert!(told.contains("exit status 3"), "{told}");
}

#[tokio::test]
async fn nothing_of_the_code_runs_before() {
    let code = "print('loaded')\ndef handler(event, context):\n    return 1";
    let stems = with_stems("python", "app.handler", ("app.py", code)).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(stems.room.log().await, [""; 0]);
    let (instance, _) = stems.start().await.unwrap();
    assert_eq!(instance.call("r", "1").await, "1");
    assert!(stems.room.log().await.iter().any(|line| line == "- loaded"));
}

#[tokio::test]
async fn those_that_nobody_took_end_with_the_seed() {
    let Seeded { room, seed, .. } = with_stems("python", "app.handler", ("app.py", PYTHON)).await;
    assert!(room.runs_a_host());
    drop(seed);
    for _ in 0..100 {
        if !room.runs_a_host() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("an interpreter goes on");
}
