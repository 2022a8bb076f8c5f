//! Users' access keys.

use identity::directory;
use protocol::Unit;
use protocol::iam::{
    AccessKey, AccessKeyLastUsed, AccessKeyMetadata, CreateAccessKeyRequest,
    CreateAccessKeyResponse, DeleteAccessKeyRequest, Error, GetAccessKeyLastUsedRequest,
    GetAccessKeyLastUsedResponse, ListAccessKeysRequest, ListAccessKeysResponse, StatusType,
    UpdateAccessKeyRequest,
};

use super::Iam;
use super::page::Page;
use crate::directory::{fault, now_ms, seconds};

/// Where a key was last used that never was.
const NOWHERE: &str = "N/A";

impl Iam {
    pub(super) async fn create_access_key(
        &self,
        input: CreateAccessKeyRequest,
    ) -> Result<CreateAccessKeyResponse, Error> {
        let user = self.key_owner(input.user_name.as_deref())?;
        let key = self.directory().create_access_key(&user, now_ms()).await.map_err(fault)?;
        Ok(CreateAccessKeyResponse {
            access_key: AccessKey {
                user_name: user,
                status: status(&key),
                create_date: Some(seconds(key.created_ms)),
                access_key_id: key.id,
                secret_access_key: key.secret,
            },
        })
    }

    pub(super) async fn list_access_keys(
        &self,
        input: ListAccessKeysRequest,
    ) -> Result<ListAccessKeysResponse, Error> {
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let name = input.user_name.as_deref().unwrap_or_default();
        let user = self.directory().user(name).map_err(fault)?;
        let order = |key: &&directory::AccessKey| format!("{:020}{}", key.created_ms, key.id);
        let mut keys: Vec<_> = user.keys.iter().collect();
        keys.sort_by_cached_key(order);
        let part = page.of(keys, order).map(|key| AccessKeyMetadata {
            user_name: Some(user.face.name.clone()),
            access_key_id: Some(key.id.clone()),
            status: Some(status(key)),
            create_date: Some(seconds(key.created_ms)),
        });
        Ok(ListAccessKeysResponse {
            is_truncated: part.is_truncated(),
            access_key_metadata: part.items,
            marker: part.marker,
        })
    }

    pub(super) async fn update_access_key(
        &self,
        input: UpdateAccessKeyRequest,
    ) -> Result<Unit, Error> {
        let active = match input.status {
            StatusType::Active => true,
            StatusType::Inactive => false,
            StatusType::Expired => {
                let message = "The status of an access key is Active or Inactive.".into();
                return Err(Error::InvalidInput { message });
            }
        };
        let user = self.key_owner(input.user_name.as_deref())?;
        let directory = self.directory();
        let set = directory.set_access_key_active(&user, &input.access_key_id, active).await;
        set.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn delete_access_key(
        &self,
        input: DeleteAccessKeyRequest,
    ) -> Result<Unit, Error> {
        let user = self.key_owner(input.user_name.as_deref())?;
        let deleted = self.directory().delete_access_key(&user, &input.access_key_id).await;
        deleted.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn get_access_key_last_used(
        &self,
        input: GetAccessKeyLastUsedRequest,
    ) -> Result<GetAccessKeyLastUsedResponse, Error> {
        let id = &input.access_key_id;
        let user = self.directory().user_of_key(id).ok_or_else(|| Error::NoSuchEntity {
            message: format!("The Access Key with id {id} cannot be found."),
        })?;
        let used = match self.directory().last_used(id) {
            Some(used) => AccessKeyLastUsed {
                last_used_date: Some(seconds(used.at_ms)),
                service_name: used.service.to_string(),
                region: used.region.to_string(),
            },
            None => AccessKeyLastUsed {
                last_used_date: None,
                service_name: NOWHERE.into(),
                region: NOWHERE.into(),
            },
        };
        Ok(GetAccessKeyLastUsedResponse {
            user_name: Some(user.face.name.clone()),
            access_key_last_used: Some(used),
        })
    }

    /// The user as they are spelled.
    fn key_owner(&self, name: Option<&str>) -> Result<String, Error> {
        let user = self.directory().user(name.unwrap_or_default()).map_err(fault)?;
        Ok(user.face.name.clone())
    }
}

fn status(key: &directory::AccessKey) -> StatusType {
    if key.active { StatusType::Active } else { StatusType::Inactive }
}
