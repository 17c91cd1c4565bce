"""Regular expressions in bounded time: programs find what `re` finds, and what is costly is refused by a limit."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.limits import limits_set
from teikit.relaxng.datatypes.bounded_regex import (
    BoundedRegex,
    CostlyRegexError,
    UnsupportedRegexError,
)

_CHARACTERS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\s", r"\d", r"\w", r"[^\s\d]", "ä"])
_QUANTIFIERS = st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,3}", "{2,}"])
_ASSERTIONS = st.sampled_from(["^", "$", r"$(?!\n\Z)", r"(?<!\n\Z)^", ""])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeated = st.builds(
        lambda one, sign, lazy: f"(?:{one}){sign}{lazy}", inner, _QUANTIFIERS, st.sampled_from(["", "?"])
    )
    choices = st.lists(inner, min_size=1, max_size=3).map("|".join)
    return st.one_of(
        repeated, choices.map("({})".format), choices.map("(?:{})".format), st.lists(inner, max_size=3).map("".join)
    )


PATTERNS = st.builds(
    lambda start, inner, end: start + inner + end,
    _ASSERTIONS,
    st.recursive(_CHARACTERS, _larger, max_leaves=6),
    _ASSERTIONS,
)
TEXTS = st.text("aab \n1ä", max_size=7)
FLAGS = st.sampled_from([0, re.IGNORECASE, re.MULTILINE, re.DOTALL])


class Counted(BoundedRegex):
    """A pattern that is always run as a program."""

    def is_cheap(self, _text: str) -> bool:
        """Return False: nothing is given to `re`."""
        return False


@given(PATTERNS, TEXTS, FLAGS)
def test_a_program_finds_what_re_finds(pattern: str, text: str, flags: int) -> None:
    expected, counted = re.compile(pattern, flags), Counted(pattern, flags)
    for search in ("search", "match", "fullmatch"):
        one, other = getattr(expected, search)(text), getattr(counted, search)(text)
        assert (other and other.span()) == (one and one.span())
    if not expected.search(""):
        assert counted.sub("<\\g<0>>", text) == expected.sub("<\\g<0>>", text)
        assert [each.span() for each in counted.finditer(text)] == [each.span() for each in expected.finditer(text)]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a)(b)?", "xab"), ("(a)|(b)", "xb"), ("(a|b)*", "abab"), ("(a)(x)?b", "ab"), ("(?:(a)|b)*", "ab"),
        (r"(\d+)-(\d+)", "on 12-34"), ("(a*?)(a*)b", "aaab"), ("((a)(b))+", "abab"), ("(.)(.)(.)", "äöü"),
    ],
)  # fmt: skip
def test_groups_are_those_of_re(pattern: str, text: str) -> None:
    expected, found = re.search(pattern, text), Counted(pattern).search(text)
    assert expected is not None
    assert found is not None
    assert found.groups() == expected.groups()
    assert Counted(pattern).split(text) == re.split(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(r"(a+)b\1", "aabaa"), (r"(a+)b\1c", "aabac"), (r"(?i)(ab)\1", "abAB"), (r"(a)?\1b", "b"), (r"(a|b)+\1", "abb")],
)
def test_references_match_as_in_re(pattern: str, text: str) -> None:
    expected, found = re.search(pattern, text), Counted(pattern).search(text)
    assert (found and found.span()) == (expected and expected.span())


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)*d", "^(a|a)*$", r"(\w+\s?)*!", "(a*)*b", "(.*)(.*)(.*)(.*)x"])
def test_a_pattern_that_makes_others_backtrack_takes_linear_time(pattern: str) -> None:
    before = time.process_time()
    assert BoundedRegex(pattern).search("a" * 2_000 + "c " * 20 + ".") is None
    assert time.process_time() - before < 20


@pytest.mark.parametrize(
    ("pattern", "text", "limit"),
    [
        ("(a+)+$", "a" * 500 + "b", "regex-steps"),
        (r"(a+)(b+)?\1+c", "a" * 100, "regex-steps"),
        ("(?:a?){40}a{40}", "a" * 50 + "b" * 100, "regex-steps"),
        ("((a{0,50}){0,50}){0,50}", "a" * 30, "regex-parts"),
        ("(" * 3_000 + "a" + ")" * 3_000, "a", "regex-parts"),
        ("a{99999999999}", "a", "regex-parts"),
        ("[!-\uffff]" * 4_000, "a", "regex-parts"),
        ("x" * 100_000, "a", "regex-parts"),
    ],
)  # fmt: skip
def test_what_costs_too_much_names_its_limit(pattern: str, text: str, limit: str) -> None:
    with (
        limits_set(regex_steps=1_000, regex_parts=1_000),
        pytest.raises(CostlyRegexError, match=f"--limit {limit}=N") as error,
    ):
        BoundedRegex(pattern).search(text)
    assert error.value.limit == limit


def test_steps_of_all_searches_in_a_text_are_counted_together() -> None:
    with limits_set(regex_steps=100), pytest.raises(CostlyRegexError):
        list(Counted("aa+c").finditer("aaac" * 100))


def test_a_look_ahead_with_repetitions_is_refused() -> None:
    with pytest.raises(UnsupportedRegexError):
        BoundedRegex("(?=(a+)+b)").search("a" * 100)


@pytest.mark.parametrize(
    ("pattern", "size", "expected"),
    [
        ("[a-z]+", 1_000, True),
        (r"^\s*\d+\s*$", 1_000, True),
        (r"\s+\d+\s", 5_000, True),
        ("(ab)*c", 500, True),
        ("(a+)+", 5, False),
        ("[a-z]+[a-d]+", 100_000, False),
        (r"(.*)(.*)(.*)", 1_000, False),
    ],
)
def test_only_what_is_cheap_at_worst_is_run_by_re(pattern: str, size: int, *, expected: bool) -> None:
    assert BoundedRegex(pattern).is_cheap("x" * size) is expected
