"""What lies beside a document: pointers into other files, images, and ids of several documents."""

from hashlib import blake2b
from pathlib import Path

import pytest

from support.check_documents import letter, mark_positions, places, run_checks
from teikit.checks import CheckContext
from teikit.checks.linked_files import LinkedFiles, RecordedLookups, ids_of

PERSONS = letter('<p><persName xml:id="will">Will</persName></p>')


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "persons.xml").write_text(PERSONS)
    (tmp_path / "broken.xml").write_text("<TEI")
    (tmp_path / "a b.jpg").touch()
    (tmp_path / "scan.jpg").touch()
    (tmp_path.parent / "outside.xml").write_text(PERSONS)
    return tmp_path


def told(document: str, edition: Path, rule: str) -> list[tuple[int, int]]:
    return places(run_checks(document, edition / "letter.xml", CheckContext(LinkedFiles([edition]))), rule)


@pytest.mark.parametrize(
    ("rule", "document"),
    [
        ("tei/pointer-file-missing", '<p><ref ‸target="nowhere.xml">x</ref></p>'),
        ("tei/pointer-file-missing", '<p><ref ‸target="registers/nowhere.xml#will">x</ref></p>'),
        ("tei/pointer-file-missing", '<p xml:base="registers/"><ref ‸target="scan.jpg">x</ref></p>'),
        ("tei/pointer-file-missing", '<p xml:base="registers/">x</p><p><ref ‸target="persons.xml">x</ref></p>'),
        ("tei/pointer-file-missing", '<p><change ‸who="MAM">x</change></p>'),
        ("tei/pointer-unresolved", '<p><name ‸ref="registers/persons.xml#tom">x</name></p>'),
        ("tei/pointer-unresolved", '<p xml:base="registers/"><name ‸ref="persons.xml#tom">x</name></p>'),
        ("tei/pointer-unresolved", '<p xml:base="registers/x.xml" ‸corresp="persons.xml#tom">x</p>'),
        ("tei/graphic-missing", '<p><graphic ‸url="nowhere.jpg"/></p>'),
        ("tei/graphic-missing", '<p><graphic ‸url="registers/scan.jpg"/></p>'),
        ("tei/graphic-missing", '<p><media ‸url="a.mp3" mimeType="audio/mpeg"/></p>'),
        ("tei/graphic-missing", '<p><graphic ‸url="a%20c.jpg"/></p>'),
        ("tei/graphic-missing", '<p><graphic ‸url="scan.jpeg"/></p>'),
    ],
)
def test_what_is_not_there_is_told(rule: str, document: str, edition: Path) -> None:
    assert told(letter(document), edition, rule) == mark_positions(letter(document))


@pytest.mark.parametrize(
    "document",
    [
        '<p><name ref="registers/persons.xml#will">x</name></p>',
        '<p xml:base="registers/"><name ref="persons.xml#will">x</name></p>',
        '<p xml:base="https://example.org/"><name ref="persons.xml#tom">x</name></p>',
        '<p><ref target="broken.xml#a">x</ref></p>',
        '<p><ref target="scan.jpg#page=2">x</ref></p>',
        '<p><ref target="registers/persons.xml#xpath(//x)">x</ref></p>',
        '<p><ref target="registers">x</ref> <ref target="scan.jpg?width=3">x</ref></p>',
        '<p><graphic url="scan.jpg"/><graphic url="./registers/../scan.jpg"/></p>',
        '<p><graphic url="a%20b.jpg"/></p>',
        '<p><graphic url="https://example.org/a.jpg"/></p>',
        '<p><graphic url="../elsewhere.jpg"/></p>',
        '<p><ref target="../outside.xml#tom">x</ref><ref target="/nowhere/at/all">x</ref></p>',
    ],
)
def test_what_is_there_or_may_not_be_looked_at_is_not(document: str, edition: Path) -> None:
    assert run_checks(letter(document), edition / "letter.xml", CheckContext(LinkedFiles([edition]))) == []


def test_a_document_from_nowhere_points_to_no_files() -> None:
    assert run_checks(letter('<p><ref target="nowhere.xml">x</ref></p>')) == []


def test_a_link_does_not_lead_out_of_the_folders(edition: Path) -> None:
    (edition / "link.xml").symlink_to(edition.parent / "outside.xml")
    assert told(letter('<p><name ref="link.xml#tom">x</name></p>'), edition, "") == []


def test_another_file_is_read_once(edition: Path) -> None:
    shared = CheckContext(LinkedFiles([edition]))
    document = letter('<p><name ref="registers/persons.xml#will">x</name></p>')
    for name in ("a.xml", "b.xml", "c.xml"):
        assert run_checks(document, edition / name, shared) == []
    assert shared.linked_files.read.cache_info().misses == 1


