"""Anchors of decisions: a stretch of the source as an anchor, and the stretch that an anchor means in an edited source.

Words are compared without white space. In doubt there is no stretch but a reason, in words.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from teikit.decisions.model import CONTEXT_WORDS, MOST_WORDS, Anchor
from teikit.decisions.words import SourceWords, Span, is_within_token, split_tokens
from teikit.letter.fixed import Place, Stretch
from teikit.messages import list_items
from teikit.text.plain import Line

# More places than this are not compared.
_MOST_PLACES, _MOST_CHANGED = 1_000, 100
# A quotation of so many words is found elsewhere without the words around it.
_LONG = 4
# The fewest tokens around a stretch that must agree.
_LEAST_AGREEMENT = 3
# How similar the words must be that were changed, from 0 to 1.
_LEAST_SIMILARITY = 0.7
# The tokens on each side that must be the same where the words between were changed.
_ENDS = 3
_SHOWN_LINES = 3


def anchor(lines: Sequence[Line], stretch: Stretch) -> Anchor:
    """Return the anchor of a stretch of a source.

    Raises ValueError if the stretch has no words.
    """
    return make_anchor(SourceWords(lines), stretch)


def make_anchor(source: SourceWords, stretch: Stretch) -> Anchor:
    """Return the anchor of a stretch, as `anchor` does."""
    span = source.span(stretch)
    line, column = source.place(span.start)
    words = source.count_words(span)
    head, tail = span, None
    if words > MOST_WORDS:
        head = source.first_words(span, MOST_WORDS)
        tail = source.last_words(span, min(MOST_WORDS, words - MOST_WORDS))
    quoted = Anchor(
        line,
        column,
        source.quote(head),
        words,
        source.quote(tail) if tail else "",
        source.before(span.start, CONTEXT_WORDS),
        source.after(span.end, CONTEXT_WORDS),
    )
    return _count_others(quoted, span, source)


def _count_others(quoted: Anchor, span: Span, source: SourceWords) -> Anchor:
    """Return an anchor with the numbers of other places that have the same words, or could be taken for its own."""
    search = Search(quoted, source)
    same = {each for each in search.complete() if each != span}
    others = {each for each in (*search.exact(), *search.changed()) if each != span and search.is_acceptable(each)}
    return replace(quoted, repeats=len(same), similar=len(others - same))


@dataclass(frozen=True)
class Search:
    """The search for the stretch of an anchor in a source."""

    anchor: Anchor
    source: SourceWords

    @cached_property
    def before(self) -> list[str]:
        """The tokens of the words before the stretch."""
        return split_tokens(self.anchor.before)

    @cached_property
    def after(self) -> list[str]:
        """The tokens of the words after the stretch."""
        return split_tokens(self.anchor.after)

    @cached_property
    def _head(self) -> str:
        """The tokens at the beginning of the stretch, or all of them, as the source's text has them."""
        quoted = self.anchor
        whole = [*split_tokens(quoted.text), *(() if self.has_gap else split_tokens(quoted.end))]
        return " ".join(whole)

    @cached_property
    def _tail(self) -> str:
        return " ".join(split_tokens(self.anchor.end)) if self.has_gap else self._head

    @property
    def has_gap(self) -> bool:
        """Whether the anchor lacks the words in the middle."""
        return self.anchor.words > 2 * MOST_WORDS and bool(self.anchor.end)

    @cached_property
    def _blanks(self) -> tuple[str, str]:
        """What is before and after the stretch in the source's text: a blank, unless it begins or ends in a token."""
        quoted = self.anchor
        is_cut = is_within_token(quoted.before, quoted.text), is_within_token(quoted.end or quoted.text, quoted.after)
        starts, ends = ("" if each else " " for each in is_cut)
        return starts, ends

    def complete(self) -> list[Span]:
        """Return the places that have the same words, with the same words around them."""
        return self._spans(*self._context)

    @cached_property
    def _context(self) -> tuple[str, str]:
        """What is before and after the stretch in the source's text, with the words around it."""
        starts, ends = self._blanks
        above = f"{' '.join(['', *self.before])}{starts}" if self.before else starts
        return above, f"{ends}{' '.join([*self.after, ''])}" if self.after else ends

    def in_place(self) -> Span | None:
        """Return the place where the anchor was made if all is as it was there and nowhere else."""
        quoted, (above, below) = self.anchor, self._context
        if not quoted.line or quoted.repeats or self.has_gap or not self._head:
            return None
        start = self.source.offset(Place(quoted.line, quoted.column))
        is_same = self.source.text.startswith(f"{above}{self._head}{below}", start - len(above))
        return Span(start, start + len(self._head)) if is_same and start >= len(above) else None

    def exact(self) -> list[Span]:
        """Return the places that have the same words."""
        return self._spans(*self._blanks)

    def _spans(self, above: str, below: str) -> list[Span]:
        if not self._head:
            return []
        if not self.has_gap:
            found = self._find(f"{above}{self._head}{below}")
            return [Span(at + len(above), at + len(above) + len(self._head)) for at in found]
        starts = [at + len(above) for at in self._find(f"{above}{self._head}")]
        ends = [at + len(self._tail) for at in self._find(f"{self._tail}{below}")]
        return [span for start in starts if (span := self._nearest(start, ends))]

    def _nearest(self, start: int, ends: Sequence[int]) -> Span | None:
        """Return the stretch from a place that has nearly as many words as the anchor, None if there is none."""
        spans = [span for span in self._near(start, ends) if span.end >= start + len(self._head)]
        return min(spans, key=lambda span: abs(self.source.count_words(span) - self.anchor.words), default=None)

    def _near(self, start: int, ends: Sequence[int]) -> list[Span]:
        """Return the stretches from a place that have about as many words as the anchor; `ends` are in order."""
        wanted, most = self.anchor.words, 2 + self.anchor.words // 5
        first, last = (self.source.end_of_words(start, wanted + by) for by in (-most, most))
        return [Span(start, end) for end in ends[bisect_left(ends, first) : bisect_right(ends, last)] if end > start]

    def _find(self, needle: str) -> Iterator[int]:
        """Yield the offsets of a text in that of the source, `_MOST_PLACES` and one more at most."""
        text, at = self.source.text, -1
        for _ in range(_MOST_PLACES + 1):
            at = text.find(needle, at + 1)
            if at < 0:
                return
            yield at

    def has_ends_elsewhere(self, span: Span) -> bool:
        """Return whether the first words of a long stretch, or the last, are in another place, and not in this one."""
        if not self.has_gap:
            return False
        starts = set(self._find(f" {self._head} "))
        ends = {at + len(self._tail) + 1 for at in self._find(f" {self._tail} ")}
        return bool(starts and span.start - 1 not in starts) or bool(ends and span.end not in ends)

    def agreement(self, span: Span) -> tuple[int, int]:
        """Return how many tokens before and after a stretch agree with those of the anchor, in their order."""
        before = self.source.tokens_before(span.start, len(self.before) + 2)
        after = self.source.tokens_after(span.end, len(self.after) + 2)
        return _common(self.before, before), _common(self.after, after)

    def is_acceptable(self, span: Span) -> bool:
        """Return whether a stretch could be the one that the anchor means, if no other had the same words."""
        return self.anchor.words >= _LONG or self.is_in_context(span)

    def is_in_context(self, span: Span) -> bool:
        """Return whether the words around a stretch agree: two thirds of those on one side, or half of all.

        The next one on one side must be among them.
        """
        before, after = self.agreement(span)
        most = len(self.before) + len(self.after)
        is_near = any(size and count * 3 >= size * 2 for count, size in self._sides(before, after))
        is_enough = before + after >= min(_LEAST_AGREEMENT, most) and (is_near or (before + after) * 2 >= most)
        return is_enough and (not most or self._is_adjacent(span))

    def _is_adjacent(self, span: Span) -> bool:
        """Return whether the word before a stretch, or the one after it, is that of the anchor."""
        before, after = self.source.tokens_before(span.start, 1), self.source.tokens_after(span.end, 1)
        return bool((before and before == self.before[-1:]) or (after and after == self.after[:1]))

    def is_clear(self, span: Span) -> bool:
        """Return whether half of the words on each side of a stretch agree with those of the anchor."""
        before, after = self.agreement(span)
        is_enough = before + after >= min(_LEAST_AGREEMENT, len(self.before) + len(self.after))
        return is_enough and all(count * 2 >= size for count, size in self._sides(before, after))

    def _sides(self, before: int, after: int) -> tuple[tuple[int, int], tuple[int, int]]:
        return (before, len(self.before)), (after, len(self.after))

    def changed(self) -> list[Span]:
        """Return the places that have similar words between the same ones; none where too many could be meant."""
        starts, ends = list(self._starts()), list(self._ends())
        if max(len(starts), len(ends)) > _MOST_CHANGED:
            return []
        return [span for start in starts for span in self._near(start, ends) if self._is_changed(span)]

    def _starts(self) -> Iterator[int]:
        """Yield where a stretch may begin: after the last words before it, or where the source begins."""
        if not self.before:
            yield from [1] if self.source.text else []
            return
        above = " ".join(["", *self.before[-_ENDS:]]) + self._blanks[0]
        yield from (at + len(above) for at in self._find(above) if at + len(above) < len(self.source.text))

    def _ends(self) -> Iterator[int]:
        if not self.after:
            yield from [len(self.source.text) - 1] if self.source.text else []
            return
        yield from self._find(self._blanks[1] + " ".join([*self.after[:_ENDS], ""]))

    def _is_changed(self, span: Span) -> bool:
        """Return whether a stretch has the words of the anchor with small changes, and clearly the same around it."""
        if not self.is_clear(span):
            return False
        if not self.has_gap:
            return _is_similar(self._head, self.source.text[span.start : span.end])
        head, tail = self.source.first_words(span, MOST_WORDS), self.source.last_words(span, MOST_WORDS)
        pairs = (self._head, head), (self._tail, tail)
        return all(_is_similar(words, self.source.text[each.start : each.end]) for words, each in pairs)


