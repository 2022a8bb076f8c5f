//! Checks what a manifest says about files against the files that are there.

use std::fs;
use std::ops::Range;
use std::os::unix::fs::PermissionsExt;
use std::path::{Component, Path, PathBuf};

use functions::{BOUNDS, Runtime};

use super::problems::{Problems, did_you_mean, shorten};
use crate::handler::Candidates;
use crate::install;

/// Entries of a folder that are looked at to find what somebody may have meant.
const LOOKED_AT_MAX: usize = 1_000;

/// The folder with a function's code: below the project, and really there.
pub(super) fn folder(
    root: &Path,
    text: &str,
    at: &Range<usize>,
    p: &mut Problems<'_>,
) -> Option<PathBuf> {
    let shown = shorten(text);
    let inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    let relative = Path::new(text);
    if text.is_empty() || text.contains('\0') || !relative.components().all(inside) {
        let message = format!("path = \"{shown}\" is not below the project");
        p.add(at.clone(), message, "write the name of a folder beside mayfly.toml, without ..");
        return None;
    }
    let folder: PathBuf = root.join(relative.components().collect::<PathBuf>());
    if !folder.is_dir() {
        let names = names_in(root, |path| path.is_dir());
        let near = did_you_mean(text, names.iter().map(String::as_str));
        let message = format!("there is no folder \"{shown}\"");
        p.add(at.clone(), message, format!("{near}path is relative to mayfly.toml"));
        return None;
    }
    let real = |path: &Path| fs::canonicalize(path).ok();
    if real(root).zip(real(&folder)).is_none_or(|(root, folder)| !folder.starts_with(root)) {
        let message = format!("path = \"{shown}\" leads out of the project by a symbolic link");
        p.add(at.clone(), message, "move the code below the project");
        return None;
    }
    Some(folder)
}

/// Checks the form of a handler, and that its file exists if the folder is known.
pub(super) fn check_handler(
    handler: &str,
    runtime: Runtime,
    code: Option<&Path>,
    at: &Range<usize>,
    p: &mut Problems<'_>,
) {
    if handler.trim().is_empty() {
        let help = match runtime {
            Runtime::Http => "write the command that listens on $PORT, such as \"./server\"",
            Runtime::Wasm => "write the component's file, such as \"app.wasm\"",
            _ => "write file.function, such as \"app.handler\"",
        };
        return p.add(at.clone(), "handler is empty", help);
    }
    if handler.len() > BOUNDS.handler_bytes || handler.contains('\0') {
        let message = format!("handler must have 1 to {} bytes and no NUL", BOUNDS.handler_bytes);
        return p.add(at.clone(), message, "put what is long into a script and name that");
    }
    match Candidates::of(runtime, handler) {
        Err(not) => {
            let message = format!("handler \"{}\" {}", shorten(handler), not.problem);
            p.add(at.clone(), message, not.help);
        }
        Ok(None) => {}
        Ok(Some(candidates)) => {
            let Some(code) = code else { return };
            if matches!(runtime, Runtime::Provided { .. }) {
                return check_bootstrap(code, at, p);
            }
            // What installing will add is not here yet; the build looks again.
            let there = candidates.found(|file| code.join(file).is_file());
            if !there && !install::may_add(candidates.first(), code, runtime) {
                let (message, help) = missing(handler, &candidates, code, runtime);
                p.add(at.clone(), message, help);
            }
        }
    }
}

fn check_bootstrap(code: &Path, at: &Range<usize>, p: &mut Problems<'_>) {
    match fs::metadata(code.join("bootstrap")) {
        Ok(found) if found.is_file() && found.permissions().mode() & 0o111 != 0 => {}
        Ok(found) if found.is_file() => {
            p.add(at.clone(), "the file bootstrap is not executable", "run chmod +x bootstrap");
        }
        _ => {
            let help =
                "a provided function is an executable named bootstrap: copy or build it there";
            p.add(at.clone(), "there is no file bootstrap", help);
        }
    }
}

fn missing(
    handler: &str,
    candidates: &Candidates,
    code: &Path,
    runtime: Runtime,
) -> (String, String) {
    let message = format!("there is no {}", candidates.described());
    let wanted = candidates.first();
    let (stem, _) = wanted.rsplit_once('.').unwrap_or((wanted, ""));
    let endings: &[&str] = match runtime {
        Runtime::Python { .. } => &["py"],
        Runtime::Wasm => &["wasm"],
        _ => &["js", "mjs", "cjs"],
    };
    if endings.contains(&"js") && code.join(format!("{stem}.ts")).is_file() {
        return (message, format!("compile {stem}.ts to JavaScript before deploying"));
    }
    let folder = stem.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_code = |path: &Path| {
        let ending = path.extension().and_then(|extension| extension.to_str());
        ending.is_some_and(|ending| endings.contains(&ending)) && path.is_file()
    };
    let function = handler.rsplit_once('.').map_or("handler", |(_, function)| function);
    let instead = names_in(&code.join(folder), is_code).into_iter().map(|file| {
        let stem = file.rsplit_once('.').map_or(&*file, |(stem, _)| stem);
        let slash = if folder.is_empty() { "" } else { "/" };
        format!("{folder}{slash}{stem}.{function}")
    });
    let instead: Vec<_> = instead.collect();
    let near = did_you_mean(handler, instead.iter().map(String::as_str));
    let help = match &instead[..] {
        _ if !near.is_empty() => near.trim_end().to_owned(),
        [] if runtime == Runtime::Wasm => {
            format!(
                "build it first, or let deploying do it with build = \"…\", which makes {wanted}"
            )
        }
        [] => format!("create {wanted}, or set path to the folder that has it"),
        [only] => format!("the code here would be \"{only}\"; or set path to another folder"),
        all => format!("the code here would be one of {}", all[..all.len().min(5)].join(", ")),
    };
    (message, help)
}

fn names_in(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let wanted = entries.take(LOOKED_AT_MAX).flatten().filter(|entry| wanted(&entry.path()));
    let mut names: Vec<_> = wanted.filter_map(|e| e.file_name().into_string().ok()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}
