"""What the C client promises when servers go away, against the Python client's fake server.

    make conformance && python3 -m pytest test_client.py
"""

import json
import pathlib
import subprocess
import sys
import time
from random import Random

import pytest

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "python"), str(HERE.parent / "python/tests")]

from fake_server import FakeServer  # noqa: E402

from modiste import frames  # noqa: E402
from modiste.v1 import common_pb2 as common  # noqa: E402
from modiste.v1 import recommend_pb2 as recommend  # noqa: E402


@pytest.fixture
def run(tmp_path):
    """Runs steps with the C client against a fake server; gives the program's output.

    The program begins with a ping of its own, on the first connection; the steps use a client of
    their own, so its connections are numbered from 1.
    """
    servers = []

    def run(steps, on_request=None, more=(), **options):
        server = FakeServer(f"unix:{tmp_path}/{len(servers)}.sock", **options)
        servers.append(server)
        server.on_request = lambda connection, frame: (
            on_request and connection is not server.connections[0]
            and on_request(server, connection, frame))
        cases = tmp_path / "cases.json"
        cases.write_text(json.dumps([{"name": "case", "steps": s} for s in (steps, *more)]))
        done = subprocess.run(
            [HERE / "conformance", cases, server.address], capture_output=True, encoding="utf-8",
            errors="replace", timeout=30)
        return server, done.stdout

    yield run
    for server in servers:
        server.stop()


def ping(size=0, **expect):
    return {"call": "Admin.Ping", "request": {"payload_size": size},
            "expect": {"status": "ok", "payload_size": size, **expect}}


def refused(method="Admin.Ping", status="unavailable", **expect):
    return {"call": method, "request": {}, "expect": {"status": status, **expect}}


def test_a_lost_connection_is_replaced_and_the_call_sent_once_more(run):
    def drop_the_first(server, connection, frame):
        if connection is server.connections[1]:
            connection.close()
            return True

    server, output = run([ping(9)], drop_the_first)
    assert output == "1 passed, 0 failed\n" and len(server.connections) == 3


def test_a_call_is_sent_twice_at_most(run):
    server, output = run(
        [refused(message="the connection was lost: the server closed it")],
        lambda server, connection, frame: connection.close() or True)
    assert output == "1 passed, 0 failed\n" and len(server.connections) == 3


def test_a_reload_with_an_unknown_outcome_is_not_sent_again(run):
    server, output = run(
        [refused("Admin.Reload")], lambda server, connection, frame: connection.close() or True)
    assert output == "1 passed, 0 failed\n" and len(server.connections) == 2


def test_calls_beyond_accepted_go_to_a_new_connection_and_the_others_are_awaited(run):
    def drain_after_two(server, connection, frame):
        if connection is not server.connections[1]:
            return False
        if connection.accepted == 4:
            connection.go_away(common.GO_AWAY_DRAIN, "stopping", accepted=2)
            time.sleep(0.05)
            first, second = connection.received[:2]
            connection.send(connection.answer(second) + connection.answer(first))
        return True

    server, output = run([{"pipeline": "Admin.Ping", "count": 4}, ping(1)], drain_after_two)
    assert output == "1 passed, 0 failed\n"
    assert [len(c.received) for c in server.connections] == [1, 4, 3]


def test_a_restart_that_first_drains_and_then_loses_a_connection_fails_no_call(run):
    def drain_then_drop(server, connection, frame):
        if connection is server.connections[1]:
            connection.go_away(common.GO_AWAY_DRAIN, "stopping", accepted=0)
            return True
        if connection is server.connections[2]:
            connection.close()
            return True

    server, output = run([ping(4)], drain_then_drop)
    assert output == "1 passed, 0 failed\n" and len(server.connections) == 4


def test_an_unaccepted_reload_may_be_sent_elsewhere(run):
    def drain_the_first(server, connection, frame):
        if connection is server.connections[1]:
            connection.go_away(common.GO_AWAY_DRAIN, "stopping", accepted=0)
            return True

    step = {"call": "Admin.Reload", "request": {}, "expect": {"status": "ok", "reloaded": True}}
    assert run([step], drain_the_first)[1] == "1 passed, 0 failed\n"


def test_a_protocol_fault_is_not_repeated(run):
    def complain(server, connection, frame):
        connection.go_away(common.GO_AWAY_VERSION, "frame version is 1; this server speaks 2", 0)
        connection.close()
        return True

    server, output = run([refused(message_has="this server speaks 2", retryable=False)], complain)
    assert output == "1 passed, 0 failed\n" and len(server.connections) == 2


def test_bytes_that_are_not_frames_end_the_connection(run):
    def babble(server, connection, frame):
        connection.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        return True

    assert run([refused(message_has="frame version")], babble)[1] == "1 passed, 0 failed\n"


def test_a_deadline_cancels_the_call_and_the_connection_lives_on(run):
    def hold_the_first(server, connection, frame):
        if len(connection.received) == 1:
            connection.hold(frame)
            return True

    late = dict(refused(status="deadlineExceeded"), timeout_micros=50_000)
    server, output = run([late, ping(3)], hold_the_first)
    assert output == "1 passed, 0 failed\n" and len(server.connections) == 2
    request, cancel, _ = server.connections[1].received
    assert cancel.kind == frames.Kind.CANCEL and cancel.call_id == request.call_id
    assert 0 < request.micros <= 50_000


