"""`teikit odd compile` and `teikit odd check` as people meet them."""

import json
from pathlib import Path

import pytest
from tests.conftest import Program

from teikit.relaxng.validator.schema import Schema

HEAD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A</title></titleStmt>'
    "<publicationStmt><p>B</p></publicationStmt><sourceDesc><p>C</p></sourceDesc></fileDesc></teiHeader><text><body>\n"
)
MODULES = (
    '<moduleRef key="tei"/><moduleRef key="header" include="teiHeader fileDesc titleStmt publicationStmt sourceDesc"/>'
    '<moduleRef key="core" include="p title"/><moduleRef key="textstructure" include="TEI text body"/>\n'
)
RULE = (
    '<elementSpec ident="p" mode="change"><constraintSpec ident="numbered" scheme="schematron" mode="add"><constraint>'
    '<sch:assert xmlns:sch="http://purl.oclc.org/dsdl/schematron" test="{}">no number</sch:assert>'
    "</constraint></constraintSpec></elementSpec>\n"
)
DOCUMENT = HEAD + "<p>x</p></body></text></TEI>"


def odd(*more: str, ident: str = "small") -> str:
    return (
        f'{HEAD}<schemaSpec ident="{ident}" start="TEI">\n{MODULES}{"".join(more)}</schemaSpec></body></text></TEI>\n'
    )


class Desk:
    """A folder in which the command is run."""

    def __init__(self, folder: Path, program: Program) -> None:
        self.folder, self._program = folder, program
        self.write("a.odd", odd())

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def odd(self, *arguments: str) -> tuple[int, str, list[str]]:
        return self._program("odd", *arguments, cwd=self.folder)

    def rules(self, *arguments: str) -> tuple[int, list[str]]:
        status, out, _ = self.odd("check", *arguments, "--format", "json")
        return status, [each["rule"] for each in json.loads(out)["diagnostics"]]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Desk(tmp_path, Program(monkeypatch, capsys))


def test_an_odd_is_compiled_to_all_forms_at_once(desk: Desk) -> None:
    desk.write("a.odd", odd(RULE.format("@n")))
    outputs = ("a.rng", "a.rnc", "a.sch", "a.compiled.odd")
    arguments = [word for each in outputs for word in ("-o", each)]
    status, out, _ = desk.odd("compile", "a.odd", *arguments)
    assert (status, out) == (0, "")
    grammars = [Schema.load(desk.folder / each) for each in outputs[:2]]
    assert grammars[0].table == grammars[1].table
    assert [each.is_valid(DOCUMENT.encode()) for each in grammars] == [True, True]
    for each in ("a.rng", "a.sch"):
        assert "no number" in (desk.folder / each).read_text(encoding="utf-8")
    assert desk.odd("compile", "a.compiled.odd", "-o", "again.rng")[0] == 0
    assert Schema.load(desk.folder / "again.rng").table == grammars[0].table


@pytest.mark.parametrize(
    ("form", "begin"), [("rng", "<?xml"), ("rnc", "default namespace"), ("sch", "<?xml"), ("odd", "<?xml")]
)
def test_a_form_goes_to_standard_output(form: str, begin: str, desk: Desk) -> None:
    status, out, _ = desk.odd("compile", "a.odd", "--format", form)
    assert (status, out.startswith(begin)) == (0, True)
    assert desk.odd("compile", "a.odd", "-o", "-", "--format", form)[1] == out


def test_without_a_form_it_is_relax_ng(desk: Desk) -> None:
    assert "<grammar" in desk.odd("compile", "a.odd")[1]


