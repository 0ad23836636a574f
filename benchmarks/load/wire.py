"""Frames and messages by hand, as far as the drivers need them."""

import random
import socket
import struct

HEADER = struct.Struct("<IBBHIIHBB")  # As in frame.h.
RECOMMEND, PING, STATUS = 0x0101, 0xFF01, 0xFF02


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def text(field, value):
    data = value.encode()
    return varint(field << 3 | 2) + varint(len(data)) + data


def number(field, value):
    return varint(field << 3) + varint(value)


def frame(method, body, call=0):
    return HEADER.pack(len(body), 1, 1, method, call, 0, 0, 0, 0) + body


def recommend(user, limit=20, filter="", caps=None, diversity=0.0):
    """RecommendRequest: user_id = 1, limit = 3, filter = 4, caps = 15 {1, 2}, diversity = 16."""
    body = text(1, user) + number(3, limit) + (text(4, filter) if filter else b"")
    for attribute, most in (caps or {}).items():
        cap = text(1, attribute) + number(2, most)
        body += varint(15 << 3 | 2) + varint(len(cap)) + cap
    if diversity:
        body += varint(16 << 3 | 5) + struct.pack("<f", diversity)
    return frame(RECOMMEND, body)


def user_ids(path, count):
    """Some ids out of a CSV file whose first column is user_id, or of a list with one a line."""
    with open(path, encoding="utf-8-sig") as file:
        lines = file.read().splitlines()
    if lines[0].split(",")[0].strip() == "user_id":
        lines = lines[1:]
    ids = [line.split(",")[0] for line in lines if line]
    random.Random(1).shuffle(ids)
    return ids[:count]


def fields(message):
    """Field number -> last value: an int, or bytes."""
    found, at = {}, 0

    def take():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(message):
        tag = take()
        kind = tag & 7
        if kind == 0:
            value = take()
        else:
            size = {1: 8, 5: 4}.get(kind) or take()
            value = message[at : at + size]
            at += size
        found[tag >> 3] = value
    return found


def status(path):
    """The daemon about itself: generation, reloads, refused reloads and why."""
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(str(path))
        peer.sendall(frame(STATUS, b"", 1))
        stream = peer.makefile("rb")
        size, _, _, _, _, _, metadata, code, _ = HEADER.unpack(stream.read(HEADER.size))
        body = stream.read(size)[metadata:]
    if code != 0:
        raise RuntimeError(f"Admin.Status ended with status {code}: {body!r}")
    answer = fields(body)
    return {
        "generation": answer.get(2, b"").decode(),
        "reloads": answer.get(5, 0),
        "refused": answer.get(6, 0),
        "refusal": answer.get(7, b"").decode(),
        "mapped": answer.get(8, 0),
    }
