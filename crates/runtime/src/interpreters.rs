//! The language interpreters this machine has, and which of them runs a function.
//!
//! Candidates come from `PATH` and from where version managers put things. Each is asked once who
//! it is: the name of a file says little, and a version manager's shim costs a shell script at
//! every start, so what is kept is the real program behind it.

use std::collections::HashSet;
use std::env;
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use functions::Runtime;
pub use packs::Language;

const PROBE_TIME_MAX: Duration = Duration::from_secs(5);
const PROBE_OUTPUT_MAX: u64 = 8 * 1024;
const CANDIDATES_MAX: usize = 64;

const ASK_PYTHON: &str = "import sys\n\
    print('%d.%d.%d' % sys.version_info[:3])\n\
    print(getattr(sys, '_base_executable', None) or sys.executable)";
const ASK_NODE: &str = "process.versions.node + '\\n' + process.execPath";

/// A program that runs a language, by its real path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpreter {
    pub language: Language,
    pub path: PathBuf,
    pub version: (u32, u32, u32),
}

/// The interpreter for a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub interpreter: Interpreter,
    /// What to tell people when another version than the wanted one has to do.
    pub note: Option<String>,
}

/// No interpreter here can run the function; the text says what is here and how to get one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound(String);

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotFound {}

/// The interpreter that a function of this runtime gets on this machine.
pub fn find(runtime: Runtime) -> Result<Found, NotFound> {
    let (language, wanted) = match runtime {
        Runtime::Python { minor } => (Language::Python, minor.map(u32::from)),
        Runtime::Node { major } => (Language::Node, major.map(u32::from)),
        Runtime::Provided { .. } | Runtime::Http | Runtime::Wasm => {
            return Err(NotFound(format!(
                "a function of runtime {runtime} brings its own program and takes no interpreter"
            )));
        }
    };
    choose(language, wanted, all())
}

/// Every interpreter found, the one that people get when they type `python3` or `node` first. The
/// machine is looked at once in the life of the process.
pub fn all() -> &'static [Interpreter] {
    static ALL: OnceLock<Vec<Interpreter>> = OnceLock::new();
    ALL.get_or_init(|| probe_all(candidates()))
}

/// What this machine's interpreters are asked for.
trait Known {
    /// The oldest version the language host works with.
    fn oldest(self) -> (u32, u32);
    fn how_to_get(self) -> &'static str;
    /// The number in a version that runtimes are named after: `python3.N`, `nodejsN.x`.
    fn series(self, version: (u32, u32, u32)) -> u32;
    fn series_name(self, series: u32) -> String;
}

impl Known for Language {
    fn oldest(self) -> (u32, u32) {
        match self {
            Self::Python => (3, 9),
            Self::Node => (18, 0),
        }
    }

    fn how_to_get(self) -> &'static str {
        match self {
            Self::Python => {
                "install one with `apt-get install python3 python3-pip` or `pyenv install 3.12`"
            }
            Self::Node => "install one with `apt-get install nodejs npm` or `nvm install 22`",
        }
    }

    fn series(self, version: (u32, u32, u32)) -> u32 {
        match self {
            Self::Python => version.1,
            Self::Node => version.0,
        }
    }

    fn series_name(self, series: u32) -> String {
        match self {
            Self::Python => format!("Python 3.{series}"),
            Self::Node => format!("Node {series}"),
        }
    }
}

impl Interpreter {
    /// Whether it is new enough for the language host.
    pub fn supported(&self) -> bool {
        let (major, minor, _) = self.version;
        let same_language = self.language != Language::Python || major == 3;
        same_language && (major, minor) >= self.language.oldest()
    }

    pub fn version_text(&self) -> String {
        let (major, minor, patch) = self.version;
        format!("{major}.{minor}.{patch}")
    }
}

