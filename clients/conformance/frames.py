#!/usr/bin/env python3
"""Sends a server what no client would send, and expects what PROTOCOL.md says in sections 9 and 10.

    clients/conformance/frames.py unix:/run/modiste.sock

Prints like the clients' conformance programs. A case is a function named as a fact; what it needs
is in its decorator.
"""

import pathlib
import socket
import os
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))

from modiste import frames  # noqa: E402
from modiste.connecting import Address  # noqa: E402
from modiste.errors import Code  # noqa: E402
from modiste.frames import Kind  # noqa: E402
from modiste.v1 import admin_pb2 as admin  # noqa: E402
from modiste.v1 import common_pb2 as common  # noqa: E402
from modiste.v1 import profile_pb2 as profile  # noqa: E402
from modiste.v1 import recommend_pb2 as recommend  # noqa: E402

RECOMMEND, SIMILAR_ITEMS, RERANK, PREDICT_RATING, BATCH = 0x0101, 0x0102, 0x0105, 0x0106, 0x0107
GET_PROFILE, BATCH_GET_PROFILES = 0x0201, 0x0202
PING, STATUS, RELOAD, LIST_METHODS = 0xFF01, 0xFF02, 0xFF03, 0xFF04
PATIENCE_SECONDS = 20

CASES = []


def case(*needs):
    def add(function):
        CASES.append((function.__name__.replace("_", " "), needs, function))
        return function
    return add


class Failure(Exception):
    """What was found; what was expected."""


class Peer:
    """A connection that sends any bytes."""

    def __init__(self, address):
        self._decoder = frames.Decoder()
        if address.path:
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._socket.settimeout(PATIENCE_SECONDS)
            self._socket.connect(address.path)
        else:
            self._socket = socket.create_connection((address.host, address.port))
        self._socket.settimeout(PATIENCE_SECONDS)

    def send(self, *data):
        try:
            self._socket.sendall(b"".join(data))
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server may close as soon as it has seen enough

    def half_close(self):
        self._socket.shutdown(socket.SHUT_WR)

    def next(self):
        """The next frame; None at the end of the stream."""
        while not (frame := self._decoder.next()):
            try:
                data = self._socket.recv(1 << 16)
            except ConnectionResetError:
                data = b""
            except TimeoutError:
                raise Failure(f"nothing came for {PATIENCE_SECONDS} s") from None
            if not data:
                return None
            self._decoder.append(data)
        return frame

    def rest(self):
        """All frames to the end of the stream."""
        return list(iter(self.next, None))

    def close(self):
        self._socket.close()


def request(method=PING, message=b"", *, call_id=1, micros=5_000_000, metadata=b""):
    message = message if isinstance(message, bytes) else message.SerializeToString()
    return frames.encode(
        Kind.REQUEST, method=method, call_id=call_id, micros=micros, metadata=metadata,
        message=message)


def check(what, found, expected):
    if found != expected:
        raise Failure(f"{what} is {found!r}; {expected!r} was expected")


def check_status(frame, code, call_id=1):
    if frame is None:
        raise Failure(f"the connection was closed; {code.name} was expected")
    check("kind", frame.kind, Kind.RESPONSE)
    check("callID", frame.call_id, call_id)
    if frame.status != code:
        text = common.Status.FromString(frame.message).message if frame.status else ""
        raise Failure(f"status is {frame.status} {text!r}; {int(code)} was expected")
    if code == Code.OK:
        return None
    status = common.Status.FromString(frame.message)
    check("the Status message's code", status.code, code)
    if not status.message:
        raise Failure("the Status has no message")
    return status


def check_alive(peer):
    peer.send(request(message=admin.PingRequest(payload=b"alive"), call_id=4_000_000_000))
    frame = peer.next()
    check_status(frame, Code.OK, call_id=4_000_000_000)
    check("payload", admin.PingResponse.FromString(frame.message).payload, b"alive")


def check_refused(peer, data, code, retryable=False):
    """The call ends so, and the connection stays."""
    peer.send(data)
    frame = peer.next()
    status = check_status(frame, code)
    check("retryable", status.retryable, retryable)
    check_alive(peer)


