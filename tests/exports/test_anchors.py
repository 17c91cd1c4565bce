"""Notes elsewhere in a document are read at the places to which they belong."""

import pytest
from lxml import etree

from teikit.exports.reading.rule import read_texts
from teikit.exports.reading.text import to_text

TEI = "http://www.tei-c.org/ns/1.0"


def document(body: str, back: str = "", stand_off: str = "") -> etree._Element:
    return etree.fromstring(f'<TEI xmlns="{TEI}">{stand_off}<text><body>{body}</body><back>{back}</back></text></TEI>')


@pytest.mark.parametrize(
    ("body", "back", "expected"),
    [
        ("<p>a<anchor xml:id='x'/> b</p>", "<note target='#x'>N</note>", "a [1] b\n\n[1] N\n"),
        ("<p><seg xml:id='x'>a</seg> b</p>", "<noteGrp><note target='#x'>N</note></noteGrp>", "a [1] b\n\n[1] N\n"),
        ("<p>a <anchor xml:id='x'/>b<anchor xml:id='y'/> c</p>", "<note target='#x' targetEnd='#y'>N</note>",
         "a b [1] c\n\n[1] N\n"),
        ("<p xml:id='x'>a</p><p>b</p>", "<note target='#x'>N</note>", "a [1]\n\nb\n\n[1] N\n"),
        ("<p>a<ptr target='#n'/> b</p>", "<div><head>H</head><note xml:id='n'>N</note></div>", "a [1] b\n\n[1] N\n"),
        ("<p>gar<anchor xml:id='x'/>den b</p>", "<note target='#x'>N</note>", "garden [1] b\n\n[1] N\n"),
        ("<p>a</p>", "<note target='#none'>N</note>", "a\n\n[1]\n\n[1] N\n"),
        ("<p xml:id='x'>a<note target='#x'>N</note> b</p>", "", "a [1] b\n\n[1] N\n"),
        ("<p>a <choice><sic xml:id='x'>b</sic><corr>c</corr></choice></p>", "<note target='#x'>N</note>",
         "a b [1]\n\n[1] N\n"),
        ("<p>a <ptr target='b.xml#c'/> <ptr target='#d'/></p><div xml:id='d'><head>H</head></div>", "",
         "a b.xml#c H\n\nH\n"),
    ],
)  # fmt: skip
def test_notes_are_read_where_they_belong(body: str, back: str, expected: str) -> None:
    assert to_text(document(body, back)) == expected


def test_no_note_is_lost_or_read_twice_where_targets_are_not_read() -> None:
    body = "<p>a<note xml:id='x'>M</note> <index><term xml:id='y'>b</term></index> c</p>"
    text = to_text(document(body, "<note target='#x'>N</note><note target='#y'>O</note>"))
    assert [text.count(name) for name in "MNO"] == [1, 1, 1]


def test_notes_that_stand_off_are_read_and_what_is_left_is_reported() -> None:
    body = "<p>a<anchor xml:id='x'/></p>"
    note = "<note target='#x'>N</note>"
    assert to_text(document(body, stand_off=f"<standOff>{note}</standOff>")) == "a [1]\n\n[1] N\n"
    assert read_texts(document(body, stand_off=f"<standOff>{note}</standOff>")).dropped == ()
    more = f"<standOff>{note}<listPerson><person><p>P</p></person></listPerson></standOff>"
    assert read_texts(document(body, stand_off=more)).dropped == ("what is not in the text (standOff, sourceDoc)",)


def test_pointers_in_circles_come_to_an_end() -> None:
    body = "<div xml:id='d'><head>a <ptr target='#d'/></head><note xml:id='n'><ptr target='#n'/>N</note></div>"
    assert to_text(document(body)).count("N") == 1
