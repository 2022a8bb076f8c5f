//! Layers: packages that functions share.

use functions::LayerVersion;
use protocol::Unit;
use protocol::lambda::*;

use super::Lambda;
use super::change::{now_ms, refused};
use super::code::{failed, invalid};
use super::list::Page;
use super::shown::{code_sha256, moment};

impl Lambda {
    pub(super) async fn publish_layer_version(
        &self,
        input: PublishLayerVersionRequest,
    ) -> Result<PublishLayerVersionResponse, Error> {
        let name = self.layer_name(&input.layer_name)?.to_owned();
        let content = input.content;
        let upload = self.upload(content.zip_file, content.s3_bucket.is_some())?;
        let texts = |all: Option<Vec<Runtime>>| {
            all.unwrap_or_default().iter().map(|one| one.to_string()).collect()
        };
        let layer = LayerVersion {
            name,
            package: Some(upload.hash),
            bytes: upload.bytes,
            description: input.description.unwrap_or_default(),
            runtimes: texts(input.compatible_runtimes),
            architectures: input
                .compatible_architectures
                .unwrap_or_default()
                .iter()
                .map(|one| one.to_string())
                .collect(),
            license: input.license_info,
            created_ms: now_ms(),
            ..LayerVersion::default()
        };
        let package = self.keep(upload).await?;
        let layer = self.layers.publish(layer).await.map_err(|error| refused(error.into()));
        let layer = self.or_give_up(package, layer).await?;
        Ok(PublishLayerVersionResponse {
            content: Some(self.content_of(&layer)),
            layer_arn: Some(self.layer_arn(&layer.name)),
            layer_version_arn: Some(self.layer_version_arn(&layer)),
            description: Some(layer.description.clone()),
            created_date: Some(moment(layer.created_ms)),
            version: i64::try_from(layer.number).ok(),
            compatible_architectures: architectures(&layer),
            compatible_runtimes: runtimes(&layer),
            license_info: layer.license.clone(),
        })
    }

    pub(super) async fn get_layer_version(
        &self,
        input: GetLayerVersionRequest,
    ) -> Result<GetLayerVersionResponse, Error> {
        let layer = self.layer(&input.layer_name, input.version_number)?;
        Ok(self.shown_layer(&layer))
    }

    pub(super) async fn get_layer_version_by_arn(
        &self,
        input: GetLayerVersionByArnRequest,
    ) -> Result<GetLayerVersionResponse, Error> {
        let layer = self.layer_named(&input.arn).and_then(|(name, n)| self.layers.get(name, n));
        Ok(self.shown_layer(&*layer.ok_or_else(nothing)?))
    }

    /// Functions that have it keep it; one that is gone already is gone.
    pub(super) async fn delete_layer_version(
        &self,
        input: DeleteLayerVersionRequest,
    ) -> Result<Unit, Error> {
        let name = self.layer_name(&input.layer_name)?;
        let number = u64::try_from(input.version_number).unwrap_or(0);
        self.layers.remove(name, number).await.map_err(failed)?;
        Ok(Unit)
    }

    pub(super) async fn list_layer_versions(
        &self,
        input: ListLayerVersionsRequest,
    ) -> Result<ListLayerVersionsResponse, Error> {
        let name = self.layer_name(&input.layer_name)?;
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let fits = |layer: &LayerVersion| {
            fits(layer, input.compatible_runtime, input.compatible_architecture)
        };
        let all = self.layers.versions(name).into_iter().filter(|layer| fits(layer));
        // The newest first: a page goes on with lower numbers.
        let (some, next_marker) = page.of(all, |layer| format!("{:020}", u64::MAX - layer.number));
        let some = some.iter().map(|layer| self.listed(layer)).collect();
        Ok(ListLayerVersionsResponse { next_marker, layer_versions: Some(some) })
    }

