"""The result cache: the diagnostics of documents, valid as long as nothing that they depend on changes.

A key covers all that a result depends on except the files that the document points to, which are known only after it
was read. They are stored with the result (see `teikit.checks.linked_files.RecordedLookups`). The faults of
a plan, the selection of rules, severities, suppressions and baselines are not covered: each run applies its own.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from importlib.machinery import PathFinder
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from teikit._version import __version__
from teikit.checks import all_rules
from teikit.checks.extensions import extension_identities
from teikit.checks.linked_files import RecordedLookups
from teikit.diagnostics import Diagnostic
from teikit.diagnostics.collection import DiagnosticList
from teikit.document.document import Document
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Plan

if TYPE_CHECKING:
    from teikit.operations.result_database import ResultDatabase

# Increase it when the same inputs give another result and no file of the package shows that.
_FORMAT = 1
_DIGEST = 20
# The first document of a run must have this many pieces to be worth opening a database.
_MIN_PIECES = 4
# A rule that could not be evaluated may have met a limit of the moment.
_UNCERTAIN = "sch/not-evaluated"


class CacheKey(NamedTuple):
    """What the result of a document depends on, except the files that it points to.

    `content` is the digest of its bytes, `file` its name in messages, `path` its path, seen from `folder`. `program` is
    the digest of teikit, Python and the libraries that validate. `schemas` are the digests of all files of each schema,
    with the phase, and those of each register. `ids` says whether the soundness of IDs is checked. `rules` are the TEI
    rules that count, None for all.
    """

    content: str
    file: str
    path: str
    folder: str
    program: str
    schemas: tuple[tuple[str, str], ...]
    ids: bool
    rules: tuple[str, ...] | None

    def digest(self) -> bytes:
        """Return the key as the database stores it."""
        return blake2b(repr(self).encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


class ResultCache:
    """The results of a run, kept in a folder between runs; without a folder every document is validated again.

    A small first document bypasses the cache: opening a database takes longer than validating it. With `has_many` more
    documents are certain to follow.
    """

    def __init__(self, pipeline: ValidationPipeline, folder: Path | None, *, has_many: bool = False) -> None:
        self._pipeline = pipeline
        self._folder = folder
        self._is_first = not has_many
        self._database: ResultDatabase | None = None

    def get_or_compute(
        self, document: Document, plan: Plan, is_selected: Callable[[str], bool]
    ) -> Sequence[Diagnostic]:
        """Return what is wrong with a document, by the rules that `is_selected` accepts.

        Raises:
            As `ValidationPipeline.problems`.
        """
        key = self._key_for(document, plan, is_selected)
        if key is None:
            return self._pipeline.problems(document, plan, is_selected=is_selected)
        found = self._find_result(key, document)
        return self._compute_result(key, document, plan, is_selected) if found is None else found

    def flush(self) -> None:
        """Write the buffered results."""
        if self._database is not None:
            self._database.flush()

    def close(self) -> None:
        """Write the buffered results, and close the database."""
        if self._database is not None:
            self._database.close()

    def _key_for(self, document: Document, plan: Plan, is_selected: Callable[[str], bool]) -> CacheKey | None:
        if self._folder is None or document.may_read_entities() or not self._is_worthwhile(document):
            return None
        if self._database is None:
            # SQLite costs start-up time, which a run over one small document need not pay.
            from teikit.operations.result_database import ResultDatabase  # noqa: PLC0415

            self._database = ResultDatabase(self._folder)
        return cache_key_for(self._pipeline, document, plan, selected_rules(is_selected))

    def _is_worthwhile(self, document: Document) -> bool:
        was_first, self._is_first = self._is_first, False
        return not was_first or len(list(islice(document.opener(), _MIN_PIECES))) == _MIN_PIECES

    def _find_result(self, key: CacheKey, document: Document) -> Sequence[Diagnostic] | None:
        """Return a stored result; one by all TEI rules also serves a run that selects some."""
        found = self._load_result(key._replace(rules=None), document)
        return self._load_result(key, document) if found is None and key.rules is not None else found

    def _load_result(self, key: CacheKey, document: Document) -> Sequence[Diagnostic] | None:
        content = self._database.find(key.digest()) if self._database else None
        if content is None:
            return None
        # Costs 2 ms to import, which a run over one small document need not pay; so below.
        import json  # noqa: PLC0415

        lookups, _, packed = content.partition(b"\n")
        look_up = self._pipeline.linked_files(document).look_up
        try:
            is_current = all(look_up((kind, path)) == answer for kind, path, answer in json.loads(lookups))
            return DiagnosticList.load(packed) if is_current else None
        except (ValueError, TypeError, RecursionError):
            return None

    def _compute_result(
        self, key: CacheKey, document: Document, plan: Plan, is_selected: Callable[[str], bool]
    ) -> DiagnosticList:
        lookups = RecordedLookups(self._pipeline.linked_files(document))
        found = self._pipeline.problems(document, plan, is_selected=is_selected, neighbours=lookups)
        is_certain = all(rule != _UNCERTAIN for rule, _ in found.counts) and self._pipeline.is_lasting(document, plan)
        # A file may have changed while it was validated.
        import json  # noqa: PLC0415

        if self._database and is_certain and content_digest(document) == key.content:
            answers = [(*question, answer) for question, answer in lookups.results.items()]
            self._database.put(key.digest(), json.dumps(answers).encode("ascii") + b"\n" + found.dump())
        return found


def cache_key_for(
    pipeline: ValidationPipeline, document: Document, plan: Plan, rules: tuple[str, ...] | None
) -> CacheKey | None:
    """Return what the result of a document depends on, None where that is unknown or is more than one document."""
    options = pipeline.options
    if document.path is None or options.unique_ids or (options.access and options.access.network):
        return None
    schemas = pipeline.digests(plan)
    if schemas is None:
        return None
    try:
        folder = str(Path.cwd())
    except OSError:
        # Another process removed it.
        return None
    has_own_rules = not plan.schematrons and pipeline.has_own_rules(plan)
    program = _program_digest(has_schematron=bool(plan.schematrons), has_own_rules=has_own_rules)
    content = content_digest(document)
    schemas += plan.registers.identity if plan.registers else ()
    return CacheKey(content, document.file, str(document.path), folder, program, schemas, options.ids, rules)


def content_digest(document: Document) -> str:
    """Return the digest of a document's bytes."""
    digest = blake2b(digest_size=_DIGEST)
    for piece in document.opener():
        digest.update(piece)
    return digest.hexdigest()