def test_a_ping_of_the_server_is_answered(run):
    def ask_back(server, connection, frame):
        if len(connection.received) == 1:
            connection.send(frames.encode(frames.Kind.PING, call_id=77, message=b"you?"))

    server, output = run([ping(), ping()], ask_back)
    assert output == "1 passed, 0 failed\n"
    kinds = [(f.kind, f.message) for f in server.connections[1].received]
    assert (frames.Kind.PONG, b"you?") in kinds


def test_answers_in_reversed_order_find_their_calls(run):
    server, output = run([{"pipeline": "Admin.Ping", "count": 3000}], reverses=True)
    assert output == "1 passed, 0 failed\n"


def test_no_server_is_unavailable_at_the_deadline(tmp_path):
    began = time.monotonic()
    done = subprocess.run(
        [HERE / "conformance", HERE.parent / "conformance/cases.json", f"unix:{tmp_path}/none"],
        capture_output=True, text=True, timeout=30)
    assert f"connect unix:{tmp_path}/none: No such file or directory" in done.stdout
    assert time.monotonic() - began < 6


@pytest.mark.parametrize("address", ["unix:", "tcp:7400", "udp:host:1", "unix:/" + "a" * 200])
def test_a_bad_address_names_what_is_accepted(address):
    done = subprocess.run(
        [HERE / "conformance", HERE.parent / "conformance/cases.json", address],
        capture_output=True, text=True, timeout=30)
    assert f"unix:/path or tcp:host:port are accepted, the address is {address}" in done.stdout


def test_damaged_answers_end_calls_and_never_the_program(run):
    seed = 20261123
    random = Random(seed)
    golden = [p.read_bytes() for p in sorted((HERE.parents[1] / "Tests/Golden").glob("*.bin"))]

    def damage(server, connection, frame):
        answer = bytearray(random.choice(golden))
        answer[8:12] = frame.call_id.to_bytes(4, "little")
        for _ in range(random.randrange(4)):
            answer[random.randrange(len(answer))] = random.randrange(256)
        connection.send(bytes(answer))
        if random.random() < 0.5:
            connection.close()
        return True

    steps = [dict(refused(method, status="any"), timeout_micros=20_000) for method in (
        "Admin.Ping", "Admin.Status", "Admin.ListMethods", "Recommend.Recommend",
        "Recommend.SimilarItems", "Admin.Reload")]
    # A case ends at its first unmet expectation, so each has one call, and none can pass.
    server, output = run([steps[0]], damage, more=[[step] for step in steps * 60])
    assert output.endswith("0 passed, 361 failed\n"), f"seed {seed}"


def batch(**expect):
    return {"stream": "Recommend.RecommendBatch", "ping_every": expect.pop("ping_every", 0),
            "request": {"user_count": 500, "question": {"limit": 1}}, "expect": expect}


def send_parts(connection, frame, count, padding=0):
    for n in range(count):
        part = recommend.RecommendBatchPart(
            user_id=f"u{n}", answer=recommend.RecommendResponse(unknown_item_ids=["x" * padding]))
        connection.send(frames.encode(
            frames.Kind.PART, method=frame.method, call_id=frame.call_id,
            message=part.SerializeToString()))


def test_an_error_in_the_middle_of_a_stream_comes_behind_its_parts(run):
    def on_request(server, connection, frame):
        send_parts(connection, frame, 3)
        status = common.Status(code=14, message="a file was cut short", retryable=True)
        connection.send(frames.encode(
            frames.Kind.RESPONSE, method=frame.method, call_id=frame.call_id, status=14,
            message=status.SerializeToString()))
        return True

    _, output = run([batch(status="unavailable", message="a file was cut short", retryable=True,
                           parts_min=3, parts_max=3)], on_request)
    assert output.endswith("1 passed, 0 failed\n"), output


def test_a_stream_lost_before_its_first_part_is_begun_again(run):
    def on_request(server, connection, frame):
        if connection is server.connections[1]:
            connection.close()
            return True
        return False

    server, output = run([batch(status="ok", parts_min=500)], on_request)
    assert output.endswith("1 passed, 0 failed\n"), output
    assert len(server.connections) == 3


def test_a_stream_lost_after_a_part_fails(run):
    def on_request(server, connection, frame):
        send_parts(connection, frame, 2)
        time.sleep(0.1)
        connection.close()
        return True

    server, output = run(
        [batch(status="unavailable", parts_min=2, parts_max=2)], on_request)
    assert output.endswith("1 passed, 0 failed\n"), output
    assert len(server.connections) == 2


def test_parts_that_are_not_taken_end_their_stream_and_no_other_call(run):
    def on_request(server, connection, frame):
        if frame.method != 0x0107:
            return False
        # 5 MB, ahead of the pong to the ping that is sent after the first part.
        send_parts(connection, frame, 500, padding=10_000)
        return True

    _, output = run(
        [batch(status="resourceExhausted", ping_every=1, parts_min=50, parts_max=300,
               message="more than 1 MiB of parts were not taken"), ping(3)], on_request)
    assert output.endswith("1 passed, 0 failed\n"), output
