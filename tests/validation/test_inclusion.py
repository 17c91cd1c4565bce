"""Documents that include others: verdicts as for the whole document, and problems at their places in the parts."""

import html
import json
import os
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree
from tests.conftest import Program

from teikit.api import fix, validate
from teikit.diagnostics import Diagnostic
from teikit.document.document import from_file
from teikit.errors import UnsupportedError
from teikit.validation.inclusion import merge_included
from teikit.validation.plan import Options

XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
ID = "{http://www.w3.org/XML/1998/namespace}id"
SCHEMA = """default namespace = "http://example.org/n"
namespace other = ""
start = part
part = element part { n?, attribute xml:id { text }?, (text | part | leaf)* }
leaf = element leaf { n?, text } | element other:plain { n?, text }
n = attribute n { xsd:integer }
"""
PLAIN = "element doc { element chapter { element title { text } }+ }"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.rnc").write_text(SCHEMA)
    (tmp_path / "plain.rnc").write_text(PLAIN)
    return tmp_path


def _found(name: str, schema: str = "plain.rnc", **options: bool) -> list[Diagnostic]:
    return validate(name, schema=schema, ignore="tei", xinclude=True, **options)


def _rules(name: str, schema: str = "plain.rnc") -> list[tuple[str, str, tuple[int, int] | None]]:
    return [(each.rule, each.file, each.span and tuple(each.span.start)) for each in _found(name, schema)]


def _doc(content: str) -> str:
    return f"<doc {XI}>\n{content}\n</doc>"


class _Splitter:
    """Makes a random document, whole and in parts; faults have the numbers from 0."""

    def __init__(self, seed: int, *, is_faulty: bool) -> None:
        self._random = random.Random(seed)
        self._is_faulty = is_faulty
        self.files: dict[str, str] = {}
        self.faults = self._ids = 0

    def make(self) -> None:
        whole, parts = self._part(0, "")
        self.files |= {"whole.xml": self._root(whole), "main.xml": self._root(parts)}

    def _root(self, part: str) -> str:
        return part.replace("<part", f'<part xmlns="http://example.org/n" {XI}', 1)

    def _number(self) -> str:
        chosen = self._random.random()
        if self._is_faulty and chosen < 0.2:
            self.faults += 1
            return f' n="x{self.faults - 1}"'
        return f' n="{self._random.randrange(9)}"' if chosen < 0.6 else ""

    def _part(self, depth: int, folder: str) -> tuple[str, str]:
        """Return an element with all its content, and with some of it in other files."""
        head, whole, parts = f"<part{self._number()}>", "", ""
        for _ in range(self._random.randrange(1, 5)):
            kind = self._random.choice(("part", "part", "leaf", "plain", "text"))
            made = self._text() if kind == "text" else self._leaf(kind)
            both = self._part(depth + 1, folder) if kind == "part" and depth < 4 else (made, made)
            whole += both[0]
            parts += self._outsource(both[1], folder) if self._random.random() < 0.5 else both[1]
        return f"{head}{whole}</part>", f"{head}{parts}</part>"

    def _text(self) -> str:
        return self._random.choice(("wörds\n", "𝔊 ", "\r\n\t", "<!-- no <xi:include/> -->", "&lt;a&gt;", "<?a b?>"))

    def _leaf(self, kind: str) -> str:
        name = "leaf" if kind == "leaf" else 'plain xmlns=""'
        return f"<{name}{self._number()}>é</{name.partition(' ')[0]}>"

    def _outsource(self, made: str, _folder: str) -> str:
        """Return an xi:include in place of an element, which comes into a file of its own."""
        if not made.startswith(("<part", "<leaf", "<plain")):
            return made if made.startswith("<") else self._outsource_text(made)
        if self._random.random() < 0.2:
            # The place stays the same.
            return f'<xi:include href="none.xml" parse="xml"><xi:fallback>{made}</xi:fallback></xi:include>'
        name = f"f{len(self.files)}.xml"
        named = re.sub(r"<(part|leaf|plain)", rf'<\1 xmlns="http://example.org/n" {XI}', made, count=1)
        if made.startswith("<plain"):
            named = re.sub(r"<plain", f"<plain {XI}", made, count=1)
        form = self._random.choice(("whole", "entity", "encoded", "child"))
        pointer = ""
        if form == "entity" and 'n="1"' in named:
            named = named.replace('n="1"', 'n="&one;"')
            named = f'<?xml version="1.0"?><!DOCTYPE part [<!ENTITY one "1">]>\n<!-- c -->{named}'
        elif form == "encoded" and "𝔊" not in named:
            named = f'<?xml version="1.0" encoding="iso-8859-1"?>\n{named}'
        elif form == "child":
            named, pointer = f"<all><a/>\n{named}</all>", ' xpointer="element(/1/2)"'
        self.files[name] = named
        return f'<xi:include href="{name}"{pointer}/>'

    def _outsource_text(self, made: str) -> str:
        name = f"t{len(self.files)}.txt"
        self.files[name] = html.unescape(made).replace("\r", "")
        return f'<xi:include href="{name}" parse="text"/>'

    def write(self, folder: Path) -> None:
        for name, text in self.files.items():
            encoding = "iso-8859-1" if "iso-8859-1" in text[:60] else "utf-8"
            (folder / name).write_bytes(text.encode(encoding))


