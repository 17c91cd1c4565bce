"""matches() by automata and by elementpath."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from teikit.schematron.xpath.document import XPathDocument
from teikit.schematron.xpath.matching import linear_time_matcher
from teikit.schematron.xpath.query import EvaluationScope, Language

LANGUAGE = Language("xslt2", {})
PIECES = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\s", r"\d", r"\w", "(a|b)", "ab?", "a*", "b+", "a{2}"])
PATTERNS = st.builds(
    lambda start, parts, end: start + "".join(parts) + end,
    st.sampled_from(["", "^"]),
    st.lists(PIECES, min_size=1, max_size=4),
    st.sampled_from(["", "$"]),
)


def matches(text: str, pattern: str, flags: str = "") -> bool:
    document = XPathDocument(etree.ElementTree(etree.fromstring("<a/>")))
    return LANGUAGE.query(f"matches('{text}', '{pattern}'{flags})").is_true(
        document, document.nodes[0], EvaluationScope()
    )


@given(PATTERNS, st.text("ab \n1ä", max_size=6))
def test_both_find_the_same(pattern: str, text: str) -> None:
    # With flags, if only empty ones, elementpath answers.
    assert matches(text, pattern, ", ''") == matches(text, pattern)


def test_a_pattern_that_makes_others_backtrack_takes_no_time() -> None:
    assert not matches("a" * 60 + "b", "^(a+)+$")
    assert not matches("a" * 60 + "b", "^(a|aa)+$")


@pytest.mark.parametrize("pattern", ["^a|b$", "a$b", r"(a)\1", "a+?", "(?:a)", r"a\$", "a{2}?"])
def test_what_only_xpath_can_say_is_left_to_elementpath(pattern: str) -> None:
    assert linear_time_matcher(pattern) is None
