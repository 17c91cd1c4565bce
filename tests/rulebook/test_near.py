"""What somebody may have meant by the id of a rule that there is none of."""

import pytest

from teikit.rulebook import similar_rules


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("file-missing", "bag/file-missing"),
        ("bag/file-mising", "bag/file-missing"),
        ("x/digest-differs", "bag/digest-differs"),
    ],
)
def test_a_rule_of_a_package_is_found_by_what_it_is_like(name: str, first: str) -> None:
    assert similar_rules(name)[0] == first


def test_where_the_last_part_is_right_nothing_else_is_proposed() -> None:
    assert similar_rules("digest-differs") == ["bag/digest-differs", "ocfl/digest-differs", "mets/digest-differs"]
