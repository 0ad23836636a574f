"""How a call can fail: one exception per status, each with the server's message."""

import enum


class Code(enum.IntEnum):
    """gRPC's status numbers."""

    OK = 0
    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16


class ModisteError(Exception):
    """A call that was not answered with OK.

    `code` is its status, `message` what the server said, word for word, or what this client found
    when `is_local`. `is_retryable` says whether the same request may succeed if sent again
    unchanged, `retry_after` how many seconds to wait first (0 when the server did not say), and
    `generation` which snapshot refused (empty when none did).
    """

    code = Code.UNKNOWN

    def __init__(self, message, *, is_retryable=False, retry_after=0.0, generation="",
                 is_local=False):
        super().__init__(message)
        self.message = message
        self.is_retryable = is_retryable
        self.retry_after = retry_after
        self.generation = generation
        self.is_local = is_local


class Cancelled(ModisteError):
    """The client's cancel ended the call."""

    code = Code.CANCELLED


class InvalidArgument(ModisteError):
    """The request can never succeed; the message names the field, the value, what is accepted."""

    code = Code.INVALID_ARGUMENT


class DeadlineExceeded(ModisteError):
    """The deadline passed before an answer arrived."""

    code = Code.DEADLINE_EXCEEDED


class NotFound(ModisteError):
    """The item is not in the generation that answered."""

    code = Code.NOT_FOUND


class PermissionDenied(ModisteError):
    """The method is not answered on this kind of socket."""

    code = Code.PERMISSION_DENIED


class ResourceExhausted(ModisteError):
    """The server is at a limit; when `is_retryable`, wait `retry_after` first."""

    code = Code.RESOURCE_EXHAUSTED


class Unimplemented(ModisteError):
    """The server does not know the method."""

    code = Code.UNIMPLEMENTED


class Internal(ModisteError):
    """A fault of the server, or an answer that cannot be read."""

    code = Code.INTERNAL


class Unavailable(ModisteError):
    """The server cannot be reached, is stopping, or has no generation loaded."""

    code = Code.UNAVAILABLE


class OtherStatus(ModisteError):
    """A status for which there is no class; `code` is its number."""

    def __init__(self, code, message, **details):
        super().__init__(message, **details)
        self.code = Code(code) if code in set(Code) else code


_CLASSES = {
    cls.code: cls
    for cls in (
        Cancelled, InvalidArgument, DeadlineExceeded, NotFound, PermissionDenied,
        ResourceExhausted, Unimplemented, Internal, Unavailable,
    )
}


def from_status(code, message, **details):
    """The exception for a status other than 0."""
    cls = _CLASSES.get(code)
    return cls(message, **details) if cls else OtherStatus(code, message, **details)
