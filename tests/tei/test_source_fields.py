"""What a source states beside its letter's text: metadata, or words that the header keeps."""

from pathlib import Path

import pytest
from lxml import etree

import teikit
from teikit.letter import recognise
from teikit.tei import Metadata, SourceFile, build_document
from teikit.text import Field, Line, Surface, Zone, lines
from teikit.text.plain import Mark, Sign
from teikit.text.runs import EDITION_NOTE, EDITION_TITLE
from teikit.text.source import Point

LETTER = (
    "Kiel, 4 March 1871\n\nDear Anna,\n\nThe carrier came with both boxes yesterday evening.\n\nYours,\nP. Renner\n"
)
TEI = "{http://www.tei-c.org/ns/1.0}"


def header(*fields: Field, given: Metadata | None = None) -> etree._Element:
    source = SourceFile("a.txt", 1, "0" * 64, fields=fields)
    return build_document(recognise(lines(LETTER), "en"), source, given or Metadata()).root[0]


def texts(root: etree._Element, name: str) -> list[str]:
    return ["".join(each.itertext()) for each in root.iter(f"{TEI}{name}")]


def test_fields_replace_what_the_letter_only_seems_to_state() -> None:
    made = header(Field("sender", "author", "Paul Renner"), Field("recipient", "to", "Anna Holm; Ida Holm"))
    assert texts(made, "persName") == ["Paul Renner", "Anna Holm", "Ida Holm"]
    assert [each.get("evidence") for each in made.iter(f"{TEI}persName")] == ["external"] * 3
    assert not texts(made, "xenoData")


def test_a_fuller_name_in_the_letter_is_kept() -> None:
    made = header(Field("sender", "From", "Renner"))
    assert texts(made, "author") == ["P. Renner"]
    assert texts(made, "xenoData") == ["From: Renner"]


def test_what_the_user_states_comes_first() -> None:
    made = header(Field("place", "place", "Lund"), given=Metadata(place="Kiel"))
    assert texts(made, "placeName") == ["Kiel"]
    assert texts(made, "xenoData") == ["place: Lund"]


@pytest.mark.parametrize(
    ("written", "when"), [("1871-03-04", "1871-03-04"), ("4 March 1871", "1871-03-04"), ("March 1871", "1871-03")]
)
def test_a_date_may_be_written_in_words(written: str, when: str) -> None:
    made = header(Field("date", "date", written))
    assert next(made.iter(f"{TEI}date")).get("when") == when
    assert texts(made, "xenoData") == ([] if written == when else [f"date: {written}"])


@pytest.mark.parametrize(
    "field", [Field("", "layout", "post"), Field("date", "date", "soon"), Field("nokey", "a", "b")]
)
def test_what_has_no_place_is_kept_in_words(field: Field) -> None:
    assert texts(header(field), "xenoData") == [f"{field.name}: {field.value}"]


def test_what_is_in_the_text_too_is_not_kept_twice() -> None:
    assert not texts(header(Field("", "Credits", "Somebody", is_in_text=True)), "xenoData")


def test_a_reference_and_copies_are_stated() -> None:
    made = header(Field("source", "Citation", "Box 3, A Library"), Field("copied", "cc", "Ida Holm"))
    assert texts(made, "bibl")[0] == "Box 3, A Library"
    assert "".join(made.find(f".//{TEI}correspAction[@subtype='cc']").itertext()) == "Ida Holm"


def test_page_images_that_the_letter_points_to_are_its_facsimile(tmp_path: Path) -> None:
    points = (Point(0, 0), Point(9, 0), Point(9, 9))
    surfaces = (
        Surface("page-1", "1.jpg", 10, 20, (Zone("r1", points, "text", (Zone("l1", points), Zone("l2", points))),)),
        Surface("page-2", "2.jpg"),
    )
    first = Line(
        "Kiel, 4 March 1871",
        1,
        marks=(
            Mark(0, 0, sign=Sign("", "pb", (("facs", "#page-1"),))),
            Mark(0, 0, sign=Sign("", "lb", (("facs", "#l1"),))),
        ),
    )
    letter = recognise([first, *lines(LETTER)[1:]])
    root = build_document(letter, SourceFile("a.xml", 1, "0" * 64, surfaces=surfaces)).root
    assert [each.get("{http://www.w3.org/XML/1998/namespace}id") for each in root[1].iter() if len(each.attrib)] == [
        "page-1",
        None,
        "r1",
        "l1",
    ]
    file = tmp_path / "a.xml"
    file.write_bytes(etree.tostring(root))
    assert [each for each in teikit.validate(file) if each.severity == "error"] == []


def test_what_an_edition_prints_around_a_letter_is_no_part_of_it() -> None:
    title = Line("Letter from P. Renner to Anna Holm", 1, style=EDITION_TITLE)
    notes = [Line("Citation:", 2, style=EDITION_NOTE), Line("Box 3", 3, style=EDITION_NOTE)]
    letter = recognise([title, *notes, *lines(LETTER), Line("Rights: all", 20, style=EDITION_NOTE)])
    assert [str(part.label) for part in letter.parts[:3]] == ["head", "note", "note"]
    assert [str(part.phase) for part in letter.parts[:3]] == ["before"] * 3
    assert str(letter.parts[-1].label) == "note"
    root = build_document(letter, SourceFile("a.txt", 1, "0" * 64)).root
    assert [etree.QName(each).localname for each in root[-1][0]] == ["head", "note", "div", "note"]


def test_a_source_of_lines_of_an_edition_alone_is_a_letter() -> None:
    letter = recognise([Line("Citation: Box 3", 1, style=EDITION_NOTE)])
    assert [part.unit.text for part in letter.parts] == ["Citation: Box 3"]
