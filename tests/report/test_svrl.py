"""SVRL as a report: what is asserted can be found where it is said to be."""

from collections.abc import Callable

from elementpath import select
from lxml import etree

from teikit.diagnostics import Diagnostic, Note, Severity, point
from teikit.report.reporter import Result

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
FOUND = Diagnostic("d.xml", "sch/x", Severity.WARNING, "no <b>", point(1, 1), "/a/b[2]/@n", (Note("has c"),))


def test_a_problem_is_a_failed_assert_of_the_pattern_of_its_file(make: Callable[..., str]) -> None:
    root = etree.fromstring(make("svrl", [Result("d.xml", [FOUND]), Result("e.xml")]).encode())
    assert [each.tag.removeprefix(SVRL) for each in root] == [
        "active-pattern",
        "fired-rule",
        "failed-assert",
        "active-pattern",
    ]
    failed = root.find(f"{SVRL}failed-assert")
    assert failed is not None
    assert dict(failed.attrib) == {"location": "/*:a/*:b[2]/@n", "test": "sch/x", "role": "warning"}
    assert ["".join(each.itertext()) for each in failed] == ["has c", "no <b>"]


def test_a_location_finds_the_node_in_any_namespace(make: Callable[..., str]) -> None:
    root = etree.fromstring(make("svrl", [Result("d.xml", [FOUND])]).encode())
    location = root.xpath("string(//@location)")
    document = etree.ElementTree(etree.fromstring("<a xmlns='u'><b/><b n='k'/></a>"))
    assert select(document, str(location)) == ["k"]


def test_what_cannot_be_read_is_told(make: Callable[..., str]) -> None:
    root = etree.fromstring(make("svrl", [Result("d.xml", failure="d.xml: no such file")]).encode())
    assert "no such file" in "".join(root.itertext())
