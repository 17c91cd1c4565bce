"""Clark's suite of XML Schema's regular expressions, and the promise that matching is linear."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from teikit.relaxng.datatypes.regex import Regex, RegexError

SUITE = Path(__file__).parents[2].parent / "shared" / "relaxng" / "regextest.xml"
CASES = 48


def wrong_verdicts(case: ElementTree.Element) -> list[str]:
    pattern = case[0].text or ""
    try:
        regex = Regex(pattern)
    except RegexError as error:
        return [] if case[0].tag == "incorrect" else [f"{pattern!r}: {error}"]
    if case[0].tag == "incorrect":
        return [f"{pattern!r} should be incorrect"]
    return [
        f"{pattern!r}: {text!r} should be {check.tag}"
        for check in case[1:]
        if regex.matches(text := check.text or "") != (check.tag == "valid")
    ]


@pytest.mark.skipif(not SUITE.exists(), reason="the suites in ../shared are not at hand")
def test_every_case_of_the_suite_gives_its_verdict() -> None:
    cases = list(ElementTree.parse(SUITE).getroot().iter("testCase"))  # noqa: S314 - our own file
    assert len(cases) == CASES
    assert not [wrong for case in cases for wrong in wrong_verdicts(case)]


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|a)*b", "(a|aa)+b", "(a?){200}a{200}b", "((a+)+)+b"])
def test_no_pattern_makes_the_match_backtrack(pattern: str) -> None:
    assert not Regex(pattern).matches("a" * 20_000)


@pytest.mark.parametrize("pattern", ["(a{100}){1000}", "((((a{1,9}){1,9}){1,9}){1,9}){1,9}", "(" * 200, "a{99999}"])
def test_a_pattern_beyond_the_limits_is_refused(pattern: str) -> None:
    with pytest.raises(RegexError):
        Regex(pattern)


@pytest.mark.parametrize(("pattern", "text"), [
    ("[-a]", "-"), ("[a-]", "-"), ("[a-z-[aeiou]]+", "bcd"), (r"[\-+]?\d+", "-12"), (r"\p{IsGreek}+", "αβ"),
    (r"\p{IsPrivateUse}", "\U00100000"), ("(ab){2,}", "ababab"), ("(|a)b", "b"), (r"[^\p{C}\p{Z}]+", "Wörter"),
])  # fmt: skip
def test_a_pattern_matches(pattern: str, text: str) -> None:
    assert Regex(pattern).matches(text)


@pytest.mark.parametrize("pattern", ["{", "}", r"\$", "a{,3}", "[a-z-9]", "[b-a]", r"\p{Cs}", r"[a-\d]", "a)"])
def test_an_incorrect_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(RegexError):
        Regex(pattern)
