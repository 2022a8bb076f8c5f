//! Whether symbolic links stay inside the directory they are in.
//!
//! Looking at one target alone is not enough: with `a/b/up -> ../..`, the harmless looking
//! `a/b/x -> up/../secret` leads out. So each link is followed through the others, as the kernel
//! would.

use std::collections::BTreeMap;

/// Links followed on the way before a path counts as a circle; the kernel's number.
const FOLLOWED_MAX: usize = 40;

/// Where each link of a directory points, by path; both relative, with `/` between the parts.
pub type Links = BTreeMap<String, String>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stray {
    Outside,
    Circle,
}

/// The first link that leads outside, or nowhere because it leads to itself.
pub fn check(links: &Links) -> Result<(), (&str, Stray)> {
    links.keys().try_for_each(|path| follow(path, links).map_err(|stray| (path.as_str(), stray)))
}

fn follow(path: &str, links: &Links) -> Result<(), Stray> {
    let mut at = String::new();
    let mut ahead: Vec<&str> = path.split('/').rev().collect();
    let mut followed = 0;
    while let Some(step) = ahead.pop() {
        match step {
            "" | "." => continue,
            ".." if at.is_empty() => return Err(Stray::Outside),
            ".." => at.truncate(at.rfind('/').unwrap_or(0)),
            name => {
                let before = at.len();
                if before > 0 {
                    at.push('/');
                }
                at.push_str(name);
                if let Some(target) = links.get(&at) {
                    followed += 1;
                    if target.starts_with('/') {
                        return Err(Stray::Outside);
                    }
                    if followed > FOLLOWED_MAX {
                        return Err(Stray::Circle);
                    }
                    at.truncate(before);
                    ahead.extend(target.split('/').rev());
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(links: &[(&str, &str)]) -> Result<(), (String, Stray)> {
        let links = links.iter().map(|(path, target)| (path.to_string(), target.to_string()));
        check(&links.collect()).map_err(|(path, stray)| (path.to_owned(), stray))
    }

    #[test]
    fn links_inside_are_fine() {
        assert_eq!(
            checked(&[("a/b/up", "../.."), ("bin/x", "../lib/x.js"), ("here", ".")]),
            Ok(())
        );
        assert_eq!(checked(&[("one", "two"), ("two", "missing/file")]), Ok(()));
        assert_eq!(checked(&[("deep", "a/b/c"), ("x", "deep/../../..")]), Ok(()));
    }

    #[test]
    fn links_outside_are_found_through_other_links() {
        let outside = |path: &str| Err((path.to_owned(), Stray::Outside));
        assert_eq!(checked(&[("x", "/etc/passwd")]), outside("x"));
        assert_eq!(checked(&[("x", "..")]), outside("x"));
        assert_eq!(checked(&[("a/x", "../../y")]), outside("a/x"));
        assert_eq!(checked(&[("a/b/up", "../.."), ("a/b/x", "up/../secret")]), outside("a/b/x"));
        assert_eq!(checked(&[("a", "sub/dir"), ("x", "a/../../..")]), outside("x"));
    }

    #[test]
    fn circles_end() {
        assert_eq!(checked(&[("a", "b"), ("b", "a")]), Err(("a".to_owned(), Stray::Circle)));
        assert_eq!(checked(&[("a", "a/a")]), Err(("a".to_owned(), Stray::Circle)));
    }
}
