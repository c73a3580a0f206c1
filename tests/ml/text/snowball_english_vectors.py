"""Writes snowball_english_vectors.json, beside this file: stems that lib/ml/text/snowball_english.ts must give.

Made by PyStemmer 2.2.0.3, the authors' own program as of Snowball 2 (Snowball 3 changed some rules). The words are the exceptions of the
rules and combinations of beginnings, middles and endings, so that every rule meets words that it takes and words that it leaves.

Run: python3 tests/ml/text/snowball_english_vectors.py (in an environment with PyStemmer==2.2.0.3)
"""

import json
import pathlib
import random

import Stemmer

random.seed(2)
EXCEPTIONS = """skis skies dying lying tying idly gently ugly early only singly sky news howe atlas cosmos bias andes
inning innings outing canning herring earring proceed proceeds exceed succeed gas this kiwis gaps ties cries tied by say cry
generate generic communism arsenal bed shed shred bead embed beds agreed feed luxuriated hopping hoping falling internal a I 's
sky's dogs' 'quoted' youth yellow enjoy boyish boy y yy syzygy national rational analogy apology possibly
controll roll hate rate cease""".split()
BEGIN = "gener commun arsen be tro entr ho fall luxur hop fil siz cray pl o a y sh con rela na ana cr".split()
MIDDLE = ["", "t", "l", "ll", "tt", "v", "s", "at", "iz", "bl", "iv", "en", "log", "abil", "ous", "ic", "y", "ay", "w", "x"]
END = ["", "s", "ed", "edly", "ing", "ingly", "eed", "eedly", "sses", "ies", "ied", "us", "ss", "y", "e", "'s", "'", "s'", "l"]
END += """tional enci anci ency ancy ably ably ently izer ization ational ation ator alism ality ally fulness ously ousness
iveness ivity bility bly ogy fully lessly ly li alize icate icity ical ful ness ative al ance ence er ic able ible ant
ement ment ent ism ate ity ous ive ize ion sion tion""".split()
words = {b + m + e for b in BEGIN for m in MIDDLE for e in END}
words = sorted(set(EXCEPTIONS) | set(random.sample(sorted(words), 3000)))
stem = Stemmer.Stemmer("english").stemWord
path = pathlib.Path(__file__).with_name("snowball_english_vectors.json")
path.write_text("{\n" + ",\n".join(f"{json.dumps(w)}: {json.dumps(stem(w))}" for w in words) + "\n}\n")
