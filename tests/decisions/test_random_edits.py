"""Random decisions and random edits of the source: none is lost, none applies to other words without being reported."""

import random
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from support.edited_sources import EDITS, NaiveSearch, Source, Word, context, make_source
from teikit.decisions.anchors import anchor, find_stretch
from teikit.decisions.files import change_decisions, read_decisions
from teikit.decisions.location import locate, renew
from teikit.decisions.model import (
    CutDecision,
    Decision,
    Decisions,
    JoinDecision,
    LabelDecision,
    NameDecision,
    NameKind,
)
from teikit.decisions.words import SourceWords
from teikit.letter.fixed import Stretch
from teikit.letter.model import Label

CHANCE = st.integers(0, 1_000_000).map(random.Random)


def choose(source: Source, chance: random.Random) -> tuple[int, int]:
    """Return the indexes of the first and the last of some words."""
    size = len(source.places())
    first = chance.randrange(size)
    return first, min(size - 1, first + chance.choice([0, 0, 1, 3, 8, 30]))


def edit(source: Source, chance: random.Random) -> None:
    for _ in range(chance.randint(0, 4)):
        chance.choice(EDITS)(source, chance)


@dataclass(frozen=True)
class Chosen:
    """Words of a source, and all that is around them when they are chosen."""

    words: list[Word]
    texts: list[str]
    around: tuple[list[str], list[str]]
    homes: tuple[object, object]
    every: list[Word]

    @classmethod
    def of(cls, source: Source, first: int, last: int) -> "Chosen":
        """Return some words by their indexes."""
        words = source.words(source.stretch(first, last))
        homes = source.home(words[0]), source.home(words[-1])
        every = [word for word, _ in source.places()]
        return cls(words, [each.text for each in words], context(source, first, last), homes, every)

    def is_meant(self, found: Stretch, source: Source) -> bool:
        """Return whether a stretch of an edited source has the words that were chosen, or nobody could say which has.

        Most are still those that were chosen, or some, where words were put between these. Nobody can say which are
        meant where the paragraphs have the same text, the same words are around them, several words are in one place
        only, or a later copy is next to the same word.
        """
        words, every = source.words(found), [word for word, _ in source.places()]
        own = {*words} & {*self.words}
        left = [each for each in every if each in self.words]
        is_whole = len(left) == len(self.words) and left == every[every.index(left[0]) :][: len(left)]
        if 2 * len(own) >= len(words) or (own and not is_whole):
            return True
        return (source.home(words[0]), source.home(words[-1])) == self.homes or self._is_copied(words, source, every)

    def _is_copied(self, words: list[Word], source: Source, every: list[Word]) -> bool:
        texts = [word.text for word in words]
        before, after = context(source, every.index(words[0]), every.index(words[-1]))
        wanted_before, wanted_after = self.around
        sides = (
            before[-len(wanted_before) or len(before) :] == wanted_before,
            after[: len(wanted_after)] == wanted_after,
        )
        places = [at for at in range(len(every)) if [word.text for word in every[at : at + len(words)]] == texts]
        is_next = before[-1:] == wanted_before[-1:] or after[:1] == wanted_after[:1]
        is_later = not {*words} & {*self.every} and is_next
        return is_later or (texts == self.texts and (all(sides) or (len(words) > 1 and len(places) == 1)))


@settings(max_examples=400)
@given(CHANCE)
def test_a_stretch_is_found_at_its_own_words_or_not_at_all(chance: random.Random) -> None:
    source = make_source(chance)
    first, last = choose(source, chance)
    quoted = anchor(source.lines(), source.stretch(first, last))
    chosen = Chosen.of(source, first, last)
    edit(source, chance)
    found = find_stretch(quoted, SourceWords(source.lines()))
    assert isinstance(found, str) or chosen.is_meant(found, source)


