//! The part that is one program's.

use super::system::MS_NO_SUID_DEV;
use super::{LAYERS, System};
use crate::script::Script;
use crate::wire;
use crate::{Error, Spec};
use std::fs;
use std::path::{Path, PathBuf};

/// What a slot needs beside its files.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Furniture<'a> {
    pub(crate) system: &'a System,
    /// The filter for system calls, as the kernel takes it.
    pub(crate) filter: &'a [u8],
    pub(crate) landlock: Option<u64>,
    /// A user namespace comes along.
    pub(crate) users: bool,
}

/// What the program's machine is called.
const HOST: &str = "sandbox";
const BYTES_PER_INSTRUCTION: usize = 8;
/// What it takes to enter namespaces that belong to the owner's user namespace: to administer (21)
/// and, for mounts, to change roots (18).
const NURSERY_KEEPS: u64 = 1 << 21 | 1 << 18;
/// What lies under all layers.
const GROUND: &str = "run/layers";
/// A mount takes one page of options.
const OPTIONS_MAX: usize = 4000;

/// What init is to do for one program, after the system's script. Without a spec, for a trial.
pub(crate) fn furnish(furniture: Furniture<'_>, spec: Option<&Spec>) -> Result<Script, Error> {
    let mut script = own_files(furniture, spec)?;
    script.add(wire::OP_HOSTNAME, [HOST.into(), (HOST.len() as u64).into()]);
    match spec {
        _ if furniture.users => script.add(wire::OP_USERS, []),
        // Init is one too.
        Some(spec) => script.add(wire::OP_PROCESSES, [(u64::from(spec.pids_max) + 1).into()]),
        None => {}
    }
    let nursery = spec.is_some_and(|spec| spec.nursery);
    locks(&mut script, furniture, if nursery { NURSERY_KEEPS } else { 0 });
    Ok(script)
}

/// The same for a nested slot, in two parts: what takes the host's rights, and what its own init does.
pub(crate) fn furnish_nested(
    furniture: Furniture<'_>,
    spec: &Spec,
    network: bool,
) -> Result<[Script; 2], Error> {
    let mut outer = own_files(furniture, Some(spec))?;
    outer.add(wire::OP_NEST, [u64::from(network).into()]);
    let mut inner = Script::default();
    inner.add(wire::OP_ATTACH, ["proc".into()]);
    inner.append(&furniture.system.masks);
    inner.add(wire::OP_HOSTNAME, [HOST.into(), (HOST.len() as u64).into()]);
    locks(&mut inner, furniture, 0);
    Ok([outer, inner])
}

/// Up to the point where the root is the slot's.
fn own_files(furniture: Furniture<'_>, spec: Option<&Spec>) -> Result<Script, Error> {
    let mut files = furniture.system.without_script();
    let tmp_mb = spec.map_or(1, |spec| spec.tmp_mb);
    // A file for each page there is, so that many small ones fit.
    let options = format!("mode=1777,size={tmp_mb}m,nr_inodes={}", u64::from(tmp_mb) * 256);
    let flags = MS_NO_SUID_DEV.into();
    files.script.add(wire::OP_MOUNT, ["tmp".into(), "tmpfs".into(), flags, (&*options).into()]);
    if let Some(spec) = spec {
        layers(&mut files, spec)?;
        folder(&mut files, "var/task", &spec.code)?;
        if let Some(runtime) = &spec.runtime {
            folder(&mut files, "var/runtime", runtime)?;
            // Node looks for packages in each directory above the code, this one last.
            files.link("node_modules", "/var/runtime/node_modules");
        }
        for path in &spec.read_only {
            show_at(&mut files, path, path)?;
        }
        for placed in &spec.placed {
            show_at(&mut files, &placed.host, &placed.seen)?;
        }
    }
    let mut script = files.script;
    script.add(wire::OP_ENTER, []);
    Ok(script)
}

/// What is given up, when all is made.
fn locks(script: &mut Script, furniture: Furniture<'_>, keep: u64) {
    script.add(wire::OP_BOUND, [keep.into()]);
    let user = furniture.system.user;
    script.add(wire::OP_IDENTITY, [user.into(), user.into()]);
    // Its rules name one slot's files, and a nursery's program goes on to others.
    if let Some(version) = furniture.landlock.filter(|_| keep == 0) {
        script.add(wire::OP_LANDLOCK, [version.into()]);
    }
    let instructions = (furniture.filter.len() / BYTES_PER_INSTRUCTION) as u64;
    script.add(wire::OP_SECCOMP, [furniture.filter.into(), instructions.into()]);
}

/// One of the host's directories at a place of its own.
fn folder(files: &mut System, place: &str, host: &Path) -> Result<(), Error> {
    let refused = |source| Error::Shown { path: host.to_owned(), source };
    if !fs::metadata(host).map_err(refused)?.is_dir() || host.parent().is_none() {
        return Err(refused(std::io::ErrorKind::NotADirectory.into()));
    }
    files.show_at(place, host);
    Ok(())
}

/// One is shown as it is; several lie over one another, the later on top.
fn layers(files: &mut System, spec: &Spec) -> Result<(), Error> {
    for layer in &spec.layers {
        let refused = |source| Error::Shown { path: layer.clone(), source };
        if !fs::metadata(layer).map_err(refused)?.is_dir() {
            return Err(refused(std::io::ErrorKind::NotADirectory.into()));
        }
    }
    // What else is wanted below needs a directory to be put on.
    let below: Vec<&PathBuf> =
        spec.read_only.iter().filter(|path| path.starts_with(LAYERS)).collect();
    match &*spec.layers {
        [] => return Ok(()),
        [layer] if below.is_empty() => {
            files.show_at("opt", layer);
            return Ok(());
        }
        _ => {}
    }
    files.dir(GROUND);
    for path in below {
        if let Ok(path) = path.strip_prefix(LAYERS) {
            files.dir(&format!("{GROUND}/{}", path.display()));
        }
    }
    let layers: Vec<&Path> = spec.layers.iter().map(PathBuf::as_path).collect();
    match files.overlay_over("opt", &layers, GROUND) {
        0..=OPTIONS_MAX => Ok(()),
        _ => Err(Error::Layers { max: OPTIONS_MAX }),
    }
}

fn show_at(files: &mut System, host: &Path, seen: &Path) -> Result<(), Error> {
    let refused = |source| Error::Shown { path: host.to_owned(), source };
    let odd = || refused(std::io::ErrorKind::InvalidInput.into());
    fs::metadata(host).map_err(refused)?;
    let fine = |path: &Path| {
        let path = path.strip_prefix("/").ok().and_then(Path::to_str)?.trim_end_matches('/');
        let parts_fine = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        // Never the whole host, and nothing over what the kernel or we put there.
        let is_special = ["proc", "dev", "sys"].iter().any(|top| Path::new(path).starts_with(top));
        (parts_fine && !is_special).then(|| path.to_owned())
    };
    fine(host).ok_or_else(odd)?;
    let path = &*fine(seen).ok_or_else(odd)?;
    if files.shows(path) {
        return Ok(());
    }
    files.show_at(path, host);
    Ok(())
}

impl System {
    /// Whether the host's files are to be seen there already. Links of the root lead to /usr.
    fn shows(&self, path: &str) -> bool {
        let linked = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];
        let top = path.split('/').next().unwrap_or_default();
        linked.contains(&top) || self.shown.iter().any(|shown| Path::new(path).starts_with(shown))
    }
}