@pytest.mark.parametrize("seed", range(60))
def test_a_split_document_has_the_verdict_and_the_faults_of_the_whole(folder: Path, seed: int) -> None:
    splitter = _Splitter(seed, is_faulty=seed % 3 > 0)
    splitter.make()
    splitter.write(folder)
    whole, parts = validate("whole.xml", schema="s.rnc", ignore="tei"), _found("main.xml", "s.rnc")
    assert sorted(each.message for each in parts) == sorted(each.message for each in whole)
    for each in parts:
        lines = re.split("\r\n|\n", splitter.files[each.file])
        number = re.search("x[0-9]+", each.message)
        assert each.span
        assert number
        assert lines[each.span.start.line - 1][each.span.start.column - 1 :].startswith(f'n="{number[0]}"')


@pytest.mark.skipif(shutil.which("xmllint") is None, reason="xmllint is not installed")
@pytest.mark.parametrize("seed", range(30))
def test_the_merged_document_is_that_of_libxml2(folder: Path, seed: int) -> None:
    splitter = _Splitter(seed, is_faulty=False)
    splitter.make()
    splitter.write(folder)
    merged = merge_included(from_file("main.xml"), Options())
    if merged is None:
        assert "xi:include href" not in splitter.files["main.xml"]
        return
    theirs = subprocess.run(
        ["xmllint", "--noent", "--xinclude", "main.xml"], cwd=folder, check=True, capture_output=True
    )
    assert _canonical(merged.document.read()) == _canonical(theirs.stdout)


def _canonical(document: bytes) -> bytes:
    root = etree.fromstring(document)
    for each in root.iter(etree.Element):
        each.attrib.pop("{http://www.w3.org/XML/1998/namespace}base", None)
    return etree.tostring(root, method="c14n", exclusive=True, with_comments=True)


def test_a_fault_is_in_the_included_file_and_says_what_includes_it(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "c.xml").write_text("<chapter>\n  <tile>T</tile></chapter>")
    (folder / "doc.xml").write_text(_doc('<xi:include href="sub/c.xml"/>'))
    (first, *_) = _found("doc.xml")
    assert (first.file, first.span and tuple(first.span.start)) == ("sub/c.xml", (2, 3))
    assert [(note.file, note.position) for note in first.notes if note.message == "included here"] == [
        ("doc.xml", (2, 1))
    ]


def test_attributes_that_only_the_inclusion_adds_are_not_reported(folder: Path) -> None:
    (folder / "c.xml").write_text("<chapter><title>T</title></chapter>")
    (folder / "doc.xml").write_text(_doc('<xi:include href="c.xml"/>').replace("<doc", '<doc xml:lang="de"'))
    (folder / "lang.rnc").write_text(PLAIN.replace("doc {", "doc { attribute xml:lang { text },"))
    assert _found("doc.xml", "lang.rnc") == []


