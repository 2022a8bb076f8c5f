//! When instances start, and what happens when they do not.

use expect_test::expect;

use super::script::check;

#[test]
fn a_waiting_call_takes_what_comes_free_first() {
    check(expect![[r#"
        deploy f v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        call f c2                    -> start i2 of v1
        finish c1                    -> c2 on i1
        started i2
        count f                      -> starting 0, idle 1, busy 1, draining 0, in line 0, executing 1
    "#]]);
}

#[test]
fn a_failed_start_fails_one_call() {
    check(expect![[r#"
        deploy f v1 reserved=1
        call f c1 c2                 -> start i1 of v1
        failed i1                    -> c1 fails as i1, start i2 of v1
        failed i2                    -> c2 fails as i2
        count f                      -> starting 0, idle 0, busy 0, draining 0, in line 0, executing 0
        total                        -> functions 1, starting 0, instances 0, executing 0, in line 0, 0 MB
    "#]]);
}

#[test]
fn a_crash_while_starting_is_a_failed_start() {
    check(expect![[r#"
        deploy f v1
        queue f c1                   -> start i1 of v1
        call f c2                    -> start i2 of v1
        gone i1                      -> c2 fails as i1
        failed i1
        started i2                   -> c1 on i2
    "#]]);
}

#[test]
fn an_instance_that_ends_is_replaced_when_needed() {
    check(expect![[r#"
        deploy f v1 reserved=1
        call f c1 c2                 -> start i1 of v1
        started i1                   -> c1 on i1
        gone i1
        finish c1                    -> start i2 of v1
        started i2                   -> c2 on i2
        count f                      -> starting 0, idle 0, busy 1, draining 0, in line 0, executing 1
    "#]]);
}

#[test]
fn only_so_many_start_at_once_and_functions_take_turns() {
    check(expect![[r#"
        limits starting=2 line=3
        deploy f v1
        deploy g v2
        call f c1 c2 c3 c4 c5 c6     -> start i1 of v1, start i2 of v1, no c6: LineFull { waiting: 5 }
        call g c7
        started i1                   -> c1 on i1, start i3 of v1
        started i2                   -> c2 on i2, start i4 of v2
        started i3                   -> c3 on i3, start i5 of v1
        wait 6000                    -> after 6000: no c5: WaitedTooLong { waited_ms: 6000 }
        total                        -> functions 2, starting 2, instances 5, executing 3, in line 2, 500 MB
    "#]]);
}

#[test]
fn starts_held_up_by_starts_have_more_time_than_those_held_up_by_a_limit() {
    check(expect![[r#"
        limits starting=1
        deploy f v1 reserved=2
        call f c1 c2 c3              -> start i1 of v1
        wait 3000
        started i1                   -> c1 on i1, start i2 of v1, no c3: FunctionConcurrency { limit: 2 }
        wait 3000
        started i2                   -> c2 on i2
        total                        -> functions 1, starting 0, instances 2, executing 2, in line 0, 200 MB
    "#]]);
}

#[test]
fn waiting_longer_than_allowed_for_a_free_starting_place() {
    check(expect![[r#"
        limits starting=1
        deploy f v1
        deploy g v2
        call f c1                    -> start i1 of v1
        call g c2
        wait 6000                    -> after 6000: no c2: WaitedTooLong { waited_ms: 6000 }
    "#]]);
}
