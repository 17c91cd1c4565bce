"""Documents to what is wrong with them, from the cache where it pays: what costs start-up time is loaded only then."""

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.diagnostics import Diagnostic
from teikit.document.document import Document
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Plan

if TYPE_CHECKING:
    from teikit.cli.memory import ResultCache

# The first document of a run must have as many pieces to be worth a database.
_WORTH = 4


class LazyResultCache:
    """The judgements of a run, with a cache in a folder; where there is none each document is judged.

    The first document goes past the cache if it is small: to open a database takes longer than to judge it. With `many`
    more are sure to come.
    """

    def __init__(self, run: ValidationPipeline, folder: Path | None, *, many: bool = False) -> None:
        self._pipeline = run
        self._folder = folder
        self._is_first = not many
        self._cache: ResultCache | None = None

    def get_or_compute(self, document: Document, plan: Plan, holds: Callable[[str], bool]) -> Sequence[Diagnostic]:
        """Return what is wrong with a document, all or what rules count; errors are those of `Validation.problems`."""
        if self._folder is None or not self._is_worthwhile(document):
            return self._pipeline.problems(document, plan, holds=holds)
        if self._cache is None:
            from teikit.cli.memory import ResultCache  # noqa: PLC0415  see above

            self._cache = ResultCache(self._pipeline, self._folder)
        return self._cache.get_or_compute(document, plan, holds)

    def _is_worthwhile(self, document: Document) -> bool:
        was_first, self._is_first = self._is_first, False
        return not was_first or len(list(islice(document.opener(), _WORTH))) == _WORTH

    def flush(self) -> None:
        """Write what waits to be remembered."""
        if self._cache is not None:
            self._cache.database.flush()

    def close(self) -> None:
        """Write what waits, and let go of the cache."""
        if self._cache is not None:
            self._cache.database.close()
