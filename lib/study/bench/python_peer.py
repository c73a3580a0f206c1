"""The Python side of python_peer.ts: prepares runs and times them, told so by lines of JSON on standard input.

Usage: python3 python_peer.py SOURCE PACKAGE...

First line out: {"missing": [packages that cannot be imported]}. Then one line out for each line in:
  {"prepare": function of SOURCE, "round": n, "values": {name: JSON}, "arrays": {name: {path, format, shape} or null}}
      -> {}; null: the array of this name that came last
  {"run": true} -> {"ms": time of the run alone, "answer": what it returned, as JSON}
An error in SOURCE is {"error": its text}. Ends when standard input ends.
"""

import gc
import importlib
import json
import os
import runpy
import sys
import time
import traceback


def settle(pause=0.01, most=30):
    """Waits until threads that spin after their work sleep: see quiet_process.ts."""
    before = time.process_time()
    for _ in range(most):
        time.sleep(pause)
        after = time.process_time()
        if after - before < 0.1 * pause:
            return
        before = after


def timed(run):
    """Milliseconds of one run, and what it returned; as in timeit, without the collector."""
    gc.disable()
    try:
        start = time.perf_counter()
        value = run()
        end = time.perf_counter()
    finally:
        gc.enable()
    return (end - start) * 1000, value


def read(place):
    """The numbers of a raw file as a memoryview, which numpy.asarray takes without copying."""
    with open(place["path"], "rb") as file:
        data = bytearray(file.read())
    return memoryview(data).cast("B").cast(place["format"], place["shape"])


class Peer:
    """The functions of one source file, the arrays it was handed, and the run that was prepared last."""

    def __init__(self, source):
        self.functions = runpy.run_path(source)
        self.arrays = {}
        self.run = None
        self.answer = None

    def prepare(self, message):
        places = message["arrays"]
        self.arrays.update({name: read(place) for name, place in places.items() if place is not None})
        arrays = {name: self.arrays[name] for name in places}
        prepared = self.functions[message["prepare"]](message["round"], **arrays, **message["values"])
        self.run, self.answer = prepared if isinstance(prepared, tuple) else (prepared, lambda value: value)
        settle()
        return {}

    def time(self, _):
        ms, value = timed(self.run)
        answer = self.answer(value)
        settle()
        return {"ms": ms, "answer": answer}


def importable(package):
    try:
        importlib.import_module(package)
        return True
    except ImportError:
        return False


def main(source, *packages):
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what SOURCE prints is no line of ours

    def say(message):
        lines.write(json.dumps(message, allow_nan=False) + "\n")
        lines.flush()

    missing = [package for package in packages if not importable(package)]
    say({"missing": missing})
    if missing:
        return
    peer = None
    for line in sys.stdin:
        try:
            peer = peer or Peer(source)
            message = json.loads(line)
            say(peer.prepare(message) if "prepare" in message else peer.time(message))
        except Exception:
            say({"error": traceback.format_exc(limit=-2)})


main(*sys.argv[1:])
