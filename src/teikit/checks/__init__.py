"""TEI rules beyond schemas: documents to diagnostics, one idea a module, all in one walk."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from teikit.checks import by_tags
from teikit.checks.characters import CharactersCheck
from teikit.checks.check import Check
from teikit.checks.correspondence import CorrespondenceCheck
from teikit.checks.dates import DatesCheck
from teikit.checks.extensions import extension_rules, load_checks
from teikit.checks.finding import Finding
from teikit.checks.ids import IdsCheck
from teikit.checks.languages import LanguagesCheck
from teikit.checks.letter_parts import LetterPartsCheck
from teikit.checks.linked_files import LinkedFiles, RecordedLookups
from teikit.checks.locate import locate_findings
from teikit.checks.pointers import PointersCheck
from teikit.checks.walk import findings
from teikit.diagnostics import Diagnostic, Rule
from teikit.document.markup import Markup, join_pieces
from teikit.document.start_tags import NotTokenizableError
from teikit.shallow_repr import shallow_repr

__all__ = ["RULES", "CheckContext", "all_rules", "check"]

_CHECKS: tuple[type[Check], ...] = (
    PointersCheck,
    IdsCheck,
    DatesCheck,
    LanguagesCheck,
    CorrespondenceCheck,
    LetterPartsCheck,
    CharactersCheck,
)
RULES: tuple[Rule, ...] = tuple(rule for each in _CHECKS for rule in each.rules)


def all_rules() -> tuple[Rule, ...]:
    """Return teikit's own rules and those of extensions.

    Raises:
        PluginError: an extension is broken.

    """
    return (*RULES, *extension_rules())


@dataclass(slots=True)
class CheckContext:
    """What the documents of a run share.

    `neighbours` are the files that they may point to. `known` holds the ids met so far with the document that bears
    each, None where ids of different documents may be the same.
    """

    linked_files: LinkedFiles | RecordedLookups = field(default_factory=LinkedFiles)
    seen_ids: dict[str, str] | None = None

    __repr__ = shallow_repr


def check(
    opener: Callable[[], Iterator[bytes]],
    file: str,
    path: Path | None,
    around: CheckContext,
    is_wanted: Callable[[Rule], bool] = lambda _rule: True,
) -> Iterator[Diagnostic]:
    """Yield what TEI's rules beyond schemas say of a well-formed document, in the order of places.

    Args:
        opener: opens the document anew and gives it in pieces.
        file: its name for messages.
        path: where it lies, from which relative pointers lead; None where it lies nowhere.
        around: what the documents of the run share.
        is_wanted: tells which rules count; those that do not cost nothing, if no other of their check counts.

    """
    wanted = frozenset(rule.id for rule in all_rules() if is_wanted(rule))
    if not wanted:
        return

    def make_checks() -> list[Check]:
        return list(_make_checks(file, path, around, wanted))

    found = [each for each in _findings(make_checks, opener) if each.rule.id in wanted]
    if found:
        yield from locate_findings(found, opener(), file)


def _findings(made: Callable[[], list[Check]], opener: Callable[[], Iterator[bytes]]) -> Iterable[Finding]:
    # What is read into Unicode or cut in vain is not well-formed, and has changed since that was looked at.
    with suppress(NotTokenizableError, UnicodeDecodeError, IndexError):
        return by_tags.findings(made(), Markup(join_pieces(opener())))
    return findings(made(), opener())


def _make_checks(file: str, path: Path | None, around: CheckContext, wanted: frozenset[str]) -> Iterable[Check]:
    """Yield a new check of each kind of which a rule is wanted."""
    makers: dict[type[Check], Callable[[], Check]] = {
        PointersCheck: lambda: PointersCheck(path, around.linked_files),
        IdsCheck: lambda: IdsCheck(file, around.seen_ids),
    }
    for kind in (*_CHECKS, *load_checks()):
        if any(rule.id in wanted for rule in kind.rules):
            yield makers.get(kind, kind)()
