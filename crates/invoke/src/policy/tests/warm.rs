//! Instances that are always kept.

use expect_test::expect;

use super::script::check;

#[test]
fn they_start_with_the_deploy_and_stay() {
    check(expect![[r#"
        deploy f v1 warm=2           -> start i1 of v1 ahead, start i2 of v1 ahead
        started i1 i2
        wait 1000000
        call f c1 c2 c3              -> c1 on i2, c2 on i1, start i3 of v1
        started i3                   -> c3 on i3
        finish c1 c2 c3
        wait 1000000                 -> after 60000: stop i2: Idle
        count f                      -> starting 0, idle 2, busy 0, draining 0, in line 0, executing 0
    "#]]);
}

#[test]
fn they_are_replaced_when_they_die() {
    check(expect![[r#"
        deploy f v1 warm=1           -> start i1 of v1 ahead
        started i1
        call f c1                    -> c1 on i1
        finish c1
        gone i1                      -> start i2 of v1 ahead
        started i2
        gone i2
        wait 1000                    -> after 1000: start i3 of v1 ahead
        count f                      -> starting 1, idle 0, busy 0, draining 0, in line 0, executing 0
    "#]]);
}

#[test]
fn failing_starts_are_tried_again_ever_more_rarely() {
    check(expect![[r#"
        deploy f v1 warm=1           -> start i1 of v1 ahead
        failed i1
        wait 1000                    -> after 1000: start i2 of v1 ahead
        failed i2
        wait 2000                    -> after 2000: start i3 of v1 ahead
        failed i3
        wait 4000                    -> after 4000: start i4 of v1 ahead
        failed i4
        wait 8000                    -> after 8000: start i5 of v1 ahead
        failed i5
        wait 16000                   -> after 16000: start i6 of v1 ahead
        failed i6
        wait 32000                   -> after 32000: start i7 of v1 ahead
        failed i7
        wait 60000                   -> after 60000: start i8 of v1 ahead
        failed i8
        wait 60000                   -> after 60000: start i9 of v1 ahead
        deploy f v2 warm=1           -> stop i9: Replaced, start i10 of v2 ahead
    "#]]);
}

#[test]
fn a_call_does_not_wait_for_the_next_try() {
    check(expect![[r#"
        deploy f v1 warm=1           -> start i1 of v1 ahead
        failed i1
        call f c1                    -> start i2 of v1 ahead
        started i2                   -> c1 on i2
        wait 10000
        count f                      -> starting 0, idle 0, busy 1, draining 0, in line 0, executing 1
    "#]]);
}

#[test]
fn they_count_against_every_limit() {
    check(expect![[r#"
        limits account=3 memory=400 starting=2
        deploy f v1 warm=9 reserved=1 -> start i1 of v1 ahead
        deploy g v2 warm=9           -> start i2 of v2 ahead
        started i1 i2                -> start i3 of v2 ahead
        started i3
        count g                      -> starting 0, idle 2, busy 0, draining 0, in line 0, executing 0
        deploy h v3
        call h c1
        call g c2 c3                 -> c2 on i3, c3 on i2
    "#]]);
}

#[test]
fn they_follow_a_new_version() {
    check(expect![[r#"
        deploy f v1 warm=1           -> start i1 of v1 ahead
        started i1
        deploy f v2 warm=1           -> stop i1: Replaced, start i2 of v2 ahead
        started i2
        deploy f v3                  -> stop i2: Replaced
        remove f
    "#]]);
}

#[test]
fn a_call_finds_the_warm_instance_while_another_waits_for_memory() {
    check(expect![[r#"
        limits memory=150
        deploy f v1 warm=2           -> start i1 of v1 ahead
        started i1
        call f c1                    -> c1 on i1
    "#]]);
}

#[test]
fn fewer_kept_lets_the_rest_go() {
    check(expect![[r#"
        deploy f v1 warm=2           -> start i1 of v1 ahead, start i2 of v1 ahead
        started i1 i2
        wait 100000
        deploy f v1 warm=1           -> stop i1: Idle
        wait 1
        count f                      -> starting 0, idle 1, busy 0, draining 0, in line 0, executing 0
    "#]]);
}
