//! Projects built without dependencies.

use std::fs;
use std::time::{Duration, Instant};

use apps::{Options, Step};
use expect_test::{Expect, expect};
use package::Limits;

use crate::project::{Cache, Dir, contents, names};

const APP: (&str, &str) = ("app.py", "def handler(event, context): pass\n");

#[tokio::test]
async fn files_links_and_modes_are_packed() {
    let dir = Dir::new(&[APP, ("run.sh!", "#!/bin/sh"), ("data/a.txt", "a"), ("ü/…", "x")]);
    dir.link("data/b.txt", "a.txt");
    dir.link("tools", "data");
    let cache = Cache::new();
    let (built, _) = cache.build(&dir).await.unwrap();
    let packed: Vec<_> = contents(&built.functions[0].package)
        .into_iter()
        .map(|(n, c)| format!("{n}: {c}"))
        .collect();
    expect![[r#"
        app.py: 100644 def handler(event, context): pass

        data/a.txt: 100644 a
        data/b.txt: 120777 a.txt
        run.sh: 100755 #!/bin/sh
        tools: 120777 data
        ü/…: 100644 x"#]]
    .assert_eq(&packed.join("\n"));
}

#[tokio::test]
async fn what_is_not_code_stays_out() {
    let dir = Dir::new(&[
        APP,
        (".git/config", ""),
        (".mayfly/store", ""),
        ("node_modules/.cache/x", ""),
        ("node_modules/lib/index.js", ""),
        ("pkg/__pycache__/a.cpython-311.pyc", ""),
        ("pkg/old.pyc", ""),
        (".venv/bin/python", ""),
        ("venv/bin/python", ""),
        ("sub/venv.py", ""),
        (".mayflyignore", "# notes\n*.md\n!keep.md\n/build\nlogs/\ndocs/**/draft?.txt\n"),
        ("README.md", ""),
        ("sub/NOTES.md", ""),
        ("sub/keep.md", ""),
        ("build/out", ""),
        ("sub/build/in", ""),
        ("logs/1", ""),
        ("sub/logs", "a file, not a folder"),
        ("docs/a/b/draft1.txt", ""),
        ("docs/a/b/draft10.txt", ""),
        ("mayfly.toml", "[functions.hi]\nruntime = \"python\"\nhandler = \"app.handler\""),
    ]);
    // What is left out is not even looked at.
    dir.link(".git/away", "/etc");
    let cache = Cache::new();
    let (built, _) = cache.build(&dir).await.unwrap();
    expect![[r#"
        app.py
        docs/a/b/draft10.txt
        node_modules/lib/index.js
        sub/build/in
        sub/keep.md
        sub/logs
        sub/venv.py"#]]
    .assert_eq(&names(&built.functions[0].package).join("\n"));
}

#[tokio::test]
async fn equal_content_gives_equal_bytes_anywhere() {
    let files = [APP, ("b/x!", "run"), ("a.txt", "a")];
    let (one, mut other) = (Dir::new(&files), files);
    other.reverse();
    let other = Dir::new(&other);
    let caches = [Cache::new(), Cache::new()];
    let (first, _) = caches[0].build(&one).await.unwrap();
    let (second, _) = caches[1].build(&other).await.unwrap();
    let (first, second) = (&first.functions[0], &second.functions[0]);
    assert_ne!(first.package, second.package);
    assert_eq!(first.sha256, second.sha256);
    let bytes = fs::read(&first.package).unwrap();
    assert_eq!(bytes, fs::read(&second.package).unwrap());
    assert_eq!(first.sha256, blob::Hash::of(&bytes));
    assert_eq!(first.bytes, bytes.len() as u64);
}

#[tokio::test]
async fn only_a_real_change_makes_a_new_package() {
    let (dir, cache) = (Dir::new(&[APP, ("run!", "x")]), Cache::new());
    let mut last = cache.build(&dir).await.unwrap().0.functions[0].sha256;
    let mut changed = async |what: &str| {
        let (built, steps) = cache.build(&dir).await.unwrap();
        let same = built.functions[0].sha256 == last;
        let unchanged = matches!(steps.of("demo").last(), Some(Step::Unchanged { .. }));
        assert_eq!(same, unchanged, "{what}");
        last = built.functions[0].sha256;
        !same
    };
    assert!(!changed("nothing").await);
    dir.write("app.py", APP.1);
    assert!(!changed("only the time stamp").await);

    // The same size and time, as an editor within the same tick would leave it.
    let path = dir.root().join("app.py");
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    dir.write("app.py", &APP.1.replace("pass", "quit"));
    fs::File::open(&path).unwrap().set_modified(modified).unwrap();
    assert!(changed("content").await);
    dir.write("run", "x");
    assert!(changed("mode").await);
    dir.link("new", "run");
    assert!(changed("link").await);
    fs::rename(dir.root().join("run"), dir.root().join("ran")).unwrap();
    assert!(changed("name").await);
    dir.write("ran", "");
    fs::remove_file(dir.root().join("ran")).unwrap();
    assert!(changed("gone").await);
    assert!(!changed("nothing again").await);
}

#[tokio::test]
async fn functions_with_the_same_code_share_a_package() {
    let dir = Dir::new(&[
        APP,
        ("other/app.py", APP.1),
        (
            "mayfly.toml",
            "[functions.a]\nruntime = 'python'\nhandler = 'app.handler'\n\
             [functions.b]\nruntime = 'python'\nhandler = 'app.handler'\n\
             [functions.c]\nruntime = 'python'\nhandler = 'app.handler'\npath = 'other'\n",
        ),
    ]);
    let (built, steps) = Cache::new().build(&dir).await.unwrap();
    let [a, b, c] = &built.functions[..] else { panic!("not three") };
    assert_eq!((&a.package, a.sha256), (&b.package, b.sha256));
    assert_ne!(a.sha256, c.sha256);
    let bytes = a.bytes;
    let expected = [Step::Staging, Step::Packing { files: 2 }, Step::Packed { bytes }];
    assert_eq!(steps.of("a"), expected);
    assert_eq!(steps.of("b"), expected);
    assert_eq!(steps.of("c").len(), 3);
}

#[tokio::test]
async fn an_unchanged_project_builds_at_once() {
    let dir = Dir::new(&[APP]);
    for i in 0..200 {
        dir.write(&format!("lib/{i}.py"), &format!("x = {i}\n").repeat(500));
    }
    let cache = Cache::new();
    cache.build(&dir).await.unwrap();
    let start = Instant::now();
    let (_, steps) = cache.build(&dir).await.unwrap();
    let took = start.elapsed();
    assert!(matches!(steps.of("demo")[..], [Step::Staging, Step::Unchanged { .. }]));
    // Far more than it takes: a busy machine must not fail this, zipping again may.
    assert!(took < Duration::from_secs(1), "took {took:?}");
    eprintln!("unchanged build of 200 files: {took:?}");
}

async fn refused(dir: &Dir, limits: Limits, expected: Expect) {
    let cache = Cache::new();
    let mut options = Options::new(cache.0.path());
    options.limits = limits;
    let error = cache.build_within(dir, options).await.map(drop).unwrap_err();
    expected.assert_eq(&dir.hide(&error.to_string()));
}

#[tokio::test]
async fn what_cannot_be_packed_is_refused() {
    let with = |path: &str, target: &str| {
        let dir = Dir::new(&[APP]);
        dir.link(path, target);
        dir
    };
    let limits = Limits::default();
    refused(&with("etc", "/etc"), limits, expect!["…/demo/etc is a symbolic link to /etc, which is outside of the package; copy the file there, make the link relative, or leave it out with .mayflyignore"]).await;
    refused(&with("a/up", "../../x"), limits, expect!["…/demo/a/up is a symbolic link to ../../x, which is outside of the package; copy the file there, make the link relative, or leave it out with .mayflyignore"]).await;
    let dir = with("a/b/up", "../..");
    dir.link("a/x", "b/up/../secret");
    refused(&dir, limits, expect!["…/demo/a/x is a symbolic link to b/up/../secret, which is outside of the package; copy the file there, make the link relative, or leave it out with .mayflyignore"]).await;
    refused(&with("round", "round"), limits, expect!["…/demo/round is a symbolic link that leads back to itself; remove it or leave it out with .mayflyignore"]).await;

    let dir = Dir::new(&[APP, ("a\\b", "")]);
    refused(&dir, limits, expect![[r#"the name of …/demo/a\b has a backslash, a control character or no valid UTF-8; rename it or leave it out with .mayflyignore"#]]).await;
    let dir = Dir::new(&[APP]);
    let _socket = std::os::unix::net::UnixListener::bind(dir.root().join("socket")).unwrap();
    refused(&dir, limits, expect!["…/demo/socket is neither a file, a folder nor a link; remove it or leave it out with .mayflyignore"]).await;

    let dir = Dir::new(&[APP, ("b", ""), ("c", "")]);
    refused(&dir, Limits { files: 2, ..limits }, expect!["the package has more than 2 files; leave out what the function does not need with .mayflyignore"]).await;
    let dir = Dir::new(&[APP, ("b", &"x".repeat(2 << 20))]);
    refused(&dir, Limits { bytes: 1 << 20, ..limits }, expect!["the package has more than 1 MB unzipped, as much as Lambda allows; leave out what the function does not need with .mayflyignore"]).await;
    let dir = Dir::new(&[APP, (".mayflyignore", &"x\n".repeat(40_000))]);
    refused(&dir, limits, expect!["…/demo/.mayflyignore has more than 64 KiB or 1000 patterns; shorten it or make it a readable text file"]).await;
    let dir = Dir::new(&[APP, (".mayflyignore", "*.py"), ("x", "")]);
    refused(&dir, limits, expect![[r#"function demo: handler "app.handler" needs app.py or app/__init__.py, which is not in the package; correct the handler, or .mayflyignore if it leaves the file out"#]]).await;
}
