#!/usr/bin/env python3
"""Runs the conformance cases with this client, as clients/conformance/README.md describes.

    python conformance.py [--asyncio] ../conformance/cases.json unix:/run/modiste.sock
"""

import argparse
import asyncio
import contextlib
import json
import os
import re
import subprocess
import sys

import modiste
from modiste import methods
from modiste.v1 import recommend_pb2 as recommend

TIMEOUT = 5.0
METHODS = {method.name: method for method in methods.ALL}


class Failure(Exception):
    """What was found; what was expected."""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--asyncio", action="store_true", help="use AsyncClient")
    parser.add_argument("cases", help="clients/conformance/cases.json")
    parser.add_argument("address", help="unix:/path or tcp:host:port")
    arguments = parser.parse_args()
    with open(arguments.cases, encoding="utf-8") as file:
        cases = json.load(file)
    make = AsyncRunner if arguments.asyncio else BlockingRunner
    sys.exit(run(cases, arguments.address, make))


def run(cases, address, make):
    met = {address.partition(":")[0]}
    if os.environ.get("MODISTE_RESTART"):
        met.add("restart")
    client = make(address)
    try:
        client.call(methods.PING, {}, TIMEOUT)
        if client.generation:
            met.add("models")
    except modiste.ModisteError as error:
        print(f"failed: the server does not answer a ping: {error}")
        print(f"0 passed, {len(cases)} failed")
        return 1
    finally:
        client.close()

    passed = failed = 0
    for case in cases:
        missing = [need for need in case.get("needs", []) if need not in met]
        if missing:
            print(f"skipped: {case['name']}: needs {', '.join(missing)}")
            continue
        client = make(address)
        try:
            for step in case["steps"]:
                run_step(client, step)
            passed += 1
        except (Failure, modiste.ModisteError) as error:
            failed += 1
            print(f"failed: {case['name']}: {error}")
        finally:
            client.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def run_step(client, step):
    if "restart" in step:
        subprocess.run(os.environ["MODISTE_RESTART"], shell=True, check=True)
    elif "stream" in step:
        run_stream(client, step)
    elif "pipeline" in step:
        payloads = [str(n).encode() for n in range(step["count"])]
        answers = client.pipeline(payloads, is_reversed=step.get("order") == "reversed")
        if answers != payloads:
            wrong = sum(a != p for a, p in zip(answers, payloads))
            raise Failure(f"{wrong} of {len(payloads)} answers were not their own request's")
    else:
        run_call(client, step)


def run_call(client, step):
    expect = step["expect"]
    fields = request_fields(client, step["call"], step["request"])
    timeout = step["timeout_micros"] / 1e6 if "timeout_micros" in step else TIMEOUT
    method = METHODS.get(step["call"]) or methods.Method(
        int(step["call"], 16), step["call"], *methods.PING[2:])
    answer = error = None
    try:
        answer = client.call(method, fields, timeout)
    except modiste.ModisteError as found:
        error = found

    status = status_name(error.code if error else 0)
    check("status", status, expect["status"], detail=f" ({error})" if error else "")
    check_error(expect, error)
    if "generation" in expect:
        check("generation named", bool(error.generation if error else client.generation), True)
    if "payload_size" in expect:
        size = expect["payload_size"]
        check("payload", answer.payload, fields["payload"][:size].ljust(size, b"\0"))
    if "items_min" in expect and len(answer.items) < expect["items_min"]:
        raise Failure(f"{len(answer.items)} items came; at least {expect['items_min']} must")
    if "items_max" in expect and len(answer.items) > expect["items_max"]:
        raise Failure(f"{len(answer.items)} items came; at most {expect['items_max']} may")
    if "step" in expect:
        check("step", answer.items[0].step, recommend.Step.Value(expect["step"]))
    if "user_known" in expect:
        check("user_known", answer.user_known, expect["user_known"])
    if "unknown_item_ids" in expect:
        check("unknown_item_ids", sorted(answer.unknown_item_ids),
              sorted(expect["unknown_item_ids"]))
    if "absent" in expect:
        absent = resolve(client, expect["absent"])
        if absent in [item.item_id for item in answer.items]:
            raise Failure(f"item {absent!r} was answered; it must not be")
    for name in expect.get("methods", []):
        if name not in [listed.name for listed in answer.methods]:
            raise Failure(f"{name} is not listed")
    if "reloaded" in expect:
        check("generation named", bool(answer.generation), True)


