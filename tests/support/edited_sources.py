"""Sources whose words are known one by one, random edits of them, and a slow search for the stretch of an anchor."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count

from teikit.decisions.model import CONTEXT_WORDS, MOST_WORDS, Anchor
from teikit.letter.fixed import Place, Stretch
from teikit.text.plain import Line, lines

_WORDS = ["the", "of", "and", "I,", "you", "my", "letter", "Sir,", "house", "Mr.", "Ahlers", "Voss", "Berlin", "(from"]
_WORDS += ["here)", "was", "1871", "3", "received", "kind", "day.", "to-day", "é", "信", "で"]
_STARTS, _ENDS = ("ab", "Ber", "ge", "str", "Wil", "on", "hu", "Kla", "mo"), ("en", "lin", "t", "o,", "am", "ich", "e.")
_MANY_WORDS = [*_WORDS, *(f"{start}{end}" for start in _STARTS for end in _ENDS)]
_NUMBERS = count()


@dataclass(eq=False)
class Word:
    """A word of a source; copies are other words."""

    text: str
    number: int = field(default_factory=lambda: next(_NUMBERS))


@dataclass
class Source:
    """Paragraphs of words, which are wrapped at a width."""

    paragraphs: list[list[Word]]
    width: int = 40
    vocabulary: Sequence[str] = ()

    def text(self) -> str:
        """Return the text of the source."""
        return "\n\n".join("\n".join(map(_join, self.wrap(each))) for each in self.paragraphs) + "\n"

    def wrap(self, paragraph: list[Word]) -> list[list[Word]]:
        """Return the lines of a paragraph."""
        wrapped: list[list[Word]] = [[]]
        for word in paragraph:
            if wrapped[-1] and len(_join([*wrapped[-1], word])) > self.width:
                wrapped.append([])
            wrapped[-1].append(word)
        return wrapped

    def lines(self) -> tuple[Line, ...]:
        """Return the lines as teikit reads them."""
        return lines(self.text())

    def places(self) -> list[tuple[Word, Place]]:
        """Return each word with its place."""
        found, number = [], 1
        for paragraph in self.paragraphs:
            for line in self.wrap(paragraph):
                column = 1
                for word in line:
                    found.append((word, Place(number, column)))
                    column += len(word.text) + 1
                number += 1
            number += 1
        return found

    def stretch(self, first: int, last: int) -> Stretch:
        """Return the stretch of some words by their indexes, the last one included."""
        places = self.places()
        word, place = places[last]
        return Stretch(places[first][1], Place(place.line, place.column + len(word.text)))

    def home(self, word: Word) -> tuple[list[str], int]:
        """Return the text of the paragraph of a word, and its index there: equal ones cannot be told apart."""
        paragraph = next(each for each in self.paragraphs if word in each)
        return [each.text for each in paragraph], paragraph.index(word)

    def words(self, stretch: Stretch) -> list[Word]:
        """Return the words of a stretch."""
        return [word for word, place in self.places() if stretch.start <= place < stretch.end]


def _join(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def make_source(chance: random.Random) -> Source:
    """Return a random source, in which phrases are repeated; some have few words, so that many places are alike."""
    made = Source([], chance.choice([12, 40, 200]), chance.choice([_WORDS, _MANY_WORDS]))
    for _ in range(chance.randint(1, 6)):
        insert_paragraph(made, chance)
    for _ in range(chance.randint(0, 3)):
        copy_phrase(made, chance)
    return made


def mend_word(source: Source, chance: random.Random) -> None:
    """Change a letter of a word."""
    word = chance.choice(chance.choice(source.paragraphs))
    at = chance.randrange(len(word.text))
    word.text = word.text[:at] + chance.choice("aeu.") + word.text[at + 1 :]


def wrap_again(source: Source, chance: random.Random) -> None:
    """Wrap the lines at another width."""
    source.width = chance.randint(10, 80)


def insert_paragraph(source: Source, chance: random.Random) -> None:
    """Insert a new paragraph."""
    size = chance.randint(1, chance.choice([3, 12, 60]))
    made = [Word(chance.choice(source.vocabulary)) for _ in range(size)]
    source.paragraphs.insert(chance.randint(0, len(source.paragraphs)), made)


def remove_paragraph(source: Source, chance: random.Random) -> None:
    """Remove a paragraph, unless it is the only one."""
    if len(source.paragraphs) > 1:
        source.paragraphs.pop(chance.randrange(len(source.paragraphs)))


def move_paragraph(source: Source, chance: random.Random) -> None:
    """Move a paragraph."""
    moved = source.paragraphs.pop(chance.randrange(len(source.paragraphs)))
    source.paragraphs.insert(chance.randint(0, len(source.paragraphs)), moved)


def copy_phrase(source: Source, chance: random.Random) -> None:
    """Insert a copy of some words, or of a whole paragraph, elsewhere."""
    model = chance.choice(source.paragraphs)
    first = chance.randrange(len(model))
    phrase = [Word(each.text) for each in model[first : first + chance.randint(1, 20)]]
    if chance.random() < 0.3:
        source.paragraphs.insert(chance.randint(0, len(source.paragraphs)), [Word(each.text) for each in model])
        return
    into = chance.choice(source.paragraphs)
    at = chance.randint(0, len(into))
    into[at:at] = phrase


EDITS: tuple[Callable[[Source, random.Random], None], ...] = (
    mend_word,
    wrap_again,
    insert_paragraph,
    remove_paragraph,
    move_paragraph,
    copy_phrase,
)


@dataclass(frozen=True)
class _Token:
    text: str
    place: Place
    word: int


class NaiveSearch:
    """Compares an anchor with each stretch of the tokens of a source; stretches are pairs of indexes."""

    def __init__(self, anchor: Anchor, source: Sequence[Line]) -> None:
        self.anchor = anchor
        self.tokens = list(_tokens(source))
        self.before, self.after = _split(anchor.before), _split(anchor.after)
        self.has_gap = anchor.words > 2 * MOST_WORDS
        self.head = _split(anchor.text) + ([] if self.has_gap else _split(anchor.end))
        self.tail = _split(anchor.end) if self.has_gap else self.head
        every = [(i, j) for i in range(len(self.tokens)) for j in range(i + 1, len(self.tokens) + 1)]
        self.exact = self._nearest([each for each in every if self._has_words(each)])
        in_place = [each for each in every if self._has_words(each) and self._has_context(each)]
        self.complete = self._nearest(in_place)
        self.changed = [each for each in every if self._is_changed(each)]

    def _texts(self, start: int, end: int) -> list[str]:
        return [each.text for each in self.tokens[max(0, start) : end]]

    def _words(self, span: tuple[int, int]) -> int:
        return self.tokens[span[1] - 1].word - self.tokens[span[0]].word + 1

    def _has_words(self, span: tuple[int, int]) -> bool:
        texts = self._texts(*span)
        if not self.has_gap:
            return texts == self.head
        is_same = texts[: len(self.head)] == self.head and texts[-len(self.tail) :] == self.tail
        return is_same and len(texts) >= len(self.head) and self._is_near(span)

    def _is_near(self, span: tuple[int, int]) -> bool:
        return abs(self._words(span) - self.anchor.words) <= 2 + self.anchor.words // 5

    def _nearest(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return of those that begin at one place the one that has the words as often as the anchor, or nearly."""
        starts = sorted({start for start, _ in spans})
        return [
            min(
                (each for each in spans if each[0] == start),
                key=lambda each: abs(self._words(each) - self.anchor.words),
            )
            for start in starts
        ]

    def _has_context(self, span: tuple[int, int]) -> bool:
        start, end = span
        before = self._texts(start - len(self.before), start)
        return (before, self._texts(end, end + len(self.after))) == (self.before, self.after)

    def _agreement(self, span: tuple[int, int]) -> tuple[int, int]:
        start, end = span
        before = self._texts(start - len(self.before) - 2, start)
        return _common(self.before, before), _common(self.after, self._texts(end, end + len(self.after) + 2))

    def is_in_context(self, span: tuple[int, int]) -> bool:
        """Return whether two thirds of one side agree, or half of all."""
        (b, a), (most_b, most_a) = self._agreement(span), (len(self.before), len(self.after))
        is_near = (b * 3 >= most_b * 2 and most_b > 0) or (a * 3 >= most_a * 2 and most_a > 0)
        start, end = span
        is_before = most_b > 0 and start > 0 and self.tokens[start - 1].text == self.before[-1]
        is_after = most_a > 0 and end < len(self.tokens) and self.tokens[end].text == self.after[0]
        is_adjacent = is_before or is_after or not (most_b or most_a)
        return b + a >= min(3, most_b + most_a) and (is_near or (b + a) * 2 >= most_b + most_a) and is_adjacent

    def is_clear(self, span: tuple[int, int]) -> bool:
        """Return whether half of each side agrees."""
        b, a = self._agreement(span)
        return (
            b + a >= min(3, len(self.before) + len(self.after))
            and b * 2 >= len(self.before)
            and a * 2 >= len(self.after)
        )

    def _is_changed(self, span: tuple[int, int]) -> bool:
        start, end = span
        last, first = self.before[-3:], self.after[:3]
        begins = self._texts(start - len(last), start) == last if last else start == 0
        ends = self._texts(end, end + len(first)) == first if first else end == len(self.tokens)
        if not (begins and ends and self._is_near(span) and self.is_clear(span)):
            return False
        if not self.has_gap:
            return _is_similar(self.head, self._texts(*span))
        word, to = self.tokens[start].word, self.tokens[end - 1].word
        head = [each.text for each in self.tokens[start:end] if each.word < word + MOST_WORDS]
        tail = [each.text for each in self.tokens[start:end] if each.word > to - MOST_WORDS]
        return _is_similar(self.head, head) and _is_similar(self.tail, tail)

    def find(self) -> Stretch | None:
        """Return the stretch that the anchor means, None if there is none without doubt."""
        spans = self._find()
        if len(spans) != 1:
            return None
        start, end = spans[0]
        last = self.tokens[end - 1]
        return Stretch(self.tokens[start].place, Place(last.place.line, last.place.column + len(last.text)))

    def _find(self) -> list[tuple[int, int]]:
        here = [each for each in self.complete if self.tokens[each[0]].place == (self.anchor.line, self.anchor.column)]
        if self.complete:
            if len(self.complete) <= self.anchor.repeats:
                return []
            return here or (self.complete if not self.anchor.repeats else [])
        if self.anchor.repeats or self.anchor.similar:
            return []
        all_of_them = sorted({*self.exact, *self.changed})
        if len(all_of_them) == 1:
            is_long = self.anchor.words >= 4
            near = all_of_them if is_long or self.is_in_context(all_of_them[0]) else []
        else:
            near = [each for each in all_of_them if self._is_far_best(each, all_of_them)]
        return [each for each in near if not self.has_gap or self._has_its_ends(each)]

    def _is_far_best(self, span: tuple[int, int], every: list[tuple[int, int]]) -> bool:
        margin = max(3, (len(self.before) + len(self.after)) / 4)
        is_best = all(
            sum(self._agreement(span)) - sum(self._agreement(each)) >= margin for each in every if each != span
        )
        return is_best and self.is_in_context(span) and self.is_clear(span)

    def _has_its_ends(self, span: tuple[int, int]) -> bool:
        indexes = range(len(self.tokens))
        heads = [at for at in indexes if self._texts(at, at + len(self.head)) == self.head]
        tails = [at + len(self.tail) for at in indexes if self._texts(at, at + len(self.tail)) == self.tail]
        return (not heads or span[0] in heads) and (not tails or span[1] in tails)


