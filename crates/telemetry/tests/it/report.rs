use telemetry::report::{self, Report, Status};
use telemetry::{Outcome, Record};

use crate::support::record;

#[test]
fn lines_are_lambdas_to_the_letter() {
    assert_eq!(report::start("r-1", "$LATEST"), "START RequestId: r-1 Version: $LATEST");
    assert_eq!(report::end("r-1"), "END RequestId: r-1");
    assert_eq!(report::iso(1_704_067_200_123_999), "2024-01-01T00:00:00.123Z");
    assert_eq!(report::iso(0), "1970-01-01T00:00:00.000Z");
    assert_eq!(report::iso(u64::MAX).len(), "9999-12-31T23:59:59.999Z".len());
    assert_eq!(
        report::timed_out(1_704_067_200_000_000, "r-1", 3_000),
        "2024-01-01T00:00:00.000Z r-1 Task timed out after 3.00 seconds"
    );
    assert_eq!(report::timed_out_message(100), "Task timed out after 0.10 seconds");
    assert_eq!(
        report::exited("r-1", Some("exit status 1"), "Runtime.ExitError"),
        "RequestId: r-1 Error: Runtime exited with error: exit status 1\nRuntime.ExitError"
    );
    assert_eq!(
        report::exited("r-1", None, "Runtime.ExitError"),
        "RequestId: r-1 Error: Runtime exited without providing a reason\nRuntime.ExitError"
    );
    assert_eq!(
        report::init_report(154_030, Status::Error("Runtime.ExitError")),
        "INIT_REPORT Init Duration: 154.03 ms\tPhase: init\tStatus: error\t\
         Error Type: Runtime.ExitError"
    );
}

#[test]
fn report_lines() {
    let call = Record {
        duration_us: 1_234,
        billed_ms: 102,
        memory_mb: 128,
        max_memory_mb: 50,
        init_us: None,
        ..record("hello", "r-1", 0)
    };
    let show = |call: &Record| Report::new(call, None).to_string();
    let plain = "REPORT RequestId: r-1\tDuration: 1.23 ms\tBilled Duration: 102 ms\t\
                 Memory Size: 128 MB\tMax Memory Used: 50 MB";
    assert_eq!(show(&call), format!("{plain}\t"));
    let with = |outcome| Record { outcome, ..call.clone() };
    assert_eq!(show(&with(Outcome::FunctionError)), format!("{plain}\t"));
    assert_eq!(show(&with(Outcome::Timeout)), format!("{plain}\tStatus: timeout"));
    for (outcome, kind) in [
        (Outcome::OutOfMemory, "Runtime.OutOfMemory"),
        (Outcome::Crash, "Runtime.ExitError"),
        (Outcome::TooLarge, "Function.ResponseSizeTooLarge"),
    ] {
        let expected = format!("{plain}\tStatus: error\tError Type: {kind}");
        assert_eq!(show(&with(outcome)), expected);
    }
    let cold = Record { init_us: Some(99_996), ..call };
    assert_eq!(show(&cold), format!("{plain}\tInit Duration: 100.00 ms\t"));
    let failed = Record { outcome: Outcome::InitError, ..cold };
    assert_eq!(
        Report::new(&failed, Some("Runtime.ImportModuleError")).to_string(),
        format!(
            "{plain}\tInit Duration: 100.00 ms\tStatus: error\t\
             Error Type: Runtime.ImportModuleError"
        )
    );
}
