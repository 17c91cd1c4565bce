"""The index of the search: scripts that a page loads as it needs them, since it may not read other files from a disk.

`search/words-*.js` have the letters of each word, by the first two characters of the words; `search/texts-*.js` the
texts, from which the page takes excerpts and finds phrases; `search/index.js` says which there are. Letters are named
by their numbers, so that a letter that is added or changed leaves most files as they are.
"""

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from teikit.exports.site.entities import fold
from teikit.exports.site.linked_data import safe_json
from teikit.formats.json import read_json

# As in `site.js`: Chinese and Japanese are written without blanks, so that each character is a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_MAX_WORD = 40
TEXTS_IN_FILE = 25
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Searched(NamedTuple):
    """A letter to search: its number, the address and title of its page, its date in words, and its text."""

    number: int
    address: str
    title: str
    when: str
    text: str


def words_of(text: str) -> set[str]:
    """Return the words of a text as they are searched for."""
    return {word[:_MAX_WORD] for word in _WORD.findall(fold(text))}


def normal(text: str) -> str:
    """Return a text as the index has it: in one line, with composed characters."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _base_36(value: int) -> str:
    digits = ""
    while True:
        value, rest = divmod(value, 36)
        digits = _DIGITS[rest] + digits
        if not value:
            return digits


def _numbers(numbers: Sequence[int]) -> str:
    """Return rising numbers as differences, in base 36."""
    return " ".join(map(_base_36, [numbers[0], *(after - before for before, after in pairwise(numbers))]))


class Index:
    """Collects the words of letters, which are added by their numbers."""

    def __init__(self) -> None:
        # Numbers in arrays need a ninth of the memory of those in lists.
        self._letters: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))

    def add(self, number: int, *texts: str) -> None:
        """Add the words of a letter, whose number is greater than those before."""
        for word in words_of(" ".join(texts)):
            self._letters[word].append(number)

    def files(self, order: Sequence[int]) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the words; `order` has the numbers of the letters by their dates."""
        words = sorted(self._letters)
        names = []
        for prefix, group in groupby(words, key=lambda word: word[:2]):
            names.append(prefix)
            found = {word: _numbers(self._letters[word]) for word in group}
            yield (
                f"search/words-{shard_name(prefix)}.js",
                f"teikit.words({safe_json(prefix)},{safe_json(found)});\n".encode(),
            )
        facts = {"order": list(order), "prefixes": names, "texts": TEXTS_IN_FILE}
        yield "search/index.js", f"teikit.index({safe_json(facts)});\n".encode()


def shard_name(prefix: str) -> str:
    """Return the part of a file name for the first characters of words: their numbers in Unicode."""
    return "-".join(f"{ord(one):x}" for one in prefix)


def text_files(letters: Iterable[Searched]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the texts of letters, which come by their numbers."""
    for part, group in groupby(letters, key=lambda letter: letter.number // TEXTS_IN_FILE):
        found = {letter.number: [letter.address, letter.title, letter.when, letter.text] for letter in group}
        yield texts_path(part * TEXTS_IN_FILE), f"teikit.texts({part},{safe_json(found)});\n".encode()


def texts_path(number: int) -> str:
    """Return the path of the file with the text of a letter."""
    return f"search/texts-{number // TEXTS_IN_FILE}.js"


def read_texts_file(data: bytes, file: str) -> dict[int, str]:
    """Return the texts of letters by their numbers, from a file that `text_files` made."""
    found = read_json(data[data.index(b",") + 1 : data.rindex(b")")], file)
    return {int(number): text for number, (_, _, _, text) in found.items()}
