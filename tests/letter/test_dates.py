import pytest

from teikit.letter.dates import find_date


@pytest.mark.parametrize(
    ("text", "found", "when"),
    [
        ("Geneva, June 2, 1934—6 p.m.", "June 2, 1934", "1934-06-02"),
        ("the 4th of March 1911", "4th of March 1911", "1911-03-04"),
        ("Wien, den 3. Mai 1890", "3. Mai 1890", "1890-05-03"),
        ("Wien, 3. 5. 1890", "3. 5. 1890", "1890-05-03"),
        ("Paris, le 1er août 1914", "1er août 1914", "1914-08-01"),
        ("17/IV 1958", "17/IV 1958", "1958-04-17"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("21/9/1874", "21/9/1874", "1874-09-21"),
        ("October 1908", "October 1908", "1908-10"),
        ("Montag, 12. März", "12. März", "--03-12"),
        ("im Jahr 1890", "1890", "1890"),
    ],
)
def test_a_date_is_found_in_its_fullest_shape(text: str, found: str, when: str) -> None:
    date = find_date(text)
    assert date is not None
    assert (found, when) == (text[date.start : date.end], date.when)


def test_a_date_that_may_be_read_in_two_ways_has_no_certain_form() -> None:
    date = find_date("4/5/1923")
    assert date is not None
    assert date.when == ""


@pytest.mark.parametrize("text", ["31 February 1900", "Dear Sir", "17/IV 58", "room 12", "in may"])
def test_what_is_no_date_or_lacks_its_year_gets_no_year(text: str) -> None:
    date = find_date(text)
    assert date is None or not date.when[:4].isdigit() or date.when in {"1900-02", "1900"}