def check_sent_away(peer, data, reason):
    """A whole request before is answered, then goAway, then the end."""
    peer.send(request(call_id=11), data, request(call_id=12))
    check_status(peer.next(), Code.OK, call_id=11)
    rest = peer.rest()
    if len(rest) != 1 or rest[0].kind != Kind.GO_AWAY:
        raise Failure(f"{[f.kind.name for f in rest]} came; goAway and the end were expected")
    away = common.GoAway.FromString(rest[0].message)
    check("reason", common.GoAwayReason.Name(away.reason), common.GoAwayReason.Name(reason))
    check("accepted", away.accepted, 1)
    check("versions", list(away.versions), [1])
    if not away.message:
        raise Failure("the goAway has no message")


def patched(data, offset, value):
    data = bytearray(data)
    data[offset:offset + len(value)] = value
    return bytes(data)


# Broken frames.

@case()
def another_version_is_sent_away_with_the_versions_spoken(peer):
    check_sent_away(peer, patched(request(), 4, b"\x02"), common.GO_AWAY_VERSION)


def add_broken(name, data):
    def run(peer):
        check_sent_away(peer, data, common.GO_AWAY_BROKEN_FRAME)
    run.__name__ = name
    case()(run)


for kind in (0, 8, 255):
    add_broken(f"kind_{kind}_is_a_broken_frame", patched(request(), 5, bytes([kind])))
for kind in (Kind.RESPONSE, Kind.PART):
    add_broken(f"a_{kind.name.lower()}_to_the_server_is_a_broken_frame",
               frames.encode(kind, call_id=1))
add_broken("a_reserved_byte_that_is_set_is_a_broken_frame", patched(request(), 19, b"\x01"))
add_broken("a_status_in_a_request_is_a_broken_frame", patched(request(), 18, b"\x01"))
add_broken("a_status_in_a_cancel_is_a_broken_frame",
           patched(frames.encode(Kind.CANCEL, call_id=1), 18, b"\x05"))
add_broken("a_body_over_the_limit_is_a_broken_frame_at_its_header",
           patched(request(), 0, b"\xff\xff\xff\xff"))
add_broken("metadata_longer_than_the_body_is_a_broken_frame", patched(request(), 16, b"\x01"))
add_broken("a_ping_of_65_bytes_is_a_broken_frame",
           frames.encode(Kind.PING, call_id=1, message=bytes(65)))


@case("unix")
def a_callID_in_flight_used_again_is_sent_away_and_the_first_is_answered(peer):
    peer.send(request(RELOAD, call_id=5, micros=60_000_000), request(call_id=5))
    found = peer.rest()
    away = [f for f in found if f.kind == Kind.GO_AWAY]
    responses = [f for f in found if f.kind == Kind.RESPONSE]
    check("the number of goAways", len(away), 1)
    reason = common.GoAway.FromString(away[0].message).reason
    check("reason", reason, common.GO_AWAY_CALL_ID_IN_USE)
    check("responses", [(f.call_id, f.method) for f in responses], [(5, RELOAD)])


@case()
def a_frame_cut_off_at_any_byte_ends_the_connection_silently(address):
    whole = request(message=admin.PingRequest(payload=b"hi"))
    for size in range(1, len(whole)):
        peer = Peer(address)
        peer.send(request(call_id=3), whole[:size])
        peer.half_close()
        check_status(peer.next(), Code.OK, call_id=3)
        check(f"what came after {size} bytes", peer.rest(), [])
        peer.close()


# Frames that are odd but whole.

@case()
def a_frame_that_arrives_byte_by_byte_is_answered(peer):
    for byte in request(message=admin.PingRequest(payload=b"slow")):
        peer.send(bytes([byte]))
    check("payload", admin.PingResponse.FromString(peer.next().message).payload, b"slow")


@case()
def a_half_closed_peer_gets_all_its_answers_and_then_the_end(peer):
    peer.send(*(request(call_id=n) for n in range(50)))
    peer.half_close()
    check("callIDs", sorted(f.call_id for f in peer.rest()), list(range(50)))


@case()
def a_response_repeats_method_and_callID_whatever_they_are(peer):
    for call_id in (0, 1, frames.U32_MAX):
        peer.send(request(call_id=call_id))
        frame = peer.next()
        check_status(frame, Code.OK, call_id=call_id)
        check("method", frame.method, PING)
        check("micros", frame.micros, 0)


