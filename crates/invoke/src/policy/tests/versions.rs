//! Deploys and removals.

use expect_test::expect;

use super::script::check;

#[test]
fn a_new_version_drains_the_old_one() {
    check(expect![[r#"
        deploy f v1
        call f c1 c2 c3              -> start i1 of v1, start i2 of v1, start i3 of v1
        started i1 i2                -> c1 on i1, c2 on i2
        finish c2                    -> c3 on i2
        deploy f v2                  -> stop i3: Replaced
        count f                      -> starting 0, idle 0, busy 0, draining 2, in line 0, executing 2
        call f c4                    -> start i4 of v2
        started i4                   -> c4 on i4
        finish c1                    -> stop i1: Replaced
        started i5                   -> stop i5: TooLate
        count f                      -> starting 0, idle 0, busy 1, draining 1, in line 0, executing 2
    "#]]);
}

#[test]
fn calls_of_the_old_version_count_against_the_limit() {
    check(expect![[r#"
        deploy f v1 reserved=1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        deploy f v2 reserved=1
        call f c2
        finish c1                    -> stop i1: Replaced, start i2 of v2
        started i2                   -> c2 on i2
    "#]]);
}

#[test]
fn going_back_takes_draining_instances_into_service_again() {
    check(expect![[r#"
        deploy f v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        deploy f v2
        call f c2                    -> start i2 of v2
        deploy f v1                  -> stop i2: Replaced, start i3 of v1
        finish c1                    -> c2 on i1
        started i3
        count f                      -> starting 0, idle 1, busy 1, draining 0, in line 0, executing 1
    "#]]);
}

#[test]
fn new_settings_of_the_same_version_keep_the_instances() {
    check(expect![[r#"
        deploy f v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        finish c1
        deploy f v1 memory=300 reserved=1
        total                        -> functions 1, starting 0, instances 1, executing 0, in line 0, 300 MB
        call f c2 c3                 -> c2 on i1
        deploy f v1 memory=300 reserved=2 -> start i2 of v1
    "#]]);
}

#[test]
fn servers_whose_places_are_cut_take_nothing_until_they_fit() {
    check(expect![[r#"
        deploy f v1 each=3
        call f c1 c2                 -> start i1 of v1
        started i1                   -> c1 on i1, c2 on i1
        deploy f v1 each=1
        call f c3                    -> start i2 of v1
        started i2                   -> c3 on i2
        finish c1
        finish c2
        call f c4                    -> c4 on i1
    "#]]);
}

#[test]
fn removing_refuses_who_waits_and_lets_the_others_finish() {
    check(expect![[r#"
        deploy f v1 reserved=2
        call f c1 c2 c3              -> start i1 of v1, start i2 of v1
        queue f c4
        started i1                   -> c1 on i1
        remove f                     -> no c2: Removed, no c3: Removed, no c4: Removed, stop i2: Removed
        count f                      -> starting 0, idle 0, busy 0, draining 1, in line 0, executing 1
        finish c1                    -> stop i1: Removed
        total                        -> functions 0, starting 0, instances 0, executing 0, in line 0, 0 MB
    "#]]);
}

#[test]
fn a_removed_function_can_be_deployed_again_while_it_drains() {
    check(expect![[r#"
        deploy f v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        remove f
        deploy f v2
        call f c2                    -> start i2 of v2
        started i2                   -> c2 on i2
        finish c1                    -> stop i1: Replaced
        count f                      -> starting 0, idle 0, busy 1, draining 0, in line 0, executing 1
    "#]]);
}

#[test]
fn an_instance_that_becomes_ready_too_late_is_stopped_again() {
    check(expect![[r#"
        deploy f v1
        call f c1                    -> start i1 of v1
        remove f                     -> no c1: Removed, stop i1: Removed
        started i1                   -> stop i1: TooLate
    "#]]);
}
