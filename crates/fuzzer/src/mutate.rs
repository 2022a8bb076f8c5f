//! Making new inputs of known ones.

use crate::corpus::Corpus;
use crate::random::Random;

const LONGEST: usize = 64 * 1024;
/// Bytes at which parsers turn.
const TURNS: &[u8] = b"\0\x01\x7f\x80\xff\t\r\n \"'%&()*+,-./0:;<=>?@AZ[\\]^_`az{|}~";
/// Numbers at which lengths overflow, touch a limit or are taken for another sign.
const EDGES: [u64; 12] = [
    0,
    1,
    0x7f,
    0xff,
    0x7fff,
    0xffff,
    0x1_0000,
    0x7fff_ffff,
    0xffff_ffff,
    0x1_0000_0000,
    i64::MAX as u64,
    u64::MAX,
];

/// One of the corpus after a few changes.
pub(crate) fn mutated(corpus: &Corpus, random: &mut Random) -> Vec<u8> {
    let mut input = random.pick(corpus.inputs()).clone();
    for _ in 0..=random.below(5) {
        change(&mut input, corpus, random);
    }
    input.truncate(LONGEST);
    input
}

fn change(input: &mut Vec<u8>, corpus: &Corpus, random: &mut Random) {
    let at = random.below(input.len() + 1);
    match random.below(10) {
        0 => insert(input, at, &[*random.pick(TURNS)]),
        1 => {
            let bytes: Vec<u8> = (0..=random.below(8)).map(|_| random.byte()).collect();
            insert(input, at, &bytes);
        }
        2 => remove(input, at, random),
        3 => number(input, at, random),
        4 => decimal(input, at, random),
        5 => {
            // A piece of its own once more, or many times.
            let piece = piece(input, random).repeat(1 + random.below(3).pow(4));
            insert(input, at, &piece);
        }
        6 => {
            let other: &Vec<u8> = random.pick(corpus.inputs());
            let piece = piece(other, random);
            insert(input, at, &piece);
        }
        7 => {
            // The head of one and the tail of another.
            let other = random.pick(corpus.inputs());
            input.truncate(at);
            input.extend_from_slice(&other[random.below(other.len())..]);
        }
        8 => {
            let turn = *random.pick(TURNS);
            set(input, at, |_| turn);
        }
        _ => {
            let bit = 1 << random.below(8);
            set(input, at, |byte| byte ^ bit);
        }
    }
}

fn insert(input: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if input.len() + bytes.len() <= LONGEST {
        input.splice(at..at, bytes.iter().copied());
    }
}

fn remove(input: &mut Vec<u8>, at: usize, random: &mut Random) {
    let left = input.len() - at;
    let most = if random.below(4) == 0 { left } else { left.min(8) };
    input.drain(at..at + random.below(most + 1));
}

fn set(input: &mut [u8], at: usize, new: impl Fn(u8) -> u8) {
    if let Some(byte) = input.get_mut(at) {
        *byte = new(*byte);
    }
}

/// A whole number as machines write it, of 1, 2, 4 or 8 bytes, least first or last.
fn number(input: &mut [u8], at: usize, random: &mut Random) {
    let size = 1 << random.below(4);
    let little = random.pick(&EDGES).wrapping_sub(random.below(3) as u64).to_le_bytes();
    let mut bytes = little[..size].to_vec();
    if random.below(2) == 0 {
        bytes.reverse();
    }
    if let Some(place) = input.get_mut(at..at + size) {
        place.copy_from_slice(&bytes);
    }
}

/// A number as people write it, in the place of one that is there.
fn decimal(input: &mut Vec<u8>, at: usize, random: &mut Random) {
    let Some(start) = input[at..].iter().position(u8::is_ascii_digit).map(|after| at + after)
    else {
        return;
    };
    let digits = input[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = if random.below(4) == 0 { "-" } else { "" };
    let text = format!("{sign}{}", random.pick(&EDGES).wrapping_sub(random.below(3) as u64));
    input.splice(start..start + digits, text.into_bytes());
}

/// Some bytes in a row; mostly few.
fn piece(of: &[u8], random: &mut Random) -> Vec<u8> {
    let from = random.below(of.len());
    let left = of.len() - from;
    let most = if random.below(4) == 0 { left } else { left.min(16) };
    of[from..from + random.below(most + 1)].to_vec()
}