@case()
def a_ping_of_up_to_64_bytes_is_answered_by_its_pong(peer):
    for size in (0, 1, 64):
        peer.send(frames.encode(Kind.PING, call_id=size, message=b"p" * size))
        frame = peer.next()
        check("pong", (frame.kind, frame.call_id, frame.message),
              (Kind.PONG, size, b"p" * size))


@case()
def a_pong_that_nobody_asked_for_is_ignored(peer):
    peer.send(frames.encode(Kind.PONG, call_id=9))
    check_alive(peer)


@case("unix")
def a_cancel_of_an_unknown_callID_is_ignored_and_counted(peer):
    peer.send(request(STATUS))
    before = admin.StatusResponse.FromString(peer.next().message).ignored_frames
    peer.send(frames.encode(Kind.CANCEL, call_id=77), request(STATUS))
    after = admin.StatusResponse.FromString(peer.next().message).ignored_frames
    if after <= before:
        raise Failure(f"ignored_frames went from {before} to {after}; it must grow")


@case()
def a_flood_of_cancels_leaves_the_connection_usable(peer):
    peer.send(*(frames.encode(Kind.CANCEL, call_id=n) for n in range(10_000)))
    check_alive(peer)


@case("unix")
def a_cancelled_call_is_ended_by_one_response(peer):
    peer.send(request(RELOAD, call_id=8, micros=60_000_000), frames.encode(Kind.CANCEL, call_id=8))
    frame = peer.next()
    check("callID", frame.call_id, 8)
    if frame.status not in (Code.OK, Code.CANCELLED):
        raise Failure(f"status is {frame.status}; 0 or 1 was expected")
    check_alive(peer)


@case()
def a_client_that_goes_away_gets_its_answers_and_then_the_end(peer):
    away = common.GoAway(reason=common.GO_AWAY_DRAIN, message="done", versions=[1])
    peer.send(request(call_id=2), frames.encode(Kind.GO_AWAY, message=away.SerializeToString()))
    responses = [f for f in peer.rest() if f.kind == Kind.RESPONSE]
    check("callIDs", [f.call_id for f in responses], [2])


# Budgets.

@case()
def a_budget_of_0_stands_for_the_default_and_the_largest_is_cut(peer):
    for micros in (0, frames.U32_MAX):
        peer.send(request(micros=micros))
        check_status(peer.next(), Code.OK)


@case()
def calls_with_a_budget_of_1_microsecond_are_each_ended_once(peer):
    peer.send(*(request(call_id=n, micros=1) for n in range(200)))
    found = [peer.next() for _ in range(200)]
    check("callIDs", sorted(f.call_id for f in found), list(range(200)))
    others = {f.status for f in found} - {Code.OK, Code.DEADLINE_EXCEEDED}
    check("other statuses", others, set())


# Bodies.

@case()
def an_unknown_method_is_unimplemented(peer):
    check_refused(peer, request(0x0199), Code.UNIMPLEMENTED)


def add_refused(name, data, code=Code.INVALID_ARGUMENT, needs=()):
    def run(peer):
        check_refused(peer, data, code)
    run.__name__ = name
    case(*needs)(run)


add_refused("a_body_that_cannot_be_decoded_is_an_invalid_argument", request(message=b"\xff" * 8))
add_refused("a_body_cut_short_is_an_invalid_argument", request(message=b"\x0a\x40hi"))
add_refused("metadata_that_cannot_be_decoded_are_an_invalid_argument",
            request(metadata=b"\xff" * 8))
add_refused("a_traceparent_above_55_bytes_is_an_invalid_argument",
            request(metadata=common.Metadata(traceparent="0" * 56).SerializeToString()))
add_refused("17_pairs_of_metadata_are_an_invalid_argument",
            request(metadata=common.Metadata(
                pairs=[common.Pair(key="k", value="v")] * 17).SerializeToString()))
add_refused("invalid_UTF-8_in_metadata_is_an_invalid_argument",
            request(metadata=b"\x1a\x02\xc3\x28"))
add_refused("invalid_UTF-8_in_an_id_is_an_invalid_argument",
            request(SIMILAR_ITEMS, b"\x0a\x02\xc3\x28\x10\x02"), needs=["models"])
