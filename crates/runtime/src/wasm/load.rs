//! A start: the component is fetched, and its function's settings are put around it.

use std::time::Instant;

use telemetry::report;

use super::component::Component;
use super::ending::Ending;
use super::settings::settings;
use crate::environment::Told;
use crate::instance::Label;
use crate::launch::{Launcher, Start, StartError, Started, log_stream};
use crate::{Failure, Running};

impl Launcher {
    pub(crate) async fn load(&self, start: &Start) -> Result<Started, StartError> {
        let began = Instant::now();
        let function = &start.function;
        let label = Label {
            telemetry: self.telemetry.clone(),
            function: function.name.as_str().into(),
            stream: log_stream(function).into(),
        };
        label.platform(None, report::init_start(&function.config.runtime.to_string()));
        match self
            .components
            .get(function.name.as_str(), &start.code, &function.config.handler)
            .await
        {
            Ok((component, held)) => {
                let told = Told {
                    function,
                    place: &self.place,
                    endpoint: &self.place.endpoint,
                    credentials: start.session.credentials(),
                    log_stream: &label.stream,
                    provisioned: start.provisioned,
                    language: None,
                };
                let settings = settings(&told, component.world().takes_requests());
                let component = Component {
                    program: component.program(settings),
                    label,
                    ending: Ending::default(),
                    _held: held,
                    _session: start.session.clone(),
                };
                Ok(Started {
                    instance: Running::Component(component),
                    took: began.elapsed(),
                    seeded: false,
                })
            }
            Err(problem) => {
                // Nobody may be there to hear it.
                label.platform(None, problem.clone());
                Err(StartError {
                    failure: Failure::Broken(problem),
                    init: began.elapsed(),
                    log_stream: Some(label.stream),
                })
            }
        }
    }
}
