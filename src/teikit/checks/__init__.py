"""TEI rules beyond schemas: checks documents in one walk and yields diagnostics; one idea per module."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

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
from teikit.checks.pointers import KeyedPointersCheck, PointersCheck
from teikit.checks.walk import walk_events, walk_markup
from teikit.diagnostics import Diagnostic, Rule
from teikit.document.document import Document
from teikit.document.locations import Location
from teikit.document.markup import Markup
from teikit.document.start_tags import NotTokenizableError
from teikit.shallow_repr import ShallowRepr

if TYPE_CHECKING:
    from teikit.registers import RegisterIndex

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


class CheckContext(ShallowRepr):
    """What the documents of a run share.

    `linked_files` are the files that they may point to. `seen_ids` has the ids met so far with the document of each,
    None where ids of different documents may be the same. `registers` has the entries of the edition's registers, None
    where none is given.
    """

    def __init__(
        self,
        linked_files: LinkedFiles | RecordedLookups | None = None,
        seen_ids: dict[str, str] | None = None,
        registers: "RegisterIndex | None" = None,
    ) -> None:
        self.linked_files, self.seen_ids = linked_files or LinkedFiles(), seen_ids
        self.registers = registers or None


def check(
    document: Document, context: CheckContext, is_wanted: Callable[[Rule], bool] = lambda _rule: True
) -> Iterator[Diagnostic]:
    """Yield the diagnostics of TEI's rules beyond schemas for a well-formed document, in order of position.

    Args:
        document: the document; relative pointers are resolved from its path.
        context: what the documents of the run share.
        is_wanted: says which rules are applied; a check without such rules costs nothing.
    """
    wanted = frozenset(rule.id for rule in all_rules() if is_wanted(rule))
    if not wanted:
        return
    findings, locate = _find(document, context, wanted)
    found = [each for each in findings if each.rule.id in wanted]
    findings.clear()
    document.budget.check("problems", len(found))
    if found:
        yield from locate_findings(found, locate, document.file)


def _find(document: Document, context: CheckContext, wanted: frozenset[str]) -> tuple[list[Finding], Locate]:
    """Return the findings of a document, and the function that locates them."""
    try:
        markup = document.markup()
        return walk_markup(_make_checks(document, context, wanted), markup), partial(_locate_tags, markup)
    # A document that cannot be decoded or walked is not well-formed.
    except (NotTokenizableError, UnicodeDecodeError, IndexError):
        # Few documents are walked by events.
        from teikit.document.event_locator import locate_events  # noqa: PLC0415

        checks = _make_checks(document, context, wanted)
        return walk_events(checks, document.opener(), document.budget), partial(
            locate_events, document.opener(), budget=document.budget
        )


def _locate_tags(markup: Markup, numbers: Iterable[int], _characters: Iterable[int]) -> Iterator[Location]:
    """Locate start tags; a document with findings in its text is not walked by its tags."""
    return markup.locate_in_order(numbers)


def _make_checks(document: Document, context: CheckContext, wanted: frozenset[str]) -> list[Check]:
    """Return a new check of each kind with a wanted rule."""
    pointers = KeyedPointersCheck if context.registers else PointersCheck
    makers: dict[type[Check], Callable[[], Check]] = {
        PointersCheck: lambda: pointers(document.path, context.linked_files, context.registers),
        IdsCheck: lambda: IdsCheck(document.file, context.seen_ids),
    }
    kinds = (each for each in (*_CHECKS, *load_checks()) if any(rule.id in wanted for rule in each.rules))
    return [makers.get(each, each)() for each in kinds]
