//! Users' access keys.

use std::sync::Arc;

use super::error::short;
use super::index::Op;
use super::record::{AccessKey, User};
use super::{Directory, DirectoryError, limits};
use crate::random;

impl Directory {
    /// Makes a key. Its secret is told this once.
    pub async fn create_access_key(
        &self,
        user: &str,
        now_ms: u64,
    ) -> Result<AccessKey, DirectoryError> {
        let text = |length, alphabet| {
            random::text(length, alphabet)
                .map_err(|error| DirectoryError::Random(error.to_string()))
        };
        let key = AccessKey {
            id: format!("AKIA{}", text(16, random::KEY_ID)?),
            secret: text(40, random::SECRET)?,
            active: true,
            created_ms: now_ms,
        };
        self.change(|index| {
            let mut user = User::clone(index.user(user)?);
            if user.keys.len() >= limits::KEYS_PER_USER {
                return Err(DirectoryError::quota("AccessKeysPerUser", limits::KEYS_PER_USER));
            }
            user.keys.push(key.clone());
            Ok((vec![Op::User(Arc::new(user))], key))
        })
        .await
    }

    pub async fn set_access_key_active(
        &self,
        user: &str,
        id: &str,
        active: bool,
    ) -> Result<(), DirectoryError> {
        self.change(|index| {
            let mut user = User::clone(index.user(user)?);
            let key = user.keys.iter_mut().find(|key| key.id == id);
            key.ok_or_else(|| no_key(id))?.active = active;
            Ok((vec![Op::User(Arc::new(user))], ()))
        })
        .await
    }

    pub async fn delete_access_key(&self, user: &str, id: &str) -> Result<(), DirectoryError> {
        self.change(|index| {
            let mut user = User::clone(index.user(user)?);
            let at = user.keys.iter().position(|key| key.id == id);
            user.keys.remove(at.ok_or_else(|| no_key(id))?);
            Ok((vec![Op::User(Arc::new(user))], ()))
        })
        .await?;
        self.forget_used(id);
        Ok(())
    }
}

fn no_key(id: &str) -> DirectoryError {
    DirectoryError::NoSuchEntity(format!("The Access Key with id {} cannot be found.", short(id)))
}
