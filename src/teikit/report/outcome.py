"""The verdict in words: only what was checked in full and has no errors is called valid."""

from collections.abc import Iterator

from teikit.messages import pluralize
from teikit.report.reporter import Hidden, Summary

_BY_RULES = " by the selected rules"


def verdict_on_file(hidden: Hidden) -> str:
    """Return the verdict on a file that has nothing to report."""
    what = "no new problems" if hidden.known else "no other problems" if hidden.ignored else "valid"
    return f"{what}{_BY_RULES}" if hidden.is_selected else what


def verdict(summary: Summary) -> str:
    """Return the verdict on all checked files, without the numbers of problems."""
    found = list(_findings(summary))
    by_rules = _BY_RULES if summary.selected_files else ""
    if summary.invalid or (summary.undecided and not summary.known and not summary.ignored):
        return ", ".join(found)
    if not found:
        how_many = "" if summary.files == 1 else f"{summary.files:,} " if summary.unreadable else "all "
        return f"{how_many}valid{by_rules}"
    which = "new" if summary.known else "other"
    what = "errors" if summary.warnings or summary.infos else "problems"
    return ", ".join((*found, f"no {which} {what}{by_rules}"))


def _findings(summary: Summary) -> Iterator[str]:
    if summary.invalid:
        yield f"{summary.invalid:,} invalid"
    if summary.undecided:
        yield f"{summary.undecided:,} undecided"
    if summary.known:
        yield f"{summary.known_files:,} with known problems ({summary.known:,} in the baseline)"
    if summary.ignored:
        yield f"{summary.ignored_files:,} with ignored problems ({summary.ignored:,} in documents)"


def format_summary(summary: Summary) -> str:
    """Return the summary of a run in words."""
    failed = f"{summary.unreadable:,} not readable" if summary.unreadable else ""
    if not summary.files:
        return ", ".join(filter(None, ("no file checked", failed)))
    wrong = f"{pluralize(summary.schemas, 'schema')} with errors" if summary.schemas else ""
    counts = ((summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "remark"))
    problems = ", ".join(pluralize(count, name) for count, name in counts if count)
    files = ", ".join(filter(None, (f"{pluralize(summary.files, 'file')} checked", verdict(summary), failed, wrong)))
    return f"{files}: {problems}" if problems else files
