"""SVRL as a report: what the schema of SVRL allows, with the nodes where they are said to be."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from elementpath import select
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from support.schematron_cases import Case
from support.svrl import SVRL, faults, findings, words
from teikit.diagnostics import Diagnostic, Note, Severity, point
from teikit.diagnostics.diagnostic import AssertionFacts, Property
from teikit.document.document import Document, pieces
from teikit.relaxng.validator.schema import Schema
from teikit.report.formats import make_reporter
from teikit.report.reporter import Result, Style, Summary
from teikit.schematron.schema import Schematron

Make = Callable[..., str]
FOUND = Diagnostic("d.xml", "sch/x", Severity.WARNING, "no <b>", point(1, 1), "/a/b[2]/@n", (Note("has c"),))


def written(make: Make, results: list[Result]) -> etree._Element:
    data = make("svrl", results).encode()
    assert faults(data) == []
    return etree.fromstring(data)


def names(root: etree._Element) -> list[str]:
    return [str(each.tag).removeprefix(SVRL) for each in root]


def test_a_problem_is_a_failed_assert_of_the_pattern_of_its_file(make: Make) -> None:
    root = written(make, [Result("d.xml", [FOUND]), Result("e.xml")])
    assert names(root) == ["active-pattern", "fired-rule", "failed-assert", "active-pattern"]
    (failed,) = findings(root)
    location = "/*[local-name()='a']/*[local-name()='b'][2]/@*[local-name()='n']"
    assert dict(failed.attrib) == {"location": location, "test": "sch/x", "role": "warning"}
    assert ["".join(each.itertext()) for each in failed] == ["has c", "no <b>"]


@pytest.mark.parametrize("namespace", ["u", ""])
def test_a_location_finds_the_node_in_any_namespace_and_version_of_xpath(namespace: str, make: Make) -> None:
    (found,) = findings(written(make, [Result("d.xml", [FOUND])]))
    document = etree.ElementTree(etree.fromstring(f"<a xmlns='{namespace}'><b/><b n='k'/></a>"))
    location = str(found.get("location"))
    assert select(document, location) == document.xpath(location) == ["k"]


@pytest.mark.parametrize("path", ["/", "/comment()[1]", "/a/text()[2]", "/a/b[1]/processing-instruction()[1]", None])
def test_the_location_of_a_node_of_any_kind_is_an_xpath(path: str | None, make: Make) -> None:
    found = Diagnostic("d.xml", "tei/x", Severity.ERROR, "x", None, path)
    (failed,) = findings(written(make, [Result("d.xml", [found])]))
    document = etree.fromstring("<!--c--><a>x<b><?p i?></b>y</a>").getroottree()
    location = str(failed.get("location"))
    assert len(document.xpath(location) if location != "/" else [document]) == 1


def test_what_cannot_be_read_is_told(make: Make) -> None:
    root = written(make, [Result("d.xml", failure="d.xml: no such file")])
    assert "no such file" in "".join(root.itertext())


def test_files_are_told_apart_by_spaces(make: Make) -> None:
    root = written(make, [Result("letters/an Ada 100%.xml"), Result("größe.xml")])
    names_ = [each.get("documents") for each in root.iter(f"{SVRL}active-pattern")]
    assert names_ == ["letters/an%20Ada%20100%25.xml", "größe.xml"]


def test_without_files_there_is_a_pattern_as_the_standard_demands(make: Make) -> None:
    assert names(written(make, [])) == ["active-pattern"]


def test_what_a_merged_report_knows_of_an_assertion_is_written(make: Make) -> None:
    facts = AssertionFacts("hint", "legal", "#s", (Property("q", "Q", "x", "y", "de"),))
    found = Diagnostic(
        "d.xml", "sch/x", Severity.INFO, "no", notes=(Note("D", id="d 1", language="fr"),), assertion=facts
    )
    (failed,) = findings(written(make, [Result("d.xml", [found])]))
    assert (failed.get("role"), failed.get("flag")) == ("hint", "legal")
    assert [(dict(each.attrib), words(each)) for each in failed[:2]] == [
        ({"diagnostic": "d_1"}, "D"),
        ({"property": "q", "role": "x", "scheme": "y"}, "Q"),
    ]


# With Schematron schemas: what they say themselves, in several documents and by several schemas.
ITEMS = Case(
    "items",
    "<title>Items</title><ns prefix='t' uri='u'/><pattern id='p'><rule context='i' id='r'>"
    "<assert test='@n' id='n'>no n</assert><report test='@m' id='m'>an m</report></rule></pattern>",
)
OTHER = Case(
    "other",
    "<title>Other</title><ns prefix='o' uri='v'/><pattern id='o'><rule context='l'>"
    "<assert test='i'>no i</assert></rule></pattern>",
)
DOCUMENTS = {"a.xml": "<l><i/><i n='1' m='2'/></l>", "b.xml": "<l/>", "c.xml": "<l><i n='1'/></l>"}


def result(name: str, schemas: list[Schematron], more: tuple[Diagnostic, ...] = (), left_out: str = "") -> Result:
    data = DOCUMENTS[name].encode()
    found = [each for one in schemas for each in one.validate(data, name) if each.rule != left_out]
    document = Document(name, None, lambda: pieces(data))
    return Result(name, [*found, *more], svrl_parts=lambda: (one.svrl_part(document) for one in schemas))


def test_several_documents_and_schemas_follow_each_other_in_one_document(make: Make) -> None:
    schemas = [ITEMS.load(), OTHER.load()]
    root = written(make, [result(name, schemas) for name in DOCUMENTS])
    prefixes = [(each.get("prefix"), each.get("uri")) for each in root.iter(f"{SVRL}ns-prefix-in-attribute-values")]
    assert prefixes == [("t", "u"), ("o", "v")]
    patterns = [(each.get("documents"), each.get("id")) for each in root.iter(f"{SVRL}active-pattern")]
    assert patterns == [(name, pattern) for name in DOCUMENTS for pattern in ("p", "o")]
    assert root.get("title") is None
    tests = [(each.get("test"), each.get("location")) for each in findings(root)]
    assert tests == [("@n", "/l/i[1]"), ("@m", "/l/i[2]"), ("i", "/l")]
    assert len([*root.iter(f"{SVRL}fired-rule")]) == 6


def test_the_title_of_the_only_schema_is_that_of_the_output(make: Make) -> None:
    assert written(make, [result("a.xml", [ITEMS.load()])]).get("title") == "Items"


def test_only_the_problems_that_are_reported_are_written(make: Make) -> None:
    root = written(make, [result("a.xml", [ITEMS.load()], left_out="sch/n")])
    assert [each.get("id") for each in findings(root)] == ["m"]
    assert names(root).count("fired-rule") == 2


def test_what_two_schemas_find_alike_is_written_once(make: Make) -> None:
    root = written(make, [result("a.xml", [ITEMS.load(), ITEMS.load()])])
    assert [each.get("id") for each in findings(root)] == ["n", "m"]


def test_other_problems_follow_in_a_pattern_of_their_own(make: Make) -> None:
    other = Diagnostic("a.xml", "rng/element-not-allowed", Severity.ERROR, "no i here", point(1, 4), "/l/i[1]")
    root = written(make, [result("a.xml", [OTHER.load()], (other,))])
    assert names(root)[1:] == ["active-pattern", "fired-rule", "active-pattern", "fired-rule", "failed-assert"]
    (found,) = findings(root)
    assert found.get("test") == "rng/element-not-allowed"


# Each element is on a line of its own, in one of three namespaces; those with `bad` are wrong.
LOOSE = Schema.load(
    "loose.rnc",
    b"start = any\nany = element * { attribute good { text }?, (text | any)* }\n",
)
TREES = st.recursive(
    st.tuples(st.sampled_from(["a", "x:a", "y:a", "b", "x:b"]), st.sampled_from(["good", "bad"]), st.just(())),
    lambda inner: st.tuples(st.sampled_from(["a", "x:a", "b"]), st.just("bad"), st.lists(inner, max_size=6).map(tuple)),
    max_leaves=20,
)


def lines_of(tree: Any) -> str:
    name, attribute, inside = tree
    return f"\n<{name} {attribute}=''>{''.join(map(lines_of, inside))}</{name}>"


@given(st.lists(TREES, max_size=6))
def test_a_problem_of_a_grammar_is_located_among_elements_of_other_namespaces(trees: list[Any]) -> None:
    text = f"<l xmlns:x='u' xmlns:y='v'>{''.join(map(lines_of, trees))}</l>"
    found = LOOSE.validate(text.encode(), "d.xml")
    assert len(found) == text.count("bad")
    out = io.StringIO()
    report = make_reporter("svrl", out, Style())
    report.begin()
    report.add(Result("d.xml", found))
    report.end(Summary())
    document = etree.ElementTree(etree.fromstring(text))
    located = [
        document.xpath(str(each.get("location"))) for each in findings(etree.fromstring(out.getvalue().encode()))
    ]
    assert [[each.span and each.span.start.line] for each in found] == [
        [one.sourceline for one in each] for each in located
    ]
