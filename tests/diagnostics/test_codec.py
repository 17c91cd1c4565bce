"""Diagnostics come back from bytes as they were, and bytes that hold none are refused."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.diagnostics import Diagnostic, Edit, Fix, Note, Position, Safety, Severity, Span
from teikit.diagnostics.codec import VERSION, UnpackError, from_plain, pack, to_plain, unpack
from teikit.diagnostics.diagnostic import AssertionFacts, Property

# File names may hold bytes that are no text, which Python keeps as lone surrogates.
texts = st.text(st.characters(), max_size=20)
numbers = st.integers(min_value=0, max_value=1 << 40)
positions = st.builds(Position, numbers, numbers)
spans = st.builds(Span, positions, positions)
notes = st.builds(Note, texts, st.none() | texts, st.none() | positions, texts, texts)
properties = st.builds(Property, texts, texts, texts, texts, texts)
facts = st.builds(AssertionFacts, texts, texts, texts, st.lists(properties, max_size=2).map(tuple))
edits = st.builds(Edit, numbers, numbers, texts)
fixes = st.builds(Fix, st.sampled_from(Safety), texts, st.lists(edits, max_size=3).map(tuple))
diagnostics = st.builds(
    Diagnostic,
    texts,
    texts,
    st.sampled_from(Severity),
    texts,
    st.none() | spans,
    st.none() | texts,
    st.lists(notes, max_size=3).map(tuple),
    st.lists(texts, max_size=3).map(tuple),
    st.none() | fixes,
    st.none() | facts,
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(texts, inner, max_size=3),
)
ONE = Diagnostic(
    "a.xml",
    "tei/id-duplicate",
    Severity.WARNING,
    "the id 'a' names another element already",
    Span(Position(3, 1), Position(3, 4)),
    "/TEI",
    (Note("it is first here", "a.xml", Position(2, 1)),),
    ("p",),
    Fix(Safety.SAFE, "leave it out", (Edit(3, 9, ""),)),
    AssertionFacts("hint", "legal", "#see", (Property("p", "one"),)),
)


@given(st.lists(diagnostics, max_size=4))
def test_what_was_packed_comes_back_as_it_was(given_: list[Diagnostic]) -> None:
    assert given_ == unpack(pack(given_))


@given(diagnostics)
def test_plain_values_hold_nothing_but_tuples_texts_and_numbers(one: Diagnostic) -> None:
    def kinds(value: object) -> set[type]:
        return {type(value)}.union(*map(kinds, value)) if isinstance(value, tuple) else {type(value)}

    assert one == from_plain(to_plain(one))
    assert kinds(to_plain(one)) <= {tuple, str, int, type(None)}


def test_what_comes_back_is_of_the_very_types() -> None:
    (back,) = unpack(pack([ONE]))
    assert (Severity, Position, Safety) == (type(back.severity), type(back.notes[0].position), type(back.fix.safety))


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_refused(data: bytes) -> None:
    with pytest.raises(UnpackError):
        unpack(data)


@given(values, st.integers(min_value=0, max_value=9))
def test_a_diagnostic_with_a_part_of_any_kind_is_refused_or_can_be_packed_again(value: object, place: int) -> None:
    row = list(to_plain(ONE))
    row[place] = value
    try:
        back = unpack(json.dumps([VERSION, row]).encode())
    except UnpackError:
        return
    assert back == unpack(pack(back))


def test_one_without_facts_of_an_assertion_is_packed_as_it_always_was() -> None:
    bare = replace(ONE, assertion=None)
    assert len(to_plain(bare)) == 9
    assert to_plain(bare)[6] == (("it is first here", "a.xml", (2, 1)),)
    with pytest.raises(UnpackError):
        unpack(json.dumps([VERSION, [*to_plain(ONE), None]]).encode())


@pytest.mark.parametrize("facts", [None, ONE.assertion])
def test_a_subject_comes_back_with_facts_and_without(facts: AssertionFacts | None) -> None:
    one = replace(ONE, assertion=facts, subject="when 5 May")
    assert unpack(pack([one])) == [one]


@pytest.mark.parametrize("end", range(0, 150, 7))
def test_what_is_cut_off_is_refused(end: int) -> None:
    with pytest.raises(UnpackError):
        unpack(pack([ONE])[:end])


def test_another_version_is_refused() -> None:
    with pytest.raises(UnpackError, match="version"):
        unpack(pack([ONE]).replace(f"[{VERSION},".encode(), b"[0,", 1))


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 100_000, b"[1," + b"9" * 10_000 + b"]", b"[1e999]", b"[]"])
def test_hostile_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UnpackError):
        unpack(data)