add_refused("invalid_UTF-8_in_a_repeated_string_is_an_invalid_argument",
            request(RECOMMEND, b"\x18\x02\x2a\x01\xff"), needs=["models"])
add_refused("an_overlong_form_in_a_string_is_an_invalid_argument",
            request(RECOMMEND, b"\x0a\x02\xc0\xaf\x18\x02"), needs=["models"])
add_refused("a_NUL_in_a_string_is_an_invalid_argument",
            request(SIMILAR_ITEMS, b"\x0a\x03A\x001\x10\x02"), needs=["models"])
add_refused("10,000_nested_groups_are_an_invalid_argument",
            request(RECOMMEND, b"\x0b" * 10_000), needs=["models"])
add_refused("a_body_that_expands_beyond_the_arena_is_refused_as_exhausting",
            request(RECOMMEND, b"\x12\x00" * 500_000), Code.RESOURCE_EXHAUSTED, ["models"])


def shopper(**fields):
    return recommend.RecommendRequest(**{"limit": 20, **fields})


# What Recommend refuses, Rerank and RecommendBatch refuse too.
for name, question in {
    "a_boost_of_NaN": shopper(boosts=[recommend.Boost(filter="price > 1", factor=float("nan"))]),
    "a_boost_of_0": shopper(boosts=[recommend.Boost(filter="price > 1")]),
    "a_boost_without_a_filter": shopper(boosts=[recommend.Boost(factor=2)]),
    "two_caps_on_an_attribute": shopper(caps=[
        recommend.Cap(attribute="category", limit=1),
        recommend.Cap(attribute="category", limit=2)]),
    "a_cap_of_0": shopper(caps=[recommend.Cap(attribute="category")]),
    "a_cap_on_an_attribute_that_is_not_there": shopper(
        caps=[recommend.Cap(attribute="colr", limit=1)]),
    "a_diversity_of_NaN": shopper(diversity=float("nan")),
    "a_price_preference_beyond_1": shopper(price_preference=1.5),
    "an_endless_exploration": shopper(exploration=float("inf")),
    "a_promoted_share_below_0": shopper(promoted_share=-0.5),
    "a_language_that_is_not_spoken": shopper(language="fr"),
    "10,000_recent_items": shopper(recent=[recommend.Event(item_id="item 12345")] * 10_000),
    "a_grade_of_NaN": shopper(recent=[
        recommend.Event(item_id="x", kind=recommend.EVENT_RATING, value=float("nan"))]),
    "a_search_above_256_bytes": shopper(recent=[
        recommend.Event(kind=recommend.EVENT_SEARCH, query="x" * 257)]),
    "a_size_above_64_bytes": shopper(sizes=["x" * 65]),
    "17_sizes": shopper(sizes=["S"] * 17),
}.items():
    add_refused(f"{name}_is_an_invalid_argument", request(RECOMMEND, question), needs=["models", "checks"])
    add_refused(f"{name}_is_an_invalid_argument_of_Rerank", request(RERANK, recommend.RerankRequest(
        shopper=question, candidate_item_ids=["x"])), needs=["models", "checks"])
    if question.recent:
        continue  # has no effect in a batch
    add_refused(f"{name}_is_an_invalid_argument_of_RecommendBatch", request(
        BATCH, recommend.RecommendBatchRequest(user_ids=["x"], question=question)),
        needs=["models", "checks"])
for limit in (0, 501, 0xFFFF_FFFF):
    add_refused(f"a_limit_of_{limit}_is_an_invalid_argument_of_RecommendBatch", request(
        BATCH, recommend.RecommendBatchRequest(user_ids=["x"], question=shopper(limit=limit))),
        needs=["models", "checks"])
