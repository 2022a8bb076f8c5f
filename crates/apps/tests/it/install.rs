//! Dependencies, from local packages only: nothing here talks to a registry.

use std::fs;
use std::time::{Duration, Instant};

use apps::{Options, Step, Tool};
use expect_test::{Expect, expect};

use crate::project::{Cache, Dir, Steps, contents, names};

const APP: (&str, &str) =
    ("app.py", "import greet\ndef handler(event, context): return greet.HI\n");

/// A source package that needs nothing to be built: a backend of its own, in one file.
const PROJECT: &str = "[build-system]\nrequires = []\nbuild-backend = \"backend\"\n\
    backend-path = [\".\"]\n[project]\nname = \"greet\"\nversion = \"1.0\"\n";
const BACKEND: &str = r#"
import zipfile
def build_wheel(directory, settings=None, metadata=None):
    name = "greet-1.0-py3-none-any.whl"
    info = "greet-1.0.dist-info"
    with zipfile.ZipFile(f"{directory}/{name}", "w") as wheel:
        wheel.write("greet.py")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: greet\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return name
"#;

fn python() -> Dir {
    Dir::new(&[
        APP,
        ("requirements.txt", "--no-index\n./pkg # ours\n"),
        ("pkg/greet.py", "HI = 'hello'\n"),
        ("pkg/pyproject.toml", PROJECT),
        ("pkg/backend.py", BACKEND),
        (".mayflyignore", "/pkg\nrequirements.txt\n"),
    ])
}

fn tools(steps: &[Step]) -> Vec<&'static str> {
    let word = |step: &Step| match step {
        Step::Building => "building",
        Step::Staging => "staging",
        Step::Installing { tool: Tool::Pip } => "pip",
        Step::Installing { tool: Tool::Npm } => "npm",
        Step::InstalledFromCache { .. } => "cached",
        Step::Packing { .. } => "packing",
        Step::Packed { .. } => "packed",
        Step::Unchanged { .. } => "unchanged",
    };
    steps.iter().map(word).collect()
}

