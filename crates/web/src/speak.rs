//! How HTTP is spoken with strangers: what one connection may take of us.

use std::time::Duration;

use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;

/// What a connection holds at most of a head, and of an answer that is not taken.
const BUFFER_BYTES: usize = 64 * 1024;
pub(crate) const HEAD_BYTES_MAX: u32 = 64 * 1024;
/// Requests at once on one connection of HTTP/2; and how much of their bodies may be unread.
const STREAMS_MAX: u32 = 128;
const STREAM_BYTES: u32 = 64 * 1024;
const STREAMS_BYTES: u32 = 256 * 1024;
/// Streams that were reset before or while they were looked at.
const RESETS_MAX: usize = 32;
/// A client of HTTP/2 that gives no sign of life for so long is gone.
const ALIVE: Duration = Duration::from_secs(20);

/// Serves connections of HTTP/1 and 2. Silent ones are not its affair: [`crate::Connections`] sweeps
/// them away.
pub fn speaks() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().header_read_timeout(None).max_buf_size(BUFFER_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS_MAX)
        .max_header_list_size(HEAD_BYTES_MAX)
        .max_send_buf_size(BUFFER_BYTES)
        .initial_stream_window_size(STREAM_BYTES)
        .initial_connection_window_size(STREAMS_BYTES)
        .max_pending_accept_reset_streams(RESETS_MAX)
        .max_local_error_reset_streams(RESETS_MAX)
        .keep_alive_interval(ALIVE)
        .keep_alive_timeout(ALIVE);
    builder
}
