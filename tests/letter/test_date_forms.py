"""Values that state a date in another form, rewritten in W3C's; what is not sure is left."""

import pytest

from teikit.letter.date_forms import rewrite_date, swap_day_and_month


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1874-6-3", "1874-06-03"), ("1874.06.03", "1874-06-03"), ("1874/6", "1874-06"), ("-6-3", ""),
        ("3.6.1874", "1874-06-03"), ("18740603", "1874-06-03"), ("3 June 1874", "1874-06-03"),
        ("le 3 juin 1874", ""), ("4/5/1923", ""), ("74", ""), ("874", ""), ("", ""), ("soon", ""), ("x" * 500, ""),
        ("12:30", "12:30:00"), ("1874-06-03 12:30", "1874-06-03T12:30:00"), ("12:30+01:00", "12:30:00+01:00"),
    ],
)  # fmt: skip
def test_a_date_is_rewritten_if_it_is_sure(text: str, wanted: str) -> None:
    assert rewrite_date(text) == wanted


def test_a_month_that_is_none_may_be_the_day() -> None:
    assert swap_day_and_month("1874-13-06") == "1874-06-13"
    assert swap_day_and_month("1874-12-06") == ""