def selected_rules(is_selected: Callable[[str], bool]) -> tuple[str, ...] | None:
    """Return which TEI rules count, None for all."""
    rules = all_rules()
    chosen = tuple(rule.id for rule in rules if is_selected(rule.id))
    return None if len(chosen) == len(rules) else chosen


# Packages that no result of a validation depends on, and what Python writes.
_NOT_USED = frozenset({"__pycache__", "conventions", "exports", "overview", "tei", "text"})


@lru_cache(maxsize=3)
def _program_digest(*, has_schematron: bool, has_own_rules: bool) -> str:
    """Return the digest of the program; its version is not enough where teikit is installed from its source."""
    parts = [_FORMAT, __version__, sys.version, sys.platform, expat.EXPAT_VERSION]
    parts += [*extension_identities(), *_package_files(Path(__file__).parents[1])]
    if has_schematron:
        # Loaded already, since the schema was compiled.
        import elementpath  # noqa: PLC0415
        from lxml import etree  # noqa: PLC0415

        parts += [elementpath.__version__, etree.LXML_VERSION, etree.LIBXML_VERSION]
    elif has_own_rules:
        parts += _library_states()
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=_DIGEST).hexdigest()


def _library_states() -> Iterator[tuple[str, int, int]]:
    """Yield what changes with the libraries that Schematron uses, without the time that it takes to import them."""
    lxml = PathFinder.find_spec("lxml")
    inside = PathFinder.find_spec("lxml.etree", lxml.submodule_search_locations) if lxml else None
    for spec in (PathFinder.find_spec("elementpath"), lxml, inside):
        if spec and spec.origin:
            state = Path(spec.origin).stat()
            yield spec.origin, state.st_size, state.st_mtime_ns


def _package_files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield name, size and time of each file that validation may use; nothing where the package is not in a folder."""
    todo = [str(folder)] if folder.is_dir() else []
    while todo:
        with os.scandir(todo.pop()) as entries:
            found = sorted((each.path, each) for each in entries if each.name not in _NOT_USED)
        # By their directory: hundreds of files, and each run waits.
        for path, entry in found:
            if entry.is_dir():
                todo.append(path)
            else:
                state = entry.stat()
                yield path, state.st_size, state.st_mtime_ns
