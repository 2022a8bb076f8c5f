//! Where the public calls a function.

use functions::Url;
use protocol::Unit;
use protocol::lambda::*;

use super::Lambda;
use super::change::now_ms;
use super::code::invalid;
use super::layers::nothing;
use super::list::Page;
use super::names::Named;
use super::shown::moment;

impl Lambda {
    pub(super) async fn create_function_url_config(
        &self,
        input: CreateFunctionUrlConfigRequest,
    ) -> Result<CreateFunctionUrlConfigResponse, Error> {
        let named = self.url_of(&input.function_name, input.qualifier.as_deref())?;
        let now = now_ms();
        let url = Url {
            signed: input.auth_type == FunctionUrlAuthType::AwsIam,
            streams: input.invoke_mode == Some(InvokeMode::ResponseStream),
            cors: input.cors.map(read_cors),
            created_ms: now,
            changed_ms: now,
        };
        let shown = self.change(&named, |draft| {
            let entry = draft.entry().ok_or_else(|| self.not_found(&named))?;
            self.version(entry, &named)?;
            if entry.settings.urls.contains_key(key(&named)) {
                let message = format!(
                    "Failed to create function url config for [functionArn = {}]. Error message: \
                     FunctionUrlConfig exists for this Lambda function",
                    self.qualified_arn(&named)
                );
                return Err(Error::ResourceConflict { message }.into());
            }
            let shown = self.shown_url(&named, &url);
            draft.settings()?.urls.insert(key(&named).to_owned(), url);
            Ok(shown)
        });
        let shown = shown.await?;
        Ok(CreateFunctionUrlConfigResponse {
            function_url: shown.function_url,
            function_arn: shown.function_arn,
            auth_type: shown.auth_type,
            cors: shown.cors,
            creation_time: shown.creation_time,
            invoke_mode: shown.invoke_mode,
        })
    }

    pub(super) async fn update_function_url_config(
        &self,
        input: UpdateFunctionUrlConfigRequest,
    ) -> Result<UpdateFunctionUrlConfigResponse, Error> {
        let named = self.url_of(&input.function_name, input.qualifier.as_deref())?;
        let shown = self.change(&named, |draft| {
            let url = draft.settings()?.urls.get_mut(key(&named)).ok_or_else(nothing)?;
            if let Some(auth) = input.auth_type {
                url.signed = auth == FunctionUrlAuthType::AwsIam;
            }
            if let Some(mode) = input.invoke_mode {
                url.streams = mode == InvokeMode::ResponseStream;
            }
            if let Some(cors) = input.cors {
                url.cors = Some(read_cors(cors));
            }
            url.changed_ms = now_ms();
            Ok(self.shown_url(&named, url))
        });
        let shown = shown.await?;
        Ok(UpdateFunctionUrlConfigResponse {
            function_url: shown.function_url,
            function_arn: shown.function_arn,
            auth_type: shown.auth_type,
            cors: shown.cors,
            creation_time: shown.creation_time,
            last_modified_time: shown.last_modified_time,
            invoke_mode: shown.invoke_mode,
        })
    }

    pub(super) async fn get_function_url_config(
        &self,
        input: GetFunctionUrlConfigRequest,
    ) -> Result<GetFunctionUrlConfigResponse, Error> {
        let named = self.url_of(&input.function_name, input.qualifier.as_deref())?;
        let entry = self.entry(&named)?;
        let url = entry.settings.urls.get(key(&named)).ok_or_else(nothing)?;
        let shown = self.shown_url(&named, url);
        Ok(GetFunctionUrlConfigResponse {
            function_url: shown.function_url,
            function_arn: shown.function_arn,
            auth_type: shown.auth_type,
            cors: shown.cors,
            creation_time: shown.creation_time,
            last_modified_time: shown.last_modified_time,
            invoke_mode: shown.invoke_mode,
        })
    }

    pub(super) async fn delete_function_url_config(
        &self,
        input: DeleteFunctionUrlConfigRequest,
    ) -> Result<Unit, Error> {
        let named = self.url_of(&input.function_name, input.qualifier.as_deref())?;
        self.change(&named, |draft| {
            let removed = draft.settings()?.urls.remove(key(&named));
            removed.map(|_| Unit).ok_or_else(|| nothing().into())
        })
        .await
    }

    pub(super) async fn list_function_url_configs(
        &self,
        input: ListFunctionUrlConfigsRequest,
    ) -> Result<ListFunctionUrlConfigsResponse, Error> {
        let named = self.unqualified(&input.function_name)?;
        let entry = self.entry(&named)?;
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let (some, next_marker) =
            page.of(entry.settings.urls.iter(), |(qualifier, _)| (*qualifier).clone());
        let some = some.into_iter().map(|(qualifier, url)| {
            let qualifier = Some(qualifier.clone()).filter(|one| one != "$LATEST");
            self.shown_url(&Named { name: named.name.clone(), qualifier }, url)
        });
        Ok(ListFunctionUrlConfigsResponse { function_url_configs: some.collect(), next_marker })
    }

    /// Functions and aliases have URLs, versions have none.
    fn url_of(&self, text: &str, qualifier: Option<&str>) -> Result<Named, Error> {
        let named = self.named(text, qualifier)?;
        match named.qualifier.as_deref() {
            Some(version) if version == "$LATEST" || version.parse::<u64>().is_ok() => {
                Err(invalid("A function URL is for a function or an alias, not for a version."))
            }
            _ => Ok(named),
        }
    }

    fn shown_url(&self, named: &Named, url: &Url) -> FunctionUrlConfig {
        let place = match &named.qualifier {
            Some(alias) => format!("{}:{alias}", named.name),
            None => named.name.to_string(),
        };
        FunctionUrlConfig {
            function_url: format!("{}/fn/{place}/", self.endpoint),
            function_arn: self.qualified_arn(named),
            creation_time: moment(url.created_ms),
            last_modified_time: moment(url.changed_ms),
            cors: url.cors.clone().map(shown_cors),
            auth_type: match url.signed {
                true => FunctionUrlAuthType::AwsIam,
                false => FunctionUrlAuthType::None,
            },
            invoke_mode: Some(match url.streams {
                true => InvokeMode::ResponseStream,
                false => InvokeMode::Buffered,
            }),
        }
    }
}

fn key(named: &Named) -> &str {
    named.qualifier.as_deref().unwrap_or("$LATEST")
}

fn read_cors(cors: Cors) -> functions::Cors {
    functions::Cors {
        credentials: cors.allow_credentials == Some(true),
        headers: cors.allow_headers.unwrap_or_default(),
        methods: cors.allow_methods.unwrap_or_default(),
        origins: cors.allow_origins.unwrap_or_default(),
        expose: cors.expose_headers.unwrap_or_default(),
        max_age_s: cors.max_age.and_then(|age| u32::try_from(age).ok()),
    }
}

fn shown_cors(cors: functions::Cors) -> Cors {
    let some = |all: Vec<String>| Some(all).filter(|all| !all.is_empty());
    Cors {
        allow_credentials: Some(cors.credentials),
        allow_headers: some(cors.headers),
        allow_methods: some(cors.methods),
        allow_origins: some(cors.origins),
        expose_headers: some(cors.expose),
        max_age: cors.max_age_s.and_then(|age| i32::try_from(age).ok()),
    }
}
