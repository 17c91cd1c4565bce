"""Many diagnostics are the same packed as they are in a list, in less room."""

import tracemalloc
import zlib
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.diagnostics import Diagnostic, Note, Position, Severity, Span, collection, sort_diagnostics
from teikit.diagnostics.codec import UnpackError
from teikit.diagnostics.collection import DiagnosticList, DiagnosticSorter
from teikit.executors.pickling import dumps, loads

# Few places and words, so that several meet.
positions = st.builds(Position, st.integers(1, 3), st.integers(1, 2))
one = st.builds(
    Diagnostic,
    st.just("a.xml"),
    st.sampled_from(["rng/a", "tei/b"]),
    st.sampled_from(Severity),
    st.sampled_from(["wrong", "worse"]),
    st.none() | st.builds(Span, positions, positions),
    st.sampled_from([None, "/TEI"]),
    st.sampled_from([(), (Note("here"),)]),
)
some = st.lists(one, max_size=40)


@pytest.fixture(autouse=True, scope="module")
def little() -> Iterator[None]:
    """Take few for many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collection, "_BLOCK", 3)
        patch.setattr(collection, "_MANY", 8)
        yield


def is_compressed(diagnostics: DiagnosticList) -> bool:
    return diagnostics.dump().startswith(b"blocks")


@given(some, some)
def test_a_compact_list_is_a_list(found: list[Diagnostic], more: list[Diagnostic]) -> None:
    kept = DiagnosticList(iter(found))
    assert (found, found, len(found)) == (list(kept), list(kept), len(kept))
    kept.extend(iter(more))
    found = found + more
    assert found == kept
    assert found[-2:] == kept[-2:]
    assert found[:1] == [kept[0] for _ in found[:1]]
    assert Counter((each.rule, each.severity) for each in found) == kept.counts
    assert DiagnosticList.of(kept) is kept
    assert DiagnosticList.of(found) == kept


@given(some)
def test_a_list_equals_only_lists_of_the_same_diagnostics(found: list[Diagnostic]) -> None:
    assert DiagnosticList(found) != [*found, *found, *_made(1)]
    assert DiagnosticList(found) != found[1:] + list(_made(1))
    assert DiagnosticList(found) != tuple(found)


@given(some)
def test_many_are_compressed_and_few_are_not(found: list[Diagnostic]) -> None:
    assert is_compressed(DiagnosticList(found)) is (len(found) >= 8)


@given(st.lists(some, max_size=4), st.booleans())
def test_ordered_streams_are_merged_in_order_without_duplicates(
    streams: list[list[Diagnostic]],
    are_lists: bool,  # noqa: FBT001
) -> None:
    unique = [sort_diagnostics(dict.fromkeys(stream)) for stream in streams]
    merged = DiagnosticList.merge(map(DiagnosticList, unique) if are_lists else map(sort_diagnostics, streams))
    # The slow twin: a plain list of all.
    assert sort_diagnostics(dict.fromkeys(each for stream in streams for each in stream)) == merged


@given(st.lists(some, max_size=5), st.booleans())
def test_a_sorter_returns_in_order_what_came_in_any(parts: list[list[Diagnostic]], is_sorted: bool) -> None:  # noqa: FBT001
    if is_sorted:
        whole = sort_diagnostics(each for part in parts for each in part)
        parts = [whole[start : start + 5] for start in range(0, len(whole), 5)]
    sorter = DiagnosticSorter()
    for part in parts:
        sorter.extend(iter(part))
    found = sorter.sorted_diagnostics()
    added = [each for part in parts for each in part]
    assert sort_diagnostics(added if len(added) < 8 else dict.fromkeys(added)) == found
    assert sort_diagnostics(dict.fromkeys(added)) == DiagnosticList.merge((iter(()), found, ()))


@given(some)
def test_what_travels_or_is_stored_comes_back(found: list[Diagnostic]) -> None:
    kept = DiagnosticList(found)
    for back in (loads(dumps(kept)), DiagnosticList.load(kept.dump())):
        assert found == back
        assert kept.counts == back.counts
        assert kept.dump() == back.dump()


@given(st.binary(max_size=40), some, st.integers(0, 400))
def test_what_is_damaged_is_refused_at_once(noise: bytes, found: list[Diagnostic], end: int) -> None:
    whole = DiagnosticList(found).dump()
    short = whole[: min(end, len(whole) - 1)]
    for data in (b"blocks" + b"\0\0\0\x20" + noise, b"blocks" + noise + b"x", short):
        try:
            kept = DiagnosticList.load(data)
        except UnpackError:
            continue
        # What ends where a block ends is whole.
        assert found[: len(kept)] == list(kept)
        assert len(kept) % 3 == 0


def test_a_block_that_grows_without_end_is_refused() -> None:
    bomb = zlib.compress(b" " * (33 << 20), 9)
    with pytest.raises(UnpackError, match="do not end"):
        DiagnosticList.load(b"blocks" + len(bomb).to_bytes(4, "big") + bomb)


def test_many_need_little_room() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collection, "_BLOCK", 1_000)
        tracemalloc.start()
        kept = DiagnosticList(_made(20_000))
        counted = sum(1 for _ in kept)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert counted == 20_000
    # As they are they take 16 MB.
    assert peak < 4_000_000


def _made(count: int) -> Iterator[Diagnostic]:
    for number in range(1, count + 1):
        span = Span(Position(number, 2_000), Position(number, 2_000 + number))
        yield Diagnostic("a.xml", "tei/b", Severity.WARNING, f"'#{number}' names nothing", span, f"/TEI/p[{number}]")
