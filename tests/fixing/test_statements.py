"""What a document states before and after a change: words in their order, comments, values."""

import pytest

from teikit.diagnostics import Safety
from teikit.document.editable import EditableDocument
from teikit.fixing.editing import fix_from_proposal
from teikit.fixing.proposal import Change, Proposal
from teikit.fixing.statements import has_all_statements


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Dear <b>Sir</b></p>", "<p>Dear <hi rend='bold'>Sir</hi></p>"),
        ("<p>one</p>\n<closer>two</closer>", "<p>one\n</p><closer>two</closer>"),
        ("<p>A & B &nbsp;&copy; 1 < 2</p>", "<p>A &amp; B \xa0© 1 &lt; 2</p>"),
        ("<p n=5>x</p>", '<p n="5">x</p>'),
        ("<p lang='de'>x</p>", "<p xml:lang='de'>x</p>"),
        ("<p n='5' n='5'>x</p>", "<p n='5'>x</p>"),
        ("<p n=' '>x</p>", "<p>x</p>"),
        ("<date when='1822-7-3'/>", "<date when='1822-07-03'/>"),
        ("<p xmlns='http://www.tei-c.org/ns/1.1'/>", "<p/>"),
        ("<?teikit ignore rng?><p>x</p>", "<p>x</p>"),
        ("<p>e\u0301</p>", "<p>é</p>"),
        ("<p n='1'>one <closer>two</closer></p>", "<p n='1'>one </p><closer>two</closer>"),
        ("<a hand='x'><b>one</c></a>", "<a hand='x'><b>one</b></a>"),
        ("<p>one <pb n='2'></pb></p>", "<p>one <pb n='2'/></p>"),
        ("<a>\n  <b>one</b></a>", "<a>\r\n<b>one</b></a>"),
        ("<p>one </p><p>two</p>", "<p>one</p> <p>two</p>"),
    ],
)
def test_tags_references_and_spellings_state_the_same(before: str, after: str) -> None:
    assert has_all_statements(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<a>one</a><b>two</b>", "<b>two</b><a>one</a>"),
        ("<a>one</a><a>two</a>", "<a>onetwo</a>"),
        ("<a>one two</a>", "<a>onetwo</a>"),
        ("<a>one</a>", "<a>one two</a>"),
        ("<a>one</a>", "<!-- one -->"),
        ("<!-- one --><a/>", "<a/>"),
        ("<?pi one?><a/>", "<a/>"),
        ("<a/>one<b/>", "one<a/><b/>"),
        ("<a>one</a><pb/><b>two</b>", "<a>one</a><b>two</b><pb/>"),
        ("<p n='5'>x</p>", "<p>x</p>"),
        ("<p n='5' n='6'>x</p>", "<p n='5'>x</p>"),
        ("<p xml:lang=''>x</p>", "<p>x</p>"),
        ("<p xmlns='http://www.w3.org/1999/xhtml'>x</p>", "<p>x</p>"),
        ("<date when='3.7.22'/>", "<date when='--07-03'/>"),
        ("<date when='3.7.22' to='1'/>", "<date when='1' to='--07-03'/>"),
        ("<![CDATA[one]]>", ""),
        ("<p lang='fr'>one <closer>two</closer></p>", "<p lang='fr'>one </p><closer>two</closer>"),
        ("<p lang='fr'><a>one</a> two</p>", "<a>one</a><p lang='fr'> two</p>"),
        ("<p hand='x'>one <list/> two</p>", "<p hand='x'>one </p><list/><p> two</p>"),
        ("<a lang='fr'>one</a><a>two</a>", "<a lang='fr'>one two</a>"),
        ("<p>one</p><a hand='x'>two</a>", "<p></p><a hand='x'>one two</a>"),
        ("<pb n='1'/><pb n='2'/>", "<pb n='2'/><pb n='1'/>"),
        ("one <pb></pb> two", "one two <pb></pb>"),
        ("<p>one</p> <p>two</p>", "<p>one</p><p>two</p>"),
        ("<a>one</a><b>two</b>", "<a>one</a> <b>two</b>"),
        ("<a>one  two</a>", "<a>one two</a>"),
        ("<a>one\ntwo</a>", "<a>one two</a>"),
        ("<a><![CDATA[ one]]></a>", "<a>one</a>"),
        ("<p xmlns='http://www.tei-c.org/ns/Examples'>x</p>", "<p>x</p>"),
    ],
)
def test_what_is_lost_moved_or_added_is_seen(before: str, after: str) -> None:
    assert not has_all_statements(before, after)


@pytest.mark.parametrize(
    ("change", "safety"),
    [
        (Change(3, 6, "one two"), Safety.UNSAFE),
        (Change(1, 2, "b"), Safety.SAFE),
        (Change(3, 3, "<hi>"), Safety.SAFE),
        (Change(6, 10, ""), Safety.UNSAFE),
        (Change(10, 10, " "), Safety.UNSAFE),
        (Change(11, 11, " "), Safety.UNSAFE),
    ],
)
def test_a_proposal_is_safe_only_if_it_keeps_what_is_stated(change: Change, safety: Safety) -> None:
    source = EditableDocument(b"<a>one</a>two")
    assert fix_from_proposal(source, Proposal("change it", (change,))).safety is safety


@pytest.mark.parametrize("attribute", ["xml:lang='fr'", "hand='x'", "n='1'", "type='x'"])
def test_what_an_attribute_says_holds_for_the_same_words_after_a_safe_change(attribute: str) -> None:
    source = EditableDocument(f"<TEI><p {attribute}>one <closer>two</closer></p></TEI>".encode())
    paragraph, closer = source.elements[1:]
    ended_before = (Change(closer.start, closer.start, "</p>"), Change(closer.end, paragraph.end, ""))
    expected = Safety.SAFE if attribute[0] in "nt" else Safety.UNSAFE
    assert fix_from_proposal(source, Proposal("end it", ended_before)).safety is expected


@pytest.mark.parametrize(
    "hostile", ["<!--" * 20_000, "<![CDATA[" * 20_000, "<?" * 40_000, "<!DOCTYPE [" * 20_000, "<a b='" * 20_000]
)
def test_mark_up_that_never_ends_is_read_once(hostile: str) -> None:
    assert has_all_statements(hostile, hostile)
    assert not has_all_statements(hostile, f"word {hostile}")


@pytest.mark.parametrize(
    "value", ["1" * 5_000, f"&#{'9' * 5_000};", f"&#x{'F' * 5_000};", "٣" * 99, f"{'9' * 5_000}-1-1"]
)
def test_numbers_longer_than_any_are_values_as_others_are(value: str) -> None:
    assert has_all_statements(f"<a n='{value}'/>", f"<a n=' {value}'/>")
    assert not has_all_statements(f"<a n='{value}'/>", "<a n='1816-01-01'/>")
