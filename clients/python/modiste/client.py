"""The blocking client."""

import math
import select
import socket
import threading
import time

from modiste import methods
from modiste.connecting import Address, Backoff
from modiste.errors import DeadlineExceeded, Unavailable
from modiste.frames import FrameError
from modiste.session import Call, Session
from modiste.v1 import common_pb2 as common

_READ_SIZE = 64 << 10


class Client:
    """Calls a Modiste server over one connection, and waits for the answers.

        with modiste.Client("unix:/run/modiste.sock") as shop:
            answer = shop.recommend(user_id="u42", limit=20)

    Use it from one thread at a time; make one client per thread. A second thread that comes in
    meanwhile gets a RuntimeError, and nothing is harmed.

    `timeout` is each call's deadline in seconds unless the call says otherwise. It connects when a
    call needs it, and again after the connection was lost. A stream has a connection of its own:
    the server pauses while its parts are not taken, and other calls go on.
    """

    def __init__(self, address, *, timeout=1.0, name=""):
        self._address = Address.parse(address)
        self._shown_address = address
        self._timeout = timeout
        self._metadata = common.Metadata(client=name).SerializeToString()
        self._current = None
        self._draining = []
        self._streams = set()
        self._name = name
        self._backoff = Backoff()
        self._in_use = threading.Lock()
        #: The generation that answered the newest call.
        self.generation = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Closes; calls still in flight fail with Unavailable."""
        for stream in list(self._streams):
            stream.close()
        for connection in self._connections():
            connection.close("this client was closed")
            for call in connection.session.resend:
                call.finish(error=Unavailable("this client was closed", is_local=True))
        self._current, self._draining = None, []

    # One method per RPC. Fields by keyword, or a whole message: `recommend(RecommendRequest(…))`.

    def recommend(self, request=None, *, timeout=None, **fields):
        """The items a shopper is most likely to want: a RecommendResponse."""
        return self.call(methods.RECOMMEND, request, timeout=timeout, **fields)

    def similar_items(self, request=None, *, timeout=None, **fields):
        """The items most like a given one: a SimilarItemsResponse."""
        return self.call(methods.SIMILAR_ITEMS, request, timeout=timeout, **fields)

    def bought_together(self, request=None, *, timeout=None, **fields):
        """What goes into the same baskets as these items: a BoughtTogetherResponse."""
        return self.call(methods.BOUGHT_TOGETHER, request, timeout=timeout, **fields)

    def buy_again(self, request=None, *, timeout=None, **fields):
        """What a shopper buys repeatedly and may need now: a BuyAgainResponse."""
        return self.call(methods.BUY_AGAIN, request, timeout=timeout, **fields)

    def rerank(self, request=None, *, timeout=None, **fields):
        """The shop's own candidates in the shopper's order: a RecommendResponse."""
        return self.call(methods.RERANK, request, timeout=timeout, **fields)

    def predict_rating(self, request=None, *, timeout=None, **fields):
        """How a shopper would rate an item: a PredictRatingResponse."""
        return self.call(methods.PREDICT_RATING, request, timeout=timeout, **fields)

    def recommend_batch(self, request=None, *, timeout=None, **fields):
        """Recommend for many shoppers: an iterator over a RecommendBatchPart for each, in order.

            question = RecommendRequest(limit=20)
            for part in shop.recommend_batch(user_ids=users, question=question, timeout=60):
                send(part.user_id, part.answer.items)
        """
        return self.stream(methods.RECOMMEND_BATCH, request, timeout=timeout, **fields)

    def get_profile(self, request=None, *, timeout=None, **fields):
        """What is known of a shopper: a GetProfileResponse."""
        return self.call(methods.GET_PROFILE, request, timeout=timeout, **fields)

    def batch_get_profiles(self, request=None, *, timeout=None, **fields):
        """The same of many shoppers: an iterator over a BatchGetProfilesPart for each, in order."""
        return self.stream(methods.BATCH_GET_PROFILES, request, timeout=timeout, **fields)

    def select_audience(self, request=None, *, timeout=None, **fields):
        """The shoppers for whom an expression holds: an iterator over a SelectAudiencePart a page.

            for part in shop.select_audience(expression="rfm.recency <= 30d", timeout=60):
                send(member.user_id for member in part.members)
        """
        return self.stream(methods.SELECT_AUDIENCE, request, timeout=timeout, **fields)

    def size_audience(self, request=None, *, timeout=None, **fields):
        """For how many shoppers an expression holds: a SizeAudienceResponse."""
        return self.call(methods.SIZE_AUDIENCE, request, timeout=timeout, **fields)

    def look_alikes(self, request=None, *, timeout=None, **fields):
        """The shoppers most like given ones, the likest first: an iterator over LookAlikesParts."""
        return self.stream(methods.LOOK_ALIKES, request, timeout=timeout, **fields)

    def describe_audience(self, request=None, *, timeout=None, **fields):
        """What sets an audience apart from all shoppers: a DescribeAudienceResponse."""
        return self.call(methods.DESCRIBE_AUDIENCE, request, timeout=timeout, **fields)

    def measure_campaign(self, request=None, *, timeout=None, **fields):
        """What a past campaign brought about: a MeasureCampaignResponse."""
        return self.call(methods.MEASURE_CAMPAIGN, request, timeout=timeout, **fields)
    def get_forecast(self, request=None, *, timeout=None, **fields):
        """How many of an item will sell: a GetForecastResponse."""
        return self.call(methods.GET_FORECAST, request, timeout=timeout, **fields)

    def batch_forecast(self, request=None, *, timeout=None, **fields):
        """The same of many series: an iterator over a BatchForecastPart for each, in order.

        A part without `answer` is of a series that is not known: `part.HasField("answer")` tells.
        """
        return self.stream(methods.BATCH_FORECAST, request, timeout=timeout, **fields)

    def what_if(self, request=None, *, timeout=None, **fields):
        """The same at other prices, promotions and events: a WhatIfResponse."""
        return self.call(methods.WHAT_IF, request, timeout=timeout, **fields)

    def plan_replenishment(self, request=None, *, timeout=None, **fields):
        """What to order now: a PlanReplenishmentResponse."""
        return self.call(methods.PLAN_REPLENISHMENT, request, timeout=timeout, **fields)

    def new_item_forecast(self, request=None, *, timeout=None, **fields):
        """How many of a new item will sell, from those like it: a NewItemForecastResponse."""
        return self.call(methods.NEW_ITEM_FORECAST, request, timeout=timeout, **fields)

    def answer(self, request=None, *, timeout=None, **fields):
        """What to reply to a shopper: an AnswerResponse.

        Its `state` goes into the next request, and so does what became of its `tool_request`.
        """
        return self.call(methods.ANSWER, request, timeout=timeout, **fields)

    def answer_stream(self, request=None, *, timeout=None, **fields):
        """The same as it is ready: an iterator over AnswerStreamParts.

        Each has a `part`, a `product`, or, the last, a `conclusion`: `part.HasField(…)` tells.
        """
        return self.stream(methods.ANSWER_STREAM, request, timeout=timeout, **fields)

    def suggest(self, request=None, *, timeout=None, **fields):
        """Questions that begin like what is being typed: a SuggestResponse."""
        return self.call(methods.SUGGEST, request, timeout=timeout, **fields)

    def classify(self, request=None, *, timeout=None, **fields):
        """What a message means, and nothing else: a ClassifyResponse."""
        return self.call(methods.CLASSIFY, request, timeout=timeout, **fields)

    def search(self, request=None, *, timeout=None, **fields):
        """Passages and products alone: a SearchResponse."""
        return self.call(methods.SEARCH, request, timeout=timeout, **fields)

    def ping(self, request=None, *, timeout=None, **fields):
        """A payload of the asked size: a PingResponse."""
        return self.call(methods.PING, request, timeout=timeout, **fields)

    def status(self, *, timeout=None):
        """What is loaded, since when, and how it is used: a StatusResponse. Unix sockets only."""
        return self.call(methods.STATUS, timeout=timeout)

    def reload(self, *, timeout=60.0):
        """Loads the store's current generation: a ReloadResponse. Unix sockets only."""
        return self.call(methods.RELOAD, timeout=timeout)

    def list_methods(self, *, timeout=None):
        """The methods, and the limits of the server: a ListMethodsResponse."""
        return self.call(methods.LIST_METHODS, timeout=timeout)

    def call(self, method, request=None, *, timeout=None, **fields):
        """Calls, and waits for the answer. Raises a ModisteError when it is not OK."""
        return self.wait(self.submit(method, request, timeout=timeout, **fields))

    def stream(self, method, request=None, *, timeout=None, **fields):
        """Calls a method that answers in parts: an iterator over them.

        The call is made when the first part is asked for, and `timeout` is that of the whole
        stream. The iterator raises what the stream ended with; the parts before were good. Closing
        it, as leaving its loop and letting go of it does, ends the call.
        """
        request = method.request(**fields) if request is None else request
        own = Client(self._shown_address, timeout=self._timeout, name=self._name)
        self._streams.add(own)
        try:
            call = own.submit(method, request, timeout=timeout)
            while (part := own._next_part(call)) is not None:
                self.generation = call.generation
                yield part
            self.generation = call.generation
        finally:
            self._streams.discard(own)
            own.close()

    def _next_part(self, call):
        """The next part, read when there is none yet; None after the last."""
        with self._alone():
            # Nothing is read before what came was taken, so that little is held.
            while not call.parts and not call.is_done:
                self._progress(call)
        if call.parts:
            return call.take_part()
        if call.error:
            raise call.error
        return None

    def submit(self, method, request=None, *, timeout=None, **fields):
        """Sends a call without waiting; give what it returns to `wait`, in any order.

            calls = [shop.submit(modiste.SIMILAR_ITEMS, item_id=i, limit=4) for i in items]
            answers = [shop.wait(call) for call in calls]
        """
        request = method.request(**fields) if request is None else request
        seconds = self._timeout if timeout is None else timeout
        call = Call(method, request, time.monotonic() + seconds, self._metadata)
        with self._alone():
            self._send(call)
        return call

    def wait(self, call):
        """The answer of a submitted call. Raises a ModisteError when it is not OK."""
        with self._alone():
            while not call.is_done:
                self._progress(call)
        if call.generation:
            self.generation = call.generation
        if call.error:
            raise call.error
        self._backoff.reset()
        return call.answer

    def cancel(self, call):
        """Asks the server to stop; the call ends with Cancelled unless its answer is under way."""
        with self._alone():
            if not call.is_done:
                call.session.cancel(call)
                self._connection_of(call).exchange(0)
                self._settle()

    def _alone(self):
        return _Alone(self._in_use)

    def _connections(self):
        return ([self._current] if self._current else []) + self._draining

    def _send(self, call):
        """Puts the call on the current connection, making one within the call's deadline."""
        if self._current:
            # goAway or the end of the stream may have arrived since the last call.
            self._current.exchange(0)
            self._settle()
        if call.is_done:
            return
        try:
            self._connect(call.deadline)
        except Unavailable as error:
            call.finish(error=error)
            return
        self._current.session.send(call, call.deadline - time.monotonic())
        while self._current and self._current.session.output:
            if time.monotonic() >= call.deadline:
                break  # what is left goes out while waiting
            self._current.exchange(call.deadline - time.monotonic(), until_sent=True)
            self._settle()

    def _connect(self, deadline):
        while self._current is None:
            try:
                self._current = _Connection(self._address, deadline - time.monotonic())
            except OSError as error:
                delay = self._backoff.next()
                if time.monotonic() + delay >= deadline:
                    raise Unavailable(
                        f"connect {self._shown_address}: {error}", is_retryable=True,
                        is_local=True) from error
                time.sleep(delay)

    def _progress(self, call):
        """Reads and writes once on the call's connection, or ends the call at its deadline."""
        remaining = call.deadline - time.monotonic()
        connection = self._connection_of(call)
        if remaining <= 0:
            connection.exchange(0)
            if not call.is_done and call.session is connection.session:
                call.session.give_up(call)
                call.finish(error=DeadlineExceeded(
                    f"no answer to {call.method.name} before its deadline", is_local=True))
                connection.exchange(0)
        else:
            connection.exchange(remaining)
        self._settle()

    def _connection_of(self, call):
        return next(c for c in self._connections() if c.session is call.session)

    def _settle(self):
        """Retires connections that go away, and sends their unanswered calls once more."""
        resend, wants_backoff = [], False
        for connection in self._connections():
            session = connection.session
            resend += session.resend
            session.resend = []
            wants_backoff |= session.wants_backoff
            if session.goes_away and connection is self._current:
                self._current = None
                self._draining.append(connection)
            if session.goes_away and not session.has_calls:
                connection.close("the server went away")
                self._draining.remove(connection)
        if resend and wants_backoff:
            time.sleep(self._backoff.next())
        for call in resend:
            self._send(call)


