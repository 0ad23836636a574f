"""Addresses, and how long to wait before connecting again."""

import random
from typing import NamedTuple

from modiste.errors import InvalidArgument


class Address(NamedTuple):
    """`unix:/path` or `tcp:host:port`."""

    path: str = ""
    host: str = ""
    port: int = 0

    @classmethod
    def parse(cls, text):
        kind, _, rest = text.partition(":")
        if kind == "unix" and rest:
            return cls(path=rest)
        host, _, port = rest.rpartition(":")
        if kind == "tcp" and host and port.isdecimal() and 0 < int(port) < 65536:
            return cls(host=host.strip("[]"), port=int(port))
        raise InvalidArgument(
            f"address is '{text}'; unix:/path or tcp:host:port are accepted", is_local=True)


class Backoff:
    """Seconds to wait after each failed attempt: 10 ms, doubling to 1 s, half of it at random.

    The random half keeps a shop's many processes from returning in step.
    """

    FIRST, LARGEST = 0.010, 1.0

    def __init__(self):
        self._delay = self.FIRST

    def next(self):
        delay = self._delay
        self._delay = min(2 * delay, self.LARGEST)
        return delay * random.uniform(0.5, 1)

    def reset(self):
        self._delay = self.FIRST
