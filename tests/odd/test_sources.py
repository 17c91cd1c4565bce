"""What @source names is found: TEI P5, compiled ODDs, and ODDs that are compiled first."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from support.made_odds import loader, odd, tei
from teikit.diagnostics import Span, point
from teikit.odd.compiler import compile_odd
from teikit.odd.customisation import Customisation, ModuleReference
from teikit.odd.reading.library_reading import read_library
from teikit.odd.reading.sources import Sources
from teikit.odd.reporting import Reporter
from teikit.p5.nodes import TEI, Place
from teikit.p5.specs import Library, Spec
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import FileLoader

P5 = Path(__file__).parents[3] / "shared" / "tei" / "p5subset.xml"
_AT: Span = point(7, 9)
_SPECS = '<elementSpec ident="a" module="m"/><classSpec ident="b" type="atts" module="n"/>'
_VAULT = "https://www.tei-c.org/Vault/P5/{}/xml/tei/odd/p5subset.xml"


class _Compilation:
    """Sources whose chained ODDs are compiled to a library with the sources of their modules, by their names."""

    def __init__(self, files: Mapping[str, str | bytes], base: str = "/odd/main.odd") -> None:
        self.base = base
        self.reporter = Reporter()
        self.default = Library("P5", "4.9.0a", is_p5=True)
        self.compiled: list[str] = []
        self.sources = Sources(self.default, loader(files), self.reporter, self._compile)

    def _compile(self, customisation: Customisation) -> Library:
        self.compiled.append(customisation.ident)
        for item in customisation.items:
            if isinstance(item, ModuleReference):
                self.sources.library(item.source or customisation.source, item.base, item.place)
        return Library(customisation.ident, specs=[Spec("element", "made")])

    def library(self, source: str) -> Library | None:
        return self.sources.library(source, self.base, Place("/odd/main.odd", _AT))

    @property
    def reported(self) -> list[tuple[str, str]]:
        return [(each.rule, each.message) for each in self.reporter.diagnostics]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "tei:current",
        "tei:4.9.0",
        "tei:4.9.0a",
        "http://www.tei-c.org/release/xml/tei/odd/p5subset.xml",
        "https://tei-c.org/release/xml/tei/odd/p5subset.xml",
        "https://www.tei-c.org/Vault/P5/current/xml/tei/odd/p5subset.xml",
        "https://vault.tei-c.de/P5/current/xml/tei/odd/p5subset.xml",
        "https://jenkins.tei-c.org/job/TEIP5/lastSuccessfulBuild/artifact/P5/release/xml/tei/odd/p5subset.xml",
        _VAULT.format("4.9.0"),
    ],
)
def test_tei_p5_is_the_default_library(source: str) -> None:
    made = _Compilation({})
    assert made.library(source) is made.default
    assert made.reported == []


def test_another_version_of_tei_p5_is_noted_once() -> None:
    made = _Compilation({})
    for source in ("tei:4.8.0", " tei:4.8.0 ", _VAULT.format("4.8.0"), "tei:3.5.0"):
        assert made.library(source) is made.default
    message = "@source asks for TEI P5 {}, and 4.9.0a is used"
    notes = [("odd/source-version", message.format(each)) for each in ("4.8.0", "3.5.0")]
    assert made.reported == notes
    assert {str(each.severity) for each in made.reporter.diagnostics} == {"info"}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("no.odd", "@source 'no.odd' cannot be read: there is no schema /odd/no.odd"),
        ("..\\no.odd", "@source '..\\no.odd' cannot be read: there is no schema /no.odd"),
        ("tei:latest", "@source 'tei:latest' is no version of TEI P5, such as 'tei:current' or 'tei:4.9.0'"),
        (
            "https://www.tei-c.org/release/xml/tei/odd/p5subset.json",
            "@source 'https://www.tei-c.org/release/xml/tei/odd/p5subset.json' is JSON, and only XML is read",
        ),
        ("data", "@source 'data' is JSON, and only XML is read"),
        ("empty.xml", "@source 'empty.xml' has no specifications"),
    ],
)
def test_a_source_that_cannot_be_read_is_one_error(source: str, message: str) -> None:
    made = _Compilation({"data": ' {"a": 1}', "empty.xml": tei("")})
    assert made.library(source) is None
    assert made.library(source) is None
    assert made.reported == [("odd/source-not-found", message)]
    (found,) = made.reporter.diagnostics
    assert (found.file, found.span, str(found.severity)) == ("/odd/main.odd", _AT, "error")


def test_a_source_on_the_web_names_the_options_that_help(tmp_path: Path) -> None:
    reporter = Reporter()
    sources = Sources(Library("P5"), FileLoader((tmp_path,)), reporter, lambda _: Library(""))
    place = Place("a.odd", _AT)
    assert sources.library("https://example.org/user:pass@a.odd", str(tmp_path / "a.odd"), place) is None
    assert sources.library("/etc/hostname", str(tmp_path / "a.odd"), place) is None
    remote, outside = reporter.diagnostics
    assert "--catalog FILE" in remote.message
    assert "--allow-network" in remote.message
    assert "--allow-read" in outside.message


@pytest.mark.parametrize(
    "source", ["../p5subset.xml", "C:\\TEI\\p5subset.xml", "https://raw.example.org/TEI/p5subset.xml"]
)
def test_a_copy_of_tei_p5_that_is_not_there_is_replaced_with_a_warning(source: str) -> None:
    made = _Compilation({})
    assert made.library(source) is made.default
    ((rule, message),) = made.reported
    assert rule == "odd/source-replaced"
    assert "and TEI P5 4.9.0a is used" in message


def test_specifications_in_prose_are_a_library() -> None:
    attribute = '<attDef ident="defaultExceptions"><defaultVal>urn:x</defaultVal></attDef>'
    prose = (
        '<moduleSpec ident="m"/><p>a</p><div><elementSpec ident="TEI" module="m" mode="add"/>'
        f'<elementSpec ident="schemaSpec" module="n"><attList>{attribute}</attList></elementSpec></div>'
        f'<egXML xmlns="http://www.tei-c.org/ns/Examples"><elementSpec xmlns="{TEI}" ident="no"/></egXML>'
    )
    header = "<titleStmt><title>A title</title></titleStmt>"
    edition = f"{header}<editionStmt><edition>P5 <ref>Version</ref> <ref>4.3.0b</ref></edition></editionStmt>"
    made = _Compilation({"p5subset.xml": tei(prose).replace(header, edition)})
    library = made.library("p5subset.xml")
    assert library is not None
    assert [(each.ident, each.mode) for each in library.specs] == [("TEI", ""), ("schemaSpec", "")]
    assert (library.name, library.version, library.modules) == ("A title", "4.3.0b", ["m", "n"])
    assert (library.default_exceptions, library.is_p5) == ("urn:x", True)
    assert made.library("./p5subset.xml") is library
    assert [name for name, _ in made.sources.files] == ["/odd/p5subset.xml"]
    assert made.reported == []


def test_a_compiled_odd_is_a_library_whatever_its_modes() -> None:
    specs = (
        '<elementSpec ident="a" mode="change"/><elementSpec ident="b" module="m"/>'
        '<elementSpec ident="c" mode="delete"/><elementSpec ident="b" module="again"/><p xml:id="1 2"/>'
    )
    made = _Compilation({"sub/b.odd": odd(specs, 'ns="urn:x"')})
    library = made.library("sub/b.odd")
    assert library is not None
    found = [(each.ident, each.mode, each.module, each.namespace) for each in library.specs]
    assert found == [("a", "", "", "urn:x"), ("b", "", "m", "urn:x")]
    assert (library.name, library.is_p5, made.compiled, made.reported) == ("test", False, [], [])


def test_the_module_of_what_has_none_is_derived() -> None:
    made = _Compilation(
        {"b.odd": odd('<elementSpec ident="a"/>'), "c.odd": odd('<elementSpec ident="a"/>', 'module="m"')}
    )
    libraries = [made.library("b.odd"), made.library("c.odd")]
    assert [each.modules for each in libraries if each] == [["derived-module-test"], ["m"]]


def test_an_odd_that_is_not_compiled_is_compiled_first_and_once() -> None:
    made = _Compilation({"b.odd": odd('<moduleRef key="core"/><p xml:id="1 2"/>')})
    library = made.library("b.odd")
    assert library is not None
    assert library is made.library("b.odd")
    assert (library.name, made.compiled) == ("test", ["test"])
    assert [rule for rule, _ in made.reported] == ["odd/xml-id"]


def test_a_fragment_chooses_a_schema_spec() -> None:
    content = tei(f'<schemaSpec ident="a">{_SPECS}</schemaSpec><schemaSpec ident="b" xml:id="c">{_SPECS}</schemaSpec>')
    made = _Compilation({"b.odd": content})
    names = [library.name for source in ("b.odd", "b.odd#b", "b.odd#c") if (library := made.library(source))]
    assert names == ["a", "b", "b"]
    assert made.library("b.odd#d") is None
    assert [rule for rule, _ in made.reported] == ["odd/unknown-schema"]


def test_a_windows_path_is_read() -> None:
    assert _Compilation({"sub/b.odd": odd(_SPECS)}).library("sub\\b.odd") is not None


def _chain(count: int) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {
        f"{i}.odd": odd(f'<moduleRef key="core" source="{i + 1}.odd"/>') for i in range(count)
    }
    return {**files, f"{count}.odd": odd(_SPECS)}


def test_chains_of_odds_are_followed() -> None:
    made = _Compilation(_chain(9))
    assert made.library("0.odd") is not None
    assert (len(made.compiled), made.reported) == (9, [])


def test_a_long_chain_is_one_error_where_it_is_too_long() -> None:
    made = _Compilation(_chain(1_000))
    made.library("0.odd")
    ((rule, message),) = made.reported
    assert (rule, "more than 10 deep" in message) == ("odd/limit-exceeded", True)
    assert [each.file for each in made.reporter.diagnostics] == ["/odd/9.odd"]


@pytest.mark.parametrize(
    "files",
    [
        {"0.odd": odd('<moduleRef key="core" source="0.odd"/>')},
        {
            "0.odd": odd('<moduleRef key="core" source="1.odd"/>'),
            "1.odd": odd('<moduleRef key="core" source="0.odd"/>'),
        },
        {"0.odd": odd('<moduleRef key="core" source=""/>', 'source="0.odd"')},
    ],
)
def test_a_chain_that_comes_back_is_one_error(files: dict[str, str | bytes]) -> None:
    made = _Compilation(files)
    made.library("0.odd")
    assert [rule for rule, _ in made.reported] == ["odd/source-cycle"]


def test_a_source_that_is_not_well_formed_is_an_error_in_it_with_a_note() -> None:
    made = _Compilation({"b.odd": "<TEI>\n<a></TEI>"})
    assert made.library("b.odd") is None
    (found,) = made.reporter.diagnostics
    assert found.span is not None
    assert (found.rule, found.file, found.span.start.line) == ("xml/not-well-formed", "/odd/b.odd", 2)
    assert [(each.message, each.file) for each in found.notes][-1] == ("named here", "/odd/main.odd")


def test_what_is_wrong_in_a_chained_odd_is_reported_once() -> None:
    made = _Compilation({"b.odd": odd('<moduleRef key="core" source="c.odd"/>'), "c.odd": "<TEI>"})
    made.library("b.odd")
    assert [rule for rule, _ in made.reported] == ["xml/not-well-formed"]


def test_a_library_is_read_from_a_file_that_the_caller_has() -> None:
    library = read_library("a.odd", odd(_SPECS).encode(), loader({}), Reporter())
    assert (library.name, library.modules) == ("test", ["m", "n"])
    with pytest.raises(SchemaSyntaxError, match="no specifications"):
        read_library("a.odd", tei("").encode(), loader({}), Reporter())


@pytest.mark.skipif(not P5.is_file(), reason="the TEI's p5subset.xml is not here")
def test_all_of_p5_is_a_library() -> None:
    library = read_library(str(P5), P5.read_bytes(), FileLoader(()), Reporter())
    counts = [sum(each.kind == kind for each in library.specs) for kind in ("element", "class", "macro", "data")]
    assert counts == [587, 211, 8, 35]
    assert (library.version, library.is_p5, len(library.modules)) == ("4.9.0a", True, 22)
    assert library.default_exceptions == "http://www.tei-c.org/ns/1.0 teix:egXML"


def test_the_place_is_that_of_the_attribute(tmp_path: Path) -> None:
    files = {
        "a.odd": odd('<moduleRef key="core"\n  source="b.odd"/>'),
        "b.odd": odd('<moduleRef key="core"/>', '\n source="c.odd"'),
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(SchemaSyntaxError) as raised:
        compile_odd(str(tmp_path / "a.odd"))
    (found,) = raised.value.diagnostics
    assert found.span is not None
    assert (Path(found.file).name, *found.span.start) == ("b.odd", 4, 2)
