//! What a sandbox refuses, in words for whoever called the function: without paths of this machine.

/// The whole of it is for the platform's log.
pub(crate) fn refused(error: sandbox::Error) -> String {
    let (all, public) = (error.to_string(), error.in_public());
    if all != public {
        tracing::warn!("an instance does not start: {all}");
    }
    public
}
