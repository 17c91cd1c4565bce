"""The options that mend documents, and how each file is mended: in place, or shown as a diff."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from teikit.cli.judging import STDIN, Judgement
from teikit.diagnostics import Diagnostic
from teikit.errors import OutputError
from teikit.files import replace_file, shown
from teikit.report.reporter import counted
from teikit.validation.source import Document

if TYPE_CHECKING:
    from teikit.fixing import Mended

_Command = TypeVar("_Command", bound=Callable[..., Any])
_OPTIONS = ("fix", "unsafe_fixes", "diff", "show_fixes")


@dataclass(slots=True)
class Fixing:
    """What the options ask of fixes, and how many problems of how many files were mended so far."""

    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    show_fixes: bool = False
    problems: int = 0
    files: int = 0

    @property
    def is_asked(self) -> bool:
        """Whether documents are to be mended, or shown as they would be."""
        return self.fix or self.unsafe_fixes or self.diff

    def check(self, paths: Sequence[str]) -> None:
        """Raise UsageError where what is asked cannot be done."""
        if STDIN in paths and self.is_asked and not self.diff:
            raise click.UsageError("standard input cannot be mended in place; --diff shows what would be")

    def mended(self, document: Document, judgement: Judgement) -> Sequence[Diagnostic]:
        """Mend a document, or show how; return the problems that are left.

        Raises:
            UnreadableInputError, OutputError: it cannot be read or written.

        """
        # Costs time to import that only those who mend pay; so below.
        from teikit.fixing import mend  # noqa: PLC0415

        counts: list[int] = []

        def choose(data: bytes, found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
            told = judgement.told(document.of(data), found)
            counts.append(len(told))
            return told

        before = document.read()
        made = mend(before, judgement.trial(document), unsafe=self.unsafe_fixes, choose=choose)
        if made.data != before:
            # One fix may mend several problems, and what was hidden may show in place of one that is gone.
            self.problems += max(len(made.fixed), counts[0] - counts[-1])
            self.files += 1
            self._deliver(document, before, made)
        return made.left

    def _deliver(self, document: Document, before: bytes, made: "Mended") -> None:
        from teikit.fixing import difference  # noqa: PLC0415

        if self.diff or document.path is None:
            _show(difference(before, made.data, document.file))
        elif document.read() != before:
            raise OutputError(f"{document.file}: was changed while it was checked, and is left alone")
        else:
            replace_file(document.path, made.data)

    def told(self) -> str:
        """Return in words what was mended, nothing where nothing was asked."""
        if not self.is_asked:
            return ""
        verb = "would be mended" if self.diff else "mended"
        counts = f"{counted(self.problems, 'problem')} in {counted(self.files, 'file')}"
        return f"{counts} {verb}" if self.problems else "nothing could be mended"


def _show(text: str) -> None:
    if sys.stdout.isatty():
        text = "".join(f"{shown(line)}\n" for line in text.split("\n")[:-1])
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def offered(document: Document, judgement: Judgement, chosen: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return problems of a document, each with the fix that is proved for it."""
    from teikit.fixing import with_fixes  # noqa: PLC0415

    judge, data = judgement.trial(document), document.read()
    return with_fixes(data, judge(data), judge, chosen)


def fix_options(command: _Command) -> _Command:
    """Add the options to a command, which gets them as `fixing`, a Fixing."""

    @wraps(command)
    def inner(*arguments: Any, **named: Any) -> Any:
        return command(*arguments, fixing=Fixing(**{each: named.pop(each) for each in _OPTIONS}), **named)

    options = (
        click.option("--fix", is_flag=True, help="Mend what can safely be mended; each fix is proved first."),
        click.option("--unsafe-fixes", is_flag=True, help="Mend also what may change the meaning."),
        click.option("--diff", is_flag=True, help="Show as a diff what would be mended; change and report nothing."),
        click.option("--show-fixes", is_flag=True, help="Work out the fix of every problem for the reports; slower."),
    )
    made = inner
    for option in reversed(options):
        made = option(made)
    return cast("_Command", made)
