"""Schemas of `teikit validate`: what is wrong with one hides nothing, and none holds that nobody chose."""

import json
import sys
from pathlib import Path

import pytest

import teikit
from teikit import config
from teikit.cli import run
from teikit.errors import IncorrectSchemaError
from teikit.report.formats import FORMATS
from teikit.validation import loading, pipeline

RNG = 'schematypens="http://relaxng.org/ns/structure/1.0"'
SCH = 'schematypens="http://purl.oclc.org/dsdl/schematron"'
# The grammar allows no `odd`, and holds a rule that is right and a pattern that is not.
GRAMMAR = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:s="http://purl.oclc.org/dsdl/schematron">
  <start><element name="list"><zeroOrMore><element name="item"><text/></element></zeroOrMore></element></start>
  <s:pattern is-a="missing"/>
  <s:pattern><s:rule context="item"><s:assert id="full" test="text()">an item is empty</s:assert></s:rule></s:pattern>
</grammar>
"""
RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
  <phase id="draft"/>
  <pattern><rule context="list"><report id="any" test="true()">a list</report></rule></pattern>
</schema>
"""
WRONG = RULES.replace('"true()"', '"true("')
NAMING = f'<?xml-model href="g.rng" {RNG}?><?xml-model href="g.rng" {SCH}?><?xml-model href="r.sch" {SCH}?>\n'
FAULTY = "<list><item/><odd/></list>"
# A part of a document, for which no schema is known.
PART = '<div xmlns="http://www.tei-c.org/ns/1.0"><p xml:lang="ger">x</p></div>'
NOT_ALLOWED = "element 'odd' is not allowed in 'list': the schema has no such element"
SAID_BY_ALL = ["sch/any", "sch/full", "rng/element-not-allowed"]
SAID = ["rng/element-not-allowed", "sch/any", "sch/full"]


def forget() -> None:
    """Forget what a process knows, as a new one would."""
    loading.schema.cache_clear()
    pipeline.schematron.cache_clear()
    config.clear_cache()


