"""Why a value is wrong: the nearest of what is allowed is blamed, or all of it is listed."""

import pytest

from teikit.relaxng.validator import Schema

TEMPORAL = "xsd:date | xsd:gYear | xsd:gMonth | xsd:gDay | xsd:gYearMonth | xsd:gMonthDay | xsd:time | xsd:dateTime"
DATES = "a date as 2001-12-31, 2001-12, 2001 or --12-31"
TIMES = "2001-12-31T12:00:00, 12:00:00, 2001-12-31 or 2001-12"
LISTED = "list { xsd:integer, 'to', xsd:integer }"
TWENTY = " | ".join(f'"w{number:02}"' for number in range(20))


def why(of: str, value: str) -> str:
    schema = Schema.load("s.rnc", f'namespace q = "urn:u"\nelement e {{ attribute a {{ {of} }} }}'.encode())
    (found,) = schema.validate(f'<e xmlns:p="urn:p" a="{value}"/>'.encode(), "d.xml")
    shown, _, words = found.message.partition("of attribute 'a' ")
    assert shown.startswith("value '")
    return words


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("3 June 1874", "is no date: write '1874-06-03'"),
        ("3. Juni 1874", "is no date: write '1874-06-03'"),
        ("le 3 juin 1874", f"is no date: expected {DATES}"),
        ("1874-6-3", "is no date: write '1874-06-03'"),
        ("1874/06/03", "is no date: write '1874-06-03'"),
        ("June 1874", "is no date: write '1874-06'"),
        ("1874?", f"is no date: expected {DATES}"),
        ("June 16", f"is no date: expected {DATES}"),
        ("16 June", "is no date: write '--06-16'"),
        ("next week", f"is no date: expected {DATES}"),
        ("1874-06-31", "is no date: there is no day 31 in month 6"),
        ("1874-13", "is no date: there is no month 13"),
        ("1874 - 06 - 03", "is no date: write '1874-06-03'"),
        ("half past 4:30", f"is no date or time: expected a date or time as {TIMES}"),
        ("12:30", "is no date or time: write '12:30:00'"),
        ("1874-06-03T12:30Z", "is no date or time: write '1874-06-03T12:30:00Z'"),
        ("1874-06-03 12:30:10", "is no date or time: write '1874-06-03T12:30:10'"),
        ("874", f"is no date: expected {DATES}"),
        ("74", f"is no date: expected {DATES}"),
        ("25:00:00", "is no date or time: there is no hour 25"),
    ],
)  # fmt: skip
def test_of_many_forms_of_dates_the_nearest_is_named(value: str, wanted: str) -> None:
    assert why(TEMPORAL, value) == wanted


@pytest.mark.parametrize(
    ("of", "value", "wanted"),
    [
        ("xsd:date", "June 1874", "is no date: expected a date as 2001-12-31"),
        ("xsd:gYear", "74", "is no year: expected a year as 2001"),
        ("xsd:time", "noon", "is no time: expected a time as 12:00:00"),
        ("xsd:time | xsd:dateTime", "4:30", "is no time: expected a time as 2001-12-31T12:00:00 or 12:00:00"),
        ('xsd:date | "unknown"', "soon", "is wrong: expected a date as 2001-12-31 or 'unknown'"),
        ('xsd:date | "unknown"', "unknwon", "is wrong: did you mean 'unknown'?"),
        ('xsd:date | "unknown"', "3 June 1874", "is no date: write '1874-06-03'"),
        ('xsd:date | xsd:token { pattern = "[0-9]+" }', "x",
         "is no date: expected a date as 2001-12-31 or a value of the pattern '[0-9]+'"),
        ("xsd:integer | xsd:date", "x", "is wrong: expected a date as 2001-12-31 or a whole number"),
        ('xsd:date { minInclusive = "1800-01-01" }', "1799-01-01", "is no date: not at least 1800-01-01"),
        ("list { xsd:date+ }", "1874-06-03 soon",
         "is wrong: 'soon' in it is no date: expected a date as 2001-12-31"),
    ],
)  # fmt: skip
def test_dates_beside_other_values(of: str, value: str, wanted: str) -> None:
    assert why(of, value) == wanted