def test_elements_get_base_language_and_namespaces(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "c.xml").write_text(
        '<all xml:lang="de" xmlns:p="urn:p" xml:base="deep/"><one xml:id="x" p:a="1"/><two xml:base="b c/"/></all>'
    )
    (folder / "doc.xml").write_text(
        f'<doc {XI} xmlns="urn:d" xml:lang="en"><xi:include href="sub/c.xml" xpointer="x"/>'
        '<xi:include href="sub/c.xml" xpointer="element(/1/2)"/></doc>'
    )
    merged = merge_included(from_file("doc.xml"), Options())
    assert merged
    one, two = etree.fromstring(merged.document.read())
    space = "{http://www.w3.org/XML/1998/namespace}"
    assert (one.tag, one.get("{urn:p}a"), one.get(f"{space}lang")) == ("one", "1", "de")
    assert (one.get(f"{space}base"), two.get(f"{space}base")) == ("sub/deep/", "sub/deep/b%20c/")


@pytest.mark.parametrize(
    ("include", "rule", "words"),
    [
        ('<xi:include href="no.xml"/>', "xml/include-not-read", "the file 'no.xml' that xi:include names is not there"),
        ('<xi:include href="c.xml" xpointer="no"/>', "xml/include-not-read", "'no' of xi:include names no element"),
        ('<xi:include href="c.xml" xpointer="xpath1(/*)"/>', "xml/include-not-read", "scheme that is not followed"),
        ('<xi:include href="https://example.org/c.xml"/>', "xml/include-not-read", "no include is fetched"),
        ('<xi:include href="../c.xml"/>', "xml/include-not-read", "--allow-read"),
        ('<xi:include href=".c.xml"/>', "xml/include-not-read", "hidden"),
        ('<xi:include href="sub"/>', "xml/include-not-read", "cannot be read"),
        ('<xi:include href="doc.xml"/>', "xml/include-incorrect", "'doc.xml' -> 'doc.xml'"),
        ('<xi:include href="loop.xml"/>', "xml/include-incorrect", "'loop.xml' -> 'loop.xml'"),
        ("<xi:include/>", "xml/include-incorrect", "needs an href"),
        ('<xi:include href="c.xml#a"/>', "xml/include-incorrect", "write href='c.xml' and xpointer='a'"),
        ('<xi:include href="c.xml" parse="html"/>', "xml/include-incorrect", "may be 'xml' or 'text'"),
        ('<xi:include href="latin.txt" parse="text"/>', "xml/include-incorrect", "no text in utf-8; @encoding"),
        ('<xi:include href="nul.txt" parse="text"/>', "xml/include-incorrect", "U+0000"),
        ('<xi:include href="c.xml" parse="text" encoding="rot13"/>', "xml/include-incorrect", "'rot13', which is not"),
        (
            '<xi:include href="c.xml"><xi:fallback/><xi:fallback/></xi:include>',
            "xml/include-incorrect",
            "two fallbacks",
        ),
    ],
)
def test_what_cannot_be_included_is_reported_at_its_place(folder: Path, include: str, rule: str, words: str) -> None:
    for name in ("c.xml", ".c.xml", "../c.xml"):
        (folder / name).write_text("<chapter><title>T</title></chapter>")
    (folder / "sub").mkdir()
    (folder / "loop.xml").write_text(_doc('<xi:include href="loop.xml"/>'))
    (folder / "latin.txt").write_bytes(b"\xe9")
    (folder / "nul.txt").write_bytes(b"\0")
    (folder / "doc.xml").write_text(_doc(include))
    (fault,) = _found("doc.xml")
    assert (fault.rule, words in fault.message) == (rule, True), fault.message
    assert fault.span
    assert fault.span.end.column - fault.span.start.column == len("<xi:include")