class Desk:
    """A folder in which the command is run in this process."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, streams: pytest.CaptureFixture[str]) -> None:
        self.folder, self._patch, self._streams = folder, patch, streams

    def write(self, **files: str) -> None:
        for name, text in files.items():
            (self.folder / name.replace("_", ".")).write_text(text, encoding="utf-8")

    def validate(self, *arguments: str) -> tuple[int, str, str]:
        return self.teikit("validate", *arguments)

    def teikit(self, *arguments: str) -> tuple[int, str, str]:
        self._patch.setattr(sys, "argv", ["teikit", *arguments])
        forget()
        status = run()
        return (status, *self._streams.readouterr())

    def rules(self, *arguments: str) -> tuple[int, list[str]]:
        status, out, _ = self.validate(*arguments, "--format", "json")
        return status, [each["rule"] for each in json.loads(out)["diagnostics"]]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "TEIKIT_CACHE_DIR"):
        monkeypatch.setenv(name, str(tmp_path / ".home"))
    made = Desk(tmp_path, monkeypatch, capsys)
    made.write(g_rng=GRAMMAR, r_sch=RULES, a_xml=NAMING + FAULTY, b_xml=NAMING + "<list/>")
    return made


def test_a_fault_of_a_schema_is_reported_once_at_its_place_and_all_else_is_checked(desk: Desk) -> None:
    status, out, told = desk.validate("a.xml", "b.xml")
    assert status == 2
    assert out.splitlines() == [
        "g.rng:3:3: error[sch-schema/pattern-unknown] there is no abstract pattern 'missing'",
        "a.xml:2:1: error[sch/any] a list",
        "a.xml:2:7: error[sch/full] an item is empty",
        f"a.xml:2:14: error[rng/element-not-allowed] {NOT_ALLOWED}",
        "b.xml:2:1: error[sch/any] a list",
    ]
    assert told.splitlines()[0] == "2 files checked, 2 invalid, 1 schema with errors: 5 errors"


@pytest.mark.parametrize(
    ("schema", "text", "fault", "said"),
    [
        ("g.rng", "<grammar", ["rng-schema/not-well-formed"], ["sch/any"]),
        ("g.rng", GRAMMAR.replace("<text/>", '<ref name="no"/>'), ["rng-schema/", "sch-schema/"], SAID[1:]),
        ("r.sch", "<schema", ["sch-schema/pattern-unknown", "xml/not-well-formed"], [SAID[0], SAID[2]]),
        ("r.sch", WRONG, ["sch-schema/expression", "sch-schema/pattern-unknown"], [SAID[0], SAID[2]]),
        ("r.sch", RULES.replace("xslt2", "stx"), ["sch-schema/binding", "sch-schema/pattern"], [SAID[0], SAID[2]]),
    ],
)
def test_whichever_schema_is_wrong_the_others_are_checked(
    desk: Desk, schema: str, text: str, fault: list[str], said: list[str]
) -> None:
    desk.write(**{schema.replace(".", "_"): text})
    status, found = desk.rules("a.xml")
    faults = sorted(each for each in found if "-schema/" in each or each.startswith("xml/"))
    assert status == 2
    assert len(faults) == len(fault)
    assert all(each.startswith(begin) for each, begin in zip(faults, fault, strict=True))
    assert sorted(set(found) - set(faults)) == sorted(said)


def test_a_schema_that_an_option_names_is_no_reason_to_stop_either(desk: Desk) -> None:
    desk.write(w_sch=WRONG, d_xml=FAULTY)
    status, found = desk.rules("d.xml", "--schema", "g.rng", "--schematron", "w.sch")
    # The rules that are embedded in the grammar apply too, as far as they are correct.
    faults = ["sch-schema/expression", "sch-schema/pattern-unknown"]
    assert (status, found) == (2, [*faults, "sch/full", "rng/element-not-allowed"])
    assert desk.validate("d.xml", "--schema", "no.rng")[:2] == (2, "")
    assert desk.validate("d.xml", "--schematron", "r.sch", "--phase", "no")[:2] == (2, "")


def test_a_phase_that_a_schema_lacks_is_an_error_where_it_is_named(desk: Desk) -> None:
    desk.write(a_xml=NAMING.replace('href="r.sch"', 'href="r.sch" phase="final"') + "<list/>")
    _, out, _ = desk.validate("a.xml", "--ignore", "sch-schema")
    fault = "error[schema/not-read] the schema 'r.sch' that xml-model names has no phase 'final'; there are: draft"
    assert out.splitlines() == [f"a.xml:1:156: {fault}"]


def test_a_document_without_errors_is_not_valid_where_a_schema_is_not_correct(desk: Desk) -> None:
    desk.write(r_sch=RULES.replace("true()", "false()"))
    status, out, told = desk.validate("b.xml", "--format", "junit")
    assert (status, "<skipped " in out) == (2, True)
    assert "1 file checked, 1 undecided, 1 schema with errors: 1 error" in told
    assert "valid" not in told.replace("invalid", "")


def test_faults_of_schemas_can_be_ignored_and_are_not_hidden_by_a_selection(desk: Desk) -> None:
    assert desk.rules("b.xml", "--ignore", "sch-schema/pattern-unknown") == (1, ["sch/any"])
    assert desk.rules("b.xml", "--select", "sch/any") == (2, ["sch-schema/pattern-unknown", "sch/any"])


@pytest.mark.parametrize("form", FORMATS)
def test_a_second_run_from_the_cache_and_one_by_two_processes_give_the_same_bytes(desk: Desk, form: str) -> None:
    for number in range(3):
        desk.write(**{f"{number}_xml": NAMING + FAULTY})
    arguments = ("0.xml", "a.xml", "1.xml", "b.xml", "2.xml", "--format", form)
    first = desk.validate(*arguments, "--jobs", "1", "--no-cache")
    assert (desk.validate(*arguments, "--jobs", "1"), desk.validate(*arguments, "--jobs", "1")) == (first, first)
    assert desk.validate(*arguments, "--jobs", "2") == first


def test_the_cache_sees_that_a_schema_was_mended(desk: Desk) -> None:
    names = ("b.xml", "a.xml")
    desk.rules(*names)
    desk.write(g_rng=GRAMMAR.replace('<s:pattern is-a="missing"/>', ""), r_sch=RULES.replace("true()", "false()"))
    assert desk.rules(*names) == (1, ["sch/full", "rng/element-not-allowed"])


def test_parts_of_a_run_merge_to_one_report_with_the_schema_once(desk: Desk) -> None:
    whole = desk.validate("a.xml", "b.xml", "--format", "json")
    for part in ("1/2", "2/2"):
        desk.validate("a.xml", "b.xml", "--shard", part, "--format", "json", "--output", f"{part[0]}.json")
    assert desk.teikit("merge", "2.json", "1.json", "--format", "json")[:2] == whole[:2]


def test_very_many_faults_of_one_schema_do_not_fill_the_report(desk: Desk) -> None:
    desk.write(g_rng=GRAMMAR.replace('<s:pattern is-a="missing"/>', '<s:pattern is-a="missing"/>\n' * 30))
    status, out, _ = desk.validate("b.xml")
    faults = [line for line in out.splitlines() if line.startswith("g.rng")]
    assert (status, len(faults)) == (2, 10)
    assert faults[-1].endswith("(and 20 more faults; 'teikit schema check g.rng' reports all)")


def test_a_diff_does_not_hide_what_is_wrong_with_a_schema(desk: Desk) -> None:
    status, _, told = desk.validate("b.xml", "--diff")
    assert (status, "g.rng:3:3: error[sch-schema/pattern-unknown]" in told) == (2, True)


def test_what_python_returns_begins_with_what_is_wrong_with_schemas(desk: Desk) -> None:
    found = [each.rule for each in teikit.validate(desk.folder / "b.xml")]
    assert found == ["sch-schema/pattern-unknown", "sch/any"]
    desk.write(g_rng="<grammar")
    forget()
    with pytest.raises(IncorrectSchemaError):
        teikit.validate(desk.folder / "b.xml", schema="g.rng")


def test_where_no_schema_is_known_the_grammar_is_not_checked_and_this_is_said(desk: Desk) -> None:
    desk.write(t_xml=PART)
    status, out, told = desk.validate("t.xml")
    assert (status, out.count("\n"), "warning[tei/language-unregistered]" in out) == (0, 1, True)
    assert told.splitlines()[0] == "1 file checked, 1 undecided: 1 warning"
    assert "no schema is known" in told
    assert "teikit validate --schema NAME|FILE" in told
    assert json.loads(desk.validate("t.xml", "--format", "json")[1])["summary"]["undecided"] == 1


def test_a_schema_can_be_required_by_option_and_by_configuration(desk: Desk) -> None:
    desk.write(t_xml=PART)
    status, _, told = desk.validate("t.xml", "--strict-schema", "-q")
    assert (status, "no schema is known" in told) == (2, True)
    assert desk.validate("t.xml", "--strict-schema", "--schema", "letter")[0] == 1
    assert desk.validate("t.xml", "--strict-schema", "--schematron", "r.sch")[0] == 0
    with pytest.raises(IncorrectSchemaError, match="no schema is known"):
        teikit.validate(desk.folder / "t.xml", strict_schema=True)
    desk.write(teikit_toml="[validate]\nstrict-schema = true\n")
    assert desk.validate("t.xml")[0] == 2


def test_what_names_a_schema_that_is_not_read_is_told_once_for_each_kind(desk: Desk) -> None:
    desk.write(
        x_xml='<?xml-model href="a.xsd"?><list/>', y_xml='<?xml-model href="b.xsd"?><list/>',
        z_xml='<!DOCTYPE list SYSTEM "list.dtd"><list/>',
    )  # fmt: skip
    status, out, told = desk.validate("x.xml", "y.xml", "z.xml")
    assert (status, out) == (0, "")
    first, *notes = told.splitlines()
    assert first == "3 files checked, 3 undecided"
    assert [each.partition(" is named")[0] for each in notes] == ["2 files: an XSD", "1 file: a DTD"]
    assert desk.validate("z.xml", "--strict-schema")[0] == 2


def test_an_instruction_of_oxygen_is_followed(desk: Desk) -> None:
    desk.write(o_xml='<?oxygen RNGSchema="g.rng" type="xml"?><?oxygen SCHSchema="r.sch"?>' + FAULTY)
    desk.write(g_rng=GRAMMAR.replace('<s:pattern is-a="missing"/>', ""))
    assert desk.rules("o.xml") == (1, SAID_BY_ALL)
    assert desk.rules("o.xml", "--ignore", "sch") == (1, ["rng/element-not-allowed"])


def test_rules_that_are_embedded_in_a_grammar_apply_once_also_where_they_are_named_apart(desk: Desk) -> None:
    correct = GRAMMAR.replace('<s:pattern is-a="missing"/>', "")
    desk.write(g_rng=correct, d_xml=FAULTY)
    expected = (1, ["sch/full", "rng/element-not-allowed"])
    assert desk.rules("d.xml", "--schema", "g.rng") == expected
    assert desk.rules("d.xml", "--schema", "g.rng", "--schematron", "g.rng") == expected
    desk.write(copy_rng=correct)
    assert desk.rules("d.xml", "--schema", "g.rng", "--schematron", "copy.rng") == expected
    assert desk.rules("d.xml", "--schema", "g.rng", "--ignore", "sch") == (1, ["rng/element-not-allowed"])
    assert desk.rules("d.xml", "--schema", "g.rng", "--ignore", "sch/full") == (1, ["rng/element-not-allowed"])


def test_faults_of_embedded_rules_are_reported_unless_rules_are_left_out(desk: Desk) -> None:
    desk.write(d_xml="<list/>")
    assert desk.rules("d.xml", "--schema", "g.rng") == (2, ["sch-schema/pattern-unknown"])
    assert desk.rules("d.xml", "--schema", "g.rng", "--ignore", "sch") == (0, [])


def test_who_names_schematron_alone_is_not_judged_by_any_grammar(desk: Desk) -> None:
    desk.write(d_xml=FAULTY)
    assert desk.rules("d.xml", "--schematron", "r.sch") == (1, ["sch/any"])


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_schema_that_is_not_there_is_reported_once_and_leaves_undecided(desk: Desk, jobs: str) -> None:
    naming = NAMING.replace("g.rng", "no.rng")
    desk.write(c_xml=naming + "<list/>", e_xml=naming + "<list><item/></list>", r_sch=RULES.replace("true", "false"))
    status, out, told = desk.validate("c.xml", "e.xml", "--jobs", jobs)
    assert status == 2
    assert out.splitlines() == [
        "c.xml:1:1: error[schema/not-read] the schema 'no.rng' that xml-model names is not there"
    ]
    assert told.splitlines() == [
        "2 files checked, 2 undecided, 1 schema with errors: 1 error",
        "2 files: a schema that is named cannot be used, so the file was not checked against it",
    ]
    assert desk.validate("c.xml", "--diff")[0] == 2


def test_schemas_of_one_name_in_several_folders_are_several(desk: Desk) -> None:
    for name in ("one", "two"):
        (desk.folder / name).mkdir()
        (desk.folder / name / "d.xml").write_text('<?xml-model href="no.rng"?><list/>', encoding="utf-8")
    assert desk.rules("one/d.xml", "two/d.xml") == (2, ["schema/not-read", "schema/not-read"])


def test_urls_that_differ_at_their_ends_are_several_schemas(desk: Desk) -> None:
    url = "https://example.org/release/xml/custom/schema/relaxng/with/a/long/path/to/edition-"
    desk.write(c_xml=f'<?xml-model href="{url}1.rng"?><?xml-model href="{url}2.rng"?><list/>')
    status, out, _ = desk.validate("c.xml")
    assert (status, [f"'{url}{number}.rng'" in out for number in (1, 2)]) == (2, [True, True])


def test_parts_of_a_run_merge_to_one_report_with_a_missing_schema_once(desk: Desk) -> None:
    (desk.folder / "g.rng").unlink()
    whole = desk.validate("a.xml", "b.xml", "--format", "json")
    assert whole[1].count("schema/not-read") == 1
    for part in ("1/2", "2/2"):
        desk.validate("a.xml", "b.xml", "--shard", part, "--format", "json", "--output", f"{part[0]}.json")
    assert desk.teikit("merge", "2.json", "1.json", "--format", "json")[:2] == whole[:2]


@pytest.mark.parametrize(
    ("schema", "text", "option"),
    [
        ("g.rng", "<grammar", ("--ignore", "rng-schema,sch-schema")),
        ("g.rng", GRAMMAR, ("--ignore", "sch-schema")),
        ("g.rng", None, ("--ignore", "schema")),
        ("g.rng", None, ("--select", "tei")),
        ("r.sch", None, ("--ignore", "schema,sch-schema")),
    ],
)
def test_no_option_makes_a_document_valid_of_which_a_schema_cannot_be_used(
    desk: Desk, schema: str, text: str | None, option: tuple[str, ...]
) -> None:
    desk.write(r_sch=RULES.replace("true()", "false()"))
    (desk.folder / schema).unlink()
    if text is not None:
        (desk.folder / schema).write_text(text, encoding="utf-8")
    _, _, told = desk.validate("b.xml", *option)
    assert told.startswith("1 file checked, 1 undecided")


def test_a_baseline_does_not_know_a_missing_schema(desk: Desk) -> None:
    desk.write(r_sch=RULES.replace("true()", "false()"))
    (desk.folder / "g.rng").unlink()
    assert desk.rules("b.xml", "--baseline", "known.json", "--write-baseline")[0] == 2
    assert desk.rules("b.xml", "--baseline", "known.json") == (2, ["schema/not-read"])


BARE = '<element name="list" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'


def test_a_grammar_without_rules_may_be_named_as_schematron_too(desk: Desk) -> None:
    desk.write(g_rng=BARE, r_sch=RULES)
    assert desk.rules("b.xml") == (1, ["sch/any"])
    # Who names it alone, or by an option, expects rules.
    assert desk.rules("b.xml", "--schematron", "g.rng") == (2, ["sch-schema/not-a-schema"])
    desk.write(c_xml=f'<?xml-model href="g.rng" {SCH}?><list/>')
    assert desk.rules("c.xml") == (2, ["sch-schema/not-a-schema"])


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ('<s:include href="none.sch"/>', "sch-schema/include-missing"),
        ('<x:function name="f:x" xmlns:x="http://www.w3.org/1999/XSL/Transform"/>', "sch-schema/not-supported"),
        ('<x:key name="k" xmlns:x="http://www.w3.org/1999/XSL/Transform"/>', "sch-schema/attribute-missing"),
    ],
)
def test_no_embedded_part_is_passed_over(desk: Desk, part: str, fault: str) -> None:
    desk.write(g_rng=GRAMMAR.replace('<s:pattern is-a="missing"/>', part))
    status, out, _ = desk.validate("a.xml", "--ignore", "sch/any")
    assert status == 2
    first, *others = out.splitlines()
    assert first.startswith(f"g.rng:3:3: error[{fault}]")
    assert [each.partition("[")[2].partition("]")[0] for each in others] == ["sch/full", "rng/element-not-allowed"]


def test_rules_that_a_grammar_includes_are_embedded_in_it(desk: Desk) -> None:
    pattern = (
        '<pattern xmlns="http://purl.oclc.org/dsdl/schematron"><rule context="list"><report id="in" test="1">x</report>'
    )
    desk.write(
        p_sch=f"{pattern}</rule></pattern>",
        g_rng=GRAMMAR.replace('<s:pattern is-a="missing"/>', '<s:include href="p.sch"/>'),
    )
    assert desk.rules("b.xml", "--ignore", "sch/any") == (1, ["sch/in"])


def test_a_fault_of_rules_in_the_compact_syntax_is_at_its_own_place(desk: Desk) -> None:
    desk.write(
        g_rnc='namespace s = "http://purl.oclc.org/dsdl/schematron"\n'
        "start = element list { empty }\n"
        's:pattern [ is-a = "missing" ]\n'
        's:pattern [\n  s:rule [ context = "list" s:report [ id = "said" test = "true()" "a list" ] ]\n'
        '  s:rule [ context = "item[" ]\n]\n'
    )
    _, out, _ = desk.validate("--schema", "g.rnc", "b.xml")
    assert [each.partition(" ")[0] for each in out.splitlines()] == ["g.rnc:3:1:", "g.rnc:6:3:"]
