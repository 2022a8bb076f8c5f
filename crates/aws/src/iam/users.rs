//! Users.

use identity::directory::NewUser;
use protocol::iam::{
    CreateUserRequest, CreateUserResponse, DeleteUserRequest, Error, GetUserRequest,
    GetUserResponse, ListUsersRequest, ListUsersResponse, UpdateUserRequest, User,
};
use protocol::{Timestamp, Unit};

use super::page::{Page, Part};
use super::{Iam, shown, tags};
use crate::directory::{fault, now_ms};

impl Iam {
    pub(super) async fn create_user(
        &self,
        input: CreateUserRequest,
    ) -> Result<CreateUserResponse, Error> {
        let new = NewUser {
            name: input.user_name,
            path: input.path,
            tags: tags::given(input.tags),
            boundary: input.permissions_boundary,
        };
        let user = self.directory().create_user(new, now_ms()).await.map_err(fault)?;
        Ok(CreateUserResponse { user: Some(shown::user(self.directory(), &user)) })
    }

    pub(super) async fn get_user(&self, input: GetUserRequest) -> Result<GetUserResponse, Error> {
        let user = match &input.user_name {
            Some(name) => {
                let user = self.directory().user(name).map_err(fault)?;
                shown::user(self.directory(), &user)
            }
            None => self.owner(),
        };
        Ok(GetUserResponse { user })
    }

    /// The owner of the account, who is no user and is shown like one.
    fn owner(&self) -> User {
        let account = self.directory().account();
        User {
            path: "/".into(),
            user_name: "root".into(),
            user_id: account.to_owned(),
            arn: format!("arn:aws:iam::{account}:root"),
            create_date: Timestamp::from_millis(0),
            ..User::default()
        }
    }

    pub(super) async fn list_users(
        &self,
        input: ListUsersRequest,
    ) -> Result<ListUsersResponse, Error> {
        let page = Page::read(input.marker.as_deref(), input.max_items)?;
        let page = page.of_directory(input.path_prefix);
        let part = Part::listed(self.directory().list_users(&page));
        let part = part.map(|user| shown::user_in_list(self.directory(), &user));
        Ok(ListUsersResponse {
            is_truncated: part.is_truncated(),
            users: part.items,
            marker: part.marker,
        })
    }

    pub(super) async fn delete_user(&self, input: DeleteUserRequest) -> Result<Unit, Error> {
        self.directory().delete_user(&input.user_name).await.map_err(fault)?;
        Ok(Unit)
    }

    pub(super) async fn update_user(&self, input: UpdateUserRequest) -> Result<Unit, Error> {
        let UpdateUserRequest { user_name, new_path, new_user_name } = input;
        let updated = self.directory().update_user(&user_name, new_user_name, new_path).await;
        updated.map_err(fault)?;
        Ok(Unit)
    }
}