def test_a_file_that_is_not_well_formed_is_reported_once_and_ends_the_check(folder: Path) -> None:
    (folder / "c.xml").write_text("<chapter>\n<title></chapter>")
    (folder / "doc.xml").write_text(_doc('<xi:include href="c.xml"/><xi:include href="c.xml"/><wrong/>'))
    assert _rules("doc.xml") == [("xml/not-well-formed", "c.xml", (2, 1))]


def test_a_file_that_is_included_twice_has_its_problems_once(folder: Path) -> None:
    (folder / "c.xml").write_text("<chapter><tile>T</tile></chapter>")
    (folder / "doc.xml").write_text(_doc('<xi:include href="c.xml"/><xi:include href="c.xml"/>'))
    assert len(_rules("doc.xml")) == len({*_rules("doc.xml")}) <= 2


def test_a_fallback_takes_the_place_of_what_is_not_there_but_not_of_what_is_refused(folder: Path) -> None:
    inner = "<xi:fallback><chapter><title>T</title></chapter></xi:fallback>"
    fallback = f'<xi:fallback><xi:include href="none.xml">{inner}</xi:include></xi:fallback>'
    (folder / "doc.xml").write_text(_doc(f'<xi:include href="no.xml">{fallback}</xi:include>'))
    assert _found("doc.xml") == []
    (folder / "doc.xml").write_text(_doc(f'<xi:include href="../no.xml">{fallback}</xi:include>'))
    assert [each[0] for each in _rules("doc.xml")] == ["xml/include-not-read"]


def test_a_text_is_included_as_text(folder: Path) -> None:
    (folder / "t.txt").write_text("a < b & ]]> c\n", encoding="utf-16")
    (folder / "doc.xml").write_text(
        _doc('<chapter><title><xi:include href="t.txt" parse="text" accept="*"/></title></chapter>')
    )
    assert _found("doc.xml") == []
    merged = merge_included(from_file("doc.xml"), Options())
    assert merged
    assert "".join(etree.fromstring(merged.document.read()).itertext()).strip() == "a < b & ]]> c"


def test_all_gates_see_the_whole(folder: Path) -> None:
    (folder / "r.sch").write_text(
        '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="title">'
        '<assert test="count(//title) = 1">one title</assert></rule></pattern></schema>'
    )
    (folder / "c.xml").write_text("<chapter>\n<title>T</title></chapter>")
    (folder / "doc.xml").write_text(_doc('<chapter><title>T</title></chapter><xi:include href="c.xml"/>'))
    found = validate("doc.xml", schema="plain.rnc", schematron="r.sch", ignore="tei", xinclude=True)
    assert [(each.file, each.span and each.span.start.line) for each in found] == [("c.xml", 2), ("doc.xml", 2)]


def test_pointers_lead_to_other_parts_and_start_from_their_own_file(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "b.xml").write_text(
        '<p xmlns="http://www.tei-c.org/ns/1.0" xml:id="b" corresp="#a b.xml#b b.xml#c"/>'
    )
    (folder / "doc.xml").write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" {XI} xml:id="a"><p corresp="#b #c"/>'
        '<xi:include href="sub/b.xml"/></TEI>'
    )
    found = validate("doc.xml", select="tei/pointer", xinclude=True)
    assert [(each.file, each.message.split("'")[1]) for each in found] == [("doc.xml", "#c"), ("sub/b.xml", "b.xml#c")]


def test_instructions_ignore_problems_of_their_own_file(folder: Path) -> None:
    (folder / "c.xml").write_text("<?teikit ignore rng/element?>\n<chapter><tile>T</tile></chapter>")
    (folder / "d.xml").write_text("<chapter><tile>T</tile></chapter>")
    (folder / "doc.xml").write_text(_doc('<xi:include href="c.xml"/><xi:include href="d.xml"/>'))
    assert {each[1] for each in _rules("doc.xml") if each[0].startswith("rng")} == {"d.xml"}


def test_documents_with_inclusions_are_not_fixed_as_a_whole(folder: Path) -> None:
    (folder / "c.xml").write_text("<chapter><title>T</title></chapter>")
    (folder / "doc.xml").write_text(_doc('<xi:include href="c.xml"/>'))
    with pytest.raises(UnsupportedError, match="file by file"):
        fix("doc.xml", schema="plain.rnc", xinclude=True)
    assert fix("c.xml", xinclude=True).data == (folder / "c.xml").read_bytes()


