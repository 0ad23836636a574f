"""What the two clients promise, against the fake server."""

import asyncio
import socket
import threading
import time
from random import Random

import pytest

import modiste
from fake_server import GENERATION, FakeServer, Refusal
from modiste import frames
from modiste.connecting import Address, Backoff
from modiste.v1 import common_pb2 as common
from test_golden import GOLDEN


@pytest.fixture
def serve(tmp_path):
    servers = []

    def start(address=None, **options):
        server = FakeServer(address or f"unix:{tmp_path}/{len(servers)}.sock", **options)
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()


class Blocking:
    """The blocking client, so that one test serves both."""

    def __init__(self, address, **options):
        self.client = modiste.Client(address, **options)

    def call(self, method, timeout=None, **fields):
        return self.client.call(method, timeout=timeout, **fields)

    def pipeline(self, method, requests):
        calls = [self.client.submit(method, **fields) for fields in requests]
        answers = []
        for call in calls:
            try:
                answers.append(self.client.wait(call))
            except modiste.ModisteError as error:
                answers.append(error)
        return answers

    def close(self):
        self.client.close()


class Asynchronous:
    def __init__(self, address, **options):
        self.runner = asyncio.Runner()

        async def make():
            return modiste.AsyncClient(address, **options)

        self.client = self.runner.run(make())

    def call(self, method, timeout=None, **fields):
        return self.runner.run(self.client.call(method, timeout=timeout, **fields))

    def pipeline(self, method, requests):
        async def gather():
            return await asyncio.gather(
                *(self.client.call(method, **fields) for fields in requests),
                return_exceptions=True)

        return self.runner.run(gather())

    def close(self):
        self.runner.run(self.client.close())
        self.runner.close()


@pytest.fixture(params=[Blocking, Asynchronous], ids=["blocking", "asyncio"])
def connect(request):
    clients = []

    def make(server, **options):
        address = server if isinstance(server, str) else server.address
        client = request.param(address, **options)
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()


def test_a_ping_answers_its_bytes_and_names_the_generation(serve, connect):
    shop = connect(serve())
    assert shop.call(modiste.PING, payload=b"hi").payload == b"hi"
    assert shop.client.generation == GENERATION


def test_tcp_works_and_admin_is_refused_there(serve, connect):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shop = connect(serve(f"tcp:127.0.0.1:{port}"))
    assert shop.call(modiste.PING, payload=b"hi").payload == b"hi"
    with pytest.raises(modiste.PermissionDenied):
        shop.call(modiste.STATUS)


def test_an_error_carries_the_servers_message_word_for_word(serve, connect):
    shop = connect(serve())
    with pytest.raises(modiste.InvalidArgument, match=r"^limit must be in 1\.\.\.500, got 0$") as e:
        shop.call(modiste.RECOMMEND)
    assert not e.value.is_retryable and not e.value.is_local
    assert e.value.generation == GENERATION
    with pytest.raises(modiste.NotFound, match="连衣裙"):
        shop.call(modiste.SIMILAR_ITEMS, item_id="连衣裙", limit=1)


def test_what_is_bought_together_and_again_is_answered(serve, connect):
    shop = connect(serve())
    answer = shop.call(modiste.BOUGHT_TOGETHER, basket_item_ids=["A1", "连衣裙"], limit=2)
    assert [item.item_id for item in answer.items] == ["A0", "A2"]
    assert list(answer.unknown_item_ids) == ["连衣裙"]
    answer = shop.call(modiste.BUY_AGAIN, user_id="顾客", limit=3, now=1_795_000_000)
    assert [item.purchases for item in answer.items] == [2, 2, 2] and answer.user_known
    for method in (modiste.BOUGHT_TOGETHER, modiste.BUY_AGAIN):
        with pytest.raises(modiste.InvalidArgument, match="limit must be in 1...500, got 501"):
            shop.call(method, limit=501)


def test_a_profile_is_answered(serve, connect):
    shop = connect(serve())
    answer = shop.call(modiste.GET_PROFILE, user_id="顾客", tags=["rfm"], omit_methods=True)
    assert [(tag.name, tag.number, tag.evidence) for tag in answer.tags] == [("rfm.recency", 3.5, 5)]
    assert [(a.value, a.affinity) for a in answer.affinities] == [("连衣裙", 0.75)]
    assert answer.user_known and list(answer.masked) == ["birth_year"]
    with pytest.raises(modiste.InvalidArgument, match="affinity_limit must be in 0...100, got 101"):
        shop.call(modiste.GET_PROFILE, affinity_limit=101)


def test_a_refusal_for_load_says_when_to_come_back(serve, connect):
    def refuse(connection, frame):
        connection.send(connection.refusal(
            frame, Refusal(8, "the pool is full", retryable=True, micros=2500)))
        return True

    shop = connect(serve(on_request=refuse))
    with pytest.raises(modiste.ResourceExhausted) as e:
        shop.call(modiste.PING)
    assert e.value.is_retryable and e.value.retry_after == 0.0025