def test_what_was_asked_is_remembered_with_what_the_answers_depend_on(edition: Path) -> None:
    asked = RecordedLookups(LinkedFiles([edition]))
    document = letter(
        '<p><name ref="registers/persons.xml#will">x</name><graphic url="nowhere.jpg"/>'
        '<ref target="../outside.xml#will">x</ref></p>'
    )
    run_checks(document, edition / "letter.xml", CheckContext(asked))
    persons, nowhere = str(edition / "registers" / "persons.xml"), str(edition / "nowhere.jpg")
    outside = str(edition.parent / "outside.xml")
    digest = blake2b(PERSONS.encode(), digest_size=16).hexdigest()
    assert asked.results == {
        ("exists", persons): True,
        ("ids", persons): digest,
        ("exists", nowhere): False,
        ("exists", outside): None,
        ("ids", outside): None,
    }
    assert asked.results == {each: LinkedFiles([edition]).look_up(each) for each in asked.results}
    (edition / "nowhere.jpg").touch()
    (edition / "registers" / "persons.xml").write_text(PERSONS + " ")
    now = LinkedFiles([edition])
    changed = {each for each, answer in asked.results.items() if now.look_up(each) != answer}
    assert changed == {("exists", nowhere), ("ids", persons)}


def test_a_prefix_may_stand_for_an_element_of_another_file(edition: Path) -> None:
    header = (
        '<encodingDesc><listPrefixDef><prefixDef ident="psn" matchPattern="([a-z]+)"'
        ' replacementPattern="registers/persons.xml#$1"/></listPrefixDef></encodingDesc>'
    )
    document = letter('<p><name ref="psn:will">x</name><name ‸ref="psn:tom">x</name></p>', header)
    assert told(document, edition, "tei/pointer-unresolved") == mark_positions(document)


def test_prefixes_that_stand_for_each_other_end(edition: Path) -> None:
    header = (
        '<encodingDesc><prefixDef ident="a" matchPattern="(.+)" replacementPattern="b:$1"/>'
        '<prefixDef ident="b" matchPattern="(.+)" replacementPattern="a:$1"/></encodingDesc>'
    )
    assert run_checks(letter('<p><name ref="a:x b:x">x</name></p>', header), edition / "letter.xml") == []


def test_ids_of_a_corpus_differ_if_asked_for() -> None:
    shared = CheckContext(seen_ids={})
    document = letter('<p n="1" ‸xml:id="a">x</p>')
    assert run_checks(document, None, shared) == []
    assert run_checks(document, None, shared) == []
    shared.seen_ids["a"] = "other.xml"  # type: ignore[index]
    found = run_checks(document, None, shared)
    assert places(found, "tei/id-duplicate-in-corpus") == mark_positions(document)
    assert "'other.xml'" in found[0].message


MET = {"a": "one.xml", "will": "one.xml", "p-2": "two.xml"}


@pytest.mark.parametrize(
    "document",
    [
        '<p ‸xml:id="a">x</p>',
        '<p ‸xml:id=" a ">x</p>',
        '<p><persName ‸xml:id="will">x</persName></p>',
        '<p xml:id="b">x</p><p n="2"\n   ‸xml:id="p-2">x</p>',
        '<p ‸xml:id="a">x</p><p ‸xml:id="will">x</p>',
        '<note ‸xml:id="a">x</note>',
    ],
)
def test_an_id_that_another_document_bears_is_told(document: str) -> None:
    found = run_checks(letter(document), None, CheckContext(seen_ids=dict(MET)))
    assert places(found, "tei/id-duplicate-in-corpus") == mark_positions(letter(document))


@pytest.mark.parametrize(
    "document",
    [
        "<p>x</p>",
        '<p xml:id="b">x</p>',
        '<p xml:id="A">x</p><p xml:id="Will">x</p>',
        '<p n="a">x</p>',
        '<p corresp="one.xml#a">x</p>',
        '<p xml:id="p-20">a will</p><!-- <p xml:id="a"/> -->',
    ],
)
def test_an_id_that_no_other_document_bears_is_not_told(document: str) -> None:
    found = run_checks(letter(document), None, CheckContext(seen_ids=dict(MET)))
    assert places(found, "tei/id-duplicate-in-corpus") == []


@pytest.mark.parametrize("data", [b"", b"<a", b"\0\1", b"%PDF", b"<a>&x;</a>", "<a/>".encode("utf-16") + b"\1"])
def test_what_is_no_document_bears_no_ids_that_are_known(data: bytes) -> None:
    assert not ids_of(data)


def test_a_document_with_an_entity_from_elsewhere_is_not_known_whole() -> None:
    assert ids_of(b'<!DOCTYPE a SYSTEM "a.dtd"><a>&x;</a>') is None
    assert ids_of(b'<a xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="b.xml"/></a>') is None