#[tokio::test]
async fn pip_installs_beside_the_code_and_once() {
    let (dir, cache) = (python(), Cache::new());
    let (built, steps) = cache.build(&dir).await.unwrap();
    assert_eq!(tools(&steps.of("demo")), ["staging", "pip", "packing", "packed"]);
    expect![[r#"
        app.py
        greet-1.0.dist-info/INSTALLER
        greet-1.0.dist-info/METADATA
        greet-1.0.dist-info/RECORD
        greet-1.0.dist-info/WHEEL
        greet.py"#]]
    .assert_eq(&names(&built.functions[0].package).join("\n"));

    let (again, steps) = cache.build(&dir).await.unwrap();
    assert_eq!(tools(&steps.of("demo")), ["staging", "unchanged"]);
    assert_eq!(again.functions[0].sha256, built.functions[0].sha256);

    // Other code, the same packages; and the project was not written to.
    dir.write("app.py", "import greet\ndef handler(event, context): return 2\n");
    let (_, steps) = cache.build(&dir).await.unwrap();
    // A local package may use any file of the project, so pip is asked again.
    assert_eq!(tools(&steps.of("demo")), ["staging", "pip", "packing", "packed"]);
    assert_eq!(fs::read_dir(dir.root().join("pkg")).unwrap().count(), 3);
}

#[tokio::test]
async fn equal_projects_give_equal_packages_with_dependencies_too() {
    let (one, _) = Cache::new().build(&python()).await.unwrap();
    let (other, _) = Cache::new().build(&python()).await.unwrap();
    assert_eq!(one.functions[0].sha256, other.functions[0].sha256);
}

fn wheel(dir: &Dir) {
    let made = std::process::Command::new("python3")
        .args(["-c", &format!("{BACKEND}\nbuild_wheel('..')")])
        .current_dir(dir.root().join("pkg"))
        .status();
    assert!(made.unwrap().success());
    fs::remove_dir_all(dir.root().join("pkg")).unwrap();
}

#[tokio::test]
async fn outside_files_are_installed_each_time() {
    let (dir, cache) = (python(), Cache::new());
    wheel(&dir);
    let wheel = "greet-1.0-py3-none-any.whl";
    fs::rename(dir.root().join(wheel), dir.0.path().join(wheel)).unwrap();
    dir.write("requirements.txt", &format!("../{wheel}\n"));
    let mut hashes = Vec::new();
    for _ in 0..2 {
        let (built, steps) = cache.build(&dir).await.unwrap();
        assert_eq!(tools(&steps.of("demo")), ["staging", "pip", "packing", "packed"]);
        hashes.push(built.functions[0].sha256);
    }
    assert_eq!(hashes[0], hashes[1]);
    assert_eq!(fs::read_dir(cache.0.path().join("tmp")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_handler_may_be_in_an_installed_package() {
    let dir = python();
    let manifest = |handler: &str| {
        let text = format!("[functions.demo]\nruntime = \"python\"\nhandler = \"{handler}\"\n");
        dir.write("mayfly.toml", &text);
    };
    let cache = Cache::new();
    manifest("greet.HI");
    cache.build(&dir).await.unwrap();
    manifest("great.HI");
    let error = cache.build(&dir).await.map(drop).unwrap_err();
    expect![[r#"function demo: handler "great.HI" needs great.py or great/__init__.py, which is not in the package; correct the handler, or .mayflyignore if it leaves the file out"#]].assert_eq(&error.to_string());
}

fn node(dependency: &str) -> Dir {
    let package = format!(
        r#"{{"name":"demo","dependencies":{{"greet":"{dependency}"}},"scripts":{{"prepare":"exit 9"}}}}"#
    );
    Dir::new(&[
        ("index.js", "exports.handler = () => require('greet');"),
        ("package.json", &package),
        (".npmrc", "offline=true\n"),
        ("greet/package.json", r#"{"name":"greet","version":"1.0.0","main":"greet.js"}"#),
        ("greet/greet.js", "module.exports = 'hello';"),
        ("node_modules/stale/index.js", "not what package.json asks for"),
    ])
}

#[tokio::test]
async fn npm_installs_what_package_json_says_and_once() {
    let (dir, cache) = (node("file:./greet"), Cache::new());
    dir.write(".mayflyignore", "/greet/\n");
    let (built, steps) = cache.build(&dir).await.unwrap();
    assert_eq!(tools(&steps.of("demo")), ["staging", "npm", "packing", "packed"]);
    expect![[r#"
        index.js
        node_modules/greet/greet.js
        node_modules/greet/package.json
        package.json"#]]
    .assert_eq(&names(&built.functions[0].package).join("\n"));
    let (again, steps) = cache.build(&dir).await.unwrap();
    assert_eq!(tools(&steps.of("demo")), ["staging", "unchanged"]);
    assert_eq!(again.functions[0].sha256, built.functions[0].sha256);

    // What is left out of the package changes the list of files, not what is installed.
    dir.write(".mayflyignore", "/greet/\n/notes.txt\n");
    dir.write("index.js", "exports.handler = () => 2");
    let (_, steps) = cache.build(&dir).await.unwrap();
    assert_eq!(tools(&steps.of("demo"))[1], "npm");
}

#[tokio::test]
async fn a_lock_file_is_followed_and_keyed_by() {
    let (dir, cache) = (node("./greet.tgz"), Cache::new());
    let packed = std::process::Command::new("tar")
        .args(["--transform", "s,^greet,package,", "-czf", "greet.tgz", "greet"])
        .current_dir(dir.root())
        .status();
    assert!(packed.unwrap().success());
    fs::remove_dir_all(dir.root().join("greet")).unwrap();
    let locked = std::process::Command::new("npm")
        .args(["install", "--package-lock-only", "--no-audit", "--no-fund"])
        .arg("--ignore-scripts")
        .current_dir(dir.root())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status();
    assert!(locked.unwrap().success());
    let (built, steps) = cache.build(&dir).await.unwrap();
    assert_eq!(tools(&steps.of("demo")), ["staging", "npm", "packing", "packed"]);
    let packed = contents(&built.functions[0].package);
    assert_eq!(packed["node_modules/greet/greet.js"], "100644 module.exports = 'hello';");
    assert!(!packed.contains_key("node_modules/stale/index.js"));

    let package = fs::read_to_string(dir.root().join("package.json")).unwrap();
    dir.write("package.json", &package.replace("./greet.tgz", "./other.tgz"));
    let error = cache.build(&dir).await.map(drop).unwrap_err().to_string();
    assert!(error.contains("npm ci --omit=dev` failed with exit code"), "{error}");
    assert!(error.contains("\n  | npm error"), "{error}");
    assert!(error.ends_with("\ncorrect package.json as npm says, then deploy again"), "{error}");
}

#[tokio::test]
async fn without_dependencies_nothing_is_run() {
    let dir = node("file:./greet");
    dir.write("package.json", r#"{"type":"commonjs","devDependencies":{"typescript":"*"}}"#);
    let cache = Cache::new();
    let (built, steps) = cache.build(&dir).await.unwrap();
    assert_eq!(tools(&steps.of("demo")), ["staging", "packing", "packed"]);
    assert!(contents(&built.functions[0].package).contains_key("node_modules/stale/index.js"));
    let dir = Dir::new(&[("app.py", APP.1), ("requirements.txt", "# none yet\n")]);
    let (_, steps) = Cache::new().build(&dir).await.unwrap();
    assert_eq!(tools(&steps.of("demo")), ["staging", "packing", "packed"]);
}

async fn fails(dir: &Dir, expected: Expect) {
    let error = Cache::new().build(dir).await.map(drop).unwrap_err();
    let text = dir.hide(&error.to_string());
    // Which interpreter it is depends on the machine.
    let (command, rest) = text.split_once(" -m pip").unwrap_or(("", &text));
    let text = if command.is_empty() { rest.to_owned() } else { format!("`PYTHON -m pip{rest}") };
    expected.assert_eq(&text);
}

#[tokio::test]
async fn what_cannot_be_installed_says_why() {
    let dir = python();
    dir.write("pkg/backend.py", "print('building', flush=True)\nraise SystemExit('no compiler')\n");
    let error = Cache::new().build(&dir).await.map(drop).unwrap_err().to_string();
    assert!(error.contains(" -m pip install --target … -r requirements.txt` failed"), "{error}");
    assert!(error.contains("no compiler"), "{error}");
    assert!(error.ends_with("correct requirements.txt as pip says, then deploy again"), "{error}");
    assert!(error.lines().count() <= 42, "{error}");

    let dir = python();
    dir.write("requirements.txt", "greet==1.0\n-e ./pkg\n");
    fails(&dir, expect!["…/demo/requirements.txt:2: an editable package is only linked to; leave out -e, so that it is copied into the package"]).await;
    fails(&node("file:../greet"), expect![[r#"…/demo/package.json: "greet": "file:../greet" is outside of the project; copy or move the package below it, or depend on a published version"#]]).await;
    let dir = node("file:./greet");
    dir.write("package.json", "{\"dependencies\":\n  [1]}");
    fails(&dir, expect!["…/demo/package.json: invalid type: sequence, expected a map at line 2 column 2; correct the file"]).await;
}

#[tokio::test]
async fn a_missing_interpreter_and_a_missing_pip_have_remedies() {
    let dir = python();
    let project = apps::Project::open(&dir.root()).unwrap();
    let cache = Cache::new();
    let builder = apps::Builder::new(Options::new(cache.0.path()));
    let none = |_| Err("Python 3.9 or newer is needed; install python3".to_owned());
    let error = builder.build(&project, &none, &()).await.unwrap_err();
    expect!["…/demo/requirements.txt: Python 3.9 or newer is needed; install python3"]
        .assert_eq(&dir.hide(&error.to_string()));

    dir.write("python!", "#!/bin/sh\necho \"$0: No module named pip\" >&2\nexit 1\n");
    let path = dir.root().join("python");
    let bare = |_| Ok(apps::Interpreter { path: path.clone(), version: "3.11.0".into() });
    let error = builder.build(&project, &bare, &()).await.unwrap_err();
    expect![[r#"
        `…/demo/python -m pip install --target … -r requirements.txt` failed with exit code 1:
          | …/demo/python: No module named pip
        install pip for this Python: `…/demo/python -m ensurepip --user`, or `apt-get install python3-pip`"#]].assert_eq(&dir.hide(&error.to_string()));
}

#[tokio::test]
async fn a_dropped_build_stops_its_installer() {
    let dir = python();
    dir.write("python!", "#!/bin/sh\nsleep 60 &\necho $! > \"$PIDFILE\"\nwait\n");
    dir.write("requirements.txt", "greet\n");
    let pidfile = dir.root().join("pid");
    let script = fs::read_to_string(dir.root().join("python")).unwrap();
    dir.write("python!", &script.replace("$PIDFILE", pidfile.to_str().unwrap()));
    let project = apps::Project::open(&dir.root()).unwrap();
    let (cache, path) = (Cache::new(), dir.root().join("python"));
    let slow = |_| Ok(apps::Interpreter { path: path.clone(), version: "3".into() });
    let builder = apps::Builder::new(Options::new(cache.0.path()));
    let build = builder.build(&project, &slow, &());
    assert!(tokio::time::timeout(Duration::from_millis(500), build).await.is_err());
    let pid = fs::read_to_string(&pidfile).unwrap();
    let start = Instant::now();
    while fs::read_to_string(format!("/proc/{}/stat", pid.trim()))
        .is_ok_and(|s| !s.contains(") Z "))
    {
        assert!(start.elapsed() < Duration::from_secs(5), "the installer's child still runs");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(fs::read_dir(cache.0.path().join("tmp")).unwrap().count(), 0);
}

#[tokio::test]
async fn other_code_with_the_same_packages_installs_nothing() {
    // A stand-in for pip, as a list without local packages would need a registry.
    let pip =
        "#!/bin/sh\nwhile [ \"$1\" != --target ]; do shift; done\necho HI=1 > \"$2/greet.py\"\n";
    let dir = Dir::new(&[APP, ("requirements.txt", "greet==1.0\n"), ("tools/python!", pip)]);
    let (cache, path) = (Cache::new(), dir.root().join("tools/python"));
    let builder = apps::Builder::new(Options::new(cache.0.path()));
    let build = async |version: &str| {
        let project = apps::Project::open(&dir.root()).unwrap();
        let steps = Steps::default();
        let python = |_| Ok(apps::Interpreter { path: path.clone(), version: version.into() });
        let built = builder.build(&project, &python, &steps).await.unwrap();
        assert!(names(&built.functions[0].package).contains(&"greet.py".to_owned()));
        tools(&steps.of("demo"))
    };
    let (installed, cached) =
        (["staging", "pip", "packing", "packed"], ["staging", "cached", "packing", "packed"]);
    assert_eq!(build("3.11.7").await, installed);
    dir.write("app.py", "def handler(event, context): return 2\n");
    assert_eq!(build("3.11.7").await, cached);
    assert_eq!(build("3.11.7").await, ["staging", "unchanged"]);
    assert_eq!(build("3.12.0").await, installed);
    dir.write("requirements.txt", "greet==1.1\n");
    assert_eq!(build("3.12.0").await, installed);
    dir.write("requirements.txt", "greet==1.0\n");
    dir.write("app.py", "def handler(event, context): return 3\n");
    assert_eq!(build("3.12.0").await, cached);
}

#[tokio::test]
async fn two_deploys_at_once_are_fine() {
    let (dir, cache) = (python(), Cache::new());
    let (one, other) = tokio::join!(cache.build(&dir), cache.build(&dir));
    let (one, other) = (one.unwrap().0, other.unwrap().0);
    assert_eq!(one.functions[0].sha256, other.functions[0].sha256);
    assert!(one.functions[0].package.exists() && other.functions[0].package.exists());
}
