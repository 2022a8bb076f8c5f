//! How many parts a component comes to once everything in it is instantiated.
//!
//! A few lines can say "two of what has two of what has two…". The compiler follows them one by one,
//! so they are counted first, which takes a single pass: a component can only instantiate what stands
//! before it.

use wasmtime::wasmparser::{
    BinaryReaderError, ComponentAlias, ComponentExport, ComponentExternalKind, ComponentInstance,
    ComponentOuterAliasKind, ComponentTypeRef, Parser, Payload,
};

use crate::Error;
use crate::error::shortened;

/// Definitions in all instances of all components inside.
const PARTS_MAX: u64 = 500_000;

/// Components inside components.
const DEPTH_MAX: usize = 50;

/// One component that is being read, or a module, which has no parts of this kind.
#[derive(Debug, Default)]
struct Frame {
    parts: u64,
    /// What each component in its index space comes to.
    components: Vec<u64>,
    is_module: bool,
}

pub(super) fn check(bytes: &[u8]) -> Result<(), Error> {
    let mut count = Count::default();
    for payload in Parser::new(0).parse_all(bytes) {
        count.take(payload?)?;
    }
    Ok(())
}

#[derive(Debug, Default)]
struct Count {
    frames: Vec<Frame>,
}

impl Count {
    fn take(&mut self, payload: Payload<'_>) -> Result<(), Error> {
        match payload {
            Payload::Version { .. } if self.frames.is_empty() => self.enter(false)?,
            Payload::ModuleSection { .. } => self.enter(true)?,
            Payload::ComponentSection { .. } => self.enter(false)?,
            Payload::End(_) => self.leave(),
            Payload::InstanceSection(section) => self.add(section.count().into())?,
            Payload::CoreTypeSection(section) => self.add(section.count().into())?,
            Payload::ComponentTypeSection(section) => self.add(section.count().into())?,
            Payload::ComponentCanonicalSection(section) => self.add(section.count().into())?,
            Payload::ComponentInstanceSection(section) => {
                section.into_iter().try_for_each(|instance| self.instance(instance?))?;
            }
            Payload::ComponentAliasSection(section) => {
                section.into_iter().try_for_each(|alias| self.alias(alias?))?;
            }
            Payload::ComponentImportSection(section) => {
                section.into_iter().try_for_each(|import| self.import(import?.ty))?;
            }
            Payload::ComponentExportSection(section) => {
                section.into_iter().try_for_each(|export| self.export(&export?))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn enter(&mut self, is_module: bool) -> Result<(), Error> {
        if self.frames.len() >= DEPTH_MAX {
            return Err(Error::TooManyParts { what: "levels", most: DEPTH_MAX as u64 });
        }
        self.frames.push(Frame { is_module, ..Frame::default() });
        Ok(())
    }

    fn leave(&mut self) {
        let Some(done) = self.frames.pop() else { return };
        if let Some(outer) = self.frames.last_mut().filter(|_| !done.is_module) {
            outer.components.push(done.parts + 1);
        }
    }

    fn instance(&mut self, instance: ComponentInstance<'_>) -> Result<(), Error> {
        let ComponentInstance::Instantiate { component_index, .. } = instance else {
            return self.add(1);
        };
        let parts = self.component(0, component_index)?;
        self.add(parts)
    }

    fn alias(&mut self, alias: ComponentAlias<'_>) -> Result<(), Error> {
        match alias {
            ComponentAlias::Outer { kind: ComponentOuterAliasKind::Component, count, index } => {
                let parts = self.component(count, index)?;
                self.name(parts)
            }
            ComponentAlias::InstanceExport { kind: ComponentExternalKind::Component, .. } => {
                Err(passed_around())
            }
            _ => self.add(1),
        }
    }

    fn import(&mut self, ty: ComponentTypeRef) -> Result<(), Error> {
        match ty {
            ComponentTypeRef::Component(_) => Err(passed_around()),
            _ => self.add(1),
        }
    }

    /// What is exported has a new index too.
    fn export(&mut self, export: &ComponentExport<'_>) -> Result<(), Error> {
        match export.kind {
            ComponentExternalKind::Component => {
                let parts = self.component(0, export.index)?;
                self.name(parts)
            }
            _ => self.add(1),
        }
    }

    /// What the component with this index comes to, so many levels further out.
    fn component(&self, levels: u32, index: u32) -> Result<u64, Error> {
        let frame = self.frames.iter().rev().nth(levels as usize);
        let parts = frame.and_then(|frame| frame.components.get(index as usize)).copied();
        parts.ok_or_else(|| Error::Invalid(format!("there is no component {index}")))
    }

    fn name(&mut self, parts: u64) -> Result<(), Error> {
        self.add(1)?;
        if let Some(frame) = self.frames.last_mut() {
            frame.components.push(parts);
        }
        Ok(())
    }

    fn add(&mut self, parts: u64) -> Result<(), Error> {
        let Some(frame) = self.frames.last_mut() else { return Ok(()) };
        frame.parts = frame.parts.saturating_add(parts);
        if frame.parts > PARTS_MAX {
            return Err(Error::TooManyParts { what: "definitions", most: PARTS_MAX });
        }
        Ok(())
    }
}

/// What cannot be counted is not taken. Tools inline it anyway.
fn passed_around() -> Error {
    Error::Invalid("a component is passed around like a value; link it in instead".to_owned())
}

impl From<BinaryReaderError> for Error {
    fn from(error: BinaryReaderError) -> Self {
        Self::Invalid(shortened(&error.to_string(), 500))
    }
}