for name, question in {
    "101_affinities": profile.GetProfileRequest(affinity_limit=101),
    "65_tags": profile.GetProfileRequest(tags=["rfm"] * 65),
    "a_tag_without_a_name": profile.GetProfileRequest(tags=[""]),
    "a_tag_above_256_bytes": profile.GetProfileRequest(tags=["x" * 257]),
    "1,001_recent_events": profile.GetProfileRequest(
        recent=[recommend.Event(item_id="item 12345")] * 1_001),
    "an_event_without_an_item": profile.GetProfileRequest(recent=[recommend.Event()]),
}.items():
    add_refused(f"{name}_is_an_invalid_argument_of_GetProfile", request(GET_PROFILE, question),
                needs=["models", "checks"])
    if question.recent:
        continue  # has no effect in a batch
    add_refused(f"{name}_is_an_invalid_argument_of_BatchGetProfiles", request(
        BATCH_GET_PROFILES, profile.BatchGetProfilesRequest(user_ids=["x"], question=question)),
        needs=["models", "checks"])
add_refused("a_batch_of_nobody_is_an_invalid_argument_of_BatchGetProfiles",
            request(BATCH_GET_PROFILES, b""), needs=["models", "checks"])
add_refused("1,001_candidates_are_an_invalid_argument", request(
    RERANK, recommend.RerankRequest(candidate_item_ids=["candidate 1"] * 1_001)), needs=["models", "checks"])
add_refused("a_kind_of_event_that_is_not_defined_is_an_invalid_argument",
            request(RECOMMEND, b"\x12\x06\x0a\x01x\x10\x81\x02\x18\x02"), needs=["models", "checks"])
add_refused("a_model_of_ratings_that_is_not_defined_is_an_invalid_argument",
            request(PREDICT_RATING, b"\x12\x01x\x18\x81\x02"), needs=["models", "checks"])


@case()
def fields_that_are_not_known_are_skipped(peer):
    peer.send(request(message=admin.PingRequest(payload=b"new").SerializeToString()
                      + b"\xa0\x06\x01" + b"\xaa\x06\x02hi"))
    frame = peer.next()
    check_status(frame, Code.OK)
    check("payload", admin.PingResponse.FromString(frame.message).payload, b"new")


@case()
def metadata_with_everything_set_are_taken(peer):
    metadata = common.Metadata(
        traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        tracestate="shop=cart", client="frames.py", token=b"\x00\xff",
        priority=common.PRIORITY_BATCH, pairs=[common.Pair(key="page", value="首页")] * 16)
    peer.send(request(metadata=metadata.SerializeToString()))
    check_status(peer.next(), Code.OK)


# Limits.

@case("unix")
def more_calls_in_flight_than_the_limit_are_refused_and_the_connection_stays(peer):
    peer.send(request(LIST_METHODS))
    limit = admin.ListMethodsResponse.FromString(peer.next().message).calls_in_flight_max
    count = limit + 20
    peer.send(*(request(RELOAD, call_id=n, micros=60_000_000) for n in range(count)))
    found = [peer.next() for _ in range(count)]
    check("callIDs", sorted(f.call_id for f in found), list(range(count)))
    refused = [f for f in found if f.status == Code.RESOURCE_EXHAUSTED]
    if not refused:
        raise Failure(f"none of {count} calls was refused; the limit is {limit}")
    check("retryable", common.Status.FromString(refused[0].message).retryable, True)
    if refused[0].micros == 0:
        raise Failure("the refusal does not say how long to wait")
    check_alive(peer)


def main():
    if len(sys.argv) != 2:
        print("usage: frames.py ADDRESS", file=sys.stderr)
        return 2
    address = Address.parse(sys.argv[1])
    met = {"unix" if address.path else "tcp"}
    # Held open throughout: what one connection sends, others do not notice.
    witness = Peer(address)
    witness.send(request())
    if common.Metadata.FromString(witness.next().metadata).generation:
        met.add("models")
    # A server that stands in for one in a client's tests need not check what questions ask for.
    if not os.environ.get("MODISTE_STAND_IN"):
        met.add("checks")
    passed = failed = 0
    for name, needs, function in CASES:
        missing = [need for need in needs if need not in met]
        if missing:
            print(f"skipped: {name}: needs {', '.join(missing)}")
            continue
        wants_address = "address" in function.__code__.co_varnames[:1]
        peer = None if wants_address else Peer(address)
        try:
            function(address if wants_address else peer)
            check_alive(witness)
            passed += 1
        except (Failure, frames.FrameError, AttributeError, OSError) as error:
            failed += 1
            print(f"failed: {name}: {error or type(error).__name__}")
        finally:
            if peer:
                peer.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
