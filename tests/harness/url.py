"""Function URLs, read as the bytes arrive."""

import time

from .client import Response, connect


def stream(port, path, method="GET", body=b"", headers=None, timeout=60):
    """One request; gives the head of the answer, and its pieces with the time each came."""
    connection = connect(port, timeout)
    connection.request(method, path, body or None, headers or {})
    answer = connection.getresponse()
    pieces = []
    while data := answer.read1(65536):
        pieces.append((time.monotonic(), data))
    connection.close()
    return Response(answer.status, answer.getheaders(), b""), pieces
