"""How a call lies on a stream: the header, and the cutting of bytes into frames.

    offset  size  field
         0     4  bodySize      bytes after the header
         4     1  version       1
         5     1  kind          see Kind
         6     2  method        service in the high byte, method in the low
         8     4  callID        chosen by the client
        12     4  micros        request: budget; response: how long to wait before a retry
        16     2  metadataSize  bytes of Metadata at the front of the body
        18     1  status        response: gRPC's status number
        19     1  reserved      0

Integers are little-endian.
"""

import enum
import struct
from typing import NamedTuple

_LAYOUT = struct.Struct("<IBBHIIHBB")
HEADER_SIZE = _LAYOUT.size
VERSION = 1

#: Larger than any sensible answer; small enough that a hostile length cannot exhaust memory.
BODY_SIZE_MAX = 4 << 20

U32_MAX = (1 << 32) - 1


class Kind(enum.IntEnum):
    REQUEST = 1
    RESPONSE = 2
    PART = 3
    CANCEL = 4
    PING = 5
    PONG = 6
    GO_AWAY = 7


class FrameError(Exception):
    """The bytes received are not frames; the connection cannot be used any longer."""


class Frame(NamedTuple):
    """A whole frame. `metadata` and `message` are the two parts of its body, still encoded."""

    kind: Kind
    method: int
    call_id: int
    micros: int
    status: int
    metadata: bytes
    message: bytes


def encode(kind, *, method=0, call_id=0, micros=0, status=0, metadata=b"", message=b""):
    """The bytes of one frame."""
    return (
        _LAYOUT.pack(
            len(metadata) + len(message), VERSION, kind, method, call_id, micros,
            len(metadata), status, 0,
        )
        + metadata
        + message
    )


class Decoder:
    """Cuts a byte stream into frames, however the network has split it.

        decoder.append(received)
        while frame := decoder.next():
            handle(frame)
    """

    def __init__(self, body_size_max=BODY_SIZE_MAX):
        self._body_size_max = body_size_max
        self._buffer = bytearray()

    @property
    def buffered(self):
        """Bytes held of a frame that is not whole yet."""
        return len(self._buffer)

    def append(self, data):
        self._buffer += data

    def next(self):
        """The next whole frame, or None. Raises FrameError when the stream is no longer frames."""
        if len(self._buffer) < HEADER_SIZE:
            return None
        (body_size, version, kind, method, call_id, micros, metadata_size, status, reserved) = (
            _LAYOUT.unpack_from(self._buffer)
        )
        if version != VERSION:
            raise FrameError(f"frame version is {version}; this client speaks {VERSION}")
        if not Kind.REQUEST <= kind <= Kind.GO_AWAY:
            raise FrameError(f"frame kind is {kind}; kinds are 1...7")
        if reserved != 0:
            raise FrameError(f"reserved byte is {reserved}; it must be 0")
        if status != 0 and kind != Kind.RESPONSE:
            raise FrameError(f"status is {status} in a {Kind(kind).name.lower()}; it must be 0")
        if body_size > self._body_size_max:
            raise FrameError(f"body is {body_size} bytes; the limit is {self._body_size_max}")
        if metadata_size > body_size:
            raise FrameError(f"metadata is {metadata_size} bytes, the body only {body_size}")
        end = HEADER_SIZE + body_size
        if len(self._buffer) < end:
            return None
        body = bytes(self._buffer[HEADER_SIZE:end])
        del self._buffer[:end]
        return Frame(
            Kind(kind), method, call_id, micros, status, body[:metadata_size], body[metadata_size:]
        )
