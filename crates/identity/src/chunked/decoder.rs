//! The decoder: a state machine that is fed with bytes as they come.

use bytes::{Buf, Bytes};
use http::HeaderMap;
use sha2::{Digest, Sha256};

use super::chain::Chain;
use super::line::{LINE_MAX, Line, parse};
use super::trailers::{self, Announced, TRAILERS_BYTES_MAX};
use crate::{Chunking, Refused};

#[derive(Debug)]
pub struct ChunkDecoder {
    /// Where chunks are signed.
    chain: Option<Chain>,
    /// Where there are trailers.
    announced: Option<Announced>,
    /// Data still to come, as the head told.
    left: u64,
    state: State,
}

#[derive(Debug)]
enum State {
    /// In the line before a chunk's data.
    Line(Vec<u8>),
    Data(Chunk),
    /// In the line end behind the data.
    End(Vec<u8>),
    /// Behind the last chunk.
    Trailers(Vec<u8>),
    Broken(Refused),
}

#[derive(Debug)]
struct Chunk {
    left: u64,
    /// Of signed chunks: what the data hashes to so far, and what it is signed with.
    signed: Option<(Sha256, [u8; 32])>,
}

impl ChunkDecoder {
    pub(crate) fn new(
        chunking: Chunking,
        headers: &HeaderMap,
        chain: Chain,
    ) -> Result<Self, Refused> {
        let (is_signed, has_trailers) = match chunking {
            Chunking::Signed => (true, false),
            Chunking::SignedWithTrailers => (true, true),
            Chunking::Trailers => (false, true),
        };
        let announced = if has_trailers { Some(Announced::read(headers)?) } else { None };
        Ok(Self {
            chain: Some(chain).filter(|_| is_signed),
            announced,
            left: length(headers)?,
            state: State::Line(Vec::new()),
        })
    }

    /// How much data is still to come.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Takes bytes from `input` until some data is found; none when all are taken. After an error
    /// there is nothing but that error.
    pub fn decode(&mut self, input: &mut Bytes) -> Result<Option<Bytes>, Refused> {
        let found = self.step_through(input);
        if let Err(refused) = &found {
            self.state = State::Broken(refused.clone());
        }
        found
    }

    fn step_through(&mut self, input: &mut Bytes) -> Result<Option<Bytes>, Refused> {
        while !input.is_empty() {
            match &mut self.state {
                State::Line(line) => {
                    if take_line(line, input)? {
                        let line = parse(line.trim_ascii_end(), self.chain.is_some())?;
                        self.begin(line)?;
                    }
                }
                State::Data(chunk) => {
                    let most = usize::try_from(chunk.left).unwrap_or(usize::MAX);
                    let data = input.split_to(input.len().min(most));
                    chunk.left -= data.len() as u64;
                    self.left -= data.len() as u64;
                    if let Some((hash, _)) = &mut chunk.signed {
                        hash.update(&data);
                    }
                    if chunk.left == 0 {
                        self.complete()?;
                    }
                    return Ok(Some(data));
                }
                State::End(line) => {
                    if take_line(line, input)? {
                        if line.as_slice() != b"\r\n" {
                            return Err(Refused::Chunks("a chunk is longer than its size"));
                        }
                        self.state = State::Line(Vec::new());
                    }
                }
                State::Trailers(text) => {
                    if text.len() + input.len() > TRAILERS_BYTES_MAX {
                        return Err(Refused::Trailers("they are larger than 8 KiB"));
                    }
                    text.extend_from_slice(input);
                    input.clear();
                }
                State::Broken(refused) => return Err(refused.clone()),
            }
        }
        Ok(None)
    }

    /// The body has ended: gives its trailers if all of it came and every signature was right.
    pub fn finish(&mut self) -> Result<HeaderMap, Refused> {
        let text = match &mut self.state {
            State::Trailers(text) if self.left == 0 => std::mem::take(text),
            State::Broken(refused) => return Err(refused.clone()),
            _ => return Err(Refused::Truncated),
        };
        match &self.announced {
            Some(announced) => trailers::read(&text, announced, self.chain.as_mut()),
            None if text.trim_ascii().is_empty() => Ok(HeaderMap::new()),
            None => Err(Refused::Trailers("none were announced")),
        }
    }

    fn begin(&mut self, line: Line) -> Result<(), Refused> {
        if line.size > self.left {
            return Err(Refused::Chunks("there is more than x-amz-decoded-content-length says"));
        }
        let signed = line.signature.map(|signature| (Sha256::new(), signature));
        let chunk = Chunk { left: line.size, signed };
        // The last chunk is empty and so is complete already.
        if line.size == 0 {
            self.verify(chunk)?;
            self.state = State::Trailers(Vec::new());
        } else {
            self.state = State::Data(chunk);
        }
        Ok(())
    }

    fn complete(&mut self) -> Result<(), Refused> {
        match std::mem::replace(&mut self.state, State::End(Vec::new())) {
            State::Data(chunk) => self.verify(chunk),
            _ => Ok(()),
        }
    }

    /// A chunk is complete: its signature must be the next one of the chain.
    fn verify(&mut self, chunk: Chunk) -> Result<(), Refused> {
        let (Some((hash, signature)), Some(chain)) = (chunk.signed, &mut self.chain) else {
            return Ok(());
        };
        if chain.is_chunk(signature, &hash.finalize()) { Ok(()) } else { Err(Refused::Mismatch) }
    }
}

/// Moves bytes up to the line's end from `input` to `line`; true when the line is complete.
fn take_line(line: &mut Vec<u8>, input: &mut Bytes) -> Result<bool, Refused> {
    let room = LINE_MAX - line.len();
    let head = &input[..input.len().min(room)];
    let end = head.iter().position(|byte| *byte == b'\n');
    let taken = end.map_or(head.len(), |end| end + 1);
    line.extend_from_slice(&head[..taken]);
    input.advance(taken);
    if end.is_none() && line.len() == LINE_MAX {
        return Err(Refused::Chunks("a line before a chunk is too long"));
    }
    Ok(end.is_some())
}

fn length(headers: &HeaderMap) -> Result<u64, Refused> {
    let mut values = headers.get_all("x-amz-decoded-content-length").iter();
    let (Some(value), None) = (values.next(), values.next()) else { return Err(Refused::NoLength) };
    let text = value.to_str().map_err(|_| Refused::NoLength)?;
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number).ok_or(Refused::NoLength)
}
