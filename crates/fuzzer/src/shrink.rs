//! Taking away of an input what does not matter.

/// The shortest that is still `bad`, of those that come of taking pieces out.
pub(crate) fn shrunk(input: &[u8], bad: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut input = input.to_vec();
    let mut piece = input.len() / 2;
    while piece > 0 {
        let mut at = 0;
        while at + piece <= input.len() {
            let shorter = [&input[..at], &input[at + piece..]].concat();
            match bad(&shorter) {
                true => input = shorter,
                false => at += piece,
            }
        }
        piece /= 2;
    }
    input
}
