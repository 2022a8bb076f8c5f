//! What a function may do in its own name: keep a log of its own beside what it prints. Pure.

use protocol::logs::Operation;

/// Whether it may, where all resources are of the function's group, whose streams' ARNs begin so.
pub(super) fn may(operation: Operation, own_arn: &str, resources: &[String]) -> bool {
    let is_known = matches!(
        operation,
        Operation::CreateLogGroup
            | Operation::CreateLogStream
            | Operation::DescribeLogStreams
            | Operation::PutLogEvents
    );
    is_known && !resources.is_empty() && resources.iter().all(|one| one.starts_with(own_arn))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_own_group_and_no_other() {
        let own = "arn:log-group:/aws/lambda/f:log-stream:";
        for (operation, resources, expected) in [
            (Operation::PutLogEvents, &["arn:log-group:/aws/lambda/f:log-stream:s"][..], true),
            (Operation::CreateLogGroup, &[own], true),
            (Operation::CreateLogStream, &[own], true),
            (Operation::DescribeLogStreams, &[own], true),
            (Operation::PutLogEvents, &["arn:log-group:/aws/lambda/f2:log-stream:s"], false),
            (Operation::PutLogEvents, &["arn:log-group:/aws/lambda/f"], false),
            (Operation::PutLogEvents, &[own, "arn:log-group:g:log-stream:"], false),
            (Operation::PutLogEvents, &[], false),
            (Operation::GetLogEvents, &[own], false),
            (Operation::DeleteLogGroup, &[own], false),
            (Operation::StartLiveTail, &[own], false),
        ] {
            let resources: Vec<String> = resources.iter().map(|one| (*one).to_owned()).collect();
            assert_eq!(may(operation, own, &resources), expected, "{operation:?} {resources:?}");
        }
        let known = Operation::ALL.iter().filter(|one| may(**one, own, &[own.to_owned()]));
        assert_eq!(known.count(), 4);
    }
}
