"""Files that are named as schemas and are none: one sentence says what they are, and what to do."""

import gzip
from pathlib import Path

import pytest
from tests.conftest import Program

RNG = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><element name="a"><empty/></element></start></grammar>'
)
RNC = "start = element a { empty }"
SCH = (
    '<schema xmlns="http://purl.oclc.org/dsdl/schematron">\n'
    '<pattern><rule context="a"><assert test="@n">n</assert></rule></pattern></schema>'
)
XSD = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>'
DTD = "<!-- elements -->\n<!ELEMENT a EMPTY>"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'
HTML = "<!DOCTYPE html>\n<html><p>Not found</html>"


def _name(folder: Path, program: Program, option: str, name: str, content: str | bytes) -> tuple[int, str]:
    (folder / "d.xml").write_text("<a/>")
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    status, out, notes = program("validate", "d.xml", option, name, "--no-cache", cwd=folder)
    return status, " ".join((out, *notes))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "s.xsd",
            XSD,
            "s.xsd:1:1: error[rng-schema/not-a-schema] the file is an XML Schema (XSD), which teikit does not",
        ),
        ("s.rng", XSD, "is an XML Schema (XSD)"),
        ("s.dtd", DTD, "'trang FILE.dtd FILE.rng' converts it"),
        ("s.rnc", DTD, "is a DTD"),
        ("s.nvdl", '<rules xmlns="http://purl.oclc.org/dsdl/nvdl/ns/structure/1.0"/>', "is an NVDL script"),
        ("s.sch", SCH, "name it with --schematron"),
        ("s.rng", SCH, "name it with --schematron"),
        ("s.xml", TEI, "without a schemaSpec, and so no ODD"),
        ("s.odd", TEI, "without a schemaSpec, and so no ODD"),
        ("s.html", HTML, "is a web page"),
        ("s.rng", HTML, "is a web page"),
        ("s.rnc", HTML, "is a web page"),
        ("s.rng", '<html xmlns="http://www.w3.org/1999/xhtml"/>', "is a web page"),
        ("s.rng", RNG[:-20], "('element' of line 1 is not closed): it may be truncated"),
        ("s.rng", RNG[:90], "('element' of line 1 is not closed): it may be truncated"),
        ("s.rnc", RNC[:-1], "expected '}', found the end of the schema; it may be truncated"),
        ("s.rng", "", "s.rng:1:1: error[rng-schema/not-a-schema] the file is empty"),
        ("s.rnc", " \n", "the file is empty"),
        ("s.rng", b"PK\x03\x04\x00\x00\xff", "is a ZIP archive: unpack it"),
        ("s.rng", gzip.compress(RNG.encode(), mtime=0), "is compressed (gzip): unpack it"),
        ("s.rnc", b"\x00\x01\x02\xff", "is not a text"),
        ("s.rng", b"%PDF-1.7\n\xff\xff", "is a PDF, not a schema"),
        ("s.rng", '{"$schema": "https://json-schema.org"}', "is JSON"),
        ("s.rng", "<a/>", "the root element 'a' is not in RELAX NG's namespace"),
    ],
)
def test_what_is_no_grammar_is_named(
    folder: Path, name: str, content: str | bytes, words: str, program: Program
) -> None:
    status, found = _name(folder, program, "--schema", name, content)
    assert (status, words in found) == (2, True), found


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("s.rng", RNG, "without Schematron rules: name it with --schema"),
        ("s.sch", RNG, "without Schematron rules: name it with --schema"),
        ("s.rnc", RNC, "without Schematron rules: name it with --schema"),
        ("s.sch", XSD, "is an XML Schema (XSD)"),
        ("s.sch", '<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform"/>', "is an XSLT stylesheet"),
        ("s.sch", SCH[:120], "('pattern' of line 2 is not closed): it may be truncated"),
        ("s.sch", "", "the file is empty"),
        ("s.sch", HTML, "is a web page"),
    ],
)
def test_what_is_no_schematron_is_named(folder: Path, name: str, content: str, words: str, program: Program) -> None:
    status, found = _name(folder, program, "--schematron", name, content)
    assert (status, words in found) == (2, True), found


@pytest.mark.parametrize(("name", "content"), [("s.rng", RNC), ("s.rnc", RNG), ("s.txt", RNC), ("s", RNG)])
def test_the_syntax_is_that_of_the_content_whatever_the_suffix(
    folder: Path, name: str, content: str, program: Program
) -> None:
    assert _name(folder, program, "--schema", name, content)[0] == 0


def test_an_error_in_a_schema_stays_at_its_place(folder: Path, program: Program) -> None:
    status, found = _name(folder, program, "--schema", "s.rng", RNG.replace("<empty/>", "<emty/>"))
    assert (status, "emty" in found) == (2, True)
    status, found = _name(folder, program, "--schema", "s.rng", RNG.replace("</start>", "</stat>"))
    assert (status, "truncated" in found) == (2, False)


def test_a_url_says_how_to_keep_a_copy_and_one_of_tei_means_the_schema_that_ships(
    folder: Path, program: Program
) -> None:
    (folder / "d.xml").write_text("<a/>")
    (folder / "s.rnc").write_text(RNC)
    status, _, notes = program("validate", "d.xml", "--schema", "https://u:p@example.org/s.rng", cwd=folder)
    assert status == 2
    assert "'teikit schema add NAME --from https://example.org/s.rng' keeps a copy, and --allow-network" in notes[0]
    tei = "https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_lite.rng"
    assert "rng/root-not-allowed" in program("validate", "d.xml", "--schema", tei, cwd=folder)[1]
    assert program("validate", "d.xml", "--schema", f"file://{folder}/s.rnc", cwd=folder)[0] == 0


@pytest.mark.parametrize(
    ("name", "near"),
    [("tei-all", "tei_all"), ("TEI_ALL", "tei_all"), ("sub/edtion.rng", "sub/edition.rng"), ("letter.rng", "")],
)
def test_a_misspelt_schema_has_a_suggestion(folder: Path, name: str, near: str, program: Program) -> None:
    (folder / "d.xml").write_text("<a/>")
    (folder / "sub").mkdir()
    (folder / "sub" / "edition.rng").write_text(RNG)
    status, _, notes = program("validate", "d.xml", "--schema", name, cwd=folder)
    assert (status, f"did you mean '{near}'?" in notes[0]) == (2, bool(near)), notes


def test_a_folder_is_one_sentence(folder: Path, program: Program) -> None:
    (folder / "d.xml").write_text("<a/>")
    (folder / "dir.rng").mkdir()
    status, _, notes = program("validate", "d.xml", "--schema", "dir.rng", cwd=folder)
    assert (status, notes) == (2, ["teikit: dir.rng: is a folder, not a file"])


def test_checking_a_schema_says_the_same(folder: Path, program: Program) -> None:
    (folder / "s.rng").write_text(XSD)
    status, out, _ = program("schema", "check", "s.rng", cwd=folder)
    assert (status, "is an XML Schema (XSD)" in out) == (2, True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