def _common(wanted: Sequence[str], there: Sequence[str]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(there) + 1)
    for one in wanted:
        above = row
        row = [0]
        for (corner, over), other in zip(pairwise(above), there, strict=True):
            row.append(corner + 1 if one == other else max(over, row[-1]))
    return row[-1]


def _is_similar(one: str, other: str) -> bool:
    """Return whether two texts differ by little, and not in their numbers."""
    # Costs 2 ms to import, and only edited sources need it.
    from difflib import SequenceMatcher  # noqa: PLC0415

    if _digits(one) != _digits(other):
        return False
    if one == other:
        return True
    most = max(one.count(" "), other.count(" ")) + 1
    if most >= _LONG and _common(one.split(), other.split()) * 4 < most * 3:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LEAST_SIMILARITY


def _digits(text: str) -> list[str]:
    return [token for token in text.split() if any(char.isdigit() for char in token)]


def find_unchanged(quoted: Anchor, source: SourceWords) -> Stretch | None:
    """Return the stretch of an anchor if it is where it was, with the same words around it; nothing is searched."""
    span = Search(quoted, source).in_place()
    return source.stretch(span) if span else None


def find_stretch(quoted: Anchor, source: SourceWords) -> Stretch | str:
    """Return the stretch that an anchor means in a source, or why there is none that it means without doubt.

    The reason is a sentence: "the words are no longer in the source".
    """
    found = _find_span(Search(quoted, source))
    return found if isinstance(found, str) else source.stretch(found)


