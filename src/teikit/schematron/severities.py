"""The severities of diagnostics by the words that schemas have for them, as severity, role or flag."""

from teikit.diagnostics import Severity

SEVERITIES = {
    **dict.fromkeys(("fatal", "error", "err", "severe"), Severity.ERROR),
    **dict.fromkeys(("warning", "warn", "nonfatal", "non-fatal", "caution"), Severity.WARNING),
    **dict.fromkeys(("info", "information", "informational", "hint", "note", "notice", "debug"), Severity.INFO),
}


def find_severity(*roles: str) -> Severity:
    """Return the severity that the first severity, role or flag with a known name gives; an error where none does."""
    known = (SEVERITIES.get(each.strip().lower()) for each in roles)
    return next((each for each in known if each is not None), Severity.ERROR)
