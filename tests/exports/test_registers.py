"""Registers of an export: by option and configuration, and beside the letters."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Program

from teikit.config import clear_cache
from teikit.exports.record.linked_registers import read_file
from teikit.operations.export import ExportOptions, export

GND, GEONAMES = "https://d-nb.info/gnd/118609807", "https://www.geonames.org/2656173"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">{}</TEI>'
LETTER = TEI.format(
    "<teiHeader><fileDesc><titleStmt><title>L</title></titleStmt><publicationStmt><p/></publicationStmt>"
    '<sourceDesc><p/></sourceDesc></fileDesc><profileDesc><correspDesc><correspAction type="sent">'
    '<persName ref="{person}">Ann</persName><placeName ref="{place}">Bath</placeName></correspAction></correspDesc>'
    "</profileDesc></teiHeader><text><body><p>x</p></body></text>"
)
PEOPLE = TEI.format(f'<person xml:id="p1"><persName>Ann Lee</persName><idno>{GND}</idno></person>')
PLACES = TEI.format(
    f'<place xml:id="l1"><placeName>Bath</placeName><location><geo>51.38 -2.36</geo></location>'
    f"<idno>{GEONAMES}</idno></place>"
)
Run = Callable[..., tuple[int, object, list[str]]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `teikit export letters/a.xml --to json`: status, the URIs of sender and place, and talk."""
    read_file.cache_clear()
    for name in ("letters", "indices"):
        (tmp_path / name).mkdir()
    (tmp_path / "indices" / "people.xml").write_text(PEOPLE)
    (tmp_path / "indices" / "places.xml").write_text(PLACES)
    program = Program(monkeypatch, capsys)

    def export_letter(
        *arguments: str, settings: str = "", person: str = "#p1", place: str = "#l1"
    ) -> tuple[int, object, list[str]]:
        (tmp_path / "teikit.toml").write_text(settings)
        letter = LETTER.replace("{person}", person).replace("{place}", place)
        (tmp_path / "letters" / "a.xml").write_text(letter)
        status, out, error = program("export", "letters/a.xml", "--to", "json", *arguments, cwd=tmp_path)
        action = json.loads(out)["letters"][0]["actions"][0] if out else {"agents": [{}], "places": [{}]}
        return status, (action["agents"][0].get("uris"), action["places"][0].get("uris")), error

    return export_letter


BOTH = ("--register", "indices/people.xml", "--register", "indices/places.xml")


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        (BOTH, ""),
        (("--register", "indices/*.xml"), ""),
        ((), '[export]\nregisters = ["indices/*.xml"]\n'),
        ((), '[validate]\nregisters = ["indices/*.xml"]\n'),
        (
            (),
            '[validate]\nregisters = ["none.xml"]\n[export]\nregisters = ["indices/*.xml"]\n',
        ),
        (BOTH, '[export]\nregisters = ["none.xml"]\n'),
    ],
)
def test_registers_say_who_is_meant(arguments: tuple[str, ...], settings: str, run: Run) -> None:
    assert run(*arguments, settings=settings)[:2] == (0, ([GND], [GEONAMES]))


def test_an_empty_setting_of_exports_takes_precedence(run: Run) -> None:
    settings = '[validate]\nregisters = ["indices/*.xml"]\n[export]\nregisters = []\n'
    assert run(settings=settings)[:2] == (0, (None, None))


def test_files_of_the_project_are_found_by_their_path(run: Run) -> None:
    pointers = {"person": "../indices/people.xml#p1", "place": "../indices/places.xml#l1"}
    assert run(**pointers)[:2] == (0, ([GND], [GEONAMES]))


def test_files_outside_of_the_project_are_not_read(run: Run, tmp_path: Path) -> None:
    outside = tmp_path.parent / "people.xml"
    outside.write_text(PEOPLE)
    for pointer in ("../../people.xml#p1", str(outside) + "#p1", outside.as_uri() + "#p1"):
        assert run(person=pointer)[:2] == (0, (None, None))


@pytest.mark.parametrize(
    ("arguments", "settings", "message"),
    [
        (("--register", "none.xml"), "", "none.xml: no such file"),
        (("--register", "none*.xml"), "", "no file matches 'none*.xml'"),
        (("--register", "indices"), "", "is a folder"),
        (("--register", "broken.xml"), "", "broken.xml:1:1: the register is not well-formed"),
        ((), '[export]\nregisters = ["none.xml"]\n', "teikit.toml:2: 'export.registers': "),
        ((), '[export]\nregisters = ["../x.xml"]\n', "leads out of the configuration's folder"),
        ((), '[export]\nregister = ["x.xml"]\n', "unknown key 'register' in [export], did you mean 'registers'?"),
    ],
)
def test_wrong_registers_are_misuse(
    arguments: tuple[str, ...], settings: str, message: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "broken.xml").write_text("<TEI>\n")
    status, _, error = run(*arguments, settings=settings)
    assert status == 2
    assert message in "\n".join(error)


def test_references_that_lead_nowhere_are_counted_once_for_all_letters(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run()
    (tmp_path / "letters" / "b.xml").write_text(LETTER.replace("{person}", "gnd:1").replace("{place}", "#l1"))
    program = Program(monkeypatch, capsys)
    arguments = "export", "letters", "--register", "indices/people.xml"
    told = [
        "teikit: 2 of 4 references of correspActions lead to no register entry",
        "teikit: the prefix 'gnd' of 1 reference is not understood: no prefixDef declares it",
    ]
    for form, out in (("html", "pages"), ("json", "all.json")):
        assert program(*arguments, "--to", form, "-o", out, cwd=tmp_path)[2][-2:] == told
    assert not any("register entry" in line for line in program(*arguments, "--to", "text", "-o", "t", cwd=tmp_path)[2])


def test_no_result_replaces_a_register(run: Run) -> None:
    status, _, error = run(*BOTH, "-o", "indices/people.xml", "--force")
    assert status == 2
    assert "people.xml" in "\n".join(error)


def test_the_library_takes_registers(run: Run, tmp_path: Path) -> None:
    run()
    clear_cache()
    registers = (tmp_path / "indices" / "people.xml",)
    export(tmp_path / "letters" / "a.xml", "json", tmp_path / "out.json", ExportOptions(registers=registers))
    assert GND in (tmp_path / "out.json").read_text()


def test_a_register_that_changes_is_read_again(run: Run, tmp_path: Path) -> None:
    assert run(*BOTH)[1] == ([GND], [GEONAMES])
    (tmp_path / "indices" / "people.xml").write_text(PEOPLE.replace("118609807", "1186098"))
    assert run(*BOTH)[1] == ([GND.replace("118609807", "1186098")], [GEONAMES])