/// The wanted series if it is there, else the nearest: newer rather than older, as languages keep
/// running old code far better than they run new code.
fn choose(language: Language, wanted: Option<u32>, all: &[Interpreter]) -> Result<Found, NotFound> {
    let here: Vec<_> = all.iter().filter(|i| i.language == language).collect();
    let usable = || here.iter().filter(|i| i.supported());
    let Some(wanted) = wanted else {
        let first = usable().next().ok_or_else(|| nothing(language, &here))?;
        return Ok(Found { interpreter: (*first).clone(), note: None });
    };
    let nearest = usable()
        .min_by_key(|i| {
            let series = language.series(i.version);
            (series.abs_diff(wanted), series < wanted)
        })
        .ok_or_else(|| nothing(language, &here))?;
    let note = (language.series(nearest.version) != wanted).then(|| {
        format!(
            "{} is not on this machine; {} {} runs it instead",
            language.series_name(wanted),
            language.name(),
            nearest.version_text(),
        )
    });
    Ok(Found { interpreter: (*nearest).clone(), note })
}

fn nothing(language: Language, here: &[&Interpreter]) -> NotFound {
    let (major, minor) = language.oldest();
    let found = if here.is_empty() {
        "none was found".to_owned()
    } else {
        let versions: Vec<_> = here.iter().map(|i| i.version_text()).collect();
        format!("this machine has only {}", versions.join(", "))
    };
    let name = language.name();
    let oldest = if minor == 0 { major.to_string() } else { format!("{major}.{minor}") };
    NotFound(format!("{name} {oldest} or newer is needed and {found}; {}", language.how_to_get()))
}

/// Where interpreters may be, best first.
fn candidates() -> Vec<(Language, PathBuf)> {
    let mut folders: Vec<PathBuf> = env::var_os("PATH")
        .map(|path| env::split_paths(&path).filter(|p| p.is_absolute()).collect())
        .unwrap_or_default();
    folders.extend(["/usr/local/bin", "/usr/bin"].map(PathBuf::from));
    let home = env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let under_home = |variable: &str, default: &str| {
        env::var_os(variable).map(PathBuf::from).unwrap_or_else(|| home.join(default))
    };
    folders.extend(versions_in(&under_home("PYENV_ROOT", ".pyenv").join("versions")));
    folders.extend(versions_in(&under_home("NVM_DIR", ".nvm").join("versions/node")));
    folders.extend(versions_in(&home.join(".local/share/uv/python")));

    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for (name, language) in [("python3", Language::Python), ("node", Language::Node)] {
        for path in folders.iter().map(|folder| folder.join(name)) {
            keep(&mut found, &mut seen, language, path);
        }
    }
    for minor in (9..=30).rev() {
        for folder in folders.iter().filter(|f| !f.ends_with("shims")) {
            keep(&mut found, &mut seen, Language::Python, folder.join(format!("python3.{minor}")));
        }
    }
    found.truncate(CANDIDATES_MAX);
    found
}

fn keep(
    found: &mut Vec<(Language, PathBuf)>,
    seen: &mut HashSet<PathBuf>,
    language: Language,
    path: PathBuf,
) {
    if fs::canonicalize(&path).is_ok_and(|real| real.is_file() && seen.insert(real)) {
        found.push((language, path));
    }
}

/// The `bin` folders of a version manager, leaving out Pythons whose folder says "too old".
fn versions_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let too_old = |name: &str| {
        let mut parts = name.split('.').map_while(|part| part.parse::<u32>().ok());
        matches!((parts.next(), parts.next()), (Some(2), _) | (Some(3), Some(0..9)))
    };
    let mut bins: Vec<_> = entries
        .flatten()
        .filter(|entry| !too_old(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path().join("bin"))
        .collect();
    bins.sort();
    bins
}

fn probe_all(candidates: Vec<(Language, PathBuf)>) -> Vec<Interpreter> {
    let probes: Vec<_> = candidates
        .into_iter()
        .map(|(language, path)| thread::spawn(move || probe(language, &path)))
        .collect();
    let mut seen = HashSet::new();
    let answers = probes.into_iter().filter_map(|probe| probe.join().ok().flatten());
    answers.filter(|i| seen.insert(i.path.clone())).collect()
}

