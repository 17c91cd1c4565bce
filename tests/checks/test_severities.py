"""Which pointers into nothing are warnings, and which are remarks since what they name may be kept elsewhere."""

from pathlib import Path

import pytest

from support.check_documents import letter, run_checks
from teikit.checks import CheckContext
from teikit.checks.linked_files import LinkedFiles
from teikit.checks.pointers import is_prose
from teikit.diagnostics import Severity

PERSONS = '<standOff><listPerson><person xml:id="prs1"/><person xml:id="prs2"/></listPerson></standOff>'


def severities(body: str, folder: Path, header: str = "") -> list[tuple[str, str]]:
    """The values at fault with their severities."""
    document = letter(f"{body}{PERSONS if 'prs' in body else ''}", header)
    found = run_checks(document, folder / "letter.xml", CheckContext(LinkedFiles([folder.parent])))
    return [(each.message.split("'")[1], each.severity) for each in found]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        # Others of the form are in this file.
        ('<p><persName ref="#prs1">A</persName><persName ref="#prs9">B</persName></p>', "#prs9"),
        ('<p><persName ref="#prs1">A</persName><persName ref="prs9">B</persName></p>', "prs9"),
        ('<p><note xml:id="h" resp="#h">A</note><note resp="#other">B</note></p>', "#other"),
        # An id is nearly the same.
        ('<p><name xml:id="maria">A</name><name ref="#Maria">B</name></p>', "#Maria"),
        ('<p><name xml:id="maria">A</name><name ref="marria">B</name></p>', "marria"),
        # Parts of one text are linked.
        ('<p xml:id="a1">x</p><p next="#b">y</p>', "#b"),
        ('<p>x<ref target="#n4">4</ref></p>', "#n4"),
        # One file is missing, and not all.
        ('<p><ref target="there.xml">x</ref><ref target="gone.xml">y</ref></p>', "gone.xml"),
        ('<p><ref target="gone.xml">y</ref></p>', "gone.xml"),
        ('<p><pb facs="there.jpg"/>x<pb facs="gone.jpg"/></p>', "gone.jpg"),
        ('<p><ref target="there.xml#none">x</ref></p>', "there.xml#none"),
        ('<p><pb facs="images/gone.jpg"/>x</p>', "images/gone.jpg"),
        ('<p><name ref="images/Persons.xml#p">x</name></p>', "images/Persons.xml#p"),
        # No pointer at all.
        ('<p><rs ref="the village near Ulm">x</rs></p>', "the village near Ulm"),
    ],
)
def test_a_mistake_is_a_warning(body: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "there.xml").write_text(letter())
    (tmp_path / "there.jpg").touch()
    (tmp_path / "images").mkdir()
    assert severities(body, tmp_path) == [(value, Severity.WARNING)]


@pytest.mark.parametrize(
    "body",
    [
        '<p><persName ref="#X1">A</persName><persName ref="#X2">B</persName></p>',
        '<p><persName ref="#X1">A</persName></p>',
        # Persons of this form are here, places may be elsewhere.
        '<p><persName ref="#prs1">A</persName><placeName ref="#prs9">B</placeName></p>',
        '<p><hi rendition="#small">A</hi><del hand="#second">B</del></p>',
        '<p><placeName ref="2950159">A</placeName><rs ana="visit">B</rs></p>',
        '<p><persName ref="Persons.xml#A">A</persName><persName ref="Persons.xml#B">B</persName></p>',
        '<p><persName ref="Persons.xml#A">A</persName></p>',
        '<p><pb facs="page1.jpg"/>A<pb facs="page2.jpg"/></p>',
        '<p><pb facs="images/page1.jpg"/>A</p>',
        '<p><name ref="../Persons.xml#p">x</name></p>',
        '<p><name ref="?">x</name><name ref="unknown">y</name></p>',
        '<p><ref target="letter3.xml">A</ref><ref target="letter5.xml">B</ref></p>',
        '<p><ref target="letter3">A</ref><catRef target="#business"/></p>',
        # A code of the edition beside pointers.
        '<p><note xml:id="h" resp="#h">A</note><note resp="editor">B</note></p>',
        # An id that is used in several ways is no slip.
        '<p><note xml:id="h" resp="#h">A</note><note resp="#ed">B</note><persName ref="#ed">C</persName></p>',
    ],
)
def test_what_may_be_elsewhere_is_a_remark(body: str, tmp_path: Path) -> None:
    (tmp_path / "letter.xml").touch()
    found = severities(body, tmp_path)
    assert found
    assert {severity for _, severity in found} == {Severity.INFO}


