"""Merges the reports of a run's shards, or of several runs, into one stream of results."""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice

from teikit.errors import TeikitError
from teikit.messages import escape_control
from teikit.report.read_json import NumberedResult, StoredReport
from teikit.report.reporter import Result, Summary, schema_fault_key

_MOST_NAMED = 8


class IncompleteError(TeikitError):
    """The reports do not make one run: shards are missing, duplicated, or from different runs."""


def merge_reports(reports: Sequence[StoredReport]) -> Iterator[Result]:
    """Yield the results of all reports: shards in the order of their run, whole runs one after another.

    Raises IncompleteError before the first result if the reports do not make one run.
    """
    parts = [each.shard for each in reports if each.shard]
    if not parts:
        return (result for each in reports for _, result in each.results())
    if len(parts) < len(reports):
        whole = next(each for each in reports if each.shard is None)
        raise IncompleteError(f"{escape_control(whole.path)}: is of a whole run, the other reports are of parts of one")
    _check_parts(reports)
    return _without_repeated_schemas(merge(*(each.results() for each in reports), key=lambda numbered: numbered[0]))


def _without_repeated_schemas(results: Iterable[NumberedResult]) -> Iterator[Result]:
    """Yield the results but drop repeated ones of schemas: each shard reports the same schema faults."""
    known = set()
    for _, result in results:
        if result.is_schema:
            key = tuple(map(schema_fault_key, result.diagnostics))
            if key in known:
                continue
            known.add(key)
        yield result


def _check_parts(reports: Sequence[StoredReport]) -> None:
    paths: dict[int, str] = {}
    _, of = reports[0].shard or (1, 1)
    for each in reports:
        (number, parts), path = each.shard or (1, 1), escape_control(each.path)
        if parts != of:
            raise IncompleteError(f"{path}: is of {parts} parts, {escape_control(reports[0].path)} of {of}")
        if number in paths:
            raise IncompleteError(f"{path}: is part {number} of {of}, as {paths[number]} is")
        paths[number] = path
    if missing := of - len(paths):
        more = f" and {missing - _MOST_NAMED} more" if missing > _MOST_NAMED else ""
        named = islice((str(number) for number in range(1, of + 1) if number not in paths), _MOST_NAMED)
        raise IncompleteError(f"of {of} parts there is no report of part {', '.join(named)}{more}")


def add_summaries(reports: Sequence[StoredReport]) -> Summary:
    """Return the sum of the summaries of whole runs, which also count files without problems."""
    return Summary(*map(sum, zip(*(each.summary for each in reports), strict=True)))