@pytest.mark.parametrize(
    ("of", "value", "wanted"),
    [
        ("xsd:decimal", "x", "is wrong: not a number"),
        ("xsd:integer | xsd:decimal", "x", "is wrong: not a number"),
        ("xsd:integer | xsd:positiveInteger", "x", "is wrong: not a number"),
        ('xsd:integer { maxInclusive = "9" } | "auto"', "12", "is wrong: not at most 9"),
        ('xsd:integer { maxInclusive = "9" } | "auto"', "wide", "is wrong: expected a whole number or 'auto'"),
        ('xsd:anyURI | "none"', "//[", "is wrong: expected a URI or 'none'"),
        ('xsd:token { maxLength = "3" }', "long", "is wrong: longer than 3 characters"),
        ('xsd:token { maxLength = "3" } | xsd:integer', "long",
         "is wrong: expected a text that is not longer than 3 characters or a whole number"),
        ('xsd:token { pattern = "[0-9]+%" } | xsd:boolean', "half",
         "is wrong: expected a value of the pattern '[0-9]+%', 'true' or 'false'"),
        ("xsd:NCName | xsd:language", "1?", "is wrong: expected a name without colon or a language tag such as de-AT"),
        ('"none" | list { xsd:integer+ }', "1 two", "is wrong: 'two' in it: not a number"),
        ('"none" | list { xsd:integer+ }', "five", "is wrong: expected a list of values or 'none'"),
        (LISTED, "1 until 5", "is wrong: 'until' is not allowed as value 2 of the list"),
        (LISTED, "1 to", "is wrong: more values are expected after 'to'"),
        ("list { xsd:integer, xsd:integer }", "1 2 3", "is wrong: '3' is not allowed as value 3 of the list"),
        ("xsd:NCName - 'x'", "x", "is wrong: this value is excepted"),
        ("xsd:ID", "2p", "is wrong: a name cannot begin with '2'"),
        ("xsd:NCName", "a:b", "is wrong: a name cannot contain ':'"),
        ("xsd:Name", "a,b", "is wrong: a name cannot contain ','"),
        ("xsd:NMTOKEN", "1?", "is wrong: a name cannot contain '?'"),
        ("xsd:language | ''", "German?", "is wrong: not a language tag"),
        ("'' | 'a' | 'b'", "other", "is wrong: expected 'a' or 'b'"),
        ("list { xsd:integer+ }", "one", "is wrong: not a number"),
        ('xsd:token { pattern = "\\d+" }', "x", "is wrong: does not match the pattern '\\d+'"),
        ("xsd:decimal | 'many'", "1,5", "is wrong: write '1.5'"),
        ("xsd:decimal", "1,500", "is wrong: not a number"),
        ("xsd:integer", "1,5", "is wrong: not a number"),
        ("xsd:language", "en_GB", "is wrong: write 'en-GB'"),
        ("xsd:boolean | 'unknown'", "Yes", "is wrong: write 'true'"),
        ("xsd:boolean | 'unknown'", "maybe", "is wrong: expected 'true', 'false' or 'unknown'"),
        ("xsd:boolean", "maybe", "is wrong: neither true nor false"),
        ("empty", "x", "is wrong: it must be empty"),
    ],
)  # fmt: skip
def test_of_other_values_the_nearest_is_named_or_all_are_listed(of: str, value: str, wanted: str) -> None:
    assert why(of, value) == wanted


def test_a_closed_list_of_twenty_values_is_shown_whole() -> None:
    shown = ", ".join(f"'w{number:02}'" for number in range(19))
    assert why(TWENTY, "other") == f"is wrong: expected {shown} or 'w19'"
    assert why(TWENTY, "W07") == f"is wrong: expected {shown} or 'w19', did you mean 'w07'?"
    assert why(f"{TWENTY} | 'w20'", "other") == "is wrong: expected 'w00', 'w01', 'w02' or 18 other values"
    assert why(f"{TWENTY} | 'w20'", "W07") == "is wrong: did you mean 'w07'?"


def test_an_empty_value_is_called_so() -> None:
    assert why("'a' | 'b'", "") == "is wrong: it is empty, expected 'a' or 'b'"
    assert why("xsd:date", " ") == "is wrong: it is empty"


def test_a_value_is_never_suggested_for_itself() -> None:
    of = '"x" | xsd:QName "q:y"'
    assert why(of, "q:y") == "is wrong: the prefix 'q' is not declared"
    assert why(of, "p:y") == "is wrong: expected 'x' or 'q:y'"
