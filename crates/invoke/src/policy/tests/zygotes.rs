//! When zygotes grow, what they are charged, and when they go.

use expect_test::expect;

use super::script::check;

#[test]
fn one_grows_after_a_deploy_but_not_when_the_platform_starts() {
    check(expect![[r#"
        limits growing=2
        deploy a v1 copies
        deploy b v2 fresh
        deploy f v3 copies fresh     -> grow v3
        deploy g v4 copies fresh     -> grow v4
        deploy h v5 copies fresh
        grown v3 40                  -> grow v5
    "#]]);
}

#[test]
fn of_many_deployed_the_last_have_one() {
    check(expect![[r#"
        limits growing=1 guesses=2
        deploy a v1 copies fresh     -> grow v1
        deploy b v2 copies fresh
        deploy c v3 copies fresh     -> let v1 go: MadeRoom, grow v2
        deploy d v4 copies fresh     -> let v2 go: MadeRoom, grow v3
        grown v1 40                  -> let v1 go: TooLate
    "#]]);
}

#[test]
fn a_call_makes_it_more_than_a_guess() {
    check(expect![[r#"
        limits growing=9 guesses=2
        deploy a v1 copies fresh     -> grow v1
        grown v1 40
        call a c1                    -> start i1 of v1
        copied i1                    -> c1 on i1
        deploy b v2 copies fresh     -> grow v2
        deploy c v3 copies fresh     -> grow v3
        grown v2 40
        deploy d v4 copies fresh     -> let v2 go: MadeRoom, grow v4
        deploy a v5 copies fresh     -> let v1 go: Replaced, grow v5
        deploy e v6 fresh
        deploy w v7 warm=1 copies fresh -> let v3 go: MadeRoom, grow v7
        deploy f v8 copies fresh     -> let v4 go: MadeRoom, grow v8
        deploy g v9 copies fresh     -> grow v9
        deploy h v10 copies fresh    -> let v8 go: MadeRoom, grow v10
    "#]]);
}

#[test]
fn what_starts_once_it_is_grown_is_a_copy() {
    check(expect![[r#"
        deploy f v1 copies fresh     -> grow v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        call f c2                    -> start i2 of v1
        grown v1 40
        total                        -> functions 1, starting 1, instances 2, executing 1, in line 1, zygotes 1, 240 MB
        call f c3                    -> start i3 of v1
        copied i2 i3                 -> c2 on i2, c3 on i3
        total                        -> functions 1, starting 0, instances 3, executing 3, in line 0, zygotes 1, 220 MB
        measured v1 3 copied
        total                        -> functions 1, starting 0, instances 3, executing 3, in line 0, zygotes 1, 146 MB
        measured v1 60
        total                        -> functions 1, starting 0, instances 3, executing 3, in line 0, zygotes 1, 106 MB
    "#]]);
}

#[test]
fn one_grows_after_the_first_start_without() {
    check(expect![[r#"
        deploy f v1 copies
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1, grow v1
        call f c2                    -> start i2 of v1
        started i2                   -> c2 on i2
        grown v1 40
        call f c3                    -> start i3 of v1
        copied i3                    -> c3 on i3
    "#]]);
}

#[test]
fn calls_of_others_that_wait_for_starts_go_first() {
    check(expect![[r#"
        limits starting=1
        deploy f v1 copies
        deploy g v2 copies
        call f c1                    -> start i1 of v1
        call g c2 c3
        started i1                   -> c1 on i1, start i2 of v2
        started i2                   -> c2 on i2, start i3 of v2, grow v1
        grown v1 40                  -> grow v2
        started i3                   -> c3 on i3
    "#]]);
}

#[test]
fn what_can_have_none_is_not_asked_again() {
    check(expect![[r#"
        deploy f v1 copies fresh     -> grow v1
        unfit v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        deploy f v1 copies fresh
        deploy f v2 copies fresh     -> grow v2
        grown v2 40
        unfit v2
        count f                      -> starting 0, idle 0, busy 0, draining 1, in line 0, executing 1
    "#]]);
}

#[test]
fn one_that_died_grows_again_with_a_start_but_not_at_once() {
    check(expect![[r#"
        deploy f v1 copies fresh     -> grow v1
        zygote gone v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        wait 1000
        call f c2                    -> start i2 of v1
        started i2                   -> c2 on i2, grow v1
        zygote gone v1
        wait 1000
        call f c3                    -> start i3 of v1
        started i3                   -> c3 on i3
        wait 1000
        call f c4                    -> start i4 of v1
        started i4                   -> c4 on i4, grow v1
        grown v1 40
        call f c5                    -> start i5 of v1
        copied i5                    -> c5 on i5
        zygote gone v1
        count f                      -> starting 0, idle 0, busy 5, draining 0, in line 0, executing 5
    "#]]);
}

#[test]
fn it_goes_with_its_version_at_once() {
    check(expect![[r#"
        deploy f v1 copies fresh     -> grow v1
        grown v1 40
        call f c1                    -> start i1 of v1
        copied i1                    -> c1 on i1
        deploy f v2 copies fresh     -> let v1 go: Replaced, grow v2
        deploy f v3 copies fresh     -> let v2 go: Replaced, grow v3
        grown v2 40                  -> let v2 go: TooLate
        grown v3 40
        remove f                     -> let v3 go: Removed
        finish c1                    -> stop i1: Removed
        total                        -> functions 0, starting 0, instances 0, executing 0, in line 0, 0 MB
    "#]]);
}

#[test]
fn nobody_called_after_the_deploy() {
    check(expect![[r#"
        adaptive
        deploy f v1 copies fresh     -> grow v1
        grown v1 40
        wait 700000                  -> after 600000: let v1 go: Idle
        total                        -> functions 1, starting 0, instances 0, executing 0, in line 0, 0 MB
    "#]]);
}

#[test]
fn it_stays_as_long_as_a_copy_lives() {
    check(expect![[r#"
        deploy f v1 copies fresh     -> grow v1
        grown v1 40
        call f c1                    -> start i1 of v1
        copied i1                    -> c1 on i1
        wait 3600000
        finish c1
        wait 59999
        wait 1                       -> after 1: stop i1: Idle, after 1: let v1 go: Idle
    "#]]);
}

#[test]
fn nothing_is_left_after_the_time_that_a_function_chose() {
    check(expect![[r#"
        adaptive
        deploy f v1 copies idle=5000
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1, grow v1
        wait 1000
        finish c1
        wait 3000
        grown v1 40
        call f c2                    -> c2 on i1
        finish c2
        wait 5000                    -> after 5000: stop i1: Idle, after 5000: let v1 go: Idle
        deploy f v1 copies idle=0 fresh
    "#]]);
}

#[test]
fn one_that_still_grows_may_be_given_up() {
    check(expect![[r#"
        deploy f v1 copies idle=5000 fresh -> grow v1
        wait 5000                    -> after 5000: let v1 go: Idle
        grown v1 40                  -> let v1 go: TooLate
        unfit v1
    "#]]);
}

#[test]
fn an_instance_that_is_no_copy_goes_soon_when_one_can_take_its_place() {
    check(expect![[r#"
        adaptive
        deploy f v1 copies
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1, grow v1
        finish c1
        grown v1 40
        wait 700000                  -> after 60000: stop i1: Idle, after 600000: let v1 go: Idle
    "#]]);
}

#[test]
fn that_of_instances_kept_warm_stays() {
    check(expect![[r#"
        limits memory=300
        deploy f v1 copies warm=1 fresh -> grow v1
        grown v1 40                  -> start i1 of v1 ahead
        copied i1
        wait 100000000
        deploy g v2 memory=270
        call g c1
        cancel c1
        count f                      -> starting 0, idle 1, busy 0, draining 0, in line 0, executing 0, a zygote
    "#]]);
}

#[test]
fn none_grows_while_the_machine_is_short_of_memory() {
    check(expect![[r#"
        deploy f v1 copies
        call f c1                    -> start i1 of v1
        pressure 100
        started i1                   -> c1 on i1
        wait 10000
        call f c2                    -> start i2 of v1
        started i2                   -> c2 on i2, grow v1
        pressure 100                 -> let v1 go: Pressure
    "#]]);
}

#[test]
fn what_is_kept_warm_waits_for_the_zygote_it_is_made_of() {
    check(expect![[r#"
        deploy f v1 copies warm=2    -> grow v1
        grown v1 40                  -> start i1 of v1 ahead, start i2 of v1 ahead
        copied i1 i2
        count f                      -> starting 0, idle 2, busy 0, draining 0, in line 0, executing 0, a zygote
        deploy g v2 copies warm=1 fresh -> grow v2
        call g c1                    -> start i3 of v2 ahead
        unfit v2
        started i3                   -> c1 on i3
    "#]]);
}
