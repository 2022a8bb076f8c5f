//! Lays the rules out as a binary search, so that neither installing nor running the filter costs much.

use super::{Rules, Test, Verdict};

/// One instruction of the kernel's filter machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instruction {
    code: u16,
    yes: u8,
    no: u8,
    value: u32,
}

const LOAD: u16 = 0x20;
const IF_EQUAL: u16 = 0x15;
const IF_AT_LEAST: u16 = 0x35;
const IF_ANY_BIT: u16 = 0x45;
const RETURN: u16 = 0x06;

const NUMBER_AT: u32 = 0;
const ARCHITECTURE_AT: u32 = 4;
const ARGUMENTS_AT: u32 = 16;

const ALLOW: u32 = 0x7fff_0000;
const REFUSE: u32 = 0x0005_0000;
const KILL: u32 = 0x8000_0000;

#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: u32 = 0xc000_003e;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: u32 = 0xc000_00b7;

/// Calls with higher numbers were not known when the rules were written.
pub(super) const KNOWN: u32 = 463;

const fn instruction(code: u16, yes: u8, no: u8, value: u32) -> Instruction {
    Instruction { code, yes, no, value }
}

pub(crate) fn assemble(rules: &Rules) -> Vec<Instruction> {
    let mut program = vec![
        instruction(LOAD, 0, 0, ARCHITECTURE_AT),
        instruction(IF_EQUAL, 1, 0, ARCHITECTURE),
        instruction(RETURN, 0, 0, KILL),
        instruction(LOAD, 0, 0, NUMBER_AT),
    ];
    program.extend(search(&ranges(rules)));
    program
}

/// All numbers, as the starts of ranges with the same verdict.
fn ranges(rules: &Rules) -> Vec<(u32, Verdict)> {
    let unlisted = Verdict::Refuse(libc::EPERM as u16);
    let mut ranges: Vec<(u32, Verdict)> = Vec::new();
    for number in 0..KNOWN {
        let verdict = rules.get(&number).unwrap_or(&unlisted);
        if ranges.last().is_none_or(|(_, last)| last != verdict) {
            ranges.push((number, verdict.clone()));
        }
    }
    ranges.push((KNOWN, Verdict::Refuse(libc::ENOSYS as u16)));
    ranges
}

fn search(ranges: &[(u32, Verdict)]) -> Vec<Instruction> {
    let [(_, verdict)] = ranges else {
        let (low, high) = ranges.split_at(ranges.len() / 2);
        let start = high.first().map_or(0, |(start, _)| *start);
        let (low, high) = (search(low), search(high));
        // The lower half follows; it is a tree of at most some hundred instructions.
        let over = u8::try_from(low.len()).unwrap_or(u8::MAX);
        debug_assert_eq!(usize::from(over), low.len());
        let mut program = vec![instruction(IF_AT_LEAST, over, 0, start)];
        program.extend(low);
        program.extend(high);
        return program;
    };
    leaf(verdict)
}

fn leaf(verdict: &Verdict) -> Vec<Instruction> {
    let allow = instruction(RETURN, 0, 0, ALLOW);
    let refuse = |errno: i32| instruction(RETURN, 0, 0, REFUSE | errno as u32);
    let (argument, test) = match verdict {
        Verdict::Allow => return vec![allow],
        Verdict::Refuse(errno) => return vec![refuse((*errno).into())],
        Verdict::If { argument, test } => (*argument, test),
    };
    let mut program = vec![instruction(LOAD, 0, 0, ARGUMENTS_AT + 8 * u32::from(argument))];
    // The tests jump over the first of the two ends to the second.
    let (tests, code, ends) = match test {
        Test::Without(bits) => (vec![*bits], IF_ANY_BIT, [allow, refuse(libc::EPERM)]),
        Test::OneOf(values) => (values.clone(), IF_EQUAL, [refuse(libc::EPERM), allow]),
        Test::NoneOf(values) => (values.clone(), IF_EQUAL, [allow, refuse(libc::EPERM)]),
    };
    let count = tests.len();
    for (index, value) in tests.into_iter().enumerate() {
        program.push(instruction(code, (count - index) as u8, 0, value));
    }
    program.extend(ends);
    program
}

pub(crate) fn bytes(program: &[Instruction]) -> Vec<u8> {
    let bytes = |one: &Instruction| {
        let [a, b] = one.code.to_ne_bytes();
        let [c, d, e, f] = one.value.to_ne_bytes();
        [a, b, one.yes, one.no, c, d, e, f]
    };
    program.iter().flat_map(bytes).collect()
}

#[cfg(test)]
mod tests;
