//! Whether a source text defines a handler of a name. A glance, not a parser: good enough to
//! choose between a few files, and a manifest overrules it.

/// A module-level `def NAME(`, or `NAME = …` as web frameworks' adapters are used.
pub(super) fn python_defines(text: &str, name: &str) -> bool {
    text.lines().any(|line| python_line(line, name))
}

fn python_line(line: &str, name: &str) -> bool {
    let line = line.strip_prefix("async ").unwrap_or(line);
    let (after, mark) = match line.strip_prefix("def ") {
        Some(rest) => (rest.trim_start().strip_prefix(name), '('),
        None => (line.strip_prefix(name), '='),
    };
    let after = after.map(str::trim_start).unwrap_or_default();
    after.starts_with(mark) && !after.starts_with("==")
}

/// `exports.NAME =`, `export const NAME`, `export async function NAME`, `export { NAME }`,
/// `module.exports = { NAME }` and their kin.
pub(super) fn node_exports(text: &str, name: &str) -> bool {
    let mut in_list = false;
    text.lines().any(|line| {
        let line = line.trim_start();
        if line.starts_with("//") || line.starts_with('*') {
            return false;
        }
        let words: Vec<_> = line
            .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
            .filter(|word| !word.is_empty())
            .collect();
        if in_list {
            in_list = !line.starts_with('}');
            return in_list && names_first(&words, name);
        }
        if opens_list(line) {
            in_list = !line.contains('}');
            return words.contains(&name);
        }
        match words.as_slice() {
            ["module", "exports", n, ..] | ["exports", n, ..] => *n == name && line.contains('='),
            ["export", "const" | "let" | "var" | "function", n, ..] => *n == name,
            ["export", "async", "function", n, ..] => *n == name,
            _ => false,
        }
    })
}

fn opens_list(line: &str) -> bool {
    let rest = line
        .strip_prefix("export")
        .or_else(|| line.strip_prefix("module.exports")?.trim_start().strip_prefix('='));
    rest.is_some_and(|rest| rest.trim_start().starts_with('{'))
}

/// `NAME,` or `NAME: …` or `async NAME(` in an object, `x as NAME` in a list of exports.
fn names_first(words: &[&str], name: &str) -> bool {
    match words {
        ["async", n, ..] | [_, "as", n, ..] if *n == name => true,
        [n, rest @ ..] => *n == name && rest.first() != Some(&"as"),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_defines_a_python_handler() {
        for yes in [
            "import os\n\ndef handler(event, context):\n",
            "async def handler(e, c):",
            "def  handler (e, c):",
            "handler = wrap(app)",
        ] {
            assert!(python_defines(yes, "handler"), "{yes}");
        }
        for no in [
            "class A:\n    def handler(self):",
            "def handlers(e):",
            "# def handler(",
            "handler == 1",
            "  handler = 1",
            "handlers = 1",
        ] {
            assert!(!python_defines(no, "handler"), "{no}");
        }
    }

    #[test]
    fn what_exports_a_node_handler() {
        for yes in [
            "exports.handler = async (event) => {",
            "module.exports.handler = function () {",
            "module.exports = { handler };",
            "module.exports = {\n  other: 1,\n  async handler(event) {",
            "module.exports = {\n  handler: async () => {",
            "export const handler = async () => {",
            "export async function handler(event) {",
            "export function handler(event) {",
            "export { run as handler };",
            "export {\n  run as handler,\n};",
        ] {
            assert!(node_exports(yes, "handler"), "{yes}");
        }
        for no in [
            "// exports.handler = 1",
            "const handler = 1",
            "exports.handlers = 1",
            "export const x = handler",
            "export {\n handler as run,\n};",
            "module.exports = {\n  x,\n};\nhandler()",
        ] {
            assert!(!node_exports(no, "handler"), "{no}");
        }
    }
}
