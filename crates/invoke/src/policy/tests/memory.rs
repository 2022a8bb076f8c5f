//! The memory budget.

use expect_test::expect;

use super::script::check;

#[test]
fn idle_instances_make_room_those_idle_longest_first() {
    check(expect![[r#"
        limits memory=300
        deploy f v1
        deploy g v2
        deploy h v3
        deploy k v4
        call f c1                    -> start i1 of v1
        call g c2                    -> start i2 of v2
        call h c3                    -> start i3 of v3
        started i1 i2 i3             -> c1 on i1, c2 on i2, c3 on i3
        finish c2
        wait 1
        finish c1
        call k c4                    -> stop i2: MadeRoom, start i4 of v4
        count g                      -> starting 0, idle 0, busy 0, draining 0, in line 0, executing 0
        count f                      -> starting 0, idle 1, busy 0, draining 0, in line 0, executing 0
    "#]]);
}

#[test]
fn no_instance_goes_in_vain() {
    check(expect![[r#"
        limits memory=300
        deploy f v1
        deploy g v2 memory=250
        call f c1 c2                 -> start i1 of v1, start i2 of v1
        started i1 i2                -> c1 on i1, c2 on i2
        finish c1
        call g c3
        count f                      -> starting 0, idle 1, busy 1, draining 0, in line 0, executing 1
        wait 1000                    -> after 1000: no c3: Memory { budget_mb: 300 }
    "#]]);
}

#[test]
fn who_waits_for_memory_gets_it_when_a_call_ends() {
    check(expect![[r#"
        limits memory=100
        deploy f v1
        deploy g v2
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        call g c2
        finish c1                    -> stop i1: MadeRoom, start i2 of v2
        started i2                   -> c2 on i2
        finish c2
        call f c3                    -> stop i2: MadeRoom, start i3 of v1
    "#]]);
}

#[test]
fn what_never_fits_is_refused_at_once() {
    check(expect![[r#"
        deploy f v1 memory=2000
        call f c1                    -> no c1: Memory { budget_mb: 1000 }
        queue f c2                   -> no c2: Memory { budget_mb: 1000 }
    "#]]);
}

#[test]
fn instances_kept_warm_make_no_room() {
    check(expect![[r#"
        limits memory=200
        deploy f v1 warm=1           -> start i1 of v1 ahead
        started i1
        deploy g v2 memory=150
        call g c1
        wait 1000                    -> after 1000: no c1: Memory { budget_mb: 200 }
    "#]]);
}

#[test]
fn measured_memory_replaces_the_configured() {
    check(expect![[r#"
        limits memory=200
        deploy f v1
        call f c1 c2 c3              -> start i1 of v1, start i2 of v1
        started i1                   -> c1 on i1
        measured v1 40               -> start i3 of v1
        total                        -> functions 1, starting 2, instances 3, executing 1, in line 2, 120 MB
        measured v1 20
        total                        -> functions 1, starting 2, instances 3, executing 1, in line 2, 120 MB
        measured v1 3
        total                        -> functions 1, starting 2, instances 3, executing 1, in line 2, 120 MB
    "#]]);
}

#[test]
fn no_charge_is_smaller_than_a_process() {
    check(expect![[r#"
        deploy f v1
        call f c1                    -> start i1 of v1
        measured v1 3
        total                        -> functions 1, starting 1, instances 1, executing 0, in line 1, 16 MB
    "#]]);
}

#[test]
fn measuring_more_than_fits_lets_idle_instances_go() {
    check(expect![[r#"
        limits memory=300
        deploy f v1
        call f c1 c2 c3              -> start i1 of v1, start i2 of v1, start i3 of v1
        started i1 i2 i3             -> c1 on i1, c2 on i2, c3 on i3
        finish c1 c2
        measured v1 140              -> stop i1: MadeRoom
        total                        -> functions 1, starting 0, instances 2, executing 1, in line 0, 280 MB
    "#]]);
}

#[test]
fn pressure_takes_idle_instances_but_none_kept_warm() {
    check(expect![[r#"
        deploy f v1
        deploy g v2 warm=1           -> start i1 of v2 ahead
        call f c1 c2 c3              -> start i2 of v1, start i3 of v1, start i4 of v1
        started i1 i2 i3 i4          -> c1 on i2, c2 on i3, c3 on i4
        finish c1 c2
        pressure 50                  -> stop i2: Pressure
        pressure 500                 -> stop i3: Pressure
        total                        -> functions 2, starting 0, instances 2, executing 1, in line 0, 200 MB
    "#]]);
}

#[test]
fn many_waiting_for_memory_all_get_their_turn() {
    check(expect![[r#"
        limits memory=100
        deploy a v1
        call a c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        deploy b v2
        queue b c2
        deploy c v3
        queue c c3
        deploy d v4
        queue d c4
        finish c1                    -> stop i1: MadeRoom, start i2 of v2
        started i2                   -> c2 on i2
        finish c2                    -> stop i2: MadeRoom, start i3 of v3
        started i3                   -> c3 on i3
        finish c3                    -> stop i3: MadeRoom, start i4 of v4
        started i4                   -> c4 on i4
        finish c4
    "#]]);
}
