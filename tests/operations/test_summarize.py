"""The facts of a corpus, by one call."""

from pathlib import Path
from typing import TYPE_CHECKING

from teikit.executors.serial import SerialExecutor
from teikit.inputs.paths import InputPaths
from teikit.operations.run import RunInputs
from teikit.operations.summarize import SummarizeOperation, summarize

if TYPE_CHECKING:
    from teikit.overview.facts import Failure

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><p>Hello</p></body></text></TEI>'


def test_files_are_counted_and_failures_reported(tmp_path: Path) -> None:
    for name, content in (("a.xml", TEI), ("b.xml", TEI.removesuffix("</TEI>")), ("c.xml", "<page/>")):
        (tmp_path / name).write_text(content)
    failures: list[Failure] = []
    inputs = RunInputs(InputPaths([str(tmp_path), str(tmp_path / "missing.xml")]))
    facts = summarize(SummarizeOperation(), inputs, SerialExecutor(), on_failure=failures.append)
    assert (facts.files, facts.malformed, facts.unreadable, facts.skipped) == (1, 1, 1, 1)
    assert [Path(each.file).name for each in failures] == ["b.xml", "missing.xml"]
    assert inputs.describe_skipped() == "1 passed over (1 not TEI)"