@given(CHANCE)
def test_a_source_that_is_only_wrapped_anew_has_each_stretch(chance: random.Random) -> None:
    source = make_source(chance)
    first, last = choose(source, chance)
    quoted = anchor(source.lines(), source.stretch(first, last))
    assert find_stretch(quoted, SourceWords(source.lines())) == source.stretch(first, last)
    source.width = chance.randint(10, 80)
    found = find_stretch(quoted, SourceWords(source.lines()))
    assert found == source.stretch(first, last) or (quoted.repeats and isinstance(found, str))


@given(CHANCE)
def test_each_stretch_is_found_that_a_search_of_all_places_finds(chance: random.Random) -> None:
    source = make_source(chance)
    source.paragraphs = [each[:12] for each in source.paragraphs]
    quoted = anchor(source.lines(), source.stretch(*choose(source, chance)))
    edit(source, chance)
    source.paragraphs = source.paragraphs[:5]
    found = find_stretch(quoted, SourceWords(source.lines()))
    expected = NaiveSearch(quoted, source.lines()).find()
    assert expected == (None if isinstance(found, str) else found), found


def make_decision(source: Source, chance: random.Random) -> Decision:
    own = anchor(source.lines(), source.stretch(*choose(source, chance)))
    kinds = [
        LabelDecision(own, chance.choice(list(Label))),
        CutDecision(own),
        JoinDecision(own),
        NameDecision(own, NameKind.PLACE),
    ]
    return chance.choice(kinds)


@given(CHANCE)
def test_no_decision_is_lost(chance: random.Random) -> None:
    source = make_source(chance)
    decisions = tuple(make_decision(source, chance) for _ in range(chance.randint(1, 8)))
    edit(source, chance)
    located = locate(Decisions(decisions=decisions), source.lines())
    misfits = [each.decision for each in located.misfits]
    words = SourceWords(source.lines())
    for decision in decisions:
        assert not isinstance(found := find_stretch(decision.anchor, words), str) or decision in misfits, found
    for stretch, label in located.parts.labels:
        assert any(isinstance(each, LabelDecision) and each.label == label for each in decisions), stretch
    starts = [stretch.start for stretch, _ in located.parts.labels]
    assert starts == sorted(starts)
    assert not located.parts.cuts & located.parts.joins


@given(CHANCE)
def test_renewed_decisions_are_about_the_same_stretches(chance: random.Random) -> None:
    source = make_source(chance)
    decisions = Decisions(decisions=tuple(make_decision(source, chance) for _ in range(4)))
    edit(source, chance)
    renewed = renew(decisions, source.lines(), "01")
    before, after = locate(decisions, source.lines()), locate(renewed, source.lines())
    assert [each.stretch for each in after.names] == [each.stretch for each in before.names]
    assert replace(after, names=(), misfits=()) == replace(before, names=(), misfits=())
    assert len(after.misfits) == len(before.misfits)


@given(CHANCE)
def test_a_file_keeps_all_decisions_and_has_the_same_bytes_again(chance: random.Random) -> None:
    source = make_source(chance)
    with TemporaryDirectory() as folder:
        path = Path(folder, "letter.txt")
        path.touch()
        kept: tuple[Decision, ...] = ()
        for _ in range(3):
            more = tuple(make_decision(source, chance) for _ in range(chance.randint(0, 3)))
            kept = tuple(chance.sample([*kept, *more], len(kept) + len(more)))
            stored = change_decisions(path, "letter.txt", lambda there, kept=kept: replace(there, decisions=kept))
            assert stored.decisions.decisions == kept
            edit(source, chance)
        if kept:
            written = stored.file.read_bytes()
            stored.file.unlink()
            change_decisions(path, "letter.txt", lambda there: replace(there, decisions=kept))
            assert stored.file.read_bytes() == written
        assert read_decisions(path, "letter.txt").decisions.decisions == kept


def test_edits_keep_the_words_apart() -> None:
    source = make_source(random.Random(1))
    before = source.text()
    assert "".join(line.text for line in source.lines()).replace(" ", "") == "".join(before.split())
