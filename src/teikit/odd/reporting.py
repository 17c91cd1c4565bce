"""Collects the diagnostics of an ODD while it is compiled."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from teikit.diagnostics import Diagnostic, Note, Rule, Severity
from teikit.messages import format_suggestion, suggest_spelling, suggestions
from teikit.odd.attribute_places import AttributePlaces
from teikit.p5.nodes import Place

# A suggestion takes a tenth of a millisecond.
_MOST_SUGGESTIONS = 1_000
_MOST_NAMES = 1_000


class Reporter:
    """The diagnostics of one compilation, each once."""

    def __init__(self) -> None:
        self.diagnostics: dict[Diagnostic, None] = {}
        self.places = AttributePlaces()
        self._suggestions_left = _MOST_SUGGESTIONS

    def suggest(self, word: str, among: Iterable[str]) -> str | None:
        """Return the right spelling of a word, None where no word is near, or where too many words are wrong."""
        if not self._suggestions_left:
            return None
        self._suggestions_left -= 1
        known = tuple(islice(among, _MOST_NAMES))
        letters = sorted(word)
        # Of short words two letters that changed places are much.
        return next((each for each in known if sorted(each) == letters), None) or suggest_spelling(word, known)

    def suggest_names(self, word: str, among: Iterable[str]) -> str:
        """Return the nearest of some names as a question at the end of a message, "" where there is none to offer."""
        if not self._suggestions_left:
            return ""
        self._suggestions_left -= 1
        return format_suggestion(suggestions(word, islice(among, _MOST_NAMES)))

    def report(self, rule: Rule, message: str, place: Place, notes: tuple[Note, ...] = ()) -> None:
        """Add a diagnostic at a place of the ODD."""
        self._add(rule, rule.severity, message, place, notes)

    def remark(self, rule: Rule, message: str, place: Place) -> None:
        """Add a diagnostic that is no more than a remark here, whatever the severity of its rule."""
        self._add(rule, Severity.INFO, message, place, ())

    def fail(self, rule: Rule, message: str, place: Place, notes: tuple[Note, ...] = ()) -> None:
        """Add a diagnostic that is an error here, whatever the severity of its rule."""
        self._add(rule, Severity.ERROR, message, place, notes)

    def _add(self, rule: Rule, severity: Severity, message: str, place: Place, notes: tuple[Note, ...]) -> None:
        span = self.places.span(place)
        self.diagnostics.setdefault(Diagnostic(place.file, rule.id, severity, message, span, notes=notes))

    def escalate(self, *rules: Rule) -> None:
        """Make errors of the diagnostics of some rules."""
        ids = {each.id for each in rules}
        found = (replace(each, severity=Severity.ERROR) if each.rule in ids else each for each in self.diagnostics)
        self.diagnostics = dict.fromkeys(found)

    @property
    def has_errors(self) -> bool:
        """Whether no grammar can be written."""
        return any(each.severity is Severity.ERROR for each in self.diagnostics)
