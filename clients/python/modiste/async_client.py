"""The asyncio client."""

import asyncio
import time

from modiste import methods
from modiste.connecting import Address, Backoff
from modiste.errors import DeadlineExceeded, Unavailable
from modiste.frames import FrameError
from modiste.session import Call, Session
from modiste.v1 import common_pb2 as common

#: Of a stream's parts; more are left to the socket.
_HELD_MAX = 256 << 10


class AsyncClient:
    """Calls a Modiste server over one connection; any number of tasks may share it.

        async with modiste.AsyncClient("tcp:127.0.0.1:7400") as shop:
            likes = await asyncio.gather(*(shop.similar_items(item_id=i, limit=4) for i in items))

    The calls of all tasks are in flight together and are answered in any order. `timeout` is each
    call's deadline in seconds unless the call says otherwise; cancelling the task cancels the call.
    More than `calls_in_flight` wait for their turn, within their deadline. A stream has a connection
    of its own: the server pauses while its parts are not taken, and other calls go on.
    """

    def __init__(self, address, *, timeout=1.0, name="", calls_in_flight=1024):
        self._address = Address.parse(address)
        self._shown_address = address
        self._timeout = timeout
        self._metadata = common.Metadata(client=name).SerializeToString()
        self._current = None
        self._draining = set()
        self._streams = set()
        self._name = name
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
        for stream in list(self._streams):
            await stream.close()
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

    async def bought_together(self, request=None, *, timeout=None, **fields):
        """What goes into the same baskets as these items: a BoughtTogetherResponse."""
        return await self.call(methods.BOUGHT_TOGETHER, request, timeout=timeout, **fields)

    async def buy_again(self, request=None, *, timeout=None, **fields):
        """What a shopper buys repeatedly and may need now: a BuyAgainResponse."""
        return await self.call(methods.BUY_AGAIN, request, timeout=timeout, **fields)

    async def rerank(self, request=None, *, timeout=None, **fields):
        """The shop's own candidates in the shopper's order: a RecommendResponse."""
        return await self.call(methods.RERANK, request, timeout=timeout, **fields)

    async def predict_rating(self, request=None, *, timeout=None, **fields):
        """How a shopper would rate an item: a PredictRatingResponse."""
        return await self.call(methods.PREDICT_RATING, request, timeout=timeout, **fields)

    def recommend_batch(self, request=None, *, timeout=None, **fields):
        """Recommend for many shoppers: iterates over a RecommendBatchPart for each, in order.

            question = RecommendRequest(limit=20)
            async for part in shop.recommend_batch(user_ids=users, question=question, timeout=60):
                await send(part.user_id, part.answer.items)
        """
        return self.stream(methods.RECOMMEND_BATCH, request, timeout=timeout, **fields)

    async def get_profile(self, request=None, *, timeout=None, **fields):
        """What is known of a shopper: a GetProfileResponse."""
        return await self.call(methods.GET_PROFILE, request, timeout=timeout, **fields)

    def batch_get_profiles(self, request=None, *, timeout=None, **fields):
        """The same of many shoppers: iterates over a BatchGetProfilesPart for each, in order."""
        return self.stream(methods.BATCH_GET_PROFILES, request, timeout=timeout, **fields)

    def select_audience(self, request=None, *, timeout=None, **fields):
        """The shoppers for whom an expression holds: iterates over a SelectAudiencePart a page.

            async for part in shop.select_audience(expression="rfm.recency <= 30d", timeout=60):
                await send(member.user_id for member in part.members)
        """
        return self.stream(methods.SELECT_AUDIENCE, request, timeout=timeout, **fields)

    async def size_audience(self, request=None, *, timeout=None, **fields):
        """For how many shoppers an expression holds: a SizeAudienceResponse."""
        return await self.call(methods.SIZE_AUDIENCE, request, timeout=timeout, **fields)

    def look_alikes(self, request=None, *, timeout=None, **fields):
        """The shoppers most like given ones, the likest first: iterates over LookAlikesParts."""
        return self.stream(methods.LOOK_ALIKES, request, timeout=timeout, **fields)

    async def describe_audience(self, request=None, *, timeout=None, **fields):
        """What sets an audience apart from all shoppers: a DescribeAudienceResponse."""
        return await self.call(methods.DESCRIBE_AUDIENCE, request, timeout=timeout, **fields)

    async def measure_campaign(self, request=None, *, timeout=None, **fields):
        """What a past campaign brought about: a MeasureCampaignResponse."""
        return await self.call(methods.MEASURE_CAMPAIGN, request, timeout=timeout, **fields)
    async def get_forecast(self, request=None, *, timeout=None, **fields):
        """How many of an item will sell: a GetForecastResponse."""
        return await self.call(methods.GET_FORECAST, request, timeout=timeout, **fields)

    def batch_forecast(self, request=None, *, timeout=None, **fields):
        """The same of many series: iterates over a BatchForecastPart for each, in order.

        A part without `answer` is of a series that is not known: `part.HasField("answer")` tells.
        """
        return self.stream(methods.BATCH_FORECAST, request, timeout=timeout, **fields)

    async def what_if(self, request=None, *, timeout=None, **fields):
        """The same at other prices, promotions and events: a WhatIfResponse."""
        return await self.call(methods.WHAT_IF, request, timeout=timeout, **fields)

    async def plan_replenishment(self, request=None, *, timeout=None, **fields):
        """What to order now: a PlanReplenishmentResponse."""
        return await self.call(methods.PLAN_REPLENISHMENT, request, timeout=timeout, **fields)

    async def new_item_forecast(self, request=None, *, timeout=None, **fields):
        """How many of a new item will sell, from those like it: a NewItemForecastResponse."""
        return await self.call(methods.NEW_ITEM_FORECAST, request, timeout=timeout, **fields)

    async def answer(self, request=None, *, timeout=None, **fields):
        """What to reply to a shopper: an AnswerResponse.

        Its `state` goes into the next request, and so does what became of its `tool_request`.
        """
        return await self.call(methods.ANSWER, request, timeout=timeout, **fields)

    def answer_stream(self, request=None, *, timeout=None, **fields):
        """The same as it is ready: iterates over AnswerStreamParts.

        Each has a `part`, a `product`, or, the last, a `conclusion`: `part.HasField(…)` tells.
        """
        return self.stream(methods.ANSWER_STREAM, request, timeout=timeout, **fields)

    async def suggest(self, request=None, *, timeout=None, **fields):
        """Questions that begin like what is being typed: a SuggestResponse."""
        return await self.call(methods.SUGGEST, request, timeout=timeout, **fields)

    async def classify(self, request=None, *, timeout=None, **fields):
        """What a message means, and nothing else: a ClassifyResponse."""
        return await self.call(methods.CLASSIFY, request, timeout=timeout, **fields)

    async def search(self, request=None, *, timeout=None, **fields):
        """Passages and products alone: a SearchResponse."""
        return await self.call(methods.SEARCH, request, timeout=timeout, **fields)

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

    async def stream(self, method, request=None, *, timeout=None, **fields):
        """Calls a method that answers in parts: an asynchronous iterator over them.

        The call is made when the first part is asked for, and `timeout` is that of the whole
        stream. The iterator raises what the stream ended with; the parts before were good.
        `aclose`, or cancelling the task, ends the call.
        """
        request = method.request(**fields) if request is None else request
        own = AsyncClient(self._shown_address, timeout=self._timeout, name=self._name)
        self._streams.add(own)
        try:
            async for part, generation in own._parts(method, request, timeout):
                self.generation = generation
                yield part
            self.generation = own.generation or self.generation
        finally:
            self._streams.discard(own)
            await own.close()

    async def _parts(self, method, request, timeout):
        """Each part and its generation, as the only call of this client."""
        turn = asyncio.Event()
        news = asyncio.Event()
        call = Call(
            method, request, time.monotonic() + (self._timeout if timeout is None else timeout),
            self._metadata, on_done=lambda _: (turn.set(), news.set()),
            on_part=lambda _: news.set())
        call.turn = turn
        running = asyncio.ensure_future(self._run(call))

        def did_run(task):
            task.cancelled() or task.exception()  # looked at, or asyncio would complain
            news.set()

        running.add_done_callback(did_run)
        try:
            while True:
                if call.parts:
                    part = call.take_part()
                    self._pace(call)
                    yield part, call.generation
                    continue
                if call.is_done:
                    break
                if running.done():
                    running.result()  # why it cannot be sent
                news.clear()
                try:
                    await asyncio.wait_for(news.wait(), max(0, call.deadline - time.monotonic()))
                except asyncio.TimeoutError:
                    error = self._deadline_error(call)
                    self._give_up(call)
                    call.finish(error=error)
        finally:
            running.cancel()
        self.generation = call.generation or self.generation
        if call.error:
            raise call.error

    def _pace(self, call):
        """Receives while little is held, so that a stream goes no faster than it is taken."""
        for connection in [c for c in (self._current, *self._draining) if c]:
            connection.pace(call.part_bytes)

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
        self._is_paused = False

    def pace(self, held_bytes):
        if held_bytes > _HELD_MAX and not self._is_paused:
            self._is_paused = True
            self.transport.pause_reading()
        elif held_bytes <= _HELD_MAX // 2 and self._is_paused:
            self._is_paused = False
            self.transport.resume_reading()

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
        self.pace(self.session.part_bytes)
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
