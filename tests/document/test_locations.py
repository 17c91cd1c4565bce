"""Places by the tags of the source, against the twin that asks expat at every event."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checks.test_walk import _PIECES, _parts
from support.check_documents import CORPUS, balanced
from teikit.document.document import from_bytes, pieces
from teikit.document.event_locator import locate_events
from teikit.document.expat import is_well_formed
from teikit.document.locations import Location, start_positions
from teikit.document.markup import Markup
from teikit.document.start_tags import NotTokenizableError

_ROOTS = ("<a>", "<x:a xmlns:x='urn:x'>", "\ufeff<a>", "<?xml version='1.0'?>\r\n<!-- <b/> -->\n<a\n>", "<a b='c>'>")
_LINES = (
    "\n",
    "\r\n",
    "\r",
    "ü",
    "\U00010000",
    "<b\n c='\r\n'/>",
    "<!-- \n<b> -->",
    "<?p \r<b> ?>",
    "<b c='/'/>",
    "<b c='>'/>",
)


def _by_tags(data: bytes) -> dict[int, Location] | None:
    try:
        return Markup(data).locate(range(1_000))
    except NotTokenizableError:
        return None


def _by_events(data: bytes) -> dict[int, Location]:
    return {each.number: each for each in locate_events(pieces(data), range(1_000))}


@settings(max_examples=500)
@given(st.sampled_from(_ROOTS), st.lists(st.sampled_from([*_parts(_PIECES), *_LINES]), max_size=12))
@example("<a>", ["<b>"] * 250)
def test_both_ways_locate_the_same(root: str, parts: list[str]) -> None:
    name = root.rpartition("<")[2].split()[0].rstrip(">")
    data = f"{root}{balanced(parts)}</{name}>".encode()
    found = _by_tags(data)
    if found is not None and is_well_formed(data):
        assert found == _by_events(data)


@given(st.lists(st.sampled_from(["<b/>", "\n", "ä", "<c>x</c>"]), max_size=20), st.sets(st.integers(0, 25)))
def test_some_are_located_as_all_are(parts: list[str], numbers: set[int]) -> None:
    markup = Markup(f"<a>{''.join(parts)}</a>".encode())
    every = markup.locate(range(50))
    assert markup.locate(numbers) == {number: every[number] for number in sorted(numbers) if number in every}


def test_positions_of_all_start_tags_are_those_of_their_locations() -> None:
    data = b"<a>\n <b/>\r\n<c\n>\xc3\xbc<d/></c></a>"
    assert start_positions(data) == [each.position for each in _by_events(data).values()]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus is not there")
@pytest.mark.parametrize("folder", ["raw", "valid"])
def test_both_ways_locate_the_same_in_published_letters(folder: str) -> None:
    letters = sorted((CORPUS / folder).glob("*.xml"))[::20]
    located = [(_by_tags(each.read_bytes()), _by_events(each.read_bytes())) for each in letters]
    assert all(fast is None or fast == slow for fast, slow in located)
    # Else nothing would be shown.
    assert sum(fast is not None for fast, _ in located) > len(letters) * 0.9


def test_a_document_is_cut_once(tmp_path: Path) -> None:
    document = from_bytes(b"<a/>", str(tmp_path))
    assert document.markup() is document.markup()
    assert document.with_bytes(b"<b/>").markup().data == b"<b/>"


@pytest.mark.parametrize("data", [b"<a></a></a>", b"<a><<b/></a>", b"<", b"x", b"</a>", b"<a>\xff<b/>"])
def test_what_is_not_well_formed_raises_nothing(data: bytes) -> None:
    assert Markup(data).locate(range(5)) is not None
