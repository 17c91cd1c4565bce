"""Formats diagnostics as JSON lines: each as in `json`, a line for each unreadable file, and last the summary."""

from teikit.report.json import VERSION, as_object, file_entry, to_json_line
from teikit.report.reporter import Reporter, Result, Summary


class Report(Reporter):
    """Report format `jsonl`: one value per line; the report of a shard also has a header and a line for each file."""

    def begin(self) -> None:
        """Write the header of a shard's report."""
        if self._style.shard:
            shard = dict(zip(("part", "of"), self._style.shard, strict=True))
            self._out.write(f"{to_json_line({'version': VERSION, 'shard': shard})}\n")

    def add(self, result: Result) -> None:
        """Write a line for each diagnostic."""
        if self._style.shard:
            self._out.write(f"{to_json_line({'checked': file_entry(result)})}\n")
        if result.failure:
            self._out.write(f"{to_json_line({'unreadable': {'file': result.file, 'message': result.failure}})}\n")
        self._out.writelines(f"{to_json_line(as_object(each))}\n" for each in result.diagnostics)

    def end(self, summary: Summary) -> None:
        """Write the summary."""
        self._out.write(f"{to_json_line({'version': VERSION, 'summary': summary._asdict()})}\n")
