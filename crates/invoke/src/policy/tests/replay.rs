use super::script::check; use expect_test::expect;
#[test]
fn replay() {
    check(expect![[r#"
        limits account=9 memory=788 line=1 starting=1
        idle at once
        deploy f v1 memory=16 each=3
        call f c1 c2                 -> start i1 of v1
        call f c3 c4
        queue f c5
        started i1                   -> c1 on i1, c2 on i1, c3 on i1, start i2 of v1
        deploy g v2 memory=16
        deploy g v2 memory=16
        call f c7 c8
        count f                      -> starting 1, idle 0, busy 1, draining 0, in line 4, executing 3
        gone i1
        gone i2                      -> c4 fails as i2, start i3 of v1
        count f                      -> starting 1, idle 0, busy 0, draining 0, in line 3, executing 3
        call f c9 c10 c11            -> no c11: LineFull { waiting: 4 }
        count f                      -> starting 1, idle 0, busy 0, draining 0, in line 5, executing 3
        started i3                   -> c7 on i3, c8 on i3, c9 on i3, start i4 of v1
        count f                      -> starting 1, idle 0, busy 1, draining 0, in line 2, executing 6
        deploy g v2 memory=16 reserved=1
        count f                      -> starting 1, idle 0, busy 1, draining 0, in line 2, executing 6
        call g c12
        call g c13                   -> no c13: LineFull { waiting: 1 }
        count f                      -> starting 1, idle 0, busy 1, draining 0, in line 2, executing 6
        count g                      -> starting 0, idle 0, busy 0, draining 0, in line 1, executing 0
        gone i4                      -> c10 fails as i4, start i5 of v2
        total                        -> functions 2, starting 1, instances 2, executing 6, in line 2, 32 MB
        count f                      -> starting 0, idle 0, busy 1, draining 0, in line 1, executing 6
        count g                      -> starting 1, idle 0, busy 0, draining 0, in line 1, executing 0
    "#]]);
}
