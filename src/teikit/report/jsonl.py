"""Diagnostics to JSON lines: each as in `json`, then the summary; a file that could not be checked has its own line."""

from typing import TextIO

from teikit.report.json import VERSION, as_object, file_entry, to_json_line
from teikit.report.reporter import Result, Style, Summary


class Report:
    """A JSON value a line; that of a part of a run begins with which it is, and has a line for each file."""

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out = out
        self._shard = style.shard

    def begin(self) -> None:
        """Write which part of a run it is, if it is one."""
        if self._shard:
            shard = dict(zip(("part", "of"), self._shard, strict=True))
            self._out.write(f"{to_json_line({'version': VERSION, 'shard': shard})}\n")

    def add(self, result: Result) -> None:
        """Write a line for each diagnostic."""
        if self._shard:
            self._out.write(f"{to_json_line({'checked': file_entry(result)})}\n")
        if result.failure:
            self._out.write(f"{to_json_line({'unreadable': {'file': result.file, 'message': result.failure}})}\n")
        self._out.writelines(f"{to_json_line(as_object(each))}\n" for each in result.diagnostics)

    def end(self, summary: Summary) -> None:
        """Write the last line."""
        self._out.write(f"{to_json_line({'version': VERSION, 'summary': summary._asdict()})}\n")