def _split(text: str) -> list[str]:
    return list(re.findall(r"信|で|(?:(?![信で])\w)+|\S", text))


def _tokens(source: Sequence[Line]) -> list[_Token]:
    found, word = [], 0
    for line in source:
        column = line.column
        for piece in line.text.split(" "):
            word += bool(piece)
            at = column
            for token in _split(piece):
                found.append(_Token(token, Place(line.number, at), word))
                at += len(token)
            column += len(piece) + 1
    return found


def _common(wanted: list[str], there: list[str]) -> int:
    if not wanted or not there:
        return 0
    table = [[0] * (len(there) + 1) for _ in range(len(wanted) + 1)]
    for i, one in enumerate(wanted):
        for j, other in enumerate(there):
            table[i + 1][j + 1] = table[i][j] + 1 if one == other else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


def _is_similar(one: list[str], other: list[str]) -> bool:
    numbers = [[each for each in texts if re.search(r"\d", each)] for texts in (one, other)]
    most = max(len(one), len(other))
    is_near = one == other or most < 4 or _common(one, other) >= 0.75 * most
    matcher = SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False)
    return numbers[0] == numbers[1] and is_near and matcher.ratio() >= 0.7


def context(source: Source, first: int, last: int) -> tuple[list[str], list[str]]:
    """Return the words before and after some words of a source, as many as an anchor has."""
    texts = [word.text for word, _ in source.places()]
    return texts[max(0, first - CONTEXT_WORDS) : first], texts[last + 1 : last + 1 + CONTEXT_WORDS]
