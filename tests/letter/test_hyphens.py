"""Words that line ends part: kept as they are, or joined by a break of the line, and never changed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.api import encode_bytes
from teikit.errors import EmptyInputError, UnsupportedError
from teikit.operations.encode import EncodeOptions

WRAPPED = """Dear Ann,

The ice on the river is thick enough for horses now, and the
whole town walks over it on Sundays as if there had never be{}
en a bridge over it at all in all the years of it, and the sto{}
ne one was not begun until the year before last, by Anglo-
Saxons for all that I know of them and of their bridges here.
"""


def tei(text: str, hyphens: str) -> str:
    return encode_bytes(text.encode(), "a.txt", hyphens=hyphens).tei.decode()


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u00ad", "¬", "=", "⸗"])
def test_a_parted_word_is_joined_by_a_break_of_the_line(hyphen: str) -> None:
    found = tei(WRAPPED.format(hyphen, hyphen), "join")
    assert f'never be{hyphen}<lb break="no"/>en a' in found
    assert f'the sto{hyphen}<lb break="no"/>ne one' in found
    assert "Anglo- Saxons" in found


def test_it_is_kept_as_it_is_by_default() -> None:
    text = WRAPPED.format("-", "-")
    assert "never be- en a" in tei(text, "keep")
    assert encode_bytes(text.encode(), "a.txt").tei.decode() == tei(text, "keep")


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        ({"lines": "join"}, "walks over it on Sundays as if there had never be- en a bridge"),
        (
            {"lines": "keep"},
            'and the <lb/>whole town walks over it on Sundays as if there had never be-<lb break="no"/>en a',
        ),
        ({"lines": "keep", "hyphens": "keep"}, "there had never be- <lb/>en a"),
        ({"lines": "keep", "hyphens": "join"}, "by Anglo- <lb/>Saxons for all that I"),
    ],
)
def test_line_ends_are_joined_or_kept(modes: EncodeOptions, expected: str) -> None:
    assert expected in encode_bytes(WRAPPED.format("-", "-").encode(), "a.txt", **modes).tei.decode()


def test_a_kept_line_end_comes_after_the_mark_of_a_page() -> None:
    text = "Dear Ann,\n\nThe mill by the river is broken and\n[p. 2]\nwe wait for the smith.\n\nYours,\nMartha\n"
    found = encode_bytes(text.encode(), "a.txt", lines="keep", conventions="brackets").tei.decode()
    assert re.search(r'broken and <pb [^>]*n="2"[^>]*/><lb/>we wait', found)


def test_line_ends_are_kept_where_parts_are_merged() -> None:
    text = "Dear Ann,\n\nThe mill by the river is broken, and my brother\nTom waits for the smith.\n\nYours,\nMartha\n"
    found = encode_bytes(text.encode(), "a.txt", lines="keep").tei.decode()
    assert "my brother <lb/>Tom waits" in found


def test_only_the_two_ways_are_known() -> None:
    with pytest.raises(UnsupportedError, match="'keep' or 'join', not 'drop'"):
        tei(WRAPPED, "drop")
    with pytest.raises(UnsupportedError, match="lines are to be 'keep' or 'join', not 'drop'"):
        encode_bytes(WRAPPED.encode(), "a.txt", lines="drop")


@given(
    st.lists(
        st.sampled_from(
            ["to", "the", "mill-", "sto-", "ne", "a=", "[p. 2]", "~~so-", "on~~", "Dear", "\n", "\n\n", "х-", "мель"]
        )
    )
)
def test_no_word_is_lost_where_words_are_joined(pieces: list[str]) -> None:
    # encode_bytes raises InternalError itself where the law is broken; lines of one width are wrapped ones.
    text = "\n".join(
        f"{line:-<58}" if index % 3 == 0 else line for index, line in enumerate(" ".join(pieces).splitlines())
    )
    try:
        encode_bytes(text.encode(), "a.txt", hyphens="join", conventions="transcription")
        encode_bytes(text.encode(), "a.txt", lines="keep", conventions="transcription")
    except EmptyInputError:
        assert not text.strip()
