"""TEI rules beyond schemas: documents to diagnostics, one idea a module, all in one walk."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

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
from teikit.checks.locate import Locate, locate_findings
from teikit.checks.pointers import PointersCheck
from teikit.checks.walk import walk_events, walk_markup
from teikit.diagnostics import Diagnostic, Rule
from teikit.document.document import Document
from teikit.document.locations import Location, locate_events
from teikit.document.markup import Markup
from teikit.document.start_tags import NotTokenizableError
from teikit.shallow_repr import ShallowRepr

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


@dataclass(slots=True, repr=False)
class CheckContext(ShallowRepr):
    """What the documents of a run share.

    `linked_files` are the files that they may point to. `seen_ids` has the ids met so far with the document of each,
    None where ids of different documents may be the same.
    """

    linked_files: LinkedFiles | RecordedLookups = field(default_factory=LinkedFiles)
    seen_ids: dict[str, str] | None = None


def check(
    document: Document, context: CheckContext, is_wanted: Callable[[Rule], bool] = lambda _rule: True
) -> Iterator[Diagnostic]:
    """Yield what TEI's rules beyond schemas say of a well-formed document, in the order of places.

    Args:
        document: the document; relative pointers are resolved from its path.
        context: what the documents of the run share.
        is_wanted: says which rules count; those that do not cost nothing, if no other of their check counts.
    """
    wanted = frozenset(rule.id for rule in all_rules() if is_wanted(rule))
    if not wanted:
        return
    findings, locate = _find(document, lambda: list(_make_checks(document.file, document.path, context, wanted)))
    found = [each for each in findings if each.rule.id in wanted]
    findings.clear()
    if found:
        yield from locate_findings(found, locate, document.file)


def _find(document: Document, make_checks: Callable[[], list[Check]]) -> tuple[list[Finding], Locate]:
    """Return what checks find in a document, and what locates it."""
    try:
        markup = document.markup()
        return walk_markup(make_checks(), markup), partial(_locate_tags, markup)
    # What cannot be decoded or walked is not well-formed.
    except (NotTokenizableError, UnicodeDecodeError, IndexError):
        return walk_events(make_checks(), document.opener()), partial(locate_events, document.opener())


def _locate_tags(markup: Markup, numbers: Iterable[int], _characters: Iterable[int]) -> Iterator[Location]:
    """Locate start tags; where something is found in the text, a document is not walked by its tags."""
    return markup.locate_in_order(numbers)


def _make_checks(file: str, path: Path | None, around: CheckContext, wanted: frozenset[str]) -> Iterable[Check]:
    """Yield a new check of each kind of which a rule is wanted."""
    makers: dict[type[Check], Callable[[], Check]] = {
        PointersCheck: lambda: PointersCheck(path, around.linked_files),
        IdsCheck: lambda: IdsCheck(file, around.seen_ids),
    }
    for kind in (*_CHECKS, *load_checks()):
        if any(rule.id in wanted for rule in kind.rules):
            yield makers.get(kind, kind)()