class _Alone:
    """Refuses a second thread instead of letting it wait without a deadline."""

    def __init__(self, lock):
        self._lock = lock

    def __enter__(self):
        if not self._lock.acquire(blocking=False):
            raise RuntimeError("another thread uses this client; make one client per thread")

    def __exit__(self, *_):
        self._lock.release()


class _Connection:
    """A socket and its session."""

    def __init__(self, address, timeout):
        timeout = max(timeout, 1e-3)
        if address.path:
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                self._socket.settimeout(timeout)
                self._socket.connect(address.path)
            except BaseException:
                self._socket.close()
                raise
        else:
            self._socket = socket.create_connection((address.host, address.port), timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)
        self._poll = select.poll()
        self._poll.register(self._socket, select.POLLIN)
        self.session = Session()

    def exchange(self, timeout, until_sent=False):
        """Sends what waits and receives what came; waits up to `timeout` seconds for either.

        It receives while it sends, because a server stops reading a client that does not.
        """
        if self._socket is None:
            return
        try:
            self._write()
            if until_sent and not self.session.output:
                return
            wants_to_write = select.POLLOUT if self.session.output else 0
            self._poll.modify(self._socket, select.POLLIN | wants_to_write)
            for _, ready in self._poll.poll(math.ceil(timeout * 1000)):
                if ready & ~select.POLLOUT:
                    self._read()
            self._write()
        except (OSError, FrameError) as error:
            self.close(f"the connection was lost: {error}")

    def close(self, reason):
        if self._socket is None:
            return
        self._socket.close()
        self._socket = None
        self.session.lost(reason)

    def _write(self):
        while self.session.output:
            try:
                sent = self._socket.send(self.session.output)
            except BlockingIOError:
                return
            del self.session.output[:sent]

    def _read(self):
        data = self._socket.recv(_READ_SIZE)
        if not data:
            raise ConnectionResetError("the server closed it")
        self.session.receive(data)