def test_a_status_without_a_class_keeps_its_number(serve, connect):
    def refuse(connection, frame):
        connection.send(connection.refusal(frame, Refusal(15, "lost")))
        return True

    shop = connect(serve(on_request=refuse))
    with pytest.raises(modiste.OtherStatus, match="lost") as e:
        shop.call(modiste.PING)
    assert e.value.code is modiste.Code.DATA_LOSS


@pytest.mark.parametrize("reverses", [False, True])
def test_a_thousand_pipelined_calls_are_answered_each_exactly_once(serve, connect, reverses):
    server = serve(reverses=reverses)
    shop = connect(server, timeout=20)
    requests = [dict(payload=str(n).encode()) for n in range(1000)]
    answers = shop.pipeline(modiste.PING, requests)
    assert [a.payload for a in answers] == [r["payload"] for r in requests]
    assert len(server.connections) == 1


def test_large_answers_are_received_while_requests_are_sent(serve, connect):
    # 200 × 64 KiB each way: more than the socket's buffers hold, so that a client which did not
    # read while it writes would stand still.
    shop = connect(serve(), timeout=20)
    answers = shop.pipeline(modiste.PING, [dict(payload=b"x" * 65_536)] * 200)
    assert all(len(a.payload) == 65_536 for a in answers)


def test_the_deadline_ends_the_wait_and_cancels_the_call(serve, connect):
    server = serve(on_request=lambda connection, frame: connection.hold(frame) or True)
    shop = connect(server)
    began = time.monotonic()
    with pytest.raises(modiste.DeadlineExceeded):
        shop.call(modiste.PING, timeout=0.05)
    assert time.monotonic() - began < 1
    wait_until(lambda: [f.kind for f in server.connections[0].received] == [
        frames.Kind.REQUEST, frames.Kind.CANCEL])
    request, cancel = server.connections[0].received
    assert cancel.call_id == request.call_id and 0 < request.micros <= 50_000


def test_calls_have_a_deadline_of_a_second_unless_told_otherwise(serve, connect):
    server = serve()
    shop = connect(server)
    shop.call(modiste.PING)
    assert 900_000 < server.connections[0].received[0].micros <= 1_000_000


def test_a_lost_connection_is_replaced_and_the_call_sent_once_more(serve, connect):
    def drop_the_first(connection, frame):
        if len(server.connections) == 1:
            connection.close()
            return True

    server = serve(on_request=drop_the_first)
    shop = connect(server)
    assert shop.call(modiste.PING, payload=b"again").payload == b"again"
    assert len(server.connections) == 2


def test_a_reload_with_an_unknown_outcome_is_not_sent_again(serve, connect):
    server = serve(on_request=lambda connection, frame: connection.close() or True)
    shop = connect(server)
    with pytest.raises(modiste.Unavailable):
        shop.call(modiste.RELOAD)
    assert len(server.connections) == 1


def test_a_call_is_sent_twice_at_most(serve, connect):
    server = serve(on_request=lambda connection, frame: connection.close() or True)
    shop = connect(server)
    with pytest.raises(modiste.Unavailable, match="the connection was lost"):
        shop.call(modiste.PING)
    assert len(server.connections) == 2


def test_a_server_that_returns_within_the_deadline_is_found(serve, connect, tmp_path):
    server = serve()
    shop = connect(server, timeout=5)
    shop.call(modiste.PING)
    server.stop()
    timer = threading.Timer(0.2, lambda: serve(server.address))
    timer.start()
    assert shop.call(modiste.PING, payload=b"back").payload == b"back"
    timer.join()


def test_no_server_is_unavailable_with_the_reason_at_the_deadline(connect, tmp_path):
    shop = connect(f"unix:{tmp_path}/nobody.sock", timeout=0.1)
    with pytest.raises(modiste.Unavailable, match="No such file") as e:
        shop.call(modiste.PING)
    assert e.value.is_retryable and e.value.is_local


def test_calls_beyond_accepted_go_to_a_new_connection_and_the_others_are_awaited(serve, connect):
    def drain_after_two(connection, frame):
        if connection is not server.connections[0]:
            return False
        if connection.accepted == 4:
            connection.go_away(common.GO_AWAY_DRAIN, "stopping", accepted=2)
            first, second = connection.received[:2]
            time.sleep(0.05)
            connection.send(connection.answer(second) + connection.answer(first))
        return True

    server = serve(on_request=drain_after_two)
    shop = connect(server, timeout=5)
    answers = shop.pipeline(modiste.PING, [dict(payload=b"%d" % n) for n in range(4)])
    assert [a.payload for a in answers] == [b"0", b"1", b"2", b"3"]
    assert len(server.connections) == 2
    assert len(server.connections[1].received) == 2


def test_a_restart_that_first_drains_and_then_loses_a_connection_fails_no_call(serve, connect):
    def drain_then_drop(connection, frame):
        if connection is server.connections[0]:
            connection.go_away(common.GO_AWAY_DRAIN, "stopping", accepted=0)
            return True
        if connection is server.connections[1]:
            connection.close()
            return True

    server = serve(on_request=drain_then_drop)
    assert connect(server).call(modiste.PING, payload=b"through").payload == b"through"
    assert len(server.connections) == 3


