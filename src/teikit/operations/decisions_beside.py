"""Reads the decisions beside the sources of a run, for each letter of a source by its name."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from teikit.decisions.files import FOLDER_FILE, SUFFIX, StoredDecisions, read_decisions
from teikit.decisions.model import NO_DECISIONS, Decisions, LabelDecision, Misfit, NameDecision
from teikit.decisions.model import ClaimDecision as _ClaimDecision
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.storage.files import read_file

_LIMIT = "decisions-bytes"


@dataclass(frozen=True, slots=True)
class DecisionsBeside:
    """The decisions beside a source; `read` has those of the letters that were asked for, by their names."""

    source: Path | None
    is_split: bool = False
    read: dict[str, StoredDecisions] = field(default_factory=dict)

    def of(self, letter_name: str) -> Decisions:
        """Return the decisions on a letter of the source; errors are those of reading them."""
        if self.source is None:
            return NO_DECISIONS
        self.read[letter_name] = read_decisions(self.source, letter_name)
        return self.read[letter_name].decisions

    def remarks(self) -> dict[str, tuple[str, str]]:
        """Return for each letter with decisions the name of their file, and what there is to say of the file."""
        return {
            name: (stored.file.name, "; ".join(stored.remarks))
            for name, stored in self.read.items()
            if stored.decisions.decisions or stored.remarks
        }

    def identity(self) -> tuple[bytes | str, ...]:
        """Return what results of the source depend on: the version of its decisions, or the files of its letters."""
        if self.source is None:
            return ()
        if not self.is_split:
            self.of(str(self.source))
            version = self.read[str(self.source)].version
            return (version,) if version else ()
        return tuple(data for path in sorted(self._files()) for data in (path.name, read_file(path, _LIMIT)))

    def _files(self) -> Iterator[Path]:
        folder, stem = (self.source or Path()).parent, (self.source or Path()).stem
        for path in folder.iterdir():
            is_own = path.name.startswith(stem) and path.name.endswith(SUFFIX)
            if (is_own or path.name == FOLDER_FILE) and path.is_file() and not path.is_symlink():
                yield path


def find_decisions(item: Item, *, is_split: bool) -> DecisionsBeside:
    """Return the decisions beside a source; without a file of them, nothing is read."""
    source = Path(item.name)
    if is_split:
        return DecisionsBeside(source if source.is_file() else None, is_split=True)
    names = (f"{source.stem}{SUFFIX}", f"{source.name}{SUFFIX}", FOLDER_FILE)
    return DecisionsBeside(source if any(os.path.lexists(source.parent / name) for name in names) else None)


def describe_misfit(misfit: Misfit) -> str:
    """Return where a decision is and why it is not followed: "3:1: warning: the label 'salute' of ..."."""
    decision, reason = misfit
    if isinstance(decision, _ClaimDecision):
        return f" warning: the decision on the {decision.kind} is not followed: {reason}"
    anchor = decision.anchor
    what = f"the label '{decision.label}' of" if isinstance(decision, LabelDecision) else "the decision on"
    what = "the name" if isinstance(decision, NameDecision) else what
    return f"{anchor.line}:{anchor.column}: warning: {what} “{escape_control(anchor.text)}” is not followed: {reason}"