/// Asks the program for its version and its real path.
fn probe(language: Language, path: &Path) -> Option<Interpreter> {
    let mut command = Command::new(path);
    match language {
        Language::Python => command.args(["-IS", "-c", ASK_PYTHON]),
        Language::Node => command.env_remove("NODE_OPTIONS").args(["-p", ASK_NODE]),
    };
    let streams = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = streams.current_dir("/").spawn().ok()?;
    let deadline = Instant::now() + PROBE_TIME_MAX;
    // The answer fits the pipe, so the child never waits for us to read.
    let succeeded = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status.success(),
            Ok(None) if Instant::now() < deadline => thread::sleep(Duration::from_millis(2)),
            _ => {
                child.kill().ok();
                child.wait().ok();
                break false;
            }
        }
    };
    if !succeeded {
        // What it started may hold the pipe open for as long as it likes.
        return None;
    }
    let mut answer = String::new();
    child.stdout.take()?.take(PROBE_OUTPUT_MAX).read_to_string(&mut answer).ok()?;
    let (version, real) = parse_answer(&answer)?;
    let path = fs::canonicalize(real).ok()?;
    Some(Interpreter { language, path, version })
}

fn parse_answer(answer: &str) -> Option<((u32, u32, u32), PathBuf)> {
    let mut lines = answer.lines();
    let mut numbers = lines.next()?.trim().splitn(3, '.');
    let mut number = || numbers.next()?.parse().ok();
    let version = (number()?, number()?, number()?);
    let path = PathBuf::from(lines.next()?);
    path.is_absolute().then_some((version, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(versions: &[(Language, u32, u32)]) -> Vec<Interpreter> {
        let interpreter = |&(language, major, minor): &(Language, u32, u32)| Interpreter {
            language,
            path: format!("/opt/{language:?}-{major}.{minor}").into(),
            version: (major, minor, 1),
        };
        versions.iter().map(interpreter).collect()
    }

    fn check(wanted: Option<u32>, minors: &[u32], expected: &str) {
        let all: Vec<_> = minors.iter().map(|minor| (Language::Python, 3, *minor)).collect();
        let got = match choose(Language::Python, wanted, &machine(&all)) {
            Ok(Found { interpreter, note: None }) => interpreter.version_text(),
            Ok(Found { note: Some(note), .. }) => note,
            Err(nothing) => nothing.to_string(),
        };
        assert_eq!(got, expected);
    }

    #[test]
    fn the_wanted_series_or_the_nearest_one_is_chosen() {
        check(None, &[8, 11, 13], "3.11.1");
        check(Some(13), &[11, 13], "3.13.1");
        check(
            Some(12),
            &[9, 11, 13],
            "Python 3.12 is not on this machine; Python 3.13.1 runs it instead",
        );
        check(
            Some(14),
            &[9, 12, 11],
            "Python 3.14 is not on this machine; Python 3.12.1 runs it instead",
        );
    }

    #[test]
    fn nothing_usable_says_what_is_here_and_how_to_get_more() {
        let how = "install one with `apt-get install python3 python3-pip` or `pyenv install 3.12`";
        check(Some(11), &[], &format!("Python 3.9 or newer is needed and none was found; {how}"));
        check(
            None,
            &[6, 8],
            &format!("Python 3.9 or newer is needed and this machine has only 3.6.1, 3.8.1; {how}"),
        );
    }

    #[test]
    fn node_goes_by_its_major_version_and_python_2_is_no_python_3() {
        let all = machine(&[
            (Language::Python, 2, 17),
            (Language::Node, 16, 0),
            (Language::Node, 20, 3),
            (Language::Node, 24, 1),
        ]);
        assert!(choose(Language::Python, None, &all).is_err());
        let found = choose(Language::Node, Some(18), &all).unwrap();
        assert_eq!(found.interpreter.version, (20, 3, 1));
        assert_eq!(
            found.note.unwrap(),
            "Node 18 is not on this machine; Node 20.3.1 runs it instead"
        );
    }

    #[test]
    fn answers_that_are_none_are_refused() {
        let path = PathBuf::from("/usr/bin/python3.11");
        assert_eq!(parse_answer("3.11.7\n/usr/bin/python3.11\n"), Some(((3, 11, 7), path)));
        for answer in ["", "3.11\n/usr/bin/x", "3.11.7", "3.11.7\nrelative", "hello\n/usr/bin/x"] {
            assert_eq!(parse_answer(answer), None, "{answer:?}");
        }
    }
}
