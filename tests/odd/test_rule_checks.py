"""What is wrong with the constraints of an ODD, at its place in the ODD."""

import pytest

from support.odd_schemas import odd_schema
from teikit.odd.constraints.rule_checks import check_rules
from teikit.odd.reporting import Reporter

ELEMENT = (
    '<elementSpec ident="q" module="m">\n<constraintSpec ident="c" scheme="schematron"><constraint>\n{}\n'
    "</constraint></constraintSpec></elementSpec>"
)
ABSTRACT = (
    '<sch:pattern abstract="true" id="p"><sch:rule context="$e"><sch:assert test="1">x</sch:assert></sch:rule>'
    '</sch:pattern><sch:pattern is-a="p"><sch:param name="e" value="tei:q"/></sch:pattern>'
)


def reported(body: str, declaration: str = "") -> list[str]:
    reporter = Reporter()
    check_rules(odd_schema(f"{declaration}{ELEMENT.format(body)}"), reporter)
    return [
        f"{each.rule} {each.span.start.line}:{each.span.start.column} {each.message}" if each.span else each.message
        for each in reporter.diagnostics
    ]


@pytest.mark.parametrize(
    "body",
    [
        '<sch:assert test="@n">x</sch:assert>',
        '<sch:let name="v" value="1"/><sch:assert test="$v">x</sch:assert>',
        ABSTRACT,
    ],
)
def test_nothing_is_reported_of_correct_constraints(body: str) -> None:
    assert reported(body) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<sch:assert test="1 +">x</sch:assert>', "'1 +' is not correct"),
        ('<sch:rule context="tei:q["><sch:assert test="1">x</sch:assert></sch:rule>', "'tei:q[' is not correct"),
        ('<sch:assert test="$v">x</sch:assert>', "variable '$v' is not declared"),
        ('<sch:assert test="o:x">x</sch:assert>', "o:"),
        ("<sch:assert>x</sch:assert>", "lacks the attribute 'test'"),
        ('<sch:rule context="tei:q"><sch:extends rule="r"/></sch:rule>', "'r'"),
    ],
)
def test_a_fault_is_reported_at_its_place(body: str, words: str) -> None:
    (message,) = reported(body)
    rule, place, text = message.split(" ", 2)
    assert (rule, place.partition(":")[0]) == ("odd/schematron-query", "3")
    assert words in text


def test_an_unknown_query_language_is_reported_at_the_schema() -> None:
    (message,) = reported('<sch:assert test="1">x</sch:assert>', '<constraintDecl queryBinding="stx"/>')
    assert message.startswith("odd/schematron-query 1:1 the query binding 'stx' is not supported")
