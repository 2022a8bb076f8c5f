//! How long idle instances stay.

use expect_test::expect;

use super::script::check;

#[test]
fn without_traffic_nothing_runs() {
    check(expect![[r#"
        deploy f v1
        call f c1 c2                 -> start i1 of v1, start i2 of v1
        started i1 i2                -> c1 on i1, c2 on i2
        wait 1000
        finish c1
        wait 30000
        finish c2
        wait 29999
        wait 1                       -> after 1: stop i1: Idle
        wait 30000                   -> after 30000: stop i2: Idle
        total                        -> functions 1, starting 0, instances 0, executing 0, in line 0, 0 MB
    "#]]);
}

#[test]
fn a_function_may_say_how_long() {
    check(expect![[r#"
        deploy f v1 idle=5000
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        finish c1
        wait 60000                   -> after 5000: stop i1: Idle
    "#]]);
}

#[test]
fn a_call_starts_the_time_anew() {
    check(expect![[r#"
        deploy f v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        finish c1
        wait 59000
        call f c2                    -> c2 on i1
        finish c2
        wait 59000
        wait 1000                    -> after 1000: stop i1: Idle
    "#]]);
}

#[test]
fn at_once_means_at_once_unless_somebody_waits() {
    check(expect![[r#"
        idle at once
        deploy f v1 reserved=1
        call f c1 c2                 -> start i1 of v1
        started i1                   -> c1 on i1
        finish c1                    -> c2 on i1
        finish c2                    -> stop i1: Idle
    "#]]);
}

#[test]
fn a_spare_instance_leaves_too() {
    check(expect![[r#"
        deploy f v1
        call f c1                    -> start i1 of v1
        cancel c1
        started i1
        wait 60000                   -> after 60000: stop i1: Idle
    "#]]);
}

#[test]
fn adaptive_keeps_a_timer_between_its_calls() {
    check(expect![[r#"
        adaptive
        deploy f v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        finish c1
        wait 840000                  -> after 600000: stop i1: Idle
        call f c2                    -> start i2 of v1
        started i2                   -> c2 on i2
        finish c2
        wait 840000                  -> after 600000: stop i2: Idle
        call f c3                    -> start i3 of v1
        started i3                   -> c3 on i3
        finish c3
        wait 840000
        call f c4                    -> c4 on i3
        finish c4
    "#]]);
}

#[test]
fn adaptive_lets_go_early_what_comes_back_late() {
    check(expect![[r#"
        adaptive
        deploy f v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        finish c1
        wait 36000000                -> after 600000: stop i1: Idle
        call f c2                    -> start i2 of v1
        started i2                   -> c2 on i2
        finish c2
        wait 36000000                -> after 600000: stop i2: Idle
        call f c3                    -> start i3 of v1
        started i3                   -> c3 on i3
        finish c3
        wait 36000000                -> after 60000: stop i3: Idle
    "#]]);
}
