use std::time::Duration;

use expect_test::expect;
use mayfly::commands::doctor::{Check, Section, median, render, speed};

use mayfly::render::Look;

use crate::fake::{mayfly, stdout};

#[test]
fn what_is_missing_comes_with_how_to_get_it() {
    let sections = [
        Section {
            name: "runtimes",
            checks: vec![
                Check::good("python", "3.11.7 at /usr/bin/python3.11"),
                Check::bad("node", "none was found", "install it with `apt-get install nodejs`"),
            ],
        },
        Section { name: "empty", checks: vec![] },
        Section { name: "disk", checks: vec![Check::warn("sync speed", "30 ms", "use another")] },
    ];
    expect![[r#"
        runtimes
          ✔ python      3.11.7 at /usr/bin/python3.11
          ✘ node        none was found
                        next: install it with `apt-get install nodejs`
        disk
          ! sync speed  30 ms
                        next: use another
    "#]]
    .assert_eq(&render(&sections, false));
    let narrow = Look { colour: false, width: Some(42) };
    expect![[r#"
        runtimes
          ✔ python      3.11.7 at
                        /usr/bin/python3.11
          ✘ node        none was found
                        next: install it with `apt-get
                              install nodejs`
        disk
          ! sync speed  30 ms
                        next: use another
    "#]]
    .assert_eq(&render(&sections, narrow));
}

#[test]
fn the_middle_of_the_times() {
    let times = |ms: &[u64]| ms.iter().map(|ms| Duration::from_millis(*ms)).collect::<Vec<_>>();
    assert_eq!(median(times(&[9, 1, 5])), Some(Duration::from_millis(5)));
    assert_eq!(median(times(&[4, 1, 100, 2])), Some(Duration::from_millis(3)));
    assert_eq!(median(vec![]), None);
}

#[test]
fn the_disk_is_measured_and_left_clean() {
    let folder = tempfile::tempdir().unwrap();
    assert!(speed(folder.path()).unwrap() > Duration::ZERO);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    assert!(speed(&folder.path().join("missing")).is_err());
}

#[test]
fn the_whole_visit_is_also_json() {
    let (folder, temp) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut command = mayfly(&["doctor", "--json", "--endpoint", "http://127.0.0.1:1"]);
    command.env("PATH", std::env::var_os("PATH").unwrap()).arg("--data").arg(folder.path());
    command.env("TMPDIR", temp.path());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = stdout(&output);
    for part in ["\"ok\":", "\"name\":\"kernel\"", "\"sync speed\"", "nothing runs at"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(std::fs::read_dir(temp.path()).unwrap().count(), 0, "nothing is left behind");
}