def run_stream(client, step):
    expect = step["expect"]
    request = step["request"]
    users = [f"u{n}" for n in range(request["user_count"])]
    if "long_at" in request:
        users[request["long_at"]] = "a" * 257
    fields = dict(user_ids=users, question=recommend.RecommendRequest(**request["question"]))
    timeout = step["timeout_micros"] / 1e6 if "timeout_micros" in step else TIMEOUT
    parts, error = [], None

    def take(part):
        """Whether more are wanted."""
        parts.append(part)
        return len(parts) != step.get("take")

    try:
        client.stream(METHODS[step["stream"]], fields, timeout, take, step.get("ping_every"))
    except modiste.ModisteError as found:
        error = found
    check("status", status_name(error.code if error else 0), expect["status"],
          detail=f" ({error})" if error else "")
    check_error(expect, error)
    found = [part.user_id for part in parts]
    check("user_ids of the parts", found, users[: len(found)])
    if not expect.get("parts_min", 0) <= len(parts) <= expect.get("parts_max", len(parts)):
        raise Failure(f"{len(parts)} parts came; {expect} was expected")
    if any(len(part.answer.items) < expect.get("items_min", 0) for part in parts):
        raise Failure(f"a part has fewer than {expect['items_min']} items")
    if "generation" in expect:
        check("generation named", bool(error.generation if error else client.generation), True)


def check_error(expect, error):
    if "message" in expect:
        check("message", error.message, expect["message"])
    if "message_has" in expect and expect["message_has"] not in error.message:
        raise Failure(f"message is {error.message!r}; it must contain {expect['message_has']!r}")
    if "retryable" in expect:
        check("retryable", error.is_retryable, expect["retryable"])


def request_fields(client, method, request):
    fields = dict(request)
    if method == "Admin.Ping":
        fields["payload"] = bytes(i % 251 for i in range(fields.pop("payload_size", 0)))
    if "item_id" in fields:
        fields["item_id"] = resolve(client, fields["item_id"])
    if "excluded_item_ids" in fields:
        fields["excluded_item_ids"] = [resolve(client, i) for i in fields["excluded_item_ids"]]
    if "recent" in fields:
        fields["recent"] = [recommend.Event(item_id=i) for i in fields["recent"]]
    return fields


def resolve(client, item_id):
    if item_id != "@popular":
        return item_id
    return client.call(methods.RECOMMEND, dict(limit=1), TIMEOUT).items[0].item_id


def status_name(code):
    """`invalidArgument`, as PROTOCOL.md writes it."""
    words = modiste.Code(code).name.lower()
    return re.sub(r"_(.)", lambda match: match[1].upper(), words)


def check(what, found, expected, detail=""):
    if found != expected:
        raise Failure(f"{what} is {str(found)[:200]}{detail}; {str(expected)[:200]} was expected")


class BlockingRunner:
    def __init__(self, address):
        self._client = modiste.Client(address, name="conformance")

    @property
    def generation(self):
        return self._client.generation

    def call(self, method, fields, timeout):
        return self._client.call(method, timeout=timeout, **fields)

    def stream(self, method, fields, timeout, take, ping_every):
        count = 0
        with contextlib.closing(self._client.stream(method, timeout=timeout, **fields)) as parts:
            for part in parts:
                count += 1
                if ping_every and count % ping_every == 0:
                    self._client.ping(timeout=TIMEOUT)
                if not take(part):
                    return

    def pipeline(self, payloads, is_reversed):
        calls = [self._client.submit(methods.PING, timeout=30, payload=p) for p in payloads]
        order = range(len(calls))
        answers = [None] * len(calls)
        for n in reversed(order) if is_reversed else order:
            answers[n] = self._client.wait(calls[n]).payload
        return answers

    def close(self):
        self._client.close()


class AsyncRunner:
    """The same with AsyncClient; it has no order of waiting."""

    def __init__(self, address):
        self._loop = asyncio.new_event_loop()

        async def make():
            return modiste.AsyncClient(address, name="conformance")

        self._client = self._loop.run_until_complete(make())

    @property
    def generation(self):
        return self._client.generation

    def call(self, method, fields, timeout):
        return self._loop.run_until_complete(
            self._client.call(method, timeout=timeout, **fields))

    def stream(self, method, fields, timeout, take, ping_every):
        async def iterate():
            count = 0
            stream = self._client.stream(method, timeout=timeout, **fields)
            async with contextlib.aclosing(stream) as parts:
                async for part in parts:
                    count += 1
                    if ping_every and count % ping_every == 0:
                        await self._client.ping(timeout=TIMEOUT)
                    if not take(part):
                        return

        self._loop.run_until_complete(iterate())

    def pipeline(self, payloads, is_reversed):
        async def gather():
            return await asyncio.gather(
                *(self._client.ping(timeout=30, payload=p) for p in payloads))

        return [answer.payload for answer in self._loop.run_until_complete(gather())]

    def close(self):
        self._loop.run_until_complete(self._client.close())
        self._loop.close()


if __name__ == "__main__":
    main()
