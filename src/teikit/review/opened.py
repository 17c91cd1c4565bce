"""The letters that are opened: the last ones that were asked for, as many as memory allows."""

from collections import OrderedDict
from threading import Lock

from teikit.operations.reviewing import ReviewedLetter
from teikit.shallow_repr import shallow_repr

_MOST, _MOST_CHARACTERS = 48, 4_000_000


class OpenedLetters:
    """Opened letters by their numbers; it may be used by several threads."""

    def __init__(self, most: int = _MOST, most_characters: int = _MOST_CHARACTERS) -> None:
        self._most, self._most_characters = most, most_characters
        self._letters: OrderedDict[int, ReviewedLetter] = OrderedDict()
        self._lock = Lock()

    __repr__ = shallow_repr

    def __len__(self) -> int:
        return len(self._letters)

    def get(self, number: int) -> ReviewedLetter | None:
        """Return a letter, if it is still opened."""
        with self._lock:
            if number in self._letters:
                self._letters.move_to_end(number)
            return self._letters.get(number)

    def put(self, number: int, letter: ReviewedLetter) -> None:
        """Keep a letter, and close those that were not asked for the longest; one always stays."""
        with self._lock:
            self._letters[number] = letter
            self._letters.move_to_end(number)
            while len(self._letters) > 1 and (len(self._letters) > self._most or self._size > self._most_characters):
                self._letters.popitem(last=False)

    def clear(self) -> None:
        """Close all letters."""
        with self._lock:
            self._letters.clear()

    @property
    def _size(self) -> int:
        return sum(len(letter.encoded.tei) for letter in self._letters.values())