def test_the_configuration_follows_inclusions(folder: Path) -> None:
    (folder / "teikit.toml").write_text("[validate]\nxinclude = true\n")
    (folder / "c.xml").write_text("<chapter><title>T</title></chapter>")
    (folder / "doc.xml").write_text(_doc('<xi:include href="c.xml"/>'))
    assert validate("doc.xml", schema="plain.rnc", ignore="tei") == []


def test_without_the_option_one_problem_and_one_note_say_so(folder: Path, program: Program) -> None:
    (folder / "a.xml").write_text(_doc('<xi:include href="c.xml"/>\n<xi:include href="c.xml"/>'))
    (folder / "b.xml").write_text(_doc('<xi:include href="c.xml"/>'))
    status, out, notes = program(
        "validate", "a.xml", "b.xml", "--schema", "plain.rnc", "--ignore", "tei", "--no-cache", cwd=folder
    )
    assert status == 1
    assert [line.split(": ")[0] for line in out.splitlines() if "xi:include" in line] == ["a.xml:2:1", "b.xml:2:1"]
    assert "2 files: 3 xi:include, the first at a.xml:2:1, were not followed; --xinclude follows them" in " ".join(
        notes
    )


def test_the_cache_notices_changes_in_included_files(folder: Path, program: Program) -> None:
    (folder / "doc.xml").write_text(_doc('<xi:include href="c.xml"/>'))
    names = ["doc.xml", *(f"more{number}.xml" for number in range(3))]
    for name in names[1:]:
        shutil.copy(folder / "doc.xml", folder / name)
    outputs = []
    for content in ("<tile/>", "<title/>", "<title/>", "<tile/>"):
        (folder / "c.xml").write_text(f"<chapter>{content}</chapter>")
        outputs.append(
            program(
                "validate", *names, "--schema", "plain.rnc", "--ignore", "tei", "--xinclude", "--jobs", "2", cwd=folder
            )
        )
    assert [status for status, _, _ in outputs] == [1, 0, 0, 1]
    assert outputs[0] == outputs[3]


def test_reports_name_the_included_file(folder: Path, program: Program) -> None:
    (folder / "c.xml").write_text("<chapter>\n<tile>T</tile></chapter>")
    (folder / "doc.xml").write_text(_doc('<xi:include href="c.xml"/>'))
    options = ("validate", "doc.xml", "--schema", "plain.rnc", "--ignore", "tei", "--xinclude", "--format")
    _, out, _ = program(*options, "json", cwd=folder)
    assert {(each["file"], each["line"]) for each in json.loads(out)["diagnostics"]} == {("c.xml", 2)}
    for form in ("terminal", "html", "sarif", "junit", "github"):
        assert "c.xml" in program(*options, form, cwd=folder)[1]
    assert "<tile>T</tile>" in program(*options, "terminal", cwd=folder)[1]


@pytest.mark.parametrize(
    ("limit", "files"),
    [
        ("xinclude_depth", {f"{number}.xml": f'<xi:include href="{number + 1}.xml"/>' for number in range(60)}),
        (
            "xinclude_bytes",
            {f"{n}.xml": f'<xi:include href="{n + 1}.xml"/>' * 9 for n in range(20)} | {"20.xml": "x" * 99},
        ),
    ],
)
def test_inclusions_have_limits(folder: Path, limit: str, files: dict[str, str], program: Program) -> None:
    for name, content in files.items():
        (folder / name).write_text(_doc(content))
    (folder / "60.xml").write_text(_doc(""))
    option = f"{limit.replace('_', '-')}={50 if limit.endswith('depth') else 100_000}"
    status, _, notes = program(
        "validate", "0.xml", "--schema", "plain.rnc", "--xinclude", "--limit", option, cwd=folder
    )
    assert (status, f"--limit {limit.replace('_', '-')}=N" in " ".join(notes)) == (2, True)


