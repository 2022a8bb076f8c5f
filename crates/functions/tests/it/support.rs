use functions::{
    AppName, Change, Changed, Error, FunctionConfig, FunctionName, Registry, Runtime, Spec,
};
use store::{Faults, Store};

/// A registry in memory and the disk behind it.
pub(crate) struct Shop {
    pub(crate) registry: Registry,
    pub(crate) faults: Faults,
}

impl Shop {
    pub(crate) fn new() -> Self {
        Self::on(Faults::new())
    }

    /// The registry as it comes up on what `faults` has on disk.
    pub(crate) fn on(faults: Faults) -> Self {
        let store = Store::in_memory_with(store::Options::default(), faults.clone()).unwrap();
        Self { registry: Registry::open(store).unwrap(), faults }
    }

    /// What a restart after a crash finds.
    pub(crate) fn restart(self) -> Self {
        self.faults.crash();
        Self::on(self.faults)
    }

    pub(crate) async fn deploy(&self, app_name: &str, specs: &[Spec]) -> Result<String, Error> {
        let changed = self.registry.deploy(&app(app_name), specs.to_vec(), 1_000).await?;
        Ok(told(&changed))
    }

    /// What is deployed: `name version` for each function.
    pub(crate) fn list(&self) -> String {
        let functions = self.registry.list();
        let texts: Vec<_> =
            functions.iter().map(|f| format!("{} {}", f.name, f.version.0)).collect();
        texts.join(", ")
    }
}

fn told(changed: &[Changed]) -> String {
    let text = |changed: &Changed| {
        let (function, change) = (changed.function(), changed.change);
        let mark = match change {
            Change::Created => "+",
            Change::Updated => "~",
            Change::Unchanged => "=",
            Change::Removed => "-",
        };
        format!("{mark}{} {}", function.name, function.version.0)
    };
    changed.iter().map(text).collect::<Vec<_>>().join(", ")
}

pub(crate) fn app(name: &str) -> AppName {
    AppName::parse(name).unwrap()
}

pub(crate) fn name(text: &str) -> FunctionName {
    FunctionName::parse(text).unwrap()
}

pub(crate) fn config() -> FunctionConfig {
    FunctionConfig::new(Runtime::Python { minor: None }, "app.handler")
}

pub(crate) fn spec(text: &str) -> Spec {
    Spec {
        name: name(text),
        config: config(),
        package: blob::Hash::of(b"a package"),
        package_bytes: 9,
        notes: Vec::new(),
    }
}
