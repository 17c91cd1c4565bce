"""Transcribers' marks: what each becomes, what stays the author's, and that none of it is lost."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.api import encode_bytes
from teikit.conventions import PROFILES, load_profile
from teikit.conventions.profile import ProfileError
from teikit.errors import EmptyInputError, UnreadableInputError
from teikit.validation import schema

# ruff: noqa: E501  a mark, a row

MARKED = {
    "so [illegible] it": '<gap reason="illegible"><desc>illegible</desc></gap>',
    "so [?] it": '<gap reason="illegible"><desc>?</desc></gap>',
    "so [Unleserlich] it": "<desc>Unleserlich</desc></gap>",
    "so [...] it": "<gap><desc>...</desc></gap>",
    "the toad[?] has": "<unclear>toad</unclear> has",
    "the [green toad?] has": "the <unclear>green toad</unclear> has",
    "the tode[sic] has": "<sic>tode</sic> has",
    "the tode [sic] has": "<sic>tode</sic> has",
    "in T[homas] Hall": "T<supplied>homas</supplied> Hall",
    "came [of] age": "<supplied>of</supplied>",
    "is ~~not~~ here": '<del rend="strikethrough">not</del>',
    "is <del>not</del> here": "<del>not</del>",
    "is ^well^ here": '<add place="above">well</add>',
    "is *very* well": '<hi rend="italic">very</hi>',
    "is **very** well": '<hi rend="bold">very</hi>',
    "is _very_ well": '<hi rend="underline">very</hi>',
    "our D(octo)r Hall": "D<ex>octo</ex>r Hall",
    "Mess(rs) Hall": "Mess<ex>rs</ex> Hall",
    "with yr[=your] own": "<choice><abbr>yr</abbr><expan>your</expan></choice> own",
    "and [p. 2] so on": '<pb n="2"/>',
    "and |12| so on": '<pb n="12"/>',
    "and [2r] so on": '<pb n="2r"/>',
    "is ~~not ^so^ *well*~~ here": '<del rend="strikethrough">not <add place="above">so</add> <hi rend="italic">well</hi>',
}
# What looks like a mark and is the author's.
OWN = [
    "it cost [4] pounds", "he said [I was there myself, and saw it.] so", "[Received September 7.] and so on",
    "the friend(s) of ours", "the 2*3*4 of it", "a snake_case_name for it", "* * * and so on", "it is 3 ^ 4 of it",
    "1 < 2 > 1 and so on", "the (green) toad", "|y| and |z| are so", "~~ so ~~ on", "the [note: see there] of it",
]  # fmt: skip
LETTER = "Dear Tom,\n\nAll is well and {} as you may think, since nobody here has told me of it.\n\nYours,\nWill\n"


def tei(text: str, conventions: str = "transcription") -> str:
    return encode_bytes(text.encode(), "a.txt", conventions=conventions).tei.decode()


def bare(found: str) -> str:
    return re.sub(r' rendition="[^"]*"', "", found)


@pytest.mark.parametrize("written", MARKED)
def test_a_mark_becomes_its_element(written: str) -> None:
    assert MARKED[written] in bare(tei(LETTER.format(written)))


@pytest.mark.parametrize("written", OWN)
def test_what_is_the_authors_own_stays_text(written: str) -> None:
    found = tei(LETTER.format(written))
    assert "tagsDecl" not in found
    assert written.replace("<", "&lt;").replace(">", "&gt;") in found


@pytest.mark.parametrize("written", MARKED)
def test_without_conventions_all_marks_are_text(written: str) -> None:
    assert written.replace("<", "&lt;").replace(">", "&gt;") in tei(LETTER.format(written), "none")


def test_the_header_says_how_a_mark_is_written() -> None:
    found = tei(LETTER.format("~~not~~"))
    assert '<rendition scheme="free" xml:id="mark-struck">~~…~~</rendition>' in found
    assert '<del rend="strikethrough" rendition="#mark-struck">not</del>' in found


def test_the_mark_of_a_page_on_a_line_of_its_own_does_not_end_the_paragraph() -> None:
    lines = ["The ice on the river is thick enough for horses now, and"] * 4
    text = "Dear Ann,\n\n" + "\n".join([*lines[:2], "[p. 2]", *lines[2:]]) + "\n\nYours,\nWill\n"
    found = bare(tei(text, "brackets"))
    assert found.count("<p>The ice") == 1
    assert 'horses now, and <pb n="2"/>The ice' in found


def test_marks_are_seen_in_opener_and_closer_too() -> None:
    found = bare(
        tei("[Leeds], 5 May[?] 1890\n\nDear D(octo)r Hall,\n\nall is well.\n\nYours ~~truly,~~\nW[ill] Bell\n")
    )
    assert "<dateline><supplied><placeName>Leeds</placeName></supplied>, <date" in found
    assert '<date when="1890-05-05">5 <unclear>May</unclear> 1890</date>' in found
    assert "<signed><persName>W<supplied>ill</supplied> Bell</persName></signed>" in found


def test_a_mark_goes_across_the_lines_of_wrapped_text() -> None:
    lines = [
        "The ice on the river is thick enough ~~for horses now and",
        "the whole town~~ walks over it on Sundays as if there",
    ]
    found = bare(
        tei("Dear Ann,\n\n" + "\n".join([*lines, *["never was a bridge over it at all, or not for a time"] * 4]))
    )
    assert '<del rend="strikethrough">for horses now and the whole town</del>' in found


_PIECES = [
    "Dear", "Sir,", "Leeds,", "May", "2,", "1890", "yours", "truly,", "Ann", "Bell", "P.S.", "\n", "\n\n", "\f", "[p. 2]",
    "[p. 2]", "|3|", "[2r]", "[illegible]", "[?]", "[...]", "toad[?]", "[toad?]", "wel[sic]", "[sic]", "[word]", "T[om]",
    "[", "]", "[[", "]]", "~~", "~~", "^", "*", "**", "_", "<del>", "</del>", "(octo)", "D(octo)r", "(", ")", "yr[=your]",
    "[=", "é", "Ω", "书", "नमस्ते", "a\u0301", "…", "[…]", "|", "*a*", "_b_", "~~c~~", "^d^",
]  # fmt: skip
TEI_ALL = Path(__file__).parents[3] / "shared" / "tei" / "tei_all.rng"
SCHEMAS = [schema(), *([schema(str(TEI_ALL))] if TEI_ALL.exists() else [])]


def is_valid(found: bytes) -> bool:
    """Whether TEI is valid against the letter schema and, where it is at hand, tei_all."""
    return all(one.validate(found, "a.xml") == [] for one in SCHEMAS)


_WRITTEN = st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(["", " ", " "])), min_size=1, max_size=40)


@given(_WRITTEN, st.sampled_from(PROFILES))
def test_no_word_or_mark_is_lost_and_all_is_valid(pieces: list[tuple[str, str]], profile: str) -> None:
    # encode_bytes raises InternalError itself where the marks could not be made again from the TEI.
    try:
        encoded = encode_bytes("".join(map("".join, pieces)).encode(), "a.txt", conventions=profile)
    except EmptyInputError:
        return
    assert is_valid(encoded.tei)


@given(_WRITTEN, st.sampled_from(PROFILES))
def test_the_same_holds_for_formatted_text(pieces: list[tuple[str, str]], profile: str) -> None:
    tags = ("<b>", "<i>", "<p>", "<br>", "</b>", "</i>")
    text = "".join(
        f"{piece}{tags[index % 6] if index % 3 else ''}{blank}" for index, (piece, blank) in enumerate(pieces)
    )
    try:
        encoded = encode_bytes(text.encode(), "a.html", conventions=profile)
    except EmptyInputError:
        return
    assert is_valid(encoded.tei)


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "~~a " * 30_000, "a" * 200_000, "[1" * 50_000, "<del>" * 20_000, "*a" * 50_000]
)
def test_marks_without_end_take_no_time(text: str) -> None:
    assert tei(f"Dear Ann,\n\n{text}\n")


def test_a_profile_of_ones_own_extends_another(tmp_path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('extends = "brackets"\n[marks.struck]\nwritten = "#{text}#"\nelement = "del"\n')
    found = bare(tei(LETTER.format("#not# [illegible]"), str(own)))
    assert "<del>not</del> <gap" in found


WRONG = {
    "x = 1": "unknown key 'x'",
    "[marks.a]\nwriten = 'x'": "did you mean 'written'",
    "[marks.a]\nwritten = '#{text}#'\nelement = 'p'": "'element' must be one of",
    "[marks.a]\nwritten = '#{txt}#'\nelement = 'del'": "'{txt}' is not known",
    "[marks.a]\nwritten = '{text}'\nelement = 'del'": "has marks besides",
    "[marks.a]\nwritten = '#{text}#'\nelement = 'del'\nattributes = { reason = 'x' }": "attribute 'reason' is not allowed",
    "[marks.a]\nwritten = '#{text}#'\nelement = 'del'\nattributes = { rend = '<' }": "must be a word",
    "[marks.a]\nwritten = '#{text}#'\nelement = 'choice'": "two where 'element' is choice",
    "[marks.a]\nwritten = '[{one of}]'\nelement = 'gap'": "goes with 'one_of'",
    "marks = 1": "'marks' must be tables",
    "[marks]\na = 1": "is a table",
    "x": "own.toml:1: is no TOML: expected",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_profile_is_told_in_a_sentence(text: str, tmp_path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text)
    with pytest.raises(ProfileError, match=re.escape(WRONG[text])) as told:
        load_profile(str(file))
    assert str(told.value).startswith(str(file))


def test_a_profile_that_is_missing_or_extends_itself_is_told(tmp_path) -> None:
    with pytest.raises(ProfileError, match="did you mean 'brackets'"):
        load_profile("bracket")
    with pytest.raises(UnreadableInputError, match="no such file"):
        load_profile(str(tmp_path / "none.toml"))
    own = tmp_path / "own.toml"
    own.write_text('extends = "own.toml"')
    with pytest.raises(ProfileError, match="extends itself"):
        load_profile(str(own))
