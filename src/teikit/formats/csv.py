"""Reads tables of comma-separated values (RFC 4180) into rows with their lines, within the limits."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from teikit.errors import TeikitError, UnreadableInputError
from teikit.formats.encodings import decode
from teikit.limits import Budget
from teikit.messages import escape_control, quote

Row = tuple[int, list[str]]
Record = tuple[int, dict[str, str]]
_DELIMITERS = ",;\t"


def read_rows(
    data: bytes,
    file: str,
    *,
    delimiters: str = _DELIMITERS,
    error: type[TeikitError] = UnreadableInputError,
    limit: str = "data-bytes",
) -> Iterator[Row]:
    """Yield the rows of a table that are not empty, each with the line on which it begins.

    Args:
        data: the bytes, UTF-8 with or without a byte order mark.
        file: the name of the file for messages.
        delimiters: what may separate cells; the one that the first line has most of does.
        error: what is raised if it is no table in UTF-8.
        limit: the name of the limit for its size.

    Raises:
        LimitExceededError: it exceeds this limit, or that of values, or of the columns of one row.
    """
    budget = Budget(escape_control(file))
    budget.check(limit, len(data))
    text = decode(data, "utf-8-sig", file, error=error)
    first = text.partition("\n")[0]
    delimiter = max(delimiters, key=first.count)
    budget.check("data-values", sum(map(text.count, (delimiter, "\n"))))
    reader = _reader(text, delimiter)
    line = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as fault:
            raise error(f"{budget.file}:{line}: is no table: {escape_control(str(fault))}") from None
        if row is None:
            return
        budget.check("columns", len(row), str(line))
        if row:
            yield line, row
        line = reader.line_num + 1


def _reader(text: str, delimiter: str) -> Any:
    # A cell may be as long as the file; its size has a limit.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def read_records(
    data: bytes,
    file: str,
    *,
    required: str = "",
    error: type[TeikitError] = UnreadableInputError,
    limit: str = "data-bytes",
) -> Iterator[Record]:
    """Yield the rows below the first as values by the names in it; cells that a row lacks are empty.

    Arguments and errors are those of `read_rows`. Errors are also a missing column (`required` is the name of one),
    a name of two columns, and a row with more cells than there are names.
    """
    file = escape_control(file)
    names: list[str] | None = None
    for line, row in read_rows(data, file, error=error, limit=limit):
        if names is None:
            names = [name.strip() for name in row]
            _check_names(names, required, f"{file}:{line}", error)
            continue
        if len(row) > len(names):
            raise error(f"{file}:{line}: has more cells than the first row has names")
        yield line, dict(zip(names, row + [""] * (len(names) - len(row)), strict=True))
    if names is None:
        _check_names([], required, f"{file}:1", error)


def _check_names(names: list[str], required: str, where: str, error: type[TeikitError]) -> None:
    if required and required not in names:
        raise error(f"{where}: has no column '{required}'")
    if twice := next((name for name in names if name and names.count(name) > 1), None):
        raise error(f"{where}: has the column {quote(twice)} twice")
