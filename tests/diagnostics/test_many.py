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
from teikit.diagnostics.collection import (
    DiagnosticBuffer,
    PackedDiagnostics,
    PicklableDiagnostics,
    collect_diagnostics,
    count_diagnostics,
    dump_diagnostics,
    load_diagnostics,
    merge_diagnostics,
)
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


@given(some)
def test_what_was_packed_is_there_again_and_again(found: list[Diagnostic]) -> None:
    kept = PackedDiagnostics.from_diagnostics(found)
    assert (found, found, len(found)) == (list(kept), list(kept), len(kept))
    assert found[-2:] == kept[-2:]
    assert found[:1] == [kept[0] for _ in found[:1]]
    assert count_diagnostics(found) == kept.counts == Counter((each.rule, each.severity) for each in found)


@given(some)
def test_many_are_packed_and_few_are_not(found: list[Diagnostic]) -> None:
    kept = collect_diagnostics(iter(found))
    assert found == list(kept)
    assert isinstance(kept, PackedDiagnostics) is (len(found) >= 8)


@given(st.lists(some, max_size=4))
def test_streams_in_order_are_united_in_order_each_problem_once(streams: list[list[Diagnostic]]) -> None:
    made = list(merge_diagnostics(map(sort_diagnostics, streams)))
    whole = {each for stream in streams for each in stream}
    assert (len(whole), whole) == (len(made), set(made))
    assert sort_diagnostics(made) == made


@given(st.lists(some, max_size=5), st.booleans())
def test_a_pile_gives_back_in_order_what_came_in_any(parts: list[list[Diagnostic]], is_sorted: bool) -> None:  # noqa: FBT001
    if is_sorted:
        whole = sort_diagnostics(each for part in parts for each in part)
        parts = [whole[start : start + 5] for start in range(0, len(whole), 5)]
    pile = DiagnosticBuffer()
    for part in parts:
        pile.add(iter(part))
    found = pile.sorted_diagnostics()
    told = [each for part in parts for each in part]
    assert sort_diagnostics(found) == list(found)
    assert Counter(found) == Counter(set(told) if isinstance(found, PackedDiagnostics) else told)
    assert Counter((each.rule, each.severity) for each in found) == count_diagnostics(found)
    assert set(merge_diagnostics((iter(()), found, ()))) == set(told)


@given(some)
def test_what_travels_or_is_stored_comes_back(found: list[Diagnostic]) -> None:
    assert found == loads(dumps(PicklableDiagnostics(found)))
    assert found == list(loads(dumps(PackedDiagnostics.from_diagnostics(found))))
    for kept in (found, PackedDiagnostics.from_diagnostics(found)):
        back = load_diagnostics(dump_diagnostics(kept))
        assert found == list(back)
        assert count_diagnostics(found) == count_diagnostics(back)


@given(st.binary(max_size=40), some, st.integers(0, 400))
def test_what_is_damaged_is_refused_at_once(noise: bytes, found: list[Diagnostic], end: int) -> None:
    whole = dump_diagnostics(PackedDiagnostics.from_diagnostics(found))
    short = whole[: min(end, len(whole) - 1)]
    for data in (b"blocks" + b"\0\0\0\x20" + noise, b"blocks" + noise + b"x", short):
        try:
            kept = load_diagnostics(data)
        except UnpackError:
            continue
        # What ends where a block ends is whole.
        assert found[: len(kept)] == list(kept)
        assert len(kept) % 3 == 0


def test_a_block_that_grows_without_end_is_refused() -> None:
    bomb = zlib.compress(b" " * (33 << 20), 9)
    with pytest.raises(UnpackError, match="do not end"):
        load_diagnostics(b"blocks" + len(bomb).to_bytes(4, "big") + bomb)


def test_many_need_little_room() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collection, "_BLOCK", 1_000)
        tracemalloc.start()
        kept = PackedDiagnostics.from_diagnostics(_made(20_000))
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
