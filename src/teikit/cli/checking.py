"""The work of `teikit validate`: each file to what is to be told of it, in this process or in another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from teikit.cli.fixing import Fixing, Mending, offered
from teikit.cli.judging import Choice, Judgement, explained
from teikit.cli.remembering import Remembered
from teikit.diagnostics import Diagnostic
from teikit.diagnostics.collection import Few, Packed
from teikit.document.document import Document, from_bytes, from_file, lying_at, sent_along
from teikit.document.root import tei_in
from teikit.errors import ConfigError, InputNotReplacedError, TeikitError
from teikit.inputs.discover import STDIN, STDIN_NAME
from teikit.inputs.item import Item
from teikit.report.reporter import NOTHING_HIDDEN, Hidden
from teikit.storage.files import read_stdin, shown
from teikit.storage.outputs import NONE, Outputs
from teikit.validation.pipeline import Validation
from teikit.validation.plan import Gap, Options


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found out about a file, as it travels between processes.

    `name` is the file's as the user gave it. `failure` says in a sentence why it could not be checked. `why` says which
    schemas hold for it, where that was asked; `gaps` are what was not checked for want of a schema, and with
    `lacks_schema` it lacks one that was required. `schema_faults` are what is wrong with its schemas. `mending` says
    what was mended, where anything was. With `is_passed` it was found in a folder and is no TEI, so that nothing is
    said of it. `number` is its place in the run, from 0. `hidden` is what the diagnostics leave out.
    """

    name: str
    diagnostics: Sequence[Diagnostic] = ()
    failure: str = ""
    why: str = ""
    gaps: tuple[Gap, ...] = ()
    lacks_schema: bool = False
    schema_faults: Sequence[Diagnostic] = ()
    mending: Mending | None = None
    is_passed: bool = False
    number: int = 0
    hidden: Hidden = NOTHING_HIDDEN

    @property
    def file(self) -> str:
        """The name as it is shown."""
        return STDIN_NAME if self.name == STDIN else shown(self.name)

    @property
    def is_told(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.diagnostics or self.failure or self.why or self.mending or self.schema_faults)

    @property
    def undecided(self) -> str:
        """Why it is not known whether it is valid, in words; "" where it is."""
        return "; ".join(each.reason for each in self.gaps if each.leaves_undecided)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options ask of the check of each file; with `learns` all problems are wanted, those known too.

    `cache` is the folder of the user's caches, None where results are not to be kept. With `strict_schema` each file
    must have a schema. `outputs` are the files that the run writes.
    """

    options: Options
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    config: Path | None = None
    baseline: Path | None = None
    fixing: Fixing = field(default_factory=Fixing)
    learns: bool = False
    verbose: bool = False
    cache: Path | None = None
    strict_schema: bool = False
    outputs: Outputs = NONE


class Checking:
    """Checks files. It travels without what it has made ready."""

    def __init__(self, asked: Asked, *, has_travelled: bool = False) -> None:
        self._asked, self._has_travelled = asked, has_travelled

    def __reduce__(self) -> tuple[Callable[[Asked], "Checking"], tuple[Asked]]:
        return partial(Checking, has_travelled=True), (self._asked,)

    @cached_property
    def judgement(self) -> Judgement:
        """What the files are judged by.

        Raises:
            TeikitError: what the user named cannot be had.
        """
        asked = self._asked
        choice = Choice(asked.select, asked.ignore, asked.config, asked.baseline)
        run = Validation(asked.options)
        # Nothing travels for a single file.
        remembered = Remembered(run, asked.cache, many=self._has_travelled)
        return Judgement(run, choice, remembered, asked.outputs, learns=asked.learns)

    @cached_property
    def stdin(self) -> Document:
        """What stands on standard input, which is read once."""
        return from_bytes(read_stdin(), STDIN_NAME)

    def open(self) -> Callable[[Item], Checked]:
        """Make ready to check; errors are those of `judgement`."""
        assert self.judgement  # noqa: S101  made now, and not at the first file
        return self._checked

    def document(self, checked: Checked) -> Document:
        """Return a file that was checked, to be looked at once more."""
        return self.stdin if checked.name == STDIN else lying_at(checked.name)

    def put_away(self) -> None:
        """Write what waits for the cache."""
        self.judgement.remembered.flush()

    def close(self) -> None:
        """Let go of the cache, with all that waits for it written."""
        self.judgement.remembered.close()

    def lost(self, item: Item, reason: str) -> Checked:
        """Return that a file could not be checked."""
        return Checked(item.name, failure=f"{shown(item.name)}: could not be checked: {reason}", number=item.number)

    def _checked(self, item: Item) -> Checked:
        """Return what is wrong with a file, or why it could not be checked.

        Raises:
            ConfigError: the configuration that holds for the file is wrong.
            InputNotReplacedError: a result would take the place of a schema that the file names.
        """
        known: dict[str, Any] = {}
        try:
            item.check()
            document = self._document(item)
            if document is None:
                return Checked(item.name, is_passed=True)
            found = self._found(document, known)
            known["diagnostics"] = found if isinstance(found, Packed) else Few(found)
        except (ConfigError, InputNotReplacedError):
            raise
        except TeikitError as error:
            known["failure"] = str(error)
        return Checked(item.name, number=item.number, **known)

    def _document(self, item: Item) -> Document | None:
        """Return a file as a document; None where it was found in a folder and is no TEI."""
        if item.found:
            return tei_in(item.name, item.content)
        if item.content is not None:
            return sent_along(item.name, item.content)
        return self.stdin if item.name == STDIN else from_file(item.name)

    def _found(self, document: Document, known: dict[str, Any]) -> Sequence[Diagnostic]:
        """Return what is wrong with a document; what else comes to be known of it is put into `known`."""
        asked, judgement = self._asked, self.judgement
        plan = judgement.plan(document)
        known["schema_faults"] = Few(judgement.schema_faults(document, plan))
        known["gaps"] = judgement.gaps(plan)
        known["lacks_schema"] = plan.lacks_schema and (asked.strict_schema or judgement.is_strict(document))
        if asked.verbose and not asked.fixing.is_asked:
            known["why"] = f"{document.file}: {explained(plan)}"
        if asked.fixing.is_asked:
            judged, known["mending"] = asked.fixing.mended(document, judgement)
        else:
            judged = judgement.of(document, plan)
        known["hidden"] = judged.hidden
        found = judged.diagnostics
        return offered(document, judgement, found) if asked.fixing.show_fixes else found
