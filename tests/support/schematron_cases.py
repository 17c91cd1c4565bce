"""The Schematron cases of `cases/*.toml`: a schema, a document, and what is to be said of either.

`schema` is the content of a schema of `binding` (xslt2 if not given), or a whole file where it begins with a root.
`files` lie beside it. `expected` are diagnostics as `line:column severity rule message | note`, `-` being no place;
`faults` are the schema's as `line:column rule` and the beginning of the message.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from teikit.diagnostics import Diagnostic
from teikit.relaxng.syntax.loading import MemoryLoader
from teikit.schematron import load
from teikit.schematron.schema import Schematron

FOLDER = Path(__file__).parents[1] / "schematron" / "cases"
_OPENING = "<schema xmlns='http://purl.oclc.org/dsdl/schematron' queryBinding='{}'>"
_WHOLE = ("<schema", "<html", "<grammar", "<element", "<TEI", "namespace ")


@dataclass(frozen=True)
class Case:
    name: str
    schema: str
    document: str = "<a/>"
    binding: str = "xslt2"
    phase: str | None = None
    file: str = "main.sch"
    files: dict[str, str] = field(default_factory=dict)
    expected: tuple[str, ...] | list[str] = ()
    faults: tuple[str, ...] | list[str] = ()
    saxon: bool = True

    @property
    def is_whole(self) -> bool:
        return self.schema.startswith(_WHOLE)

    @property
    def source(self) -> str:
        """The schema's file; what is added stands on a line of its own, so that columns are those of `schema`."""
        return self.schema if self.is_whole else f"{_OPENING.format(self.binding)}\n{self.schema}</schema>"

    def load(self, **options: Any) -> Schematron:
        files = {name: text.encode() for name, text in self.files.items()}
        files[self.file] = self.source.encode()
        return load(self.file, files[self.file], loader=MemoryLoader(files), **options)

    def place(self, found: Diagnostic) -> str:
        if found.span is None:
            return "-"
        line, column = found.span.start
        return f"{line if self.is_whole or found.file != self.file else line - 1}:{column}"


def told(found: Diagnostic) -> str:
    place = f"{found.span.start.line}:{found.span.start.column}" if found.span else "-"
    notes = "".join(f" | {each.message}" for each in found.notes if each.file is None)
    return f"{place} {found.severity} {found.rule} {found.message}{notes}"


def cases() -> list[Case]:
    return [
        Case(**each)
        for path in sorted(FOLDER.glob("*.toml"))
        for each in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]
