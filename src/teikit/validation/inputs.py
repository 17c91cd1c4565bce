"""The key of a cached result: everything on which the diagnostics of a document depend.

The files to which the document points are not part of the key, since they are only known after reading it. They are
stored with the result (see `teikit.checks.linked_files.RecordedLookups`). Faults of the plan, rule selection,
severities, inline suppressions and baselines are not part of it either: they are applied anew in each run.
"""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from teikit._version import __version__
from teikit.checks import RULES

if TYPE_CHECKING:
    from teikit.document.document import Document
    from teikit.validation.pipeline import ValidationPipeline
    from teikit.validation.plan import Plan

# Increase this number when the same inputs would give another result and no file of the package shows it.
_FORMAT = 1
_DIGEST = 20


@dataclass(frozen=True, slots=True)
class CacheKey:
    """What the result of a document depends on, except for the files to which it points.

    `content` is the digest of its bytes, `file` its name in messages, `path` its path and `folder` the working
    directory. `program` is the digest of teikit, Python and the libraries used. `schemas` are the digests of all files
    of each schema, with the phase. `ids` is whether ID soundness is checked. `rules` are the TEI rules that are
    applied, None for all.
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
        """Return the digest of the key."""
        return blake2b(repr(self).encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


def cache_key_for(
    run: "ValidationPipeline", document: "Document", plan: "Plan", rules: tuple[str, ...] | None
) -> CacheKey | None:
    """Return the cache key of a document, None for standard input and if the result depends on anything else."""
    options = run.options
    if document.path is None or options.unique_ids or (options.access and options.access.network):
        return None
    schemas = run.digests(plan)
    if schemas is None:
        return None
    try:
        folder = str(Path.cwd())
    except OSError:
        # The working directory was deleted.
        return None
    judging = _program_digest(with_rules=bool(plan.schematrons))
    return CacheKey(
        content_digest(document), document.file, str(document.path), folder, judging, schemas, options.ids, rules
    )


def content_digest(document: "Document") -> str:
    """Return the digest of a document's bytes."""
    digest = blake2b(digest_size=_DIGEST)
    for piece in document.opener():
        digest.update(piece)
    return digest.hexdigest()


def selected_rules(holds: Callable[[str], bool]) -> tuple[str, ...] | None:
    """Return the ids of the TEI rules that are applied, None for all."""
    chosen = tuple(rule.id for rule in RULES if holds(rule.id))
    return None if len(chosen) == len(RULES) else chosen


@lru_cache(maxsize=2)
def _program_digest(*, with_rules: bool) -> str:
    """Return the digest of the program; the version alone does not change in an editable installation."""
    parts = [
        _FORMAT,
        __version__,
        sys.version,
        sys.platform,
        expat.EXPAT_VERSION,
        *_package_files(Path(__file__).parents[1]),
    ]
    if with_rules:
        # Already loaded with the schema.
        import elementpath  # noqa: PLC0415
        from lxml import etree  # noqa: PLC0415

        parts += [elementpath.__version__, etree.LXML_VERSION, etree.LIBXML_VERSION]
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=_DIGEST).hexdigest()


def _package_files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield name, size and modification time of each file of the package, nothing if it is not in a folder."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for name in sorted(files):
            state = os.stat(os.path.join(here, name))  # noqa: PTH116, PTH118  hundreds of them, and each run waits
            yield f"{here}/{name}", state.st_size, state.st_mtime_ns