def test_the_letters_before_and_after_may_be_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "there.xml").write_text(letter())
    context = "<profileDesc><correspDesc><correspContext>{}</correspContext></correspDesc></profileDesc>".format(
        '<ref type="prev" target="there.xml">before</ref><ref type="next" target="gone.xml">after</ref>'
    )
    assert severities("<p>x</p>", tmp_path, context) == [("gone.xml", Severity.INFO)]


def test_the_first_remark_says_what_would_help() -> None:
    found = run_checks(letter('<p><name ref="#x">A</name><name ref="#y">B</name></p>'))
    assert [len(each.notes) for each in found] == [1, 0]
    assert "--register" in found[0].notes[0].message


def test_an_undeclared_prefix_is_reported_once() -> None:
    found = run_checks(letter('<p><name ref="psn:a">A</name><name ref="psn:b">B</name><name ref="plc:c">C</name></p>'))
    assert [each.message.partition(", that")[0] for each in found] == [
        "2 values of @ref such as 'psn:a' have a prefix, 'psn'",
        "@ref 'plc:c' has a prefix, 'plc'",
    ]
    assert [each.message for each in found[0].notes] == ["also here"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("the village near Ulm", True),
        ("Anna Schmidt", True),
        ("see the letter below", True),
        ("un ami d'Anna, à Lyon", True),
        ("letter of 5 May 1807", True),
        ("Город Москва", True),
        ("AB CD", False),
        ("sender male", False),
        ("asmith bjones cmiller", False),
        ("p1 p2 p3", False),
    ],
)
def test_prose_is_distinguished_from_codes(value: str, *, expected: bool) -> None:
    assert is_prose(value.split()) == expected


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("unknown person", [("unknown person", Severity.INFO)]),
        ("AB CD", [("AB CD", Severity.INFO)]),
        ("there.xml Anna", [("Anna", Severity.INFO)]),
        ("#a Anna", [("Anna", Severity.INFO), ("#a", Severity.INFO)]),
    ],
)
def test_words_that_may_be_codes_are_one_remark(value: str, found: list[tuple[str, str]], tmp_path: Path) -> None:
    (tmp_path / "there.xml").touch()
    assert severities(f'<p><name ref="{value}">A</name></p>', tmp_path) == found


def test_words_that_are_ids_are_pointers() -> None:
    found = run_checks(letter('<p><name xml:id="Anna">A</name><name ref="Anna Maria">B</name></p>'))
    assert [each.rule for each in found] == ["tei/pointer-without-hash"]


def test_a_language_of_phrases_is_a_remark() -> None:
    header = '<profileDesc><langUsage><language ident="de"/></langUsage></profileDesc>'
    phrases = '<p>x <foreign xml:lang="la">y</foreign> <foreign xml:lang="la">z</foreign></p>'
    assert [(each.severity, each.message) for each in run_checks(letter(phrases, header))] == [
        (Severity.INFO, "2 values of @xml:lang such as 'la' are a language of phrases that langUsage does not declare")
    ]
    found = run_checks(letter(f'{phrases}<p xml:lang="la">x</p>', header))
    assert [(each.severity, each.message) for each in found] == [
        (Severity.WARNING, "the language 'la' of the text is not declared in langUsage (3 elements)")
    ]


@pytest.mark.parametrize(("used", "declared"), [("fra", "fr"), ("fr-CH", "fra")])
def test_a_language_is_declared_by_either_of_its_codes(used: str, declared: str) -> None:
    header = f'<profileDesc><langUsage><language ident="{declared}"/></langUsage></profileDesc>'
    found = run_checks(letter(f'<p xml:lang="{used}">x</p>', header))
    assert "tei/language-undeclared" not in {each.rule for each in found}


def test_a_paragraph_after_the_closer_and_an_empty_note_of_the_header_are_remarks() -> None:
    found = run_checks(letter("<p>x</p><closer>y</closer><p>z</p>", "<profileDesc><note/></profileDesc>"))
    assert [(each.rule, each.severity) for each in found] == [
        ("tei/part-empty", Severity.INFO),
        ("tei/letter-part-order", Severity.INFO),
    ]


def test_prose_is_reported_without_a_folder_too() -> None:
    found = run_checks(letter('<p><rs ref="the village near Ulm">x</rs><rs ana="AB CD">y</rs></p>'))
    assert [each.message for each in found] == ["@ref 'the village near Ulm' is text, and no pointer"]