def test_the_same_odd_gives_the_same_bytes(desk: Desk) -> None:
    assert desk.odd("compile", "a.odd") == desk.odd("compile", "a.odd")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("a.odd", "-o", "a.xsd"), "the name must end in one of"),
        (("a.odd", "-o", "a.odd", "--force"), "is read by this run"),
        (("a.odd", "-o", "old.rng"), "exists already; give --force"),
        (("a.odd", "-o", "new.rng", "-o", "old.rng"), "exists already; give --force"),
        (("a.odd", "-o", "new.rng", "-o", "./new.rng"), "two results would go to this file"),
        (("a.odd", "-o", "no/new.rng"), "its folder does not exist"),
        (("no.odd",), "no such file"),
        (("a.odd", "--tei", "no.xml"), "no such schema file"),
        (("a.odd", "--tei", "tei"), "was not added; 'teikit schema add tei --from p5subset.xml' adds it"),
        (("a.odd", "--tei", "b.odd"), "is not TEI P5"),
        (("a.odd", "--schema", "other"), "other"),
        (("a.odd", "--limit", "schema-bytes=10"), "10"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_writes_nothing(
    arguments: tuple[str, ...], words: str, desk: Desk
) -> None:
    desk.write("old.rng", "old")
    desk.write("b.odd", odd())
    status, out, told = desk.odd("compile", *arguments)
    assert (status, out) == (2, "")
    assert words in told[-1]
    assert not (desk.folder / "new.rng").exists()
    assert (desk.folder / "old.rng").read_text() == "old"


def test_an_incorrect_odd_is_reported_at_its_places(desk: Desk) -> None:
    content = '<content><elementRef key="title" minOccurs="3" maxOccurs="2"/></content>'
    desk.write("a.odd", odd(f'<elementSpec ident="p" mode="change">{content}</elementSpec>\n'))
    status, out, told = desk.odd("compile", "a.odd", "-o", "a.rng")
    assert (status, out, len(told)) == (2, "", 1)
    assert told[0].startswith("a.odd:4:71: error[odd/count-order]")
    assert not (desk.folder / "a.rng").exists()
    assert desk.odd("check", "a.odd")[0] == 1


def test_warnings_do_not_stop_the_compiler_and_are_reported(desk: Desk) -> None:
    desk.write("a.odd", odd('<moduleRef key="gajii"/>\n'))
    status, out, told = desk.odd("compile", "a.odd")
    assert (status, "<grammar" in out) == (0, True)
    assert [each for each in told if each.startswith("a.odd:4:12: warning[odd/unknown-module]")]
    assert desk.odd("compile", "a.odd", "-q")[2] == []


def test_one_of_several_schemas_is_chosen_by_its_name(desk: Desk) -> None:
    both = odd().replace(
        "</body>", odd(RULE.format("@n"), ident="second").partition("<body>\n")[2].partition("</body>")[0] + "</body>"
    )
    desk.write("a.odd", both)
    assert "no number" not in desk.odd("compile", "a.odd", "--format", "sch")[1]
    assert "no number" in desk.odd("compile", "a.odd", "--format", "sch", "--schema", "second")[1]


def test_descriptions_can_be_left_out_and_chosen_by_language(desk: Desk) -> None:
    descriptions = '<desc xml:lang="en">a piece</desc><desc xml:lang="de">ein Stück</desc>'
    desk.write("a.odd", odd(f'<elementSpec ident="p" mode="change">{descriptions}</elementSpec>\n'))
    assert "a piece" in desk.odd("compile", "a.odd", "--lang", "en")[1]
    assert "ein Stück" in desk.odd("compile", "a.odd", "--lang", "de")[1]
    assert "documentation" not in desk.odd("compile", "a.odd", "--no-docs")[1]


def test_files_outside_of_the_project_are_read_only_where_that_is_allowed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.folder / "inner").mkdir()
    desk.write(
        "group.xml", '<specGrp xmlns="http://www.tei-c.org/ns/1.0"><elementSpec ident="title" mode="delete"/></specGrp>'
    )
    desk.write("inner/a.odd", odd('<specGrpRef target="../group.xml"/>\n'))
    assert desk.odd("compile", "inner/a.odd")[0] == 0
    monkeypatch.setattr(desk, "folder", desk.folder / "inner")
    assert desk.odd("compile", "a.odd")[0] == 2
    assert desk.odd("compile", "a.odd", "--allow-read", "..")[0] == 0


def test_a_check_without_problems_is_quiet(desk: Desk) -> None:
    status, out, told = desk.odd("check", "a.odd")
    assert (status, out, told) == (0, "", ["1 file checked, valid"])
    assert desk.odd("check", "a.odd", "-q") == (0, "", [])


def test_problems_of_a_check_decide_its_status(desk: Desk) -> None:
    desk.write("a.odd", odd('<moduleRef key="gajii"/>\n'))
    assert desk.rules("a.odd") == (1, ["odd/unknown-module"])
    desk.write("a.odd", odd(RULE.format("1 +")))
    assert desk.rules("a.odd") == (1, ["odd/schematron-query"])
    assert desk.rules("a.odd", "no.odd")[0] == 2


def test_a_wrong_rule_has_its_place_in_the_odd(desk: Desk) -> None:
    desk.write("a.odd", odd(RULE.format("1 +")))
    _, out, _ = desk.odd("check", "a.odd")
    assert out.startswith(f"a.odd:4:{RULE.index('test=') + 1}: warning[odd/schematron-query]")


def test_remarks_count_in_a_strict_check_only(desk: Desk) -> None:
    second = '<schemaSpec ident="second" start="TEI"><moduleRef key="tei"/></schemaSpec>'
    desk.write("a.odd", odd().replace("</body>", f"{second}</body>"))
    status, found = desk.rules("a.odd")
    assert (status, found) == (0, ["odd/several-schemas"])
    assert desk.rules("a.odd", "--strict")[0] == 1


def test_problems_in_other_files_of_an_odd_have_their_own_places(desk: Desk) -> None:
    desk.write("group.xml", '<specGrp xmlns="http://www.tei-c.org/ns/1.0">\n<moduleRef key="gajii"/></specGrp>')
    desk.write("a.odd", odd('<specGrpRef target="group.xml"/>\n'))
    status, out, _ = desk.odd("check", "a.odd", "--format", "concise")
    assert (status, out.startswith("group.xml:2:12: warning[odd/unknown-module]")) == (1, True)


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "terminal", "github"])
def test_a_check_has_the_formats_of_validation(form: str, desk: Desk) -> None:
    desk.write("a.odd", odd('<moduleRef key="gajii"/>\n'))
    status, out, _ = desk.odd("check", "a.odd", "--format", form)
    assert (status, "gajii" in out) == (1, True)


def test_schema_commands_take_odds_and_schemas_of_tei(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = Program(monkeypatch, capsys)
    assert program("schema", "check", "a.odd", "tei_bare", cwd=desk.folder)[0] == 0
    assert program("schema", "convert", "a.odd", "a.rng", cwd=desk.folder)[0] == 0
    assert program("schema", "simplify", "a.odd", "-o", "simple.rng", cwd=desk.folder)[0] == 0
    assert Schema.load(desk.folder / "a.rng").is_valid(DOCUMENT.encode())
    desk.write("a.odd", odd('<elementSpec ident="p" mode="chnge"/>'))
    status, out, _ = program("schema", "check", "a.odd", cwd=desk.folder)
    assert (status in {0, 2}, "Traceback" in out) == (True, False)
    status, out, _ = program("schema", "list", cwd=desk.folder)
    assert (status, "tei_all" in out, "4.9.0" in out) == (0, True, True)
    status, out, _ = program("schema", "show", "tei_lite", cwd=desk.folder)
    assert (status, "ships with teikit, compiled from TEI P5 4.9.0" in out) == (0, True)
