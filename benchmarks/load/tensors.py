"""Safetensors files as the server wants them, made and read by hand."""

import json
import re

import numpy

import processes

M64 = (1 << 64) - 1


def mix(value):
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & M64
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & M64
    return value ^ (value >> 31)


def stable_hash(data):
    """As Sources/Bytes/ByteView.swift has it."""
    value = 0x9E3779B97F4A7C15 ^ len(data)
    whole = len(data) // 8 * 8
    for at in range(0, whole, 8):
        value = mix(value ^ int.from_bytes(data[at : at + 8], "little"))
    return mix(value ^ int.from_bytes(data[whole:], "little"))


class Tensors:
    """A safetensors file in the order and alignment of Sources/Snapshots/TensorWriter.swift."""

    TYPES = {"u1": "U8", "u2": "U16", "u4": "U32", "u8": "U64", "i8": "I64", "f2": "F16", "f4": "F32",
             "f8": "F64"}

    def __init__(self):
        self._tensors = {}

    def add(self, name, array):
        self._tensors[name] = numpy.ascontiguousarray(array)

    def strings(self, name, texts):
        data = [text.encode() for text in texts]
        self.add(f"{name}.bytes", numpy.frombuffer(b"".join(data), "u1"))
        self.add(f"{name}.offsets", numpy.cumsum([0] + [len(d) for d in data]).astype("i8"))

    def identifiers(self, name, texts):
        self.strings(name, texts)
        size = 2
        while size < 2 * len(texts):
            size *= 2
        slots = numpy.zeros(size, "u4")
        for index, text in enumerate(texts):
            slot = stable_hash(text.encode()) & (size - 1)
            while slots[slot]:
                slot = (slot + 1) & (size - 1)
            slots[slot] = index + 1
        self.add(f"{name}.slots", slots)

    def write(self, path):
        header, offset, parts = {}, 0, []

        def place(name, dtype, shape, data):
            nonlocal offset
            header[name] = dict(dtype=dtype, shape=shape, data_offsets=[offset, offset + len(data)])
            parts.append(data)
            offset += len(data)

        for name, array in sorted(self._tensors.items(), key=lambda pair: pair[0].encode()):
            if offset % 64:
                place(f"{PADDING}{len(parts)}", "U8", [64 - offset % 64], bytes(64 - offset % 64))
            place(name, self.TYPES[array.dtype.str[1:]], list(array.shape), array.tobytes())
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-(8 + len(text)) % 64)
        with open(path, "wb") as file:
            file.write(len(text).to_bytes(8, "little") + text)
            for part in parts:
                file.write(part)


def padding_prefix():
    source = processes.ROOT / "Sources/Snapshots/TensorHeader.swift"
    return re.search(r'paddingPrefix = "([^"]+)"', source.read_text()).group(1)


PADDING = padding_prefix()


def read(path):
    """Name -> array, padding left out."""
    kinds = {kind: code for code, kind in Tensors.TYPES.items()}
    data = open(path, "rb").read()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    found = {}
    for name, entry in header.items():
        if name == "__metadata__" or name.startswith(PADDING):
            continue
        begin, end = (8 + size + offset for offset in entry["data_offsets"])
        found[name] = numpy.frombuffer(data[begin:end], kinds[entry["dtype"]]).reshape(entry["shape"])
    return found
