//! Compiling in a process of its own, which can be limited and ended: a component decides how much
//! time and memory its compilation takes.

use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitCode, ExitStatus, Stdio};
use std::time::Duration;

use rayon::ThreadPoolBuilder;
use rustix::process::{Resource, Rlimit, setrlimit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use wasmtime::Engine;

use crate::Error;
use crate::compile::STACK_BYTES;
use crate::config::compiling;
use crate::error::text;
use crate::threads::{COMPILE_NICE, give_way};

/// What this program is called with to compile what it reads.
const VERB: &str = "compile-component";
/// This very program, also after its file was replaced.
const OURSELVES: &str = "/proc/self/exe";
/// The code of the largest component there may be.
const CODE_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// Beside its data: the program itself, and address space that is set aside and not used.
const ADDRESSES_BESIDE: u64 = 1024 * 1024 * 1024;

const DONE: u8 = 0;
const INVALID: u8 = 1;

/// How far one compilation may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart {
    pub time_max: Duration,
    pub memory_bytes_max: u64,
}

impl Apart {
    /// The component's machine code. Dropped, the process ends.
    pub(crate) async fn compile(&self, bytes: &[u8], threads: usize) -> Result<Vec<u8>, Error> {
        let failed = |error: std::io::Error| Error::Compiler(error.to_string());
        let seconds = self.time_max.as_secs().max(1);
        let cpu_s = seconds.saturating_mul(threads.max(1) as u64);
        let arguments = [self.memory_bytes_max, cpu_s, threads as u64].map(|n| n.to_string());
        let mut child = Command::new(OURSELVES)
            .arg(VERB)
            .args(arguments)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)?;
        let talked = tokio::time::timeout(self.time_max, talk(&mut child, bytes)).await;
        let Ok(talked) = talked else {
            // Its place in the line is free when it is gone.
            child.kill().await.map_err(failed)?;
            return Err(Error::CompileTime { seconds });
        };
        let (answer, status) = talked.map_err(failed)?;
        match answer.split_first() {
            Some((&DONE, _)) if status.success() => {
                let mut code = answer;
                code.remove(0);
                Ok(code)
            }
            Some((&INVALID, text)) => Err(Error::Invalid(String::from_utf8_lossy(text).into())),
            _ => Err(self.ended(status)),
        }
    }

    fn ended(&self, status: ExitStatus) -> Error {
        const ABORTED: i32 = 6;
        const KILLED: i32 = 9;
        const FAULT: i32 = 11;
        const PROCESSOR_TIME: i32 = 24;
        match status.signal() {
            Some(PROCESSOR_TIME) => Error::CompileTime { seconds: self.time_max.as_secs() },
            // Who gets no memory aborts; who gets no stack faults; the machine's own limit kills.
            Some(ABORTED | KILLED | FAULT) => {
                Error::CompileMemory { mb: self.memory_bytes_max / (1024 * 1024) }
            }
            _ => Error::Compiler(status.to_string()),
        }
    }
}

async fn talk(child: &mut Child, bytes: &[u8]) -> std::io::Result<(Vec<u8>, ExitStatus)> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let give = async {
        if let Some(mut stdin) = stdin {
            // One that has ended says so in another way.
            let _ = stdin.write_all(bytes).await;
        }
    };
    let take = async {
        let mut answer = Vec::new();
        if let Some(stdout) = stdout {
            stdout.take(CODE_BYTES_MAX).read_to_end(&mut answer).await?;
        }
        Ok::<_, std::io::Error>(answer)
    };
    let ((), answer) = tokio::join!(give, take);
    Ok((answer?, child.wait().await?))
}

/// Compiles what stdin has, if that is what this program was started for.
pub fn compile_if_asked() -> Option<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() != Some(VERB) {
        return None;
    }
    let numbers: Vec<u64> = arguments.filter_map(|text| text.parse().ok()).collect();
    let [memory_bytes, cpu_s, threads] = numbers[..] else { return Some(ExitCode::from(2)) };
    let threads = usize::try_from(threads).unwrap_or(1).clamp(1, 64);
    Some(match compile(memory_bytes, cpu_s, threads) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    })
}

/// Nothing of the component is read before the limits hold.
fn compile(memory_bytes: u64, cpu_s: u64, threads: usize) -> std::io::Result<()> {
    let limit = |resource, most: u64| {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })
    };
    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)?;
    // A second later it is killed, which would say nothing of why.
    let cpu = Rlimit { current: Some(cpu_s), maximum: Some(cpu_s.saturating_add(1)) };
    setrlimit(Resource::Cpu, cpu)?;
    limit(Resource::Data, memory_bytes)?;
    limit(Resource::As, memory_bytes.saturating_add(ADDRESSES_BESIDE))?;
    give_way(COMPILE_NICE);
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    let pool = ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK_BYTES).build();
    let pool = pool.map_err(std::io::Error::other)?;
    let engine = Engine::new(&compiling()).map_err(|e| std::io::Error::other(text(&e)))?;
    let compiled = pool.install(|| engine.precompile_component(&bytes));
    let mut out = std::io::stdout().lock();
    match compiled {
        Ok(code) => {
            out.write_all(&[DONE])?;
            out.write_all(&code)?;
        }
        Err(error) => {
            out.write_all(&[INVALID])?;
            out.write_all(text(&error).as_bytes())?;
        }
    }
    out.flush()
}
