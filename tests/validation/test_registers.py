"""Registers of a run: by option and configuration, for pointers, keys and prefixes, and in the result cache."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Program

import teikit
from support.check_documents import letter
from teikit.config import clear_cache
from teikit.errors import ConfigError
from teikit.registers import EntryKind, read_described, read_register
from teikit.validation import registers

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">{}</TEI>'
PERSONS = TEI.format(
    '<teiHeader><prefixDef ident="psn" matchPattern="(.+)" replacementPattern="persons.xml#$1"/></teiHeader>'
    '<text><listPerson><person xml:id="ada"/></listPerson></text>'
)
PLACES = TEI.format('<text><listPlace><place xml:id="ulm"/></listPlace></text>')
ALL_OF_BOTH = '[validate]\nregisters = ["registers/*.xml"]\n'
Run = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `teikit validate a.xml` in a folder with registers: status, problems without their places, and talk."""
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "persons.xml").write_text(PERSONS)
    (tmp_path / "registers" / "places.xml").write_text(PLACES)
    (tmp_path / "any.rnc").write_text("start = any any = element * { (attribute * { text } | text | any)* }")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TEIKIT_CACHE_DIR", str(tmp_path / "cache"))
    program = Program(monkeypatch, capsys)

    def validate(body: str, *arguments: str, settings: str = "") -> tuple[int, list[str], str]:
        Path("teikit.toml").write_text(settings)
        clear_cache()
        Path("a.xml").write_text(letter(f"<p>{body}</p>"))
        command = "validate", "a.xml", "--select", "tei", "--format", "concise", "--schema", "any.rnc"
        status, out, error = program(*command, *arguments, cwd=tmp_path)
        return status, [each.partition(": ")[2] for each in out.splitlines()], "\n".join(error)

    return validate


@pytest.mark.parametrize(
    "body",
    [
        '<persName ref="#ada">Ada</persName>',
        '<persName ref="ada">Ada</persName>',
        '<persName key="ada">Ada</persName>',
        '<persName ref="persons.xml#ada">Ada</persName>',
        '<persName ref="../elsewhere/persons.xml#ada">Ada</persName>',
        '<persName ref="psn:ada">Ada</persName>',
        '<rs ref="#ada #ulm">both</rs>',
        '<rs key="ada ulm">both</rs>',
        '<persName key="psn:ada">Ada</persName>',
        '<name corresp="#ulm">Ulm</name>',
    ],
)
def test_ids_of_registers_resolve(body: str, run: Run) -> None:
    assert run(body, settings=ALL_OF_BOTH)[:2] == (0, [])
    assert run(body, "--register", "registers/persons.xml", "--register", "registers/places.xml")[:2] == (0, [])
    assert run(body, "--register", "registers/*.xml")[:2] == (0, [])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<persName ref="#eva">Eva</persName>', "@ref '#eva' leads to no xml:id in this file or in a register"),
        (
            '<persName ref="#Ada">Ada</persName>',
            "@ref '#Ada' leads to no xml:id in this file or in a register, did you mean '#ada'?",
        ),
        (
            '<persName ref="registers/persons.xml#eva">Eva</persName>',
            "@ref 'registers/persons.xml#eva' leads to no xml:id of that file",
        ),
        ('<persName key="eva">Eva</persName>', "@key 'eva' is the id of no entry of a register"),
        ('<persName key="Ada">Ada</persName>', "@key 'Ada' is the id of no entry of a register, did you mean 'ada'?"),
        ('<persName ref="persons.xml#eva">Eva</persName>', "@ref 'persons.xml#eva' leads to no xml:id of that file"),
    ],
)
def test_what_no_register_has_is_a_warning(body: str, message: str, run: Run) -> None:
    assert run(body, settings=ALL_OF_BOTH)[1] == [f"warning[tei/pointer-unresolved] {message}"]


def test_without_registers_keys_are_not_checked(run: Run) -> None:
    assert run('<persName key="eva">Eva</persName>')[:2] == (0, [])


def test_codes_of_countries_are_no_keys_of_registers(run: Run) -> None:
    assert run('<country key="AT">Austria</country>', "--register", "registers/places.xml")[:2] == (0, [])


def test_a_register_of_places_says_nothing_about_persons(run: Run) -> None:
    body = '<persName ref="#eva">Eva</persName>'
    assert run(body, "--register", "registers/places.xml")[1] == [
        "info[tei/pointer-unresolved] @ref '#eva' leads to no xml:id in this file or in a register"
    ]


