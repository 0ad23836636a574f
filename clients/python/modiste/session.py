"""One connection's side of the protocol, without the connection: bytes in, bytes and answers out.

Both clients stand on it. It knows no socket and no clock, so that its rules can be tested alone.
"""

import collections

from google.protobuf.message import DecodeError

from modiste import frames
from modiste.errors import Internal, Unavailable, from_status
from modiste.frames import Kind
from modiste.v1 import common_pb2 as common

#: After these the same requests would fare the same, so nothing is sent again.
_FAULTS_OF_THIS_SIDE = {
    common.GO_AWAY_BROKEN_FRAME, common.GO_AWAY_VERSION, common.GO_AWAY_CALL_ID_IN_USE,
}

#: After these a new connection soon would fare no better.
_OVERLOADS = {common.GO_AWAY_SLOW_READER, common.GO_AWAY_TOO_MANY_CONNECTIONS}


class Call:
    """A request and what became of it.

    `answer` is the response's message once `is_done` and no `error` came; `generation` names the
    snapshot that answered. A streamed method's parts lie in `parts` until somebody takes them, and
    its `answer` stays None; `part_bytes` is how much they hold.
    """

    def __init__(self, method, request, deadline, metadata=b"", on_done=None, on_part=None):
        self.method = method
        self.request = request.SerializeToString()
        self.metadata = metadata
        self.deadline = deadline
        # Why it was sent again, of "unseen" and "lost": once for each.
        self.resent = set()
        self.is_done = False
        self.answer = None
        self.error = None
        self.generation = ""
        self.parts = collections.deque()
        self.has_parts = False
        self.part_bytes = 0
        self._on_done = on_done
        self._on_part = on_part
        # Where it is in flight: set by Session.
        self.session = None
        self.call_id = None
        self.sequence = 0

    def finish(self, answer=None, error=None, generation=""):
        if self.is_done:
            return
        self.is_done, self.answer, self.error, self.generation = True, answer, error, generation
        if self._on_done:
            self._on_done(self)

    def append_part(self, message, generation):
        self.generation = generation or self.generation
        self.has_parts = True
        self.part_bytes += len(message)
        self.parts.append(message)
        if self._on_part:
            self._on_part(self)

    def take_part(self):
        """The next part. Raises Internal when it is not one."""
        message = self.parts.popleft()
        self.part_bytes -= len(message)
        try:
            return self.method.response.FromString(message)
        except DecodeError as error:
            raise Internal(
                f"a part of {self.method.name} cannot be decoded: {error}",
                is_local=True) from error


