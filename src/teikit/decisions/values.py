"""Checks the values that decisions may have: dates as W3C writes them, references, times, values of claims."""

import re
from datetime import datetime

from teikit.decisions.model import ClaimDecision, Verdict
from teikit.letter.claims import ClaimKind
from teikit.relaxng.datatypes import datatype

_XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
_DATE_TYPES = ("date", "gYearMonth", "gYear", "gMonthDay", "gMonth", "gDay", "dateTime")
_DATES = (ClaimKind.DATE, ClaimKind.RECEIVED)
_LONGEST_DATE = 40


def is_w3c_date(text: str) -> bool:
    """Return whether a text is a date, or a part of one, as XML Schema writes it, and TEI in `@when`."""
    if len(text) > _LONGEST_DATE or text != text.strip():
        return False
    return any(datatype(_XSD, name).is_valid(text, None) for name in _DATE_TYPES)


def is_reference(text: str) -> bool:
    """Return whether a text may be the URI of an authority record: no white space, nothing that a page would run."""
    return not re.search(r"\s", text) and not re.match(r"(?i)(?:javascript|data|vbscript):", text)


def is_iso_time(text: str) -> bool:
    """Return whether a text is a time in ISO 8601."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def describe_claim_fault(decision: ClaimDecision) -> tuple[str, str] | None:
    """Return the key of a decision on a claim that is wrong, and what it must be; None if nothing is wrong."""
    values = decision.values
    if decision.verdict is Verdict.VALUE:
        if not values or not all(value.strip() for value in values):
            return "values", "'values' must be a list of what the header states"
        if decision.kind in _DATES and not (len(values) == 1 and is_date_or_range(values[0])):
            return "values", "'values' must be one date as W3C writes it, such as 1871-05-03, or two with a slash"
    elif values:
        return "values", "'values' are for the verdict 'value'"
    elif decision.verdict is Verdict.CONFIRMED and not decision.text.strip():
        return "text", "'text' must be the words of the claim that is confirmed"
    return None


def is_date_or_range(text: str) -> bool:
    """Return whether a text is a date as W3C writes it, or two with a slash between."""
    ends = text.split("/")
    return len(ends) <= 2 and all(map(is_w3c_date, ends))