    pub(super) async fn list_layers(
        &self,
        input: ListLayersRequest,
    ) -> Result<ListLayersResponse, Error> {
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let fits = |layer: &LayerVersion| {
            fits(layer, input.compatible_runtime, input.compatible_architecture)
        };
        let all = self.layers.newest().into_iter().filter(|layer| fits(layer));
        let (some, next_marker) = page.of(all, |layer| layer.name.clone());
        let item = |layer: &std::sync::Arc<LayerVersion>| LayersListItem {
            layer_name: Some(layer.name.clone()),
            layer_arn: Some(self.layer_arn(&layer.name)),
            latest_matching_version: Some(self.listed(layer)),
        };
        Ok(ListLayersResponse { next_marker, layers: Some(some.iter().map(item).collect()) })
    }

    /// Layers are named by their name or by their ARN.
    pub(super) fn layer_name<'a>(&self, text: &'a str) -> Result<&'a str, Error> {
        let name = match text.starts_with("arn:") {
            true => text.strip_prefix(&self.layer_arn("")).unwrap_or_default(),
            false => text,
        };
        match name.is_empty() || name.contains(':') {
            true => Err(invalid(format!("{text} is no layer of this platform."))),
            false => Ok(name),
        }
    }

    pub(super) fn layer(
        &self,
        text: &str,
        number: i64,
    ) -> Result<std::sync::Arc<LayerVersion>, Error> {
        let name = self.layer_name(text)?;
        let number = u64::try_from(number).ok();
        number.and_then(|number| self.layers.get(name, number)).ok_or_else(nothing)
    }

    pub(super) fn layer_arn(&self, name: &str) -> String {
        format!("arn:aws:lambda:{}:{}:layer:{name}", self.region, self.keys.account())
    }

    pub(super) fn layer_version_arn(&self, layer: &LayerVersion) -> String {
        format!("{}:{}", self.layer_arn(&layer.name), layer.number)
    }

    fn shown_layer(&self, layer: &LayerVersion) -> GetLayerVersionResponse {
        GetLayerVersionResponse {
            content: Some(self.content_of(layer)),
            layer_arn: Some(self.layer_arn(&layer.name)),
            layer_version_arn: Some(self.layer_version_arn(layer)),
            description: Some(layer.description.clone()),
            created_date: Some(moment(layer.created_ms)),
            version: i64::try_from(layer.number).ok(),
            compatible_architectures: architectures(layer),
            compatible_runtimes: runtimes(layer),
            license_info: layer.license.clone(),
        }
    }

    fn content_of(&self, layer: &LayerVersion) -> LayerVersionContentOutput {
        let package = layer.package.as_ref();
        LayerVersionContentOutput {
            location: package.map(|package| self.packages.location(package)),
            code_sha256: package.map(code_sha256),
            code_size: i64::try_from(layer.bytes).ok(),
            ..LayerVersionContentOutput::default()
        }
    }

    fn listed(&self, layer: &LayerVersion) -> LayerVersionsListItem {
        LayerVersionsListItem {
            layer_version_arn: Some(self.layer_version_arn(layer)),
            version: i64::try_from(layer.number).ok(),
            description: Some(layer.description.clone()),
            created_date: Some(moment(layer.created_ms)),
            compatible_architectures: architectures(layer),
            compatible_runtimes: runtimes(layer),
            license_info: layer.license.clone(),
        }
    }
}

pub(super) fn nothing() -> Error {
    Error::ResourceNotFound { message: "The resource you requested does not exist.".into() }
}

/// A layer that names nothing fits everything.
fn fits(
    layer: &LayerVersion,
    runtime: Option<Runtime>,
    architecture: Option<Architecture>,
) -> bool {
    let has = |all: &[String], wanted: Option<&str>| {
        wanted.is_none_or(|wanted| all.is_empty() || all.iter().any(|one| one == wanted))
    };
    has(&layer.runtimes, runtime.map(Runtime::as_str))
        && has(&layer.architectures, architecture.map(Architecture::as_str))
}

fn runtimes(layer: &LayerVersion) -> Option<Vec<Runtime>> {
    Some(layer.runtimes.iter().filter_map(|one| Runtime::parse(one)).collect())
}

fn architectures(layer: &LayerVersion) -> Option<Vec<Architecture>> {
    Some(layer.architectures.iter().filter_map(|one| Architecture::parse(one)).collect())
}