def test_an_unaccepted_reload_may_be_sent_elsewhere(serve, connect):
    def drain_the_first(connection, frame):
        if connection is server.connections[0]:
            connection.go_away(common.GO_AWAY_DRAIN, "stopping", accepted=0)
            return True

    server = serve(on_request=drain_the_first)
    assert connect(server).call(modiste.RELOAD).generation == GENERATION


def test_a_protocol_fault_is_not_repeated(serve, connect):
    def complain(connection, frame):
        connection.go_away(common.GO_AWAY_VERSION, "frame version is 1; this server speaks 2", 0)
        connection.close()
        return True

    server = serve(on_request=complain)
    with pytest.raises(modiste.Unavailable, match="this server speaks 2") as e:
        connect(server).call(modiste.PING)
    assert len(server.connections) == 1 and not e.value.is_retryable


def test_bytes_that_are_not_frames_end_the_connection(serve, connect):
    def babble(connection, frame):
        connection.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        return True

    with pytest.raises(modiste.Unavailable, match="frame version is 47; this client speaks 1"):
        connect(serve(on_request=babble)).call(modiste.PING)


def test_a_ping_of_the_server_is_answered(serve, connect):
    def ask_back(connection, frame):
        connection.send(frames.encode(frames.Kind.PING, call_id=77, message=b"you?"))

    server = serve(on_request=ask_back)
    connect(server).call(modiste.PING)
    wait_until(lambda: len(server.connections[0].received) == 2)
    pong = server.connections[0].received[1]
    assert (pong.kind, pong.call_id, pong.message) == (frames.Kind.PONG, 77, b"you?")


def test_cancel_ends_the_call_with_cancelled(serve):
    server = serve(on_request=lambda connection, frame: connection.hold(frame) or True)
    with modiste.Client(server.address) as shop:
        call = shop.submit(modiste.PING)
        shop.cancel(call)
        with pytest.raises(modiste.Cancelled, match="the client cancelled it"):
            shop.wait(call)


def test_cancelling_a_task_cancels_its_call(serve):
    server = serve(on_request=lambda connection, frame: connection.hold(frame) or True)

    async def run():
        async with modiste.AsyncClient(server.address) as shop:
            task = asyncio.create_task(shop.ping())
            while not server.connections or not server.connections[0].received:
                await asyncio.sleep(0.005)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            while len(server.connections[0].received) < 2:
                await asyncio.sleep(0.005)

    asyncio.run(asyncio.wait_for(run(), 5))
    assert server.connections[0].received[1].kind == frames.Kind.CANCEL


def test_a_second_thread_is_told_to_make_its_own_client(serve):
    server = serve(on_request=lambda connection, frame: connection.hold(frame) or True)
    with modiste.Client(server.address) as shop:
        def wait():
            with pytest.raises(modiste.DeadlineExceeded):
                shop.ping(timeout=0.3)

        thread = threading.Thread(target=wait)
        thread.start()
        wait_until(lambda: server.connections and server.connections[0].received)
        with pytest.raises(RuntimeError, match="one client per thread"):
            shop.ping()
        thread.join()


def test_closing_fails_the_calls_in_flight(serve):
    server = serve(on_request=lambda connection, frame: connection.hold(frame) or True)
    shop = modiste.Client(server.address)
    call = shop.submit(modiste.PING)
    shop.close()
    with pytest.raises(modiste.Unavailable, match="this client was closed"):
        shop.wait(call)


@pytest.mark.parametrize(
    "text", ["", "unix:", "tcp:host", "tcp::1", "tcp:h:0", "tcp:h:x", "udp:h:1"])
def test_a_bad_address_names_what_is_accepted(text):
    with pytest.raises(modiste.InvalidArgument, match="unix:/path or tcp:host:port"):
        Address.parse(text)


def test_the_wait_doubles_from_10_ms_to_1_s_with_half_of_it_random():
    backoff, expected = Backoff(), 0.010
    for _ in range(12):
        assert expected / 2 <= backoff.next() <= expected
        expected = min(2 * expected, 1)


def wait_until(condition):
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_damaged_answers_end_calls_with_a_modiste_error(serve, connect):
    seed = 20261123
    random = Random(seed)
    golden = [path.read_bytes() for path in sorted(GOLDEN.glob("*.bin"))]

    def damage(connection, frame):
        answer = bytearray(random.choice(golden))
        answer[8:12] = frame.call_id.to_bytes(4, "little")
        for _ in range(random.randrange(4)):
            answer[random.randrange(len(answer))] = random.randrange(256)
        connection.send(bytes(answer))
        if random.random() < 0.5:
            connection.close()
        return True

    shop = connect(serve(on_request=damage), timeout=0.02)
    for _ in range(100):
        for method in (modiste.PING, modiste.STATUS, modiste.RECOMMEND, modiste.SIMILAR_ITEMS):
            try:
                shop.call(method)
            except modiste.ModisteError:
                pass
