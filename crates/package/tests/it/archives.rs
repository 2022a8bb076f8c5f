//! Archives made by hand, as no honest program makes them.

/// An entry with everything at will; the file's bytes are stored as they are.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) data: Vec<u8>,
    pub(crate) mode: u32,
    pub(crate) flags: u16,
    pub(crate) method: u16,
    /// What the headers say the size is, if not the truth.
    pub(crate) size: Option<u32>,
    pub(crate) crc: Option<u32>,
    pub(crate) extra: Vec<u8>,
}

pub(crate) fn file(name: impl AsRef<[u8]>, data: &str) -> Entry {
    Entry {
        name: name.as_ref().to_vec(),
        data: data.into(),
        mode: 0o100_644,
        flags: 0x800,
        method: 0,
        size: None,
        crc: None,
        extra: Vec::new(),
    }
}

pub(crate) fn link(name: &str, target: &str) -> Entry {
    Entry { mode: 0o120_777, ..file(name, target) }
}

pub(crate) fn folder(name: &str) -> Entry {
    Entry { mode: 0o040_755, ..file(name, "") }
}

pub(crate) fn archive(entries: &[Entry]) -> Vec<u8> {
    let (mut body, mut list) = (Vec::new(), Vec::new());
    for entry in entries {
        let start = body.len() as u32;
        let common = header(entry);
        body.extend(b"PK\x03\x04");
        body.extend(&common);
        body.extend(&entry.name);
        body.extend(&entry.extra);
        body.extend(&entry.data);

        list.extend(b"PK\x01\x02");
        list.extend(0x031e_u16.to_le_bytes()); // made by Unix
        list.extend(&common);
        list.extend([0; 6]); // comment, disk, internal attributes
        list.extend((entry.mode << 16).to_le_bytes());
        list.extend(start.to_le_bytes());
        list.extend(&entry.name);
        list.extend(&entry.extra);
    }
    let (start, bytes, count) = (body.len() as u32, list.len() as u32, entries.len() as u16);
    body.extend(list);
    body.extend(end(count, bytes, start));
    body
}

/// The fields that the header of a file and the list of files have in common.
fn header(entry: &Entry) -> Vec<u8> {
    let size = entry.size.unwrap_or(entry.data.len() as u32);
    let mut bytes = Vec::new();
    for short in [20, entry.flags, entry.method, 0, 0x21] {
        bytes.extend(short.to_le_bytes());
    }
    bytes.extend(entry.crc.unwrap_or_else(|| crc32(&entry.data)).to_le_bytes());
    bytes.extend((entry.data.len() as u32).to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend((entry.name.len() as u16).to_le_bytes());
    bytes.extend((entry.extra.len() as u16).to_le_bytes());
    bytes
}

pub(crate) fn end(count: u16, bytes: u32, start: u32) -> Vec<u8> {
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    end.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    end.extend([bytes.to_le_bytes(), start.to_le_bytes()].concat());
    end.extend([0, 0]);
    end
}

/// The extra field by which an entry claims another name (Info-ZIP's Unicode path).
pub(crate) fn second_name(first: &[u8], second: &str) -> Vec<u8> {
    let mut extra = 0x7075_u16.to_le_bytes().to_vec();
    extra.extend((5 + second.len() as u16).to_le_bytes());
    extra.push(1);
    extra.extend(crc32(first).to_le_bytes());
    extra.extend(second.as_bytes());
    extra
}

pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 }
        })
    })
}

/// Zeros, as small as deflate makes them.
pub(crate) fn bomb(files: usize, bytes_each: usize) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let zeros = vec![0; bytes_each];
    for i in 0..files {
        zip.start_file(format!("{i}"), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) fn open(path: &std::path::Path) -> std::fs::File {
    std::fs::File::open(path).unwrap()
}
