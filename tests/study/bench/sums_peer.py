"""What python_peer_test.ts lets Python do; with nothing but the standard library."""

import os
import threading
import time


def total(round, numbers, factor):
    """A run that returns a number."""
    flat = numbers.cast("B").cast(numbers.format)
    print("prints do not disturb the talk")
    return lambda: factor * sum(flat) + round


def kinds(round, **arrays):
    """A run and, apart from it, what becomes of its value."""

    def answer(value):
        return [[name, value[name].format, list(value[name].shape), value[name].tolist()] for name in sorted(value)]

    return lambda: arrays, answer


def sleeper(round, seconds):
    return lambda: time.sleep(seconds)


def slow_answer(round):
    """A quick run with a slow answer."""
    return lambda: 1, lambda value: time.sleep(0.3) or value + 1


def number(round):
    return os.getpid


def spinner(round, seconds):
    """A run that leaves a thread which spins for a while, as OpenMP's do."""

    def spin():
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            pass

    return lambda: threading.Thread(target=spin, daemon=True).start()


def failing(round):
    return lambda: 1 / 0


def ending(round):
    return lambda: os._exit(3)


def nan(round):
    return lambda: float("nan")