def _find_span(search: Search) -> Span | str:
    if span := search.in_place():
        return span
    quoted, complete = search.anchor, search.complete()
    here = next((span for span in complete if _is_at_its_place(search, span)), None)
    if complete:
        # Of several that look the same some are gone, or were there before.
        if len(complete) <= quoted.repeats:
            then = f"the words were in the source {_times(quoted.repeats + 1)} with the same words around them"
            return f"{then}, and now are {_where(complete, search)}"
        if here is not None or (len(complete) == 1 and not quoted.repeats):
            return here or complete[0]
        return f"the words are in the source {_where(complete, search)}"
    return _find_edited(search)


def _is_at_its_place(search: Search, span: Span) -> bool:
    return search.source.place(span.start) == Place(search.anchor.line, search.anchor.column)


def _find_edited(search: Search) -> Span | str:
    """Return the stretch of an anchor where its words or those around it were changed."""
    exact = search.exact()
    if len(exact) > _MOST_PLACES:
        return f"the words are in the source more than {_MOST_PLACES:,} times"
    candidates = sorted({*exact, *search.changed()})
    if not candidates:
        return "the words are no longer in the source"
    if (found := _choose(candidates, search)) and not (search.anchor.repeats or search.anchor.similar):
        if not search.has_ends_elsewhere(found):
            return found
        return "the source has the first or the last of the words elsewhere, too"
    if not exact:
        return f"the words were changed, and could be those {_where(candidates, search)}"
    return f"the words are in the source {_where(exact, search)}, but other words are around them"


def _choose(candidates: Sequence[Span], search: Search) -> Span | None:
    """Return the only place, or the one whose context clearly agrees best; None if there is doubt."""
    if len(candidates) == 1:
        return candidates[0] if search.is_acceptable(candidates[0]) else None
    agreements = sorted(((sum(search.agreement(each)), each) for each in candidates), reverse=True)
    (most, best), (second, _) = agreements[:2]
    is_far = (most - second) * 4 >= max(4 * _LEAST_AGREEMENT, len(search.before) + len(search.after))
    return best if is_far and search.is_in_context(best) and search.is_clear(best) else None


def _where(spans: Sequence[Span], search: Search) -> str:
    """Return how often words are in the source, and the first lines."""
    numbers = [f"{search.source.place(span.start).line}" for span in spans]
    lines = list_items(numbers[:_SHOWN_LINES], last="and", of=len(numbers))
    return f"{_times(len(spans))} ({'line' if len(numbers) == 1 else 'lines'} {lines})"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")
