"""Reads what bench/exchange.ts writes for a peer, and answers the benchmark: one line of JSON each way."""

import json
import struct
import sys
import time

import numpy


class Workload:
    """The tensors of a safetensors file, arrays of float32 by name, and its settings."""

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length))
            values = file.read()
        settings = header.pop("__metadata__")
        self.tensors = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            array = numpy.frombuffer(values[begin:end], dtype="<f4").reshape(entry["shape"])
            self.tensors[name] = array.copy()
        self.modular = settings["architecture"] == "modular"
        self.depth = int(settings["depth"])
        self.tasks = [int(N) for N in settings["tasks"].split()]
        """Task N of each head that trains."""
        self.learning_rate = float(settings["learningRate"])
        self.momentum = float(settings["momentum"])
        self.clip = float(settings["clip"])
        self.bits = self.tensors["batch.bits"]
        """[L, B]"""
        self.initial = self.tensors["batch.initial"]
        """[D, M, B]"""
        self.labels = self.tensors["batch.labels"].astype("int64")
        """[trained heads, B]"""


def write_tensors(path: str, tensors: dict) -> None:
    """Writes arrays by name as a safetensors file."""
    header, offset = {}, 0
    arrays = {name: numpy.ascontiguousarray(array, dtype="<f4") for name, array in tensors.items()}
    for name, array in arrays.items():
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in arrays.values():
            file.write(array.tobytes())


def serve(versions: dict, load) -> None:
    """Answers requests until stdin ends.

    `load(workload)` gives an object with `gradients()`, loss and arrays by name; `reset()`, back to the initial
    network; `step()`, one training step, the loss by the time it returns.
    """
    trainer = None
    answer = {"ready": True, "versions": versions}
    print(json.dumps(answer), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "load":
            trainer = load(Workload(request["file"]))
            answer = {}
        elif request["do"] == "gradients":
            loss, gradients = trainer.gradients()
            write_tensors(request["file"], gradients)
            answer = {"loss": loss}
        else:
            trainer.reset()
            losses, milliseconds = [], []
            for _ in range(request["steps"]):
                start = time.perf_counter_ns()
                losses.append(trainer.step())
                milliseconds.append((time.perf_counter_ns() - start) / 1e6)
            answer = {"losses": losses, "milliseconds": milliseconds}
        print(json.dumps(answer), flush=True)
