//! Who may run, who waits and who is turned away.

use expect_test::expect;

use super::script::check;

#[test]
fn a_call_starts_an_instance_and_the_next_one_reuses_it() {
    check(expect![[r#"
        deploy f v1
        call f c1                    -> start i1 of v1
        count f                      -> starting 1, idle 0, busy 0, draining 0, in line 1, executing 0
        started i1                   -> c1 on i1
        finish c1
        call f c2                    -> c2 on i1
        finish c2
        count f                      -> starting 0, idle 1, busy 0, draining 0, in line 0, executing 0
    "#]]);
}

#[test]
fn as_many_instances_as_calls_at_once() {
    check(expect![[r#"
        deploy f v1
        call f c1 c2 c3              -> start i1 of v1, start i2 of v1, start i3 of v1
        started i2 i1 i3             -> c1 on i2, c2 on i1, c3 on i3
        count f                      -> starting 0, idle 0, busy 3, draining 0, in line 0, executing 3
    "#]]);
}

#[test]
fn the_instance_used_last_is_used_first() {
    check(expect![[r#"
        deploy f v1
        call f c1 c2 c3              -> start i1 of v1, start i2 of v1, start i3 of v1
        started i1 i2 i3             -> c1 on i1, c2 on i2, c3 on i3
        finish c2 c3 c1
        call f c4                    -> c4 on i1
        call f c5                    -> c5 on i3
        call f c6                    -> c6 on i2
    "#]]);
}

#[test]
fn an_unknown_function_is_refused() {
    check(expect![[r#"
        call f c1                    -> no c1: NoSuchFunction
        deploy f v1
        remove f
        call f c2                    -> no c2: NoSuchFunction
    "#]]);
}

#[test]
fn concurrency_zero_refuses_everything() {
    check(expect![[r#"
        deploy f v1 reserved=0
        call f c1                    -> no c1: FunctionConcurrency { limit: 0 }
        queue f c2                   -> no c2: FunctionConcurrency { limit: 0 }
    "#]]);
}

#[test]
fn concurrency_zero_refuses_who_waits() {
    check(expect![[r#"
        deploy f v1 reserved=1
        call f c1 c2                 -> start i1 of v1
        queue f c3
        started i1                   -> c1 on i1
        deploy f v1 reserved=0       -> no c2: FunctionConcurrency { limit: 0 }, no c3: FunctionConcurrency { limit: 0 }
        finish c1
        count f                      -> starting 0, idle 1, busy 0, draining 0, in line 0, executing 0
    "#]]);
}

#[test]
fn reserved_concurrency_counts_starts_and_the_line_is_as_long_as_it() {
    check(expect![[r#"
        deploy f v1 reserved=2
        call f c1 c2                 -> start i1 of v1, start i2 of v1
        call f c3 c4 c5              -> no c5: FunctionConcurrency { limit: 2 }
        started i1 i2                -> c1 on i1, c2 on i2
        finish c1                    -> c3 on i1
        finish c2                    -> c4 on i2
        call f c6
        finish c3 c4 c6              -> c6 on i1
    "#]]);
}

/// They share what is set aside, and what is given back goes to the other, too.
#[test]
fn versions_of_a_function_share_its_concurrency() {
    check(expect![[r#"
        limits account=10
        deploy f v1 reserved=2
        deploy f:1 v2 reserved=2
        deploy f:2 v3 reserved=2
        deploy g v4
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        call f:1 c2                  -> start i2 of v2
        started i2                   -> c2 on i2
        call f:2 c3
        call f c4
        finish c2                    -> start i3 of v3
        started i3                   -> c3 on i3
        finish c3                    -> start i4 of v1
    "#]]);
}

/// Eight of ten are left for others, however many versions there are.
#[test]
fn what_is_set_aside_for_versions_is_set_aside_once() {
    check(expect![[r#"
        deploy f v1 reserved=8
        deploy f:1 v2 reserved=8
        deploy g v3
        call g c1 c2 c3              -> start i1 of v3, start i2 of v3
        remove f
        remove f:1                   -> start i3 of v3
    "#]]);
}

#[test]
fn the_line_is_capped() {
    check(expect![[r#"
        limits line=1
        deploy f v1 reserved=2
        call f c1 c2 c3 c4           -> start i1 of v1, start i2 of v1, no c4: FunctionConcurrency { limit: 2 }
    "#]]);
}

#[test]
fn waiting_in_line_ends_after_its_time() {
    check(expect![[r#"
        deploy f v1 reserved=1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        call f c2
        wait 600
        call f c3                    -> no c3: FunctionConcurrency { limit: 1 }
        wait 3000                    -> after 400: no c2: FunctionConcurrency { limit: 1 }
        finish c1
        count f                      -> starting 0, idle 1, busy 0, draining 0, in line 0, executing 0
    "#]]);
}

#[test]
fn waiting_for_a_start_takes_as_long_as_the_start() {
    check(expect![[r#"
        deploy f v1 reserved=1
        call f c1                    -> start i1 of v1
        call f c2
        wait 5000                    -> after 1000: no c2: FunctionConcurrency { limit: 1 }
        started i1                   -> c1 on i1
        count f                      -> starting 0, idle 0, busy 1, draining 0, in line 0, executing 1
    "#]]);
}

#[test]
fn impatient_calls_go_before_patient_ones() {
    check(expect![[r#"
        deploy f v1 reserved=1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        queue f c2 c3
        call f c4
        finish c1                    -> c4 on i1
        finish c4                    -> c2 on i1
        wait 100000
        finish c2                    -> c3 on i1
        finish c3
    "#]]);
}

#[test]
fn patient_calls_do_not_fill_the_line() {
    check(expect![[r#"
        deploy f v1 reserved=1
        call f c1                    -> start i1 of v1
        queue f c2 c3 c4 c5 c6 c7 c8
        call f c9
        call f c10                   -> no c10: FunctionConcurrency { limit: 1 }
    "#]]);
}

#[test]
fn who_hangs_up_leaves_the_line() {
    check(expect![[r#"
        deploy f v1 reserved=1
        call f c1 c2                 -> start i1 of v1
        queue f c3
        cancel c2
        cancel c1
        cancel c1
        started i1                   -> c3 on i1
        cancel c3
        finish c3
    "#]]);
}

#[test]
fn a_start_nobody_waits_for_any_more_serves_the_next_call() {
    check(expect![[r#"
        deploy f v1
        call f c1                    -> start i1 of v1
        cancel c1
        call f c2
        started i1                   -> c2 on i1
    "#]]);
}

#[test]
fn the_account_limit_holds_over_all_functions() {
    check(expect![[r#"
        limits account=2
        deploy f v1
        deploy g v2
        call f c1 c2                 -> start i1 of v1, start i2 of v1
        call g c3
        started i1 i2                -> c1 on i1, c2 on i2
        finish c1                    -> start i3 of v2
        started i3                   -> c3 on i3
        total                        -> functions 2, starting 0, instances 3, executing 2, in line 0, 300 MB
    "#]]);
}

#[test]
fn reserved_concurrency_is_taken_from_what_the_others_may_use() {
    check(expect![[r#"
        limits account=3
        deploy f v1 reserved=2
        deploy g v2
        call g c1 c2                 -> start i1 of v2
        call f c3 c4 c5              -> start i2 of v1, start i3 of v1
        wait 1000                    -> after 1000: no c5: FunctionConcurrency { limit: 2 }, after 1000: no c2: AccountConcurrency { limit: 1 }
        remove f                     -> no c3: Removed, no c4: Removed, stop i2: Removed, stop i3: Removed
        call g c6                    -> start i4 of v2
    "#]]);
}

#[test]
fn scarce_places_of_the_account_go_round() {
    check(expect![[r#"
        limits account=1
        deploy f v1
        deploy g v2
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        call f c2
        call g c3
        call f c4                    -> no c4: AccountConcurrency { limit: 1 }
        finish c1                    -> c2 on i1
        finish c2                    -> start i2 of v2
        started i2                   -> c3 on i2
        finish c3
    "#]]);
}

#[test]
fn servers_take_many_calls_at_once() {
    check(expect![[r#"
        deploy f v1 each=3
        call f c1 c2 c3              -> start i1 of v1
        call f c4                    -> start i2 of v1
        started i1                   -> c1 on i1, c2 on i1, c3 on i1
        started i2                   -> c4 on i2
        call f c5                    -> c5 on i2
        finish c1
        call f c6                    -> c6 on i1
        count f                      -> starting 0, idle 0, busy 2, draining 0, in line 0, executing 5
        finish c4 c5
        count f                      -> starting 0, idle 1, busy 1, draining 0, in line 0, executing 3
    "#]]);
}

#[test]
fn reserved_concurrency_counts_calls_of_servers_too() {
    check(expect![[r#"
        deploy f v1 each=3 reserved=2
        call f c1 c2 c3              -> start i1 of v1
        started i1                   -> c1 on i1, c2 on i1
        finish c1                    -> c3 on i1
    "#]]);
}

#[test]
fn nothing_follows_from_news_about_strangers() {
    check(expect![[r#"
        deploy f v1
        started i9                   -> stop i9: TooLate
        failed i9
        gone i9
        finish c9
        cancel c9
        measured v9 100
        remove g
        total                        -> functions 1, starting 0, instances 0, executing 0, in line 0, 0 MB
    "#]]);
}
