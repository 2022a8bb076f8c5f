//! `/etc`: a few files of our own, and a few of the host's that hold no secrets.

use crate::network;

/// Shown as they are on the host, where they exist.
pub(super) const SHOWN: &[&str] = &[
    "etc/alternatives",
    "etc/ca-certificates",
    "etc/crypto-policies",
    "etc/ld.so.cache",
    "etc/mime.types",
    "etc/pki/ca-trust/extracted",
    "etc/pki/tls/certs",
    "etc/protocols",
    "etc/services",
    "etc/ssl/cert.pem",
    "etc/ssl/certs",
    "etc/ssl/openssl.cnf",
];

/// Debian keeps a JVM's own configuration here and links to it from the JVM's directory.
pub(super) const SHOWN_PREFIX: &str = "java-";

/// The program's user and group inside.
pub(crate) const USER: u64 = 993;

/// Files of our own. `user` is the one programs run as.
pub(super) fn written(user: u64) -> Vec<(&'static str, String)> {
    let mut resolv: String =
        network::nameservers().iter().map(|ip| format!("nameserver {ip}\n")).collect();
    if resolv.is_empty() {
        resolv = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    }
    let mut files = vec![
        ("etc/hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n".to_owned()),
        ("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n".to_owned()),
        ("etc/resolv.conf", resolv),
    ];
    let mut passwd = "root:x:0:0:root:/:/usr/sbin/nologin\n".to_owned();
    let mut group = "root:x:0:\n".to_owned();
    if user != 0 {
        passwd += &format!("sandbox:x:{user}:{user}:sandbox:/tmp:/bin/sh\n");
        group += &format!("sandbox:x:{user}:\n");
    }
    files.push(("etc/passwd", passwd));
    files.push(("etc/group", group));
    files
}