def test_parts_that_are_files_of_the_run_too_have_no_duplicate_ids(folder: Path, program: Program) -> None:
    (folder / "c.xml").write_text('<p xmlns="http://www.tei-c.org/ns/1.0" xml:id="a"/>')
    (folder / "doc.xml").write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0" {XI}><xi:include href="c.xml"/></TEI>')
    options = ("--xinclude", "--unique-ids", "--select", "tei/id", "--no-cache")
    assert program("validate", "doc.xml", "c.xml", *options, cwd=folder)[1] == ""


def test_a_document_that_is_too_large_to_be_merged_is_refused(folder: Path, program: Program) -> None:
    (folder / "doc.xml").write_text(_doc("<!-- " + "x" * 5_000 + " -->"))
    options = ("--xinclude", "--limit", "xinclude-bytes=4000", "--schema", "plain.rnc")
    status, _, notes = program("validate", "doc.xml", *options, cwd=folder)
    assert (status, "--limit xinclude-bytes=N" in notes[0]) == (2, True)


def test_standard_input_includes_nothing_by_a_relative_name(folder: Path, program: Program) -> None:
    options = ("--xinclude", "--schema", "plain.rnc")
    status, out, _ = program("validate", "-", *options, cwd=folder, stdin=_doc('<xi:include href="c.xml"/>'))
    assert (status, "comes from standard input" in out) == (1, True)


HOSTILE = {
    "deep": "".join(f'<a xmlns:p{n}="u{n}" xml:base="b/">' for n in range(2_000))
    + '<xi:include href="c.xml"/>' * 200
    + "</a>" * 2_000,
    "pointers": '<xi:include href="c.xml" xpointer="element(/1/9999)"/>' * 500,
    "parentheses": f'<xi:include href="c.xml" xpointer="{"(" * 20_000}a({"^" * 20_001}"/>',
    "one line": '<xi:include href="c.xml" xpointer="x"/>' * 2_000,
    "entity": "&e;",
    "fallbacks": '<xi:include href="no.xml"><xi:fallback>' * 20_000 + "</xi:fallback></xi:include>" * 20_000,
    "pipe": '<xi:include href="pipe"/>',
    "link": '<xi:include href="link.xml"/><xi:include href="link.xml" parse="text"/>',
    "device": '<xi:include href="/dev/zero" parse="text"/>',
    "missing": '<xi:include href="no.xml"/>' * 20_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_inclusions_end_soon_in_a_sentence(folder: Path, kind: str, program: Program) -> None:
    (folder / "c.xml").write_text(
        "<chapter>" + "<title/>" * 9_999 + '<title xml:id="x">' + "y" * 9_999 + "</title></chapter>"
    )
    os.mkfifo(folder / "pipe")
    (folder.parent / "outside.xml").write_text("<secret/>")
    (folder / "link.xml").symlink_to(folder.parent / "outside.xml")
    entity = f"<!DOCTYPE doc [<!ENTITY e '<xi:include {XI} href=\"c.xml\"/>'>]>" if kind == "entity" else ""
    (folder / "doc.xml").write_text(entity + _doc(HOSTILE[kind]))
    status, out, notes = program(
        "validate", "doc.xml", "--schema", "plain.rnc", "--xinclude", "--ignore", "tei", "--no-cache", cwd=folder
    )
    assert status in {1, 2}
    assert "secret" not in out
    assert "internal" not in " ".join(notes)


@pytest.mark.skipif(shutil.which("jing") is None, reason="jing is not installed")
def test_jing_gives_the_same_verdicts(folder: Path) -> None:
    schema = SCHEMA.replace("n = ", "n = attribute xml:base { text }?, ")
    (folder / "jing.rnc").write_text(schema)
    for seed in range(6):
        splitter = _Splitter(seed, is_faulty=seed % 2 > 0)
        splitter.make()
        splitter.write(folder)
        told = subprocess.run(["jing", "-c", "jing.rnc", "main.xml"], cwd=folder, check=False, capture_output=True)
        assert bool(_found("main.xml", "jing.rnc")) == bool(told.returncode), told.stdout
