"""Turns the lines of a source into tokens with their places, so that words are compared without their white space."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from teikit.letter.fixed import Place, Stretch
from teikit.text.plain import Line

# Scripts that are written without blanks: each character is a token.
_UNSPACED = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[^\W{_UNSPACED}]{{1,100}}|\S")
# What follows this many characters without white space counts as a word of its own, wherever a token begins.
_LONGEST_WORD = 40


class Span(NamedTuple):
    """A stretch of the tokens of a source: offsets of characters from 0 in `SourceWords.text`, the end exclusive."""

    start: int
    end: int


def split_tokens(text: str) -> list[str]:
    """Return the tokens of a text: runs of letters and digits, and other characters one by one."""
    return _TOKEN.findall(text)


def is_within_token(before: str, after: str) -> bool:
    """Return whether two adjacent pieces of a text have the two parts of one token at their common end."""
    return [before[-1:] + after[:1]] == split_tokens(before[-1:] + after[:1]) if before and after else False


class SourceWords:
    """The words of a source.

    `text` has the tokens of all lines with a blank before, between and after them.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._places: list[Place] = []
        self._is_spaced: list[bool] = []
        tokens: list[str] = []
        for line in lines:
            end = -1
            for match in _TOKEN.finditer(line.text):
                tokens.append(match[0])
                self._places.append(Place(line.number, line.column + match.start()))
                self._is_spaced.append(match.start() != end)
                end = match.end()
        self._tokens = tokens
        self.text = f" {' '.join(tokens)} " if tokens else ""
        self._offsets = list(self._find_offsets())
        self._word_numbers = list(self._number_words())

    def _find_offsets(self) -> Iterator[int]:
        at = 1
        for token in self._tokens:
            yield at
            at += len(token) + 1

    def _number_words(self) -> Iterator[int]:
        number, length = 0, 0
        for token, is_spaced in zip(self._tokens, self._is_spaced, strict=True):
            if is_spaced or length >= _LONGEST_WORD:
                number, length = number + 1, 0
            length += len(token)
            yield number

    def span(self, stretch: Stretch) -> Span:
        """Return the tokens of a stretch, or the pieces of tokens at its ends.

        Raises ValueError if it has none.
        """
        span = Span(self.offset(stretch.start), self._end(stretch.end))
        if not self.text[span.start : max(0, span.end)].strip():
            raise ValueError("the stretch has no words")
        return span

    def offset(self, place: Place) -> int:
        """Return the offset of a place, or of the first token after it."""
        index = bisect_left(self._places, place)
        if index and self._holds(index - 1, place):
            return self._offsets[index - 1] + place.column - self._places[index - 1].column
        return self._offsets[index] if index < len(self._offsets) else len(self.text)

    def _end(self, place: Place) -> int:
        index = bisect_left(self._places, place) - 1
        if index < 0:
            return 0
        length = len(self._tokens[index])
        if self._holds(index, place):
            length = place.column - self._places[index].column
        return self._offsets[index] + length

    def _holds(self, index: int, place: Place) -> bool:
        """Return whether a place is within a token, which begins before it."""
        at = self._places[index]
        return at.line == place.line and at.column < place.column < at.column + len(self._tokens[index])

    def index(self, offset: int) -> int:
        """Return the index of the token that has the character of an offset, or is before it."""
        return bisect_right(self._offsets, offset) - 1

    def strip(self, span: Span) -> Span | None:
        """Return a stretch without blanks at its ends, None if it has nothing else."""
        piece = self.text[span.start : span.end]
        start = span.start + len(piece) - len(piece.lstrip())
        return Span(start, span.start + len(piece.rstrip())) if piece.strip() else None

    def place(self, offset: int) -> Place:
        """Return the place of a character of a token in the source."""
        index = self.index(offset)
        line, column = self._places[index]
        return Place(line, column + offset - self._offsets[index])

    def stretch(self, span: Span) -> Stretch:
        """Return where some tokens are in the source."""
        last = self.place(span.end - 1)
        return Stretch(self.place(span.start), Place(last.line, last.column + 1))

    def count_words(self, span: Span) -> int:
        """Return the number of words of a stretch; the pieces of words at its ends count as words."""
        return self._word_numbers[self.index(span.end - 1)] - self._word_numbers[self.index(span.start)] + 1

    def end_of_words(self, start: int, count: int) -> int:
        """Return where so many words from an offset end; the offset itself if there are none."""
        first = self._word_numbers[self.index(start)]
        index = bisect_left(self._word_numbers, first + count) - 1
        return max(start, self._end_of_token(index)) if count > 0 else start

    def first_words(self, span: Span, most: int) -> Span:
        """Return the first words of a stretch."""
        return Span(span.start, min(span.end, self.end_of_words(span.start, most)))

    def last_words(self, span: Span, most: int) -> Span:
        """Return the last words of a stretch."""
        first = self._word_numbers[self.index(span.end - 1)] - most + 1
        index = bisect_left(self._word_numbers, first)
        return Span(max(span.start, self._offsets[index]), span.end)

    def _end_of_token(self, index: int) -> int:
        return self._offsets[index] + len(self._tokens[index])

    def quote(self, span: Span) -> str:
        """Return the words of a stretch as the source has them, with single blanks."""
        first, last = self.index(span.start), self.index(span.end - 1)
        pieces = []
        for index in range(first, last + 1):
            at = self._offsets[index]
            token = self._tokens[index][max(0, span.start - at) : span.end - at]
            pieces.append(f" {token}" if self._is_spaced[index] and index > first else token)
        return "".join(pieces)

    def before(self, offset: int, most: int) -> str:
        """Return the words before an offset; a blank ends them if white space does."""
        if not self.text[:offset].strip():
            return ""
        is_at_start = self._offsets[self.index(offset)] == offset
        end = offset - 1 if is_at_start else offset
        blank = " " if is_at_start and self._is_spaced[self.index(offset)] else ""
        return self.quote(self.last_words(Span(0, end), most)) + blank

    def after(self, offset: int, most: int) -> str:
        """Return the words after an offset; a blank begins them if white space does."""
        if not self.text[offset:].strip():
            return ""
        is_at_end = self.text[offset] == " "
        start = offset + 1 if is_at_end else offset
        blank = " " if is_at_end and self._is_spaced[self.index(start)] else ""
        return blank + self.quote(self.first_words(Span(start, len(self.text) - 1), most))

    def tokens_before(self, offset: int, most: int) -> list[str]:
        """Return the last tokens before an offset; the piece of one if the offset is in it."""
        index = self.index(offset)
        piece = self.text[self._offsets[index] : offset].strip() if index >= 0 else ""
        whole = self._tokens[max(0, index - most) : max(0, index)]
        return [*whole, piece][-most:] if piece else whole[-most:] if most else []

    def tokens_after(self, offset: int, most: int) -> list[str]:
        """Return the first tokens after an offset, where one ends; the piece of one if the offset is in it."""
        index = self.index(offset)
        end = self._end_of_token(index)
        whole = self._tokens[index + 1 : index + 1 + most]
        return [self.text[offset:end], *whole][:most] if offset < end else whole
