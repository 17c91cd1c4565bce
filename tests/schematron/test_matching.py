"""The regular expressions of functions are those of elementpath, in bounded time."""

import re

import pytest
from elementpath.regex import translate_pattern
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from teikit.limits import limits_set
from teikit.schematron.xpath.document import XPathDocument
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.query import EvaluationScope, Language

LANGUAGE = Language("xslt2", {})
PIECES = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\s", r"\d", r"\w", "(a|b)", "ab?", "a*", "b+", "a{2}"])
PATTERNS = st.builds(
    lambda start, parts, end: start + "".join(parts) + end,
    st.sampled_from(["", "^"]),
    st.lists(PIECES, min_size=1, max_size=4),
    st.sampled_from(["", "$"]),
)


def value(expression: str) -> object:
    document = XPathDocument(etree.ElementTree(etree.fromstring("<a/>")))
    return LANGUAGE.query(expression).items(document, document.nodes[0], EvaluationScope())


def matches(text: str, pattern: str) -> object:
    return value(f"matches('{text}', '{pattern}')") == [True]


@given(PATTERNS, st.text("ab \n1ä", max_size=6))
def test_what_matches_is_what_elementpath_matches(pattern: str, text: str) -> None:
    assert matches(text, pattern) is (re.search(translate_pattern(pattern), text) is not None)


def test_a_pattern_that_makes_others_backtrack_takes_no_time() -> None:
    assert not matches("a" * 60 + "b", "^(a+)+$")
    assert not matches("a" * 60 + "b", "^(a|aa)+$")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"matches('abba', '^(a)(b)\2\1$')", [True]),
        (r"matches('ABBA', 'abba', 'i')", [True]),
        (r"matches('a.b', 'a.b', 'q')", [True]),
        (r"replace('2026-11-30', '(\d+)-(\d+)-(\d+)', '$3.$2.$1')", ["30.11.2026"]),
        (r"replace('aaa', 'a+?', 'b')", ["bbb"]),
        (r"replace('a1', '\d', '\$')", ["a$"]),
        (r"tokenize('a, b,c', ',\s*')", ["a", "b", "c"]),
        (r"tokenize(' a b ')", ["a", "b"]),
        (r"string(analyze-string('a1b22', '\d+')//*:match[2])", ["22"]),
        (r"matches('ÄB', '^[\p{Lu}-[X]]+$')", [True]),
        (r"matches('x:y', '^\i\c*$')", [True]),
        (r"replace('aaab', '(a+)+b', '[$1]')", ["[aaa]"]),
    ],
)
def test_all_functions_have_all_of_their_syntax(expression: str, expected: list[object]) -> None:
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "limit"),
    [
        (f"matches('{'a' * 60}b', '^(a+)+$')", "regex-steps"),
        (f"replace('{'a' * 60}b', '(a|aa)+c', '')", "regex-steps"),
        (f"tokenize('{'a' * 60}b', '(a|a)+c')", "regex-steps"),
        (f"count(analyze-string('{'a' * 60}b', '(a*)*c'))", "regex-steps"),
        ("matches('aaaaaaaaab', '^((a{0,50}){0,50}){0,50}$')", "regex-parts"),
        (f"matches('a', '{'[a-z]' * 100}')", "regex-parts"),
        ("replace(string-join((1 to 50) ! 'a'), 'a', 'bbbbbbbbbbbbbbbbbbb')", "string-characters"),
        ("replace(string-join((1 to 50) ! 'a'), '.+', '$0$0$0$0$0$0$0$0$0$0$0')", "string-characters"),
    ],
)
def test_what_costs_too_much_is_given_up(expression: str, limit: str) -> None:
    with (
        limits_set(regex_steps=200, regex_parts=1_000, string_characters=500),
        pytest.raises(ExpressionError, match=f"is given up: it .*--limit {limit}=N"),
    ):
        value(expression)
