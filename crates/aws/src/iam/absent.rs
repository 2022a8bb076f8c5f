//! What users and roles do not have here: devices, certificates, passwords, machines. Tools look for
//! all of it before they delete somebody.

use protocol::iam::*;
use protocol::{Fault, Unit};

use super::Iam;
use crate::directory::fault;

/// An empty list of what somebody who must be there has none of.
macro_rules! nothing {
    ($(
        $method:ident, $kind:ident . $name:ident:
            $input:ident => $output:ident $( { $list:ident } )?;
    )*) => {
        impl Iam { $(
            pub(super) async fn $method(&self, input: $input) -> Result<$output, Error> {
                self.$kind(Who::name(&input.$name))?;
                Ok($output {
                    is_truncated: Some(false),
                    $( $list: Some(Vec::new()), )?
                    ..$output::default()
                })
            }
        )* }
    };
}

nothing! {
    list_instance_profiles_for_role, role_is_there.role_name:
        ListInstanceProfilesForRoleRequest => ListInstanceProfilesForRoleResponse;
    list_mfa_devices, user_is_there.user_name: ListMFADevicesRequest => ListMFADevicesResponse;
    list_ssh_public_keys, user_is_there.user_name:
        ListSSHPublicKeysRequest => ListSSHPublicKeysResponse { ssh_public_keys };
    list_signing_certificates, user_is_there.user_name:
        ListSigningCertificatesRequest => ListSigningCertificatesResponse;
    list_service_specific_credentials, user_is_there.user_name:
        ListServiceSpecificCredentialsRequest => ListServiceSpecificCredentialsResponse {
            service_specific_credentials
        };
}

/// A name that a request must have, or may leave to its sender, whose name it then is.
trait Who {
    fn name(&self) -> &str;
}

impl Who for String {
    fn name(&self) -> &str {
        self
    }
}

impl Who for Option<String> {
    fn name(&self) -> &str {
        self.as_deref().unwrap_or_default()
    }
}

impl Iam {
    pub(super) async fn list_virtual_mfa_devices(
        &self,
        _: ListVirtualMFADevicesRequest,
    ) -> Result<ListVirtualMFADevicesResponse, Error> {
        Ok(ListVirtualMFADevicesResponse { is_truncated: Some(false), ..Default::default() })
    }

    pub(super) async fn get_login_profile(
        &self,
        input: GetLoginProfileRequest,
    ) -> Result<GetLoginProfileResponse, Error> {
        Err(self.no_password(input.user_name.name()).into())
    }

    pub(super) async fn delete_login_profile(
        &self,
        input: DeleteLoginProfileRequest,
    ) -> Result<Unit, Error> {
        Err(self.no_password(input.user_name.name()).into())
    }

    fn no_password(&self, user: &str) -> Fault {
        match self.user_is_there(user) {
            Err(fault) => fault,
            Ok(()) => {
                let message = format!("Login Profile for User {user} cannot be found.");
                Fault::new(404, "NoSuchEntity", message)
            }
        }
    }

    fn role_is_there(&self, name: &str) -> Result<(), Fault> {
        self.directory().role(name).map(|_| ()).map_err(fault)
    }

    fn user_is_there(&self, name: &str) -> Result<(), Fault> {
        self.directory().user(name).map(|_| ()).map_err(fault)
    }
}
