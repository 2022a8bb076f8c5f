//! Starts ahead of calls that are expected: here every 15 minutes, after three times.

use expect_test::expect;

use super::script::check;

#[test]
fn it_goes_early_and_is_back_in_time() {
    check(expect![[r#"
        adaptive
        deploy f v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        finish c1
        wait 900000                  -> after 600000: stop i1: Idle
        call f c2                    -> start i2 of v1
        started i2                   -> c2 on i2
        finish c2
        wait 900000                  -> after 600000: stop i2: Idle
        call f c3                    -> start i3 of v1
        started i3                   -> c3 on i3
        finish c3
        wait 900000
        call f c4                    -> c4 on i3
        finish c4
        wait 890000                  -> after 60000: stop i3: Idle, after 884778: start i4 of v1 ahead
        started i4
        wait 10000
        call f c5                    -> c5 on i4
        finish c5
        wait 890000                  -> after 60000: stop i4: Idle, after 884778: start i5 of v1 ahead
        started i5
        wait 1000000                 -> after 25062: stop i5: Idle
        call f c6                    -> start i6 of v1
    "#]]);
}

#[test]
fn with_copies_the_zygote_is_back_first() {
    check(expect![[r#"
        adaptive
        deploy f v1 copies fresh     -> grow v1
        grown v1 40
        call f c1                    -> start i1 of v1
        copied i1                    -> c1 on i1
        finish c1
        wait 900000                  -> after 600000: stop i1: Idle, after 600000: let v1 go: Idle
        call f c2                    -> start i2 of v1
        started i2                   -> c2 on i2, grow v1
        grown v1 40
        finish c2
        wait 900000                  -> after 60000: stop i2: Idle, after 600000: let v1 go: Idle
        call f c3                    -> start i3 of v1
        started i3                   -> c3 on i3, grow v1
        grown v1 40
        finish c3
        wait 900000                  -> after 60000: stop i3: Idle
        call f c4                    -> start i4 of v1
        copied i4                    -> c4 on i4
        finish c4
        wait 890000                  -> after 60000: stop i4: Idle, after 60000: let v1 go: Idle, after 884868: grow v1
        grown v1 40                  -> start i5 of v1 ahead
        copied i5
        wait 10000
        call f c5                    -> c5 on i5
        finish c5
        wait 100000                  -> after 60000: stop i5: Idle, after 60000: let v1 go: Idle
        total                        -> functions 1, starting 0, instances 0, executing 0, in line 0, 0 MB
        wait 790000                  -> after 784868: grow v1
        unfit v1                     -> start i6 of v1 ahead
        started i6
        wait 100000                  -> after 25062: stop i6: Idle
    "#]]);
}

#[test]
fn nobody_makes_room_for_a_call_that_is_only_expected() {
    check(expect![[r#"
        limits memory=150
        adaptive
        deploy f v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        finish c1
        wait 900000                  -> after 600000: stop i1: Idle
        call f c2                    -> start i2 of v1
        started i2                   -> c2 on i2
        finish c2
        wait 900000                  -> after 600000: stop i2: Idle
        call f c3                    -> start i3 of v1
        started i3                   -> c3 on i3
        finish c3
        wait 900000
        call f c4                    -> c4 on i3
        finish c4
        wait 100000                  -> after 60000: stop i3: Idle
        deploy g v2
        call g c5                    -> start i4 of v2
        started i4                   -> c5 on i4
        finish c5
        wait 500000
        call g c6                    -> c6 on i4
        finish c6
        wait 400000
        count g                      -> starting 0, idle 1, busy 0, draining 0, in line 0, executing 0
    "#]]);
}

#[test]
fn nor_against_a_limit_of_its_concurrency() {
    check(expect![[r#"
        adaptive
        deploy f v1
        call f c1                    -> start i1 of v1
        started i1                   -> c1 on i1
        finish c1
        wait 900000                  -> after 600000: stop i1: Idle
        call f c2                    -> start i2 of v1
        started i2                   -> c2 on i2
        finish c2
        wait 900000                  -> after 600000: stop i2: Idle
        call f c3                    -> start i3 of v1
        started i3                   -> c3 on i3
        finish c3
        wait 900000
        call f c4                    -> c4 on i3
        finish c4
        deploy g v2 reserved=10
        wait 900000                  -> after 60000: stop i3: Idle
    "#]]);
}
