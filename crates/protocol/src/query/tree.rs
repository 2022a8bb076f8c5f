//! A form as the tree that its names draw.

use std::collections::BTreeMap;

use crate::Fault;
use crate::form::Pairs;

/// No input of any service goes deeper, or is larger.
const DEPTH_MAX: usize = 24;
const NODES_MAX: usize = 50_000;

#[derive(Debug, Default)]
pub(super) struct Node<'a> {
    pub(super) text: Option<&'a str>,
    children: BTreeMap<&'a str, Node<'a>>,
}

impl<'a> Node<'a> {
    pub(super) fn read(form: &'a Pairs) -> Result<Self, Fault> {
        let mut root = Node::default();
        let mut nodes = 0;
        for (name, value) in form {
            let mut node = &mut root;
            for (depth, part) in name.split('.').enumerate() {
                node = node.children.entry(part).or_insert_with(|| {
                    nodes += 1;
                    Node::default()
                });
                if depth == DEPTH_MAX || nodes > NODES_MAX {
                    let message = "the parameters' names have too many parts";
                    return Err(Fault::new(400, "MalformedQueryString", message));
                }
            }
            node.text = Some(value);
        }
        Ok(root)
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.get(name)
    }

    pub(super) fn has_children(&self) -> bool {
        !self.children.is_empty()
    }

    /// The children whose names are numbers, in the order of these.
    pub(super) fn numbered(&self) -> Vec<&Self> {
        let children = self.children.iter();
        let numbered = children.filter_map(|(name, node)| Some((name.parse::<u32>().ok()?, node)));
        let mut numbered: Vec<_> = numbered.collect();
        numbered.sort_by_key(|(number, _)| *number);
        numbered.into_iter().map(|(_, node)| node).collect()
    }
}
