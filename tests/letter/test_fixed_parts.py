"""What an editor fixed in a letter: labels, cuts and joins are followed or reported, and no word is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from teikit.letter import Label, Letter, recognise
from teikit.letter.fixed import FixedParts, Place, Stretch
from teikit.letter.source_offsets import SourceOffsets, unit_offsets
from teikit.text.plain import Line, lines

PARAGRAPHS = """I have your letter of the second and shall answer it when my brother has come home from the market.
He is expected on Monday, and will bring the papers that you asked for.

We have had much rain here, and the road to the mill is under water again."""
LETTER = f"""Thornbury, 3 May 1871.

Dear Sir,

{PARAGRAPHS}

Yours faithfully,
Ann Bell
"""
ROWS = [
    "Thornbury, 3 May 1871.", "Dear Sir,", "Mr. John Hale, 4 High Street", "I have your letter of the second and shall",
    "answer it as soon as my brother has come home.", "He is expected on Monday: the papers are his.",
    "Yours faithfully,",
    "Ann Bell", "P.S. The mill is sold.", "", "", "[1] The second of May.", "To: John Hale", "From: Ann Bell", "- 2 -",
    "> You asked for the papers.", "On 3 May 2015 at 10:12, Ada Bell <ada@example.org> wrote:", "Tea . . . . 14s.",
    "TELEGRAM", "[p. 2]", "Dear Sir, I have seen him. Yours, Ann Bell", "(Signed) Ann", "The roa-", "d to the mill.",
]  # fmt: skip


def fix(
    *labels: tuple[int, int, int, Label], cuts: tuple[Place, ...] = (), joins: tuple[Place, ...] = ()
) -> FixedParts:
    """Return what is fixed: labels of stretches within a line, given by line, column and column after the last."""
    stretches = tuple((Stretch(Place(line, one), Place(line, two)), label) for line, one, two, label in labels)
    return FixedParts(stretches, frozenset(cuts), frozenset(joins))


def found(letter: Letter) -> list[tuple[Label, str]]:
    return [(part.label, part.unit.text) for part in letter.parts]


@st.composite
def fixed_letters(draw: st.DrawFn) -> tuple[tuple[Line, ...], FixedParts]:
    read = lines("\n".join(draw(st.lists(st.sampled_from(ROWS), min_size=1, max_size=14))))
    if not any(line.text for line in read):
        read = lines("Dear Sir,")
    place = st.builds(Place, st.integers(1, len(read)), st.integers(1, 50))
    stretch = st.tuples(place, place).map(lambda two: Stretch(*sorted(two)))
    labels = draw(st.lists(st.tuples(stretch, st.sampled_from(Label)), max_size=5))
    return read, FixedParts(
        tuple(labels), draw(st.frozensets(place, max_size=3)), draw(st.frozensets(place, max_size=3))
    )


@settings(max_examples=100)
@given(fixed_letters())
def test_words_are_kept_and_what_is_not_followed_is_reported(one: tuple[tuple[Line, ...], FixedParts]) -> None:
    read, fixed = one
    letter = recognise(read, "en", fixed=fixed)
    assert letter == recognise(read, "en", fixed=fixed)
    count = sum(unit_offsets(part.unit)[-1][1] for part in letter.parts)
    assert count == len("".join("".join(line.text.split()) for line in read))
    unmet = {(each.line, each.column, each.label, each.is_join) for each in letter.unmet}
    labels, starts = _characters(letter)
    for offset, (stretch, label) in _decided(read, fixed).items():
        assert labels.get(offset, label) is label or (*stretch.start, label, False) in unmet
    for places, is_join in ((fixed.cuts, False), (fixed.joins, True)):
        for place in places:
            is_start = SourceOffsets(read).find(place) in starts
            assert is_start is not is_join or (*place, None, is_join) in unmet


def _characters(letter: Letter) -> tuple[dict[int, Label], set[int]]:
    """Return the label of each character of a letter by its offset in the source, and where parts begin."""
    labels, starts, start = {}, set(), 0
    for part in letter.parts:
        *own, (_, count) = unit_offsets(part.unit)
        starts.add(start + own[0][1])
        labels.update((start + at, part.label) for _, at in own)
        start += count
    return labels, starts


def _decided(read: tuple[Line, ...], fixed: FixedParts) -> dict[int, tuple[Stretch, Label]]:
    """Return the last label that is decided for each character."""
    chars = [
        Place(line.number, place + 1) for line in read for place, char in enumerate(line.text) if not char.isspace()
    ]
    return {
        offset: (stretch, label)
        for stretch, label in fixed.labels
        for offset, place in enumerate(chars)
        if stretch.start <= place < stretch.end
    }


def test_a_label_is_kept_and_the_rest_is_recognised_around_it() -> None:
    letter = recognise(lines(LETTER), "en", fixed=fix((1, 1, 11, Label.ADDRESS)))
    assert found(letter)[:2] == [(Label.ADDRESS, "Thornbury,"), (Label.DATELINE, "3 May 1871.")]
    first = letter.parts[0]
    assert (first.is_decided, first.confidence, first.evidence[0].cue) == (True, 1.0, "the editor decided")
    assert letter.unmet == ()


def test_labels_that_are_found_anyway_change_nothing_else() -> None:
    read = lines(LETTER)
    usual = recognise(read, "en")
    labels = [
        (Stretch(Place(first.number, first.column), Place(last.number, last.column + len(last.text))), part.label)
        for part in usual.parts
        for first, last in [(part.unit.lines[0], part.unit.lines[-1])]
    ]
    letter = recognise(read, "en", fixed=FixedParts(tuple(labels)))
    assert found(letter) == found(usual)
    assert [part.phase for part in letter.parts] == [part.phase for part in usual.parts]


def test_a_cut_keeps_parts_apart_and_a_join_joins_them() -> None:
    letter = recognise(lines(LETTER), "en", fixed=fix(cuts=(Place(5, 12),), joins=(Place(8, 1),)))
    texts = [text for label, text in found(letter) if label is Label.PARAGRAPH]
    assert texts[0] == "I have your"
    assert texts[-1].startswith("He is expected")
    assert texts[-1].endswith("under water again.")


def test_a_join_of_the_first_part_is_reported() -> None:
    (unmet,) = recognise(lines(LETTER), "en", fixed=fix(joins=(Place(1, 1),))).unmet
    assert (unmet.line, unmet.is_join, unmet.reason) == (1, True, "no part is above it")


def test_a_label_of_no_words_is_reported() -> None:
    (unmet,) = recognise(lines(LETTER), "en", fixed=fix((2, 1, 9, Label.NOTE))).unmet
    assert (unmet.line, unmet.label) == (2, Label.NOTE)


def test_a_later_label_takes_precedence() -> None:
    letter = recognise(lines(LETTER), "en", fixed=fix((3, 1, 10, Label.HEAD), (3, 1, 10, Label.SALUTE)))
    assert (letter.parts[1].label, letter.unmet) == (Label.SALUTE, ())


def test_a_note_interrupts_the_body() -> None:
    letter = recognise(lines(LETTER), "en", fixed=fix((8, 1, 80, Label.NOTE)))
    assert [label for label, _ in found(letter)][2:] == [
        Label.PARAGRAPH, Label.PARAGRAPH, Label.NOTE, Label.VALEDICTION, Label.SIGNED,
    ]  # fmt: skip


def test_a_quoted_message_that_is_none_belongs_to_the_letter() -> None:
    text = f"{LETTER}\n-----Original Message-----\nFrom: John Hale\nYou asked for the papers.\n"
    assert [label for label, _ in found(recognise(lines(text), "en"))][-2:] == [Label.NOTE, Label.NOTE]
    letter = recognise(lines(text), "en", fixed=fix((13, 1, 20, Label.POSTSCRIPT)))
    assert (letter.unmet, found(letter)[-1][0]) == ((), Label.POSTSCRIPT)


def test_a_running_head_that_is_none_belongs_to_the_letter() -> None:
    text = "\n".join(f"{LETTER}\n{number} LETTERS OF ANN BELL\n" for number in range(4, 8))
    line = len(LETTER.splitlines()) + 2
    letter = recognise(lines(text), "en", fixed=fix((line, 1, 30, Label.HEAD)))
    assert (Label.HEAD, "4 LETTERS OF ANN BELL") in found(letter)
    assert letter.unmet == ()
