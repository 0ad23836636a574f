"""The asyncio client."""

import asyncio
import time

from modiste import methods
from modiste.connecting import Address, Backoff
from modiste.errors import DeadlineExceeded, Unavailable
from modiste.frames import FrameError
from modiste.session import Call, Session
from modiste.v1 import common_pb2 as common


class AsyncClient:
    """Calls a Modiste server over one connection; any number of tasks may share it.

        async with modiste.AsyncClient("tcp:127.0.0.1:7400") as shop:
            likes = await asyncio.gather(*(shop.similar_items(item_id=i, limit=4) for i in items))

    The calls of all tasks are in flight together and are answered in any order. `timeout` is each
    call's deadline in seconds unless the call says otherwise; cancelling the task cancels the call.
    More than `calls_in_flight` wait for their turn, within their deadline.
    """

    def __init__(self, address, *, timeout=1.0, name="", calls_in_flight=1024):
        self._address = Address.parse(address)
        self._shown_address = address
        self._timeout = timeout
        self._metadata = common.Metadata(client=name).SerializeToString()
        self._current = None
        self._draining = set()
        self._backoff = Backoff()
        self._connecting = asyncio.Lock()
        self._connect_error = None
        self._turns = asyncio.Semaphore(calls_in_flight)
        self._is_closed = False
        #: The generation that answered the newest call.
        self.generation = ""

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.close()

    async def close(self):
        """Closes; calls still in flight fail with Unavailable."""
        self._is_closed = True
        for connection in [c for c in (self._current, *self._draining) if c]:
            connection.transport.abort()
            connection.connection_lost(None)
        await asyncio.sleep(0)

    # One method per RPC. Fields by keyword, or a whole message: `recommend(RecommendRequest(…))`.

    async def recommend(self, request=None, *, timeout=None, **fields):
        """The items a shopper is most likely to want: a RecommendResponse."""
        return await self.call(methods.RECOMMEND, request, timeout=timeout, **fields)

    async def similar_items(self, request=None, *, timeout=None, **fields):
        """The items most like a given one: a SimilarItemsResponse."""
        return await self.call(methods.SIMILAR_ITEMS, request, timeout=timeout, **fields)

    async def ping(self, request=None, *, timeout=None, **fields):
        """A payload of the asked size: a PingResponse."""
        return await self.call(methods.PING, request, timeout=timeout, **fields)

    async def status(self, *, timeout=None):
        """What is loaded, since when, and how it is used: a StatusResponse. Unix sockets only."""
        return await self.call(methods.STATUS, timeout=timeout)

    async def reload(self, *, timeout=60.0):
        """Loads the store's current generation: a ReloadResponse. Unix sockets only."""
        return await self.call(methods.RELOAD, timeout=timeout)

    async def list_methods(self, *, timeout=None):
        """The methods, and the limits of the server: a ListMethodsResponse."""
        return await self.call(methods.LIST_METHODS, timeout=timeout)

    async def call(self, method, request=None, *, timeout=None, **fields):
        """Calls, and waits for the answer. Raises a ModisteError when it is not OK."""
        request = method.request(**fields) if request is None else request
        seconds = self._timeout if timeout is None else timeout
        # Set when the call is done, and when it has to be sent once more.
        turn = asyncio.Event()
        call = Call(
            method, request, time.monotonic() + seconds, self._metadata,
            on_done=lambda _: turn.set())
        call.turn = turn
        try:
            await asyncio.wait_for(self._run(call), seconds)
        except asyncio.TimeoutError:
            self._give_up(call)
            call.finish(error=self._deadline_error(call))
        except asyncio.CancelledError:
            self._give_up(call)
            raise
        if call.generation:
            self.generation = call.generation
        if call.error:
            raise call.error
        self._backoff.reset()
        return call.answer

    async def _run(self, call):
        async with self._turns:
            while not call.is_done:
                connection = await self._connection()
                call.turn.clear()
                connection.session.send(call, call.deadline - time.monotonic())
                connection.flush()
                await connection.writable.wait()
                await call.turn.wait()
                if not call.is_done and connection.session.wants_backoff:
                    await asyncio.sleep(self._backoff.next())

    async def _connection(self):
        """The open connection. One task connects, the others wait for it."""
        async with self._connecting:
            while self._current is None:
                if self._is_closed:
                    raise Unavailable("this client was closed", is_local=True)
                try:
                    connection = await self._connect()
                    if connection.session.goes_away:
                        raise ConnectionError("the server went away at once")
                    self._current, self._connect_error = connection, None
                except OSError as error:
                    self._connect_error = error
                    await asyncio.sleep(self._backoff.next())
            return self._current

    async def _connect(self):
        loop = asyncio.get_running_loop()
        if self._address.path:
            _, connection = await loop.create_unix_connection(
                lambda: _Connection(self), self._address.path)
        else:
            # asyncio sets TCP_NODELAY itself.
            _, connection = await loop.create_connection(
                lambda: _Connection(self), self._address.host, self._address.port)
        return connection

    def _give_up(self, call):
        if call.session and not call.is_done:
            call.session.give_up(call)
            for connection in [c for c in (self._current, *self._draining) if c]:
                connection.flush()

    def _deadline_error(self, call):
        if self._current is None and self._connect_error:
            return Unavailable(
                f"connect {self._shown_address}: {self._connect_error}", is_retryable=True,
                is_local=True)
        return DeadlineExceeded(
            f"no answer to {call.method.name} before its deadline", is_local=True)

    def _settle(self, connection):
        """Retires a connection that goes away, and wakes the calls to be sent once more."""
        session = connection.session
        resend, session.resend = session.resend, []
        if session.goes_away:
            if connection is self._current:
                self._current = None
                self._draining.add(connection)
            if not session.has_calls:
                self._draining.discard(connection)
                connection.transport.close()
        for call in resend:
            call.turn.set()


class _Connection(asyncio.Protocol):
    """A transport and its session."""

    def __init__(self, client):
        self._client = client
        self.session = Session()
        self.transport = None
        self.writable = asyncio.Event()
        self.writable.set()
        self._is_lost = False

    def flush(self):
        if self.session.output and not self.transport.is_closing():
            self.transport.write(bytes(self.session.output))
        self.session.output.clear()

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        try:
            self.session.receive(data)
        except FrameError as error:
            self.transport.abort()
            self.connection_lost(error)
            return
        self.flush()
        self._client._settle(self)

    def connection_lost(self, error):
        if self._is_lost:
            return
        self._is_lost = True
        self.writable.set()
        self.session.lost(f"the connection was lost: {error or 'it was closed'}")
        self._client._settle(self)

    def pause_writing(self):
        self.writable.clear()

    def resume_writing(self):
        self.writable.set()
