//! What is packed here is unpacked on the platform's side.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use package::{Limits, Unpacked, unpack};

use crate::project::{Cache, Dir};

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

#[tokio::test]
async fn what_a_build_packs_comes_out_the_same() {
    let dir = Dir::new(&[
        ("app.py", "def handler(e, c): pass"),
        ("bin/run!", "#!/bin/sh"),
        ("lib/a.txt", &"long text ".repeat(10_000)),
        ("ü/empty", ""),
    ]);
    dir.link("lib/b.txt", "a.txt");
    dir.link("tools", "bin");
    let cache = Cache::new();
    let (built, _) = cache.build(&dir).await.unwrap();
    let into = dir.0.path().join("code");
    let limits = Limits::default();
    let unpacked =
        unpack(fs::File::open(&built.functions[0].package).unwrap(), &into, limits).unwrap();
    assert_eq!((unpacked.already, unpacked.files), (false, 6));
    assert_eq!(unpacked.bytes, 23 + 9 + 100_000);

    for path in ["app.py", "bin/run", "lib/a.txt", "lib/b.txt", "tools/run", "ü/empty"] {
        let (there, here) = (fs::read(into.join(path)), fs::read(dir.root().join(path)));
        assert_eq!(there.unwrap(), here.unwrap(), "{path}");
    }
    assert_eq!(fs::read_link(into.join("tools")).unwrap(), Path::new("bin"));
    assert_eq!((mode(&into), mode(&into.join("bin"))), (0o755, 0o755));
    assert_eq!((mode(&into.join("bin/run")), mode(&into.join("app.py"))), (0o755, 0o644));

    let again =
        unpack(fs::File::open(&built.functions[0].package).unwrap(), &into, limits).unwrap();
    assert_eq!(again, Unpacked { already: true, files: 0, bytes: 0 });
}
