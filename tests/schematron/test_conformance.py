"""The cases of the conformance suite of SchXslt's author, each with its expectation; they are in shared/ only."""

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from support.svrl import faults
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import MemoryLoader
from teikit.schematron import load

SUITE = Path(__file__).parents[3] / "shared" / "schematron" / "conformance"
CASES = [*sorted(SUITE.glob("core/*.xml")), *sorted(SUITE.glob("svrl/*.xml"))]
_NAMES = {"c": "tag:dmaus@dmaus.name,2019:Schematron:Testsuite", "svrl": "http://purl.oclc.org/dsdl/svrl"}
_FINDINGS = "boolean(//svrl:failed-assert | //svrl:successful-report)"

# Cases whose expectation does not hold, with the reason.
EXCEPTIONS = {
    "let-scope-pattern-01": "hides a variable of the schema, which let-name-collision-error-05 and -06 expect refused",
}


def test_the_suite_is_whole_where_it_is_there() -> None:
    if not SUITE.is_dir():
        pytest.skip("shared/ is not there")
    assert len(CASES) == 50
    assert len(EXCEPTIONS) <= 3
    assert EXCEPTIONS.keys() <= {each.stem for each in CASES}


@pytest.mark.parametrize("path", CASES, ids=lambda each: each.stem)
def test_a_case_of_the_suite_has_its_expected_result(path: Path) -> None:
    is_exception = path.stem in EXCEPTIONS
    assert (_result(etree.parse(path)) == []) is not is_exception, EXCEPTIONS.get(path.stem)


def _result(case: Any) -> list[str]:
    """Return what is not as a case expects."""
    expected = case.getroot().get("expect")
    files = {each.get("filename"): etree.tostring(each[0]) for each in case.iterfind(".//c:secondary", _NAMES)}
    schema = _schema(case)
    phase = case.find("./c:schemas", _NAMES).get("phase")
    primary = case.find(".//c:primary", _NAMES)
    try:
        compiled = load("main.sch", etree.tostring(schema), loader=MemoryLoader(files), allow=frozenset({"document"}))
    except SchemaSyntaxError as error:
        return [] if expected == "error" else [each.message for each in error.diagnostics]
    # The document node of a case has its comments and instructions too.
    document = b"".join(etree.tostring(each) for each in primary)
    written = compiled.svrl(document, primary.get("filename"), phase)
    if not_svrl := faults(written):
        return not_svrl
    results = etree.fromstring(written)
    verdict = "invalid" if results.xpath(_FINDINGS, namespaces=_NAMES) else "valid"
    if verdict != expected:
        return [f"{verdict} instead of {expected}"]
    tests = case.xpath("//c:expectation/@test", namespaces=_NAMES)
    return [each for each in tests if not results.xpath(each, namespaces=_NAMES)]


def _schema(case: Any) -> Any:
    """Return the schema of a case: the one for the binding of XSLT 1 where there is one for each binding."""
    schemas = case.find("./c:schemas", _NAMES)
    named = [each for each in schemas if each.get("queryBinding") == "xslt"]
    return (named or list(schemas))[0]
