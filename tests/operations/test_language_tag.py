"""Language tags that a user gives: what is wrong with them, and what was meant."""

import pytest

from teikit.operations.language_tag import describe_tag_fault


@pytest.mark.parametrize("tag", ["de", "de-AT", "EN", "la", "sr-Latn-RS", "x-own", "i-klingon", "und", "de-1901"])
def test_a_language_tag_has_no_fault(tag: str) -> None:
    assert describe_tag_fault(tag) == ""


@pytest.mark.parametrize(
    ("tag", "meant"),
    [("english", "en"), ("German", "de"), ("ger", "de"), ("eng-GB", "en-GB"), ("de_AT", "de-AT"), ("en_", "en"),
     ("latin-x-old", "la-x-old")],
)  # fmt: skip
def test_a_wrong_tag_has_a_suggestion(tag: str, meant: str) -> None:
    assert describe_tag_fault(tag) == f"'{tag}' is no language tag of BCP 47, did you mean '{meant}'?"


@pytest.mark.parametrize("tag", ["xx_", "", "qqqq", "de AT", "-", "de-ATX1-"])
def test_without_a_suggestion_the_form_is_described(tag: str) -> None:
    assert describe_tag_fault(tag).startswith(f"'{tag}' is no language tag of BCP 47, ")
