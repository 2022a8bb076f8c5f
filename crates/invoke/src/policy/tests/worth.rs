//! What goes when memory is needed.

use expect_test::expect;

use super::script::check;

#[test]
fn what_starts_quickly_goes_before_what_starts_slowly() {
    check(expect![[r#"
        limits memory=200
        deploy f v1
        deploy g v2
        deploy h v3
        call f c1                    -> start i1 of v1
        call g c2                    -> start i2 of v2
        started i1 after 500         -> c1 on i1
        started i2 after 50          -> c2 on i2
        finish c1
        wait 10
        finish c2
        call h c3                    -> stop i2: MadeRoom, start i3 of v3
    "#]]);
}

#[test]
fn what_is_called_often_stays() {
    check(expect![[r#"
        limits memory=200
        deploy f v1
        deploy g v2
        deploy h v3
        call f c1                    -> start i1 of v1
        call g c2                    -> start i2 of v2
        started i1 i2                -> c1 on i1, c2 on i2
        finish c1
        call f c3                    -> c3 on i1
        finish c3
        wait 10
        finish c2
        call h c4                    -> stop i2: MadeRoom, start i3 of v3
    "#]]);
}

#[test]
fn what_is_light_stays() {
    check(expect![[r#"
        limits memory=200
        deploy f v1 memory=50
        deploy g v2
        deploy h v3
        call f c1                    -> start i1 of v1
        call g c2                    -> start i2 of v2
        started i1 i2                -> c1 on i1, c2 on i2
        finish c1
        wait 10
        finish c2
        call h c3                    -> stop i2: MadeRoom, start i3 of v3
    "#]]);
}

#[test]
fn nothing_stays_for_ever() {
    check(expect![[r#"
        limits memory=200
        deploy f v1
        deploy g v2
        deploy h v3
        call f c1                    -> start i1 of v1
        call g c2                    -> start i2 of v2
        started i1 after 300         -> c1 on i1
        started i2 after 100         -> c2 on i2
        finish c1 c2
        call h c3                    -> stop i2: MadeRoom, start i3 of v3
        started i3 after 100         -> c3 on i3
        finish c3
        call g c4                    -> stop i3: MadeRoom, start i4 of v2
        started i4 after 100         -> c4 on i4
        finish c4
        call h c5                    -> stop i1: MadeRoom, start i5 of v3
        started i5 after 100         -> c5 on i5
        finish c5
        call g c6                    -> c6 on i4
    "#]]);
}

#[test]
fn zygotes_and_instances_are_in_one_order() {
    check(expect![[r#"
        limits memory=200 growing=2
        deploy e v1 copies fresh     -> grow v1
        deploy f v2 copies fresh     -> grow v2
        grown v1 40
        grown v2 40
        call f c1                    -> start i1 of v2
        copied i1                    -> c1 on i1
        measured v2 2 copied
        finish c1
        deploy g v3
        call g c2                    -> start i2 of v3
        started i2                   -> c2 on i2
        finish c2
        deploy h v4 memory=50
        call h c3                    -> let v1 go: MadeRoom, start i3 of v4
        started i3                   -> c3 on i3
        finish c3
        deploy k v5 memory=140
        call k c4                    -> stop i2: MadeRoom, stop i1: MadeRoom, let v2 go: MadeRoom, start i4 of v5
        count f                      -> starting 0, idle 0, busy 0, draining 0, in line 0, executing 0
    "#]]);
}

#[test]
fn its_own_zygote_goes_last_for_a_start() {
    check(expect![[r#"
        limits memory=130
        deploy f v1 copies fresh     -> grow v1
        grown v1 80
        call f c1                    -> let v1 go: MadeRoom, start i1 of v1
        started i1                   -> c1 on i1
        finish c1
        call f c2                    -> c2 on i1
        total                        -> functions 1, starting 0, instances 1, executing 1, in line 0, 100 MB
    "#]]);
}

#[test]
fn a_zygote_makes_no_room_while_copies_of_it_run() {
    check(expect![[r#"
        limits memory=150
        deploy f v1 copies fresh     -> grow v1
        grown v1 60
        call f c1                    -> start i1 of v1
        copied i1                    -> c1 on i1
        measured v1 10 copied
        deploy g v2
        call g c2
        finish c1                    -> stop i1: MadeRoom, let v1 go: MadeRoom, start i2 of v2
    "#]]);
}

#[test]
fn only_what_is_worth_less_goes_for_a_zygote() {
    check(expect![[r#"
        limits memory=200
        deploy f v1
        call f c1                    -> start i1 of v1
        started i1 after 500         -> c1 on i1
        finish c1
        call f c2                    -> c2 on i1
        finish c2
        deploy g v2 copies memory=150 fresh
        call g c3                    -> stop i1: MadeRoom, start i2 of v2
        started i2                   -> c3 on i2
        finish c3
    "#]]);
}