class Session:
    """What was asked on one connection, and what is still to be answered.

    After `receive`, the owner sends `output` and looks at `resend`: calls that this connection will
    not answer and that may be sent once more on another one.
    """

    def __init__(self):
        self.output = bytearray()
        self.resend = []
        self.goes_away = False
        self.wants_backoff = False
        self._decoder = frames.Decoder()
        self._in_flight = {}
        self._streamed = []
        self._given_up = set()
        self._next_call_id = 1
        self._request_count = 0
        self._accepted = None

    @property
    def has_calls(self):
        return bool(self._in_flight)

    @property
    def part_bytes(self):
        """Held in parts that nobody has taken yet."""
        return sum(call.part_bytes for call in self._streamed)

    def send(self, call, remaining):
        """Puts the call's request into `output`; `remaining` is its budget in seconds."""
        call_id = self._unused_call_id()
        self._request_count += 1
        call.session, call.call_id, call.sequence = self, call_id, self._request_count
        self._in_flight[call_id] = call
        if call.method.is_streamed:
            self._streamed.append(call)
        self.output += frames.encode(
            Kind.REQUEST, method=call.method.number, call_id=call_id,
            micros=min(max(int(remaining * 1e6), 1), frames.U32_MAX),
            metadata=call.metadata, message=call.request)

    def cancel(self, call):
        """Asks the server to stop; the call ends with the response that this brings."""
        if call.call_id in self._in_flight:
            self.output += frames.encode(Kind.CANCEL, call_id=call.call_id)

    def give_up(self, call):
        """Cancels a call for which nobody waits; its callID stays taken until its response."""
        if self._in_flight.pop(call.call_id, None) is not None:
            self._given_up.add(call.call_id)
            self.output += frames.encode(Kind.CANCEL, call_id=call.call_id)

    def receive(self, data):
        """Takes what was read. Raises FrameError when the connection has to be closed."""
        self._decoder.append(data)
        while frame := self._decoder.next():
            self._take(frame)

    def lost(self, reason):
        """The connection is gone: ends every call, or hands it to `resend`."""
        for call in list(self._in_flight.values()):
            self._end_unanswered(call, reason, "lost", may_resend=call.method.is_repeatable)
        self._given_up.clear()
        self.goes_away = True

    def _unused_call_id(self):
        while True:
            call_id = self._next_call_id
            self._next_call_id = 1 if call_id == frames.U32_MAX else call_id + 1
            if call_id not in self._in_flight and call_id not in self._given_up:
                return call_id

    def _take(self, frame):
        if frame.kind == Kind.RESPONSE:
            self._answer(frame)
        elif frame.kind == Kind.PING:
            self.output += frames.encode(
                Kind.PONG, call_id=frame.call_id, message=frame.metadata + frame.message)
        elif frame.kind == Kind.GO_AWAY:
            self._go_away(frame)
        elif frame.kind == Kind.PART:
            self._append_part(frame)
        elif frame.kind in (Kind.REQUEST, Kind.CANCEL):
            raise frames.FrameError(f"a {frame.kind.name.lower()} from the server")

    def _append_part(self, frame):
        call = self._in_flight.get(frame.call_id)
        if call is None:
            return  # given up
        if not call.method.is_streamed:
            raise frames.FrameError("a part of a streamed answer to a method that does not stream")
        try:
            generation = common.Metadata.FromString(frame.metadata).generation
        except DecodeError as error:
            raise frames.FrameError(f"metadata of a part cannot be decoded: {error}") from error
        call.append_part(frame.message, generation)

    def _answer(self, frame):
        self._given_up.discard(frame.call_id)
        call = self._in_flight.pop(frame.call_id, None)
        if call is None:
            return
        try:
            generation = common.Metadata.FromString(frame.metadata).generation
            if frame.status == 0:
                call.finish(
                    None if call.method.is_streamed
                    else call.method.response.FromString(frame.message), generation=generation)
                return
            status = common.Status.FromString(frame.message)
        except DecodeError as error:
            message = f"the response to {call.method.name} cannot be decoded: {error}"
            call.finish(error=Internal(message, is_local=True))
            return
        call.finish(
            error=from_status(
                frame.status, status.message, is_retryable=status.retryable,
                retry_after=frame.micros / 1e6, generation=generation),
            generation=generation)

    def _go_away(self, frame):
        try:
            away = common.GoAway.FromString(frame.message)
        except DecodeError as error:
            raise frames.FrameError(f"a goAway that cannot be decoded: {error}") from error
        self.goes_away = True
        self.wants_backoff = away.reason in _OVERLOADS
        self._accepted = min(
            away.accepted, self._accepted if self._accepted is not None else away.accepted)
        reason = f"the server goes away: {away.message or common.GoAwayReason.Name(away.reason)}"
        for call in list(self._in_flight.values()):
            if call.sequence > self._accepted:
                self._end_unanswered(
                    call, reason, "unseen", may_resend=away.reason not in _FAULTS_OF_THIS_SIDE)

    def _end_unanswered(self, call, reason, cause, may_resend):
        del self._in_flight[call.call_id]
        # A stream of which parts came would begin anew.
        if may_resend and cause not in call.resent and not call.has_parts:
            call.resent.add(cause)
            call.session = None
            self.resend.append(call)
        else:
            call.finish(error=Unavailable(reason, is_retryable=may_resend, is_local=True))
