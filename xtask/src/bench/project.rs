//! Projects as people deploy them: a folder of `bench/functions` and a manifest for what is measured.

/// A function of such a project, all of whose settings but these are as they come.
#[derive(Debug, Clone)]
pub(crate) struct Function {
    pub(crate) name: String,
    lines: Vec<String>,
}

/// As much as comes with all of one processor's time but a hair, as who works beside us is limited
/// by nothing; with the whole of it libraries for numbers would start threads.
const PROCESSOR_MB: u32 = 1_768;

impl Function {
    pub(crate) fn new(name: &str, runtime: &str, handler: &str) -> Self {
        let lines = vec!["url = true".to_owned(), "timeout = \"60s\"".to_owned()];
        let function = Self { name: name.to_owned(), lines };
        function.set("runtime", format!("{runtime:?}")).set("handler", format!("{handler:?}"))
    }

    /// With a processor's time to itself, however busy the machine is.
    pub(crate) fn with_processor(self) -> Self {
        self.set("memory_mb", PROCESSOR_MB)
    }

    /// `value` is written as it is: TOML.
    pub(crate) fn set(mut self, key: &str, value: impl std::fmt::Display) -> Self {
        self.lines.push(format!("{key} = {value}"));
        self
    }

    pub(crate) fn path(&self) -> String {
        format!("/fn/{}/", self.name)
    }
}

pub(crate) fn manifest(app: &str, functions: &[Function]) -> String {
    let mut text = format!("name = {app:?}\n");
    for function in functions {
        text += &format!("\n[functions.{}]\n{}\n", function.name, function.lines.join("\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_names_each_function() {
        let one = Function::new("one", "python", "plain.handler").set("keep_warm", 2);
        let expected = "name = \"app\"\n\n[functions.one]\nurl = true\ntimeout = \"60s\"\n\
                        runtime = \"python\"\nhandler = \"plain.handler\"\nkeep_warm = 2\n";
        assert_eq!(manifest("app", &[one]), expected);
    }
}
