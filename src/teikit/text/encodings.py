"""Detects the legacy encoding of bytes that are not UTF-8: the one in which they make the most sense as words.

A letter is too short for the statistics of usual detectors. Decisive here is how the characters
form words: a capital or a sign in the middle of a word, or two scripts in one, indicate a wrong encoding.
"""

import re
import unicodedata
from itertools import pairwise

CANDIDATES = ("cp1252", "mac_roman", "cp1250", "cp1251", "koi8_r", "cp866", "cp850")
_WESTERN = frozenset("äöüßéèêëàâáçñóòôíìîïúùûœæåøãõÄÖÜÉÈÀÂÇÓÁÅØÆŒ")
_CENTRAL = frozenset("ąćęłńśźżăâîșțşţčšžřěůýđőűĄĆĘŁŃŚŹŻČŠŽŘ")
_SIGNS = frozenset("“”„‘’‚–—…«»°§£€¶·½¼¾†‡•¿¡ªº\u00a0")
_WORD = re.compile(r"[^\W_]+")
_LEAST = 0.4
# One or two characters are no evidence.
_FEWEST = 3
# The advantage of the encoding of most old files.
_COMMONEST = 0.35


def detect_encoding(data: bytes) -> str | None:
    """Return the encoding in which the characters beyond ASCII make the most sense, None where they make none."""
    scores = {name: _score(data, name) for name in CANDIDATES}
    best = max(CANDIDATES, key=lambda name: scores[name])
    return best if scores[best] >= _LEAST else None


def _score(data: bytes, name: str) -> float:
    """Return a score of how much sense the characters beyond ASCII make in an encoding, about 1 where all do."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return -1.0
    beyond = [char for char in text if ord(char) > 127]
    if len(beyond) < _FEWEST or any(unicodedata.category(char) == "Cc" for char in beyond):
        return -1.0
    sense = (sum(map(_sense, beyond)) - sum(map(_nonsense, _WORD.findall(text)))) / len(beyond)
    return sense + (_COMMONEST if name == CANDIDATES[0] and sense >= _LEAST else 0.0)


def _sense(char: str) -> float:
    if char in _WESTERN:
        return 1.0
    if "а" <= char.lower() <= "я" or char in "ёЁ" or char in _CENTRAL:
        return 0.9
    return 0.7 if char in _SIGNS else -1.0


def _nonsense(word: str) -> float:
    """Return a penalty for a word: for capitals after small letters, two scripts, or hardly anything but accents."""
    if word.isascii():
        return 0.0
    inner = sum(two.isupper() and one.islower() for one, two in pairwise(word))
    scripts = {"а" <= char.lower() <= "ё" for char in word if char.isalpha()}
    signs = sum(ord(char) > 127 and not char.isalpha() for char in word)
    accents = 0 if True in scripts else sum(not char.isascii() for char in word)
    crowded = accents if accents > 2 and accents * 4 > len(word) * 3 else 0
    return 2.0 * (inner + signs + crowded + (len(scripts) > 1))
