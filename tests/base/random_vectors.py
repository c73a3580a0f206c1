"""Writes random_vectors.json, beside this file: the numbers that lib/base/random.ts must give.

Two parts. "published" are the vectors in the tests of the Rust crate rand_xoshiro (xoshiro128starstar.rs and splitmix64.rs),
which says that they were made by the authors' own programs, xoshiro128starstar.c (version 1.1) and splitmix64.c. "seeded" are
made here, by an implementation that shares nothing with ours, after it has reproduced the published ones.

Run: python3 tests/base/random_vectors.py
"""

import json
import pathlib

PUBLISHED = {
    "xoshiro128starstar": {
        "state": [1, 2, 3, 4],
        "numbers": [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804],
    },
    "splitmix64": {
        "seed": "1477776061723855037",
        "numbers": [
            "1985237415132408290",
            "2979275885539914483",
            "13511426838097143398",
            "8488337342461049707",
            "15141737807933549159",
            "17093170987380407015",
            "16389528042912955399",
            "13177319091862933652",
            "10841969400225389492",
            "17094824097954834098",
        ],
    },
}
MASK32, MASK64 = 2**32 - 1, 2**64 - 1


def splitmix64(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK64
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK64
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK64
        yield z ^ (z >> 31)


def rotl(x, k):
    return ((x << k) | (x >> (32 - k))) & MASK32


def xoshiro128starstar(s):
    s = list(s)
    while True:
        yield (rotl((s[1] * 5) & MASK32, 7) * 9) & MASK32
        t = (s[1] << 9) & MASK32
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 11)


def take(count, numbers):
    return [next(numbers) for _ in range(count)]


def seeded(seed):
    """The state is filled from two numbers of SplitMix64, low half first, as rand_xoshiro's seed_from_u64 does."""
    first, second = take(2, splitmix64(seed))
    return xoshiro128starstar([first & MASK32, first >> 32, second & MASK32, second >> 32])


def uniform(numbers):
    """27 high bits of one number and 26 of the next, as a multiple of 2**-53: exact in double precision."""
    high, low = take(2, numbers)
    return ((high >> 5) * 2**26 + (low >> 6)) / 2**53


x = PUBLISHED["xoshiro128starstar"]
assert take(10, xoshiro128starstar(x["state"])) == x["numbers"]
s = PUBLISHED["splitmix64"]
assert [str(n) for n in take(10, splitmix64(int(s["seed"])))] == s["numbers"]

rows = []
for seed in [0, 1, 42, 2**32, 2**53 - 1]:
    numbers = seeded(seed)
    rows.append({"seed": seed, "uint32": take(6, seeded(seed)), "next": [uniform(numbers) for _ in range(4)]})
path = pathlib.Path(__file__).with_name("random_vectors.json")
path.write_text(json.dumps({"published": PUBLISHED, "seeded": rows}, indent=2) + "\n")