def test_the_option_takes_precedence_over_the_configuration(run: Run) -> None:
    given = ("--register", "registers/places.xml")
    assert len(run('<placeName ref="#ada">Ada</placeName>', *given, settings=ALL_OF_BOTH)[1]) == 1


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ('"none.xml"', "none.xml: no such file"),
        ('"registers/none*.xml"', "no file matches 'registers/none*.xml'"),
        ('"../persons.xml"', "'../persons.xml' leads out of the configuration's folder"),
        ('"/etc/passwd"', "'/etc/passwd' leads out of the configuration's folder"),
        ('"link.xml"', "'link.xml' leads out of the configuration's folder"),
        (
            '"broken.xml"',
            "broken.xml:1:1: the register is not well-formed: 'TEI' (opened in line 1",
        ),
    ],
)
def test_a_wrong_register_of_the_configuration_is_misuse(names: str, message: str, run: Run) -> None:
    Path("broken.xml").write_text("<TEI>\n")
    outside = Path("..", "outside.xml")
    outside.write_text(PERSONS)
    Path("link.xml").symlink_to(outside.absolute())
    status, found, error = run("x", settings=f"[validate]\nregisters = [{names}]\n")
    assert (status, found) == (2, [])
    assert "teikit.toml:2: 'validate.registers': " in error
    assert message in error
    assert "\n" not in error


def test_a_wrong_register_of_the_options_is_misuse(run: Run) -> None:
    Path("broken.xml").write_text("<TEI>\n")
    assert run("x", "--register", "none.xml")[::2] == (2, "teikit: none.xml: no such file")
    assert "broken.xml:1:1" in run("x", "--register", "broken.xml")[2]
    assert "no file matches 'none*.xml'" in run("x", "--register", "none*.xml")[2]


def test_registers_are_read_once_a_run(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []

    def counted(path: Path) -> object:
        read.append(path)
        return read_register(path)

    monkeypatch.setattr(registers, "_read", counted)
    for name in ("b.xml", "c.xml"):
        Path(name).write_text(letter('<p><name ref="#ada">Ada</name></p>'))
    run("x", "b.xml", "c.xml", settings='[validate]\nregisters = ["registers/*.xml", "registers/persons.xml"]\n')
    assert sorted(each.name for each in read) == ["persons.xml", "places.xml"]


def test_a_stored_result_is_not_used_with_another_register(run: Run) -> None:
    body = '<persName ref="#eva">Eva</persName>' + "x" * 300_000
    given = ("--register", "registers/persons.xml")
    assert len(run(body, *given)[1]) == 1
    Path("registers/persons.xml").write_text(PERSONS.replace('"ada"', '"eva"'))
    assert run(body, *given)[1] == []
    assert run(body)[1] != []


def test_the_index_of_a_large_register_is_kept_by_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEIKIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(registers, "_MIN_CACHED", 10)
    read: list[Path] = []

    def counted(path: Path) -> object:
        read.append(path)
        return read_register(path)

    monkeypatch.setattr(registers, "read_register", counted)
    path = tmp_path / "persons.xml"
    path.write_text(PERSONS)
    first = registers._load(path)
    assert (registers._load(path), read) == (first, [path])
    assert first.prefixes[0].ident == "psn"
    path.write_text(PERSONS.replace('"ada"', '"eva"'))
    assert dict(registers._load(path).kinds) == {"eva": EntryKind.PERSON}
    assert len(read) == 2


def test_what_a_large_register_says_is_kept_by_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEIKIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(registers, "_MIN_CACHED", 10)
    read: list[Path] = []

    def counted(path: Path) -> object:
        read.append(path)
        return read_described(path)

    monkeypatch.setattr(registers, "read_described", counted)
    path = tmp_path / "places.xml"
    place = (
        '<place xml:id="ulm" corresp="#b"><placeName>Ulm</placeName><location><geo>48.4 10.0</geo></location></place>'
    )
    path.write_text(PERSONS.replace("<listPerson>", f"<listPerson>{place}"))
    first = registers.load_described(path)
    assert (registers.load_described(path), read) == (first, [path])
    assert first.entries["ulm"].coordinates == (48.4, 10.0)
    path.write_text(PERSONS)
    assert "ulm" not in registers.load_described(path).entries


def test_the_library_takes_registers(run: Run, tmp_path: Path) -> None:
    run('<persName key="ada">Ada</persName><persName key="eva">Eva</persName>')
    found = teikit.validate("a.xml", schema="any.rnc", select="tei", register=tmp_path / "registers" / "persons.xml")
    assert [each.message for each in found] == ["@key 'eva' is the id of no entry of a register"]
    Path("teikit.toml").write_text('[validate]\nregisters = ["none.xml"]\n')
    clear_cache()
    with pytest.raises(ConfigError, match="no such file"):
        teikit.validate("a.xml", schema="any.rnc")
