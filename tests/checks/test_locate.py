"""Places and fixes: paths, bytes of edits, encodings, and documents that are hard to look at."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.check_documents import MARK, letter, mark_positions, run_checks
from teikit.checks import CheckContext, check
from teikit.diagnostics import Diagnostic, sort_diagnostics
from teikit.document import expat
from teikit.document.document import Document, from_bytes

FAULTS = (
    '<p xml:lang="de_AT">Gru\u0308ße, <name n="ä" ref="b a" xml:id="a">ü</name></p>'
    "<p>x<name\n\txml:id=\"b\"\n  corresp = 'http:/example.org'/>e\u0301</p>"
)


def mended(data: bytes, found: list[Diagnostic]) -> bytes:
    encoding = "utf-16-le" if data.startswith(b"\xff\xfe") else "utf-8" if b"latin" not in data else "latin-1"
    edits = sorted((edit for each in found if each.fix for edit in each.fix.edits), key=lambda edit: -edit.start)
    for edit in edits:
        data = data[: edit.start] + edit.text.encode(encoding) + data[edit.end :]
    return data


@pytest.mark.parametrize(
    "data",
    [
        letter(FAULTS).encode(),
        b"\xef\xbb\xbf" + letter(FAULTS).encode(),
        letter(FAULTS).replace("\n", "\r\n").encode(),
        letter(FAULTS).encode("utf-16"),
    ],
    ids=["utf-8", "utf-8 with a mark", "CRLF", "utf-16"],
)
def test_fixes_mend_their_faults_and_touch_nothing_else(data: bytes) -> None:
    found = run_checks(data)
    assert len(found) == 6
    result = mended(data, found)
    assert run_checks(result) == []
    encoding = "utf-16" if data.startswith(b"\xff\xfe") else "utf-8"
    wanted = data.decode(encoding)
    for old, new in (
        ("de_AT", "de-AT"),
        ("u\u0308", "ü"),
        ('"b a"', '"#b #a"'),
        ("http:/e", "http://e"),
        ("e\u0301", "é"),
    ):
        wanted = wanted.replace(old, new)
    assert result.decode(encoding) == wanted


def test_a_value_written_with_references_has_no_fix() -> None:
    document = letter('<p xml:lang="de&#95;AT">a&#x308;</p>')
    found = run_checks(document)
    assert [each.fix for each in found] == [None, None]


def test_one_character_for_another_has_no_fix() -> None:
    (found,) = run_checks(letter("<p>5 \u212b</p>"))
    assert (found.rule, found.fix) == ("tei/text-not-normalized", None)


def test_a_path_counts_elements_of_the_same_name() -> None:
    (found,) = run_checks(letter('<p>x</p><p>x<name ref="#a"/></p>'))
    assert found.path == "/TEI/text[1]/body[1]/div[1]/p[2]/name[1]"


def test_elements_of_an_entity_are_told_where_the_entity_stands() -> None:
    document = (
        "<!DOCTYPE TEI [<!ENTITY e \"<p xmlns='http://www.tei-c.org/ns/1.0' ana='#a'>e\u0301</p>\">]>\n"
        + letter("<p>x</p>‸&e;")
    )
    found = run_checks(document)
    assert {(each.rule, each.fix) for each in found} == {
        ("tei/pointer-unresolved", None),
        ("tei/text-not-normalized", None),
    }
    assert {(each.span.start.line, each.span.start.column) for each in found if each.span} == set(
        mark_positions(document)
    )


@pytest.mark.parametrize(
    "data", [b"", b"<a", b"\0", b"<a>&b;</a>", b"\xff\xfe", b'<?xml version="1.0" encoding="x"?><a/>']
)
def test_what_is_not_well_formed_is_left_to_others(data: bytes) -> None:
    assert run_checks(data) == []


def test_a_long_tag_and_many_elements_are_no_trouble() -> None:
    many = "".join(f'<ptr target="#a{number}"/>' for number in range(3_000))
    found = run_checks(letter(f'<p>{many}<name n="{"x" * 200_000}" ref="#z"/></p>'))
    assert len(found) == 3_001
    assert all(each.span and each.span.start < each.span.end for each in found)


def test_deep_documents_are_no_trouble() -> None:
    assert len(run_checks(letter("<hi>" * 5_000 + '<ptr target="#a"/>' + "</hi>" * 5_000))) == 1


def test_rules_that_nobody_wants_are_not_told() -> None:
    data = letter(FAULTS).encode()
    found = check(from_bytes(data, "a.xml"), CheckContext(), lambda rule: "language" in rule.id)
    assert [each.rule for each in found] == ["tei/language-malformed"]


@given(
    st.lists(
        st.sampled_from(
            ["x", "ä", "e\u0301", "\n", "<lb/>", "&amp;", "&#x65;", "<!-- u\u0308 -->", "\ue000", "\U000f0001", "日"]
        )
    )
)
def test_text_is_placed_as_a_slow_reader_places_it(parts: list[str]) -> None:
    faulty = {"e\u0301", "\ue000", "\U000f0001"}
    seen: set[str] = set()
    marks = []
    for part in parts:
        # Each private character is told once, each loose accent wherever it stands.
        marks.append(part if part not in faulty or (part in seen and len(part) == 1) else MARK + part)
        seen.add(part)
    document = letter(f"<p>x{''.join(marks)}</p>")
    found = run_checks(document)
    assert sorted((each.span.start.line, each.span.start.column) for each in found if each.span) == mark_positions(
        document
    )


# A note on what comes later, notes on what came before, several faults of one tag, some of one place, and text.
PARTS = [
    '<p xml:id="a" ref="b" corresp="#b #c">x</p>\n',
    '<p xml:id="a">Gru\u0308ße \ue000</p>',
    '<p><date when="1899-02-30"/>&many;</p>',
    '<closer/><opener n="1"/><p/>\n\n',
    "<p>words and words</p>\n",
    '<ref target="#b"\n   xml:lang="ger"/>',
]
SENT = '<correspDesc><correspAction type="sent"><date when="1900"/></correspAction></correspDesc>'
ENTITY = "<!DOCTYPE TEI [<!ENTITY many \"<name ref='#b'/><name ana='#a #d'/><name ref='#d'/>\">]>\n"


@given(st.lists(st.sampled_from(PARTS), max_size=30), st.integers(1, 200))
def test_what_is_placed_piece_by_piece_is_what_is_placed_at_once(parts: list[str], piece: int) -> None:
    dateline = '<opener><dateline><date when="1901-05"/></dateline></opener>'
    document = ENTITY + letter("".join((*parts, dateline, *parts[:3])), f"<profileDesc>{SENT}</profileDesc>")
    whole = run_checks(document)
    assert any(note.position for each in whole for note in each.notes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(expat, "_SMALL_PIECE", piece)
        found = run_checks(document)
    assert sort_diagnostics(found) == found
    # What is parted by the end of a piece has no fix.
    assert {replace(each, fix=None) for each in whole} == {replace(each, fix=None) for each in found}


def test_nothing_is_read_beyond_the_last_place() -> None:
    pieces = [letter('<p ref="#a">x</p>').split("</p>")[0].encode()] + [b"<p>words</p>"] * 50
    read: list[int] = []

    def opened() -> Iterator[bytes]:
        for number, piece in enumerate([*pieces, b"</p></div></body></text></TEI>"]):
            read.append(number)
            yield piece

    (found,) = check(Document("letter.xml", None, opened), CheckContext())
    assert found.path == "/TEI/text[1]/body[1]/div[1]/p[1]"
    assert len(read) < len(pieces) + 5


def test_elements_of_several_prefixes_are_counted_by_their_local_names() -> None:
    tei = 'xmlns:t="http://www.tei-c.org/ns/1.0"'
    (found,) = run_checks(letter(f'<p>x</p><t:p {tei}>x</t:p><o:p xmlns:o="urn:o"/><t:p {tei} corresp="#a">x</t:p>'))
    assert found.path == "/TEI/text[1]/body[1]/div[1]/p[4]"


HOSTILE = {
    "a list of pointers": '<p corresp="' + " ".join(f"#a{number}" for number in range(20_000)) + '">x</p>',
    "names within names": '<rs ref="#a">' * 5_000 + "x" + "</rs>" * 5_000,
    "bases within bases": '<p xml:base="a/" corresp="x">' * 2_000 + "x" + "</p>" * 2_000,
    "marks upon marks": "<p>a" + "\u0301\u0316" * 50_000 + "</p>",
    "loose accents in a line": "<p>" + "u\u0308 " * 5_000 + "</p>",
    "long tags": ('<p n="' + "x" * 3_000 + '" corresp="#a">x</p>') * 500,
    "a long pointer": '<p corresp="#' + "a" * 1_000_000 + '">x</p>',
    "a long language": '<p xml:lang="' + "a-" * 100_000 + 'b">x</p>',
    "a pattern that explodes": '<prefixDef ident="p" matchPattern="((a{1,99}){1,99}){1,99}"/><p corresp="p:a">x</p>',
    "dates and dates": '<correspDesc><correspAction type="sent">'
    + '<date when="1900"/>' * 3_000
    + "</correspAction></correspDesc><opener><dateline>"
    + '<date when="1901"/>' * 3_000
    + "</dateline></opener>",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_is_made_to_take_long_does_not(text: str) -> None:
    found = run_checks(letter(text))
    assert all(len(each.message) < 500 for each in found)
    assert all(each.path is None or len(each.path) < 20_000 for each in found)
