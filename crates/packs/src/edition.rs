//! What packs there are, one edition for each language and range of its versions.

use std::fmt;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::AWS;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    Python,
    Node,
}

impl Language {
    pub fn name(self) -> &'static str {
        match self {
            Self::Python => "Python",
            Self::Node => "Node",
        }
    }

    /// As runtimes are named: `python3.12`, `nodejs22.x`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Node => "node",
        }
    }
}

/// Versions of a language by the number that its runtimes are named after: `python3.N`, `nodejsN.x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Series {
    pub from: u32,
    /// The last one, if not every newer one is meant.
    pub to: Option<u32>,
}

/// One pack for one language and some of its versions.
#[derive(Debug)]
pub struct Edition {
    pub pack: &'static str,
    pub language: Language,
    pub series: Series,
    /// Its chief part, for people.
    pub holds: &'static str,
    /// What its installer is given: a list with hashes, or npm's two files.
    pub(crate) lists: &'static [(&'static str, &'static str)],
    /// What comes of that, as [`crate::digest`] counts it.
    pub(crate) tree: &'static str,
    /// Says what it is made of; another list makes another pack.
    id: LazyLock<String>,
}

/// Raised when what is done after the installers had their turn changes.
const MAKE: &str = "1";

macro_rules! list {
    ($name:literal) => {
        ($name, include_str!(concat!("../aws/", $name)))
    };
}

pub static EDITIONS: [Edition; 3] = [
    Edition {
        pack: AWS,
        language: Language::Python,
        series: Series { from: 10, to: None },
        holds: "boto3 1.44.5",
        lists: &[list!("python3.10.txt")],
        tree: include_str!("../aws/python3.10.tree"),
        id: LazyLock::new(|| id(&EDITIONS[0])),
    },
    Edition {
        pack: AWS,
        language: Language::Python,
        series: Series { from: 9, to: Some(9) },
        holds: "boto3 1.42.97",
        lists: &[list!("python3.9.txt")],
        tree: include_str!("../aws/python3.9.tree"),
        id: LazyLock::new(|| id(&EDITIONS[1])),
    },
    Edition {
        pack: AWS,
        language: Language::Node,
        series: Series { from: 20, to: None },
        holds: "AWS SDK for JavaScript 3.1175.0",
        lists: &[list!("node/package.json"), list!("node/package-lock.json")],
        tree: include_str!("../aws/node/tree"),
        id: LazyLock::new(|| id(&EDITIONS[2])),
    },
];

impl Edition {
    /// The edition for a version of a language: the minor of Python 3, the major of Node.
    pub fn of(pack: &str, language: Language, version: (u32, u32, u32)) -> Option<&'static Self> {
        EDITIONS.iter().find(|one| one.pack == pack && one.covers(language, version))
    }

    pub fn covers(&self, language: Language, version: (u32, u32, u32)) -> bool {
        let series = match language {
            Language::Python if version.0 != 3 => return false,
            Language::Python => version.1,
            Language::Node => version.0,
        };
        let Series { from, to } = self.series;
        self.language == language && series >= from && to.is_none_or(|to| series <= to)
    }

    /// Names its folder, and what was made of these very lists.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// `Python 3.10 and newer`.
    pub fn versions(&self) -> String {
        let before = if self.language == Language::Python { "3." } else { "" };
        let end = if self.series.to.is_some() { "" } else { " and newer" };
        format!("{} {before}{}{end}", self.language.name(), self.series.from)
    }

    pub(crate) fn list(&self, name: &str) -> &'static str {
        self.lists.iter().find(|(one, _)| one.ends_with(name)).map_or("", |(_, text)| text)
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} for {}", self.pack, self.versions())
    }
}

fn id(edition: &Edition) -> String {
    let mut hash = Sha256::new();
    hash.update(MAKE);
    for (name, text) in edition.lists {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(name);
        hash.update(text);
    }
    let digest = hex::encode(hash.finalize());
    let (word, from) = (edition.language.word(), edition.series.from);
    let before = if edition.language == Language::Python { "3." } else { "" };
    format!("{}-{word}{before}{from}-{}", edition.pack, &digest[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_the_edition_that_is_made_for_it() {
        let of = |language, version| Edition::of(AWS, language, version).map(Edition::versions);
        assert_eq!(of(Language::Python, (3, 13, 1)).unwrap(), "Python 3.10 and newer");
        assert_eq!(of(Language::Python, (3, 10, 0)).unwrap(), "Python 3.10 and newer");
        assert_eq!(of(Language::Python, (3, 9, 18)).unwrap(), "Python 3.9");
        assert_eq!(of(Language::Python, (2, 7, 18)), None);
        assert_eq!(of(Language::Node, (22, 0, 0)).unwrap(), "Node 20 and newer");
        assert_eq!(of(Language::Node, (18, 20, 0)), None);
        assert!(Edition::of("other", Language::Node, (22, 0, 0)).is_none());
    }

    #[test]
    fn editions_are_told_apart_by_their_lists() {
        let ids: Vec<_> = EDITIONS.iter().map(Edition::id).collect();
        assert!(ids[0].starts_with("aws-python3.10-") && ids[2].starts_with("aws-node20-"));
        assert_ne!(ids[0], ids[1]);
    }

    #[test]
    fn what_people_are_told_is_what_is_pinned() {
        for edition in &EDITIONS[..2] {
            let (name, version) = edition.holds.split_once(' ').unwrap();
            assert!(edition.lists[0].1.contains(&format!("{name}=={version} ")), "{edition}");
        }
        let version = EDITIONS[2].holds.rsplit_once(' ').unwrap().1;
        let pinned = format!("\"@aws-sdk/client-s3\": \"{version}\"");
        assert!(EDITIONS[2].list("package.json").contains(&pinned));
    }

    #[test]
    fn every_package_is_pinned_by_a_hash_and_says_nothing_of_where_it_comes_from() {
        for edition in &EDITIONS[..2] {
            let text = edition.lists[0].1;
            let (pins, hashes) = (text.matches("==").count(), text.matches("sha256:").count());
            assert!(pins == 7 && hashes == pins, "{edition}");
        }
        let lock: serde_json::Value =
            serde_json::from_str(EDITIONS[2].list("package-lock.json")).unwrap();
        for (name, package) in lock["packages"].as_object().unwrap() {
            let pinned = package["integrity"].as_str().is_some_and(|i| i.starts_with("sha512-"));
            assert!(pinned || name.is_empty(), "{name}");
            assert!(package.get("resolved").is_none(), "{name}");
        }
    }
}
