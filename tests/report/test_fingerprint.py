"""Fingerprints name a problem by what it is, not by where it is."""

from teikit.diagnostics import Diagnostic, Severity
from teikit.diagnostics.diagnostic import without_places
from teikit.report.fingerprint import add_fingerprints


def fingerprint(message: str) -> str:
    [(_, found)] = add_fingerprints([Diagnostic("a.xml", "xml/not-well-formed", Severity.ERROR, message)])
    return found


def test_a_place_in_a_message_is_no_part_of_its_fingerprint() -> None:
    one, other = "'hi' (opened in line 3, column 5) is open", "'hi' (opened in line 1340, column 17) is open"
    assert fingerprint(one) == fingerprint(other)
    assert without_places(one) == "'hi' (opened in ) is open"
    assert fingerprint(one) != fingerprint(one.replace("hi", "name"))
    assert without_places("no place") == "no place"
