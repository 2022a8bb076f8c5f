use super::*;
use crate::seccomp::calls;
use seccompiler::{
    SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};
use std::collections::BTreeMap;

/// What a filter says to one call.
fn run(program: &[(u16, u8, u8, u32)], number: u32, arguments: [u32; 2]) -> u32 {
    let (mut at, mut register) = (0, 0);
    loop {
        let (code, yes, no, value) = program[at];
        at += 1;
        let jump = |so: bool| usize::from(if so { yes } else { no });
        match code {
            LOAD => {
                register = match value {
                    NUMBER_AT => number,
                    ARCHITECTURE_AT => ARCHITECTURE,
                    16 => arguments[0],
                    24 => arguments[1],
                    20 | 28 => 0,
                    other => panic!("{other}"),
                }
            }
            IF_EQUAL => at += jump(register == value),
            IF_AT_LEAST => at += jump(register >= value),
            IF_ANY_BIT => at += jump(register & value != 0),
            0x54 => register &= value,
            0x05 => at += value as usize,
            RETURN => return value,
            other => panic!("{other:#x}"),
        }
    }
}

/// The same rules, as a crate many rely on understands them.
fn reference(rules: &Rules) -> Vec<(u16, u8, u8, u32)> {
    let (mut allowed, mut special) = (BTreeMap::new(), Vec::new());
    let condition = |argument, op, value: u32| {
        SeccompCondition::new(argument, SeccompCmpArgLen::Dword, op, value.into()).unwrap()
    };
    for (number, verdict) in rules.clone() {
        let rules = match verdict {
            Verdict::Allow => vec![],
            Verdict::Refuse(errno) => {
                special.push((number, errno));
                continue;
            }
            Verdict::If { argument, test: Test::Without(bits) } => {
                let op = SeccompCmpOp::MaskedEq(bits.into());
                vec![SeccompRule::new(vec![condition(argument, op, 0)]).unwrap()]
            }
            Verdict::If { argument, test: Test::OneOf(values) } => values
                .iter()
                .map(|&value| condition(argument, SeccompCmpOp::Eq, value))
                .map(|condition| SeccompRule::new(vec![condition]).unwrap())
                .collect(),
            Verdict::If { argument, test: Test::NoneOf(values) } => {
                let conditions = values.iter();
                let conditions =
                    conditions.map(|&value| condition(argument, SeccompCmpOp::Ne, value));
                vec![SeccompRule::new(conditions.collect()).unwrap()]
            }
        };
        allowed.insert(i64::from(number), rules);
    }
    assert_eq!(special.len(), 8, "{special:?}");
    let refuse = SeccompAction::Errno(libc::EPERM as u32);
    let arch = std::env::consts::ARCH.try_into().unwrap();
    let filter = SeccompFilter::new(allowed, refuse, SeccompAction::Allow, arch).unwrap();
    let program: seccompiler::BpfProgram = filter.try_into().unwrap();
    program.iter().map(|one| (one.code, one.jt, one.jf, one.k)).collect()
}

#[test]
fn the_search_decides_as_the_reference_does() {
    compare(&calls::rules());
    compare(&calls::nursery_rules());
}

fn compare(rules: &Rules) {
    let ours = assemble(rules);
    let ours: Vec<_> = ours.iter().map(|one| (one.code, one.yes, one.no, one.value)).collect();
    let reference = reference(rules);
    let arguments = [0, 1, 2, 3, 10, 16, 17, 38, 40, 0x5401, 0x5412, 0x541c, u32::MAX, 1 << 17];
    let arguments = arguments.into_iter().chain((0..32).map(|bit| 1 << bit));
    for argument in arguments {
        for number in (0..KNOWN).filter(|n| !matches!(rules.get(n), Some(Verdict::Refuse(_)))) {
            let (a, b) =
                (run(&ours, number, [argument; 2]), run(&reference, number, [argument; 2]));
            assert_eq!(a, b, "call {number} with {argument:#x}");
        }
    }
    assert_eq!(run(&ours, KNOWN, [0; 2]), REFUSE | libc::ENOSYS as u32);
    assert_eq!(run(&ours, 1 << 30, [0; 2]), REFUSE | libc::ENOSYS as u32);
    assert_eq!(run(&ours, libc::SYS_clone3 as u32, [0; 2]), REFUSE | libc::ENOSYS as u32);
    assert_eq!(run(&ours, libc::SYS_sync as u32, [0; 2]), REFUSE);
    assert!(ours.len() < reference.len() / 2, "{} of {}", ours.len(), reference.len());
}

#[test]
fn a_nursery_may_enter_namespaces_one_by_one_and_no_more() {
    let (plain, nursery) = (calls::rules(), calls::nursery_rules());
    let setns = libc::SYS_setns as u32;
    assert!(nursery.iter().all(|(call, verdict)| *call == setns || plain[call] == *verdict));
    let ours = assemble(&nursery);
    let ours: Vec<_> = ours.iter().map(|one| (one.code, one.yes, one.no, one.value)).collect();
    let both = libc::CLONE_NEWNS | libc::CLONE_NEWPID;
    for (kind, want) in [
        (libc::CLONE_NEWPID, ALLOW),
        (libc::CLONE_NEWNET, ALLOW),
        (libc::CLONE_NEWUSER, REFUSE | libc::EPERM as u32),
        (0, REFUSE | libc::EPERM as u32),
        (both, REFUSE | libc::EPERM as u32),
    ] {
        assert_eq!(run(&ours, setns, [0, kind as u32]), want, "{kind:#x}");
    }
}

#[test]
fn what_endangers_others_is_refused() {
    let ours = assemble(&calls::rules());
    let ours: Vec<_> = ours.iter().map(|one| (one.code, one.yes, one.no, one.value)).collect();
    for call in [
        libc::SYS_mount,
        libc::SYS_umount2,
        libc::SYS_pivot_root,
        libc::SYS_chroot,
        libc::SYS_setns,
        libc::SYS_unshare,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_bpf,
        libc::SYS_perf_event_open,
        libc::SYS_keyctl,
        libc::SYS_add_key,
        libc::SYS_userfaultfd,
        libc::SYS_io_uring_setup,
        libc::SYS_init_module,
        libc::SYS_finit_module,
        libc::SYS_reboot,
        libc::SYS_swapon,
        libc::SYS_kexec_load,
        libc::SYS_clock_settime,
        libc::SYS_settimeofday,
        libc::SYS_sethostname,
        libc::SYS_open_by_handle_at,
        libc::SYS_fanotify_init,
        libc::SYS_pidfd_getfd,
        libc::SYS_kcmp,
        libc::SYS_open_tree,
        libc::SYS_move_mount,
        libc::SYS_fsopen,
        libc::SYS_mount_setattr,
        libc::SYS_quotactl,
        libc::SYS_acct,
        libc::SYS_syslog,
    ] {
        let call = call as u32;
        assert_eq!(run(&ours, call, [0; 2]), REFUSE | libc::EPERM as u32, "call {call}");
    }
}
