"""All that the result of a document depends on, in one place, to the key under which the result is kept.

What the document points to is not part of it: which files these are is known once it was read. They are kept with the
result (see `teikit.checks.linked_files.Asked`). Nor are the faults of its plan, the selection, severities, instructions
to ignore and baselines: they are worked out anew in each run.
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
from teikit.checks import all_rules
from teikit.checks.extensions import extension_identities

if TYPE_CHECKING:
    from teikit.document.document import Document
    from teikit.validation.pipeline import ValidationPipeline
    from teikit.validation.plan import Plan

# To be raised whenever the same inputs would give another result, and no file of the package says so.
_FORMAT = 1
_DIGEST = 20


@dataclass(frozen=True, slots=True)
class CacheKey:
    """What the result of a document depends on, but for the files that it points to.

    `content` is the digest of its bytes, `file` its name for messages, `path` and `folder` where it lies and from where
    that is seen. `program` is the digest of teikit, Python and the libraries that judge. `schemas` are the digests of
    all files of each schema, with the phase. `ids` asks for the soundness of IDs. `rules` are those of TEI that count,
    None for all.
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
        """Return the key of the result."""
        return blake2b(repr(self).encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


def cache_key_for(
    run: "ValidationPipeline", document: "Document", plan: "Plan", rules: tuple[str, ...] | None
) -> CacheKey | None:
    """Return what the result of a document depends on, None where that cannot be told or is not of one document."""
    options = run.options
    if document.path is None or options.unique_ids or (options.access and options.access.network):
        return None
    schemas = run.digests(plan)
    if schemas is None:
        return None
    try:
        folder = str(Path.cwd())
    except OSError:
        # It was removed under us.
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
    """Return which of TEI's rules count, None for all."""
    rules = all_rules()
    chosen = tuple(rule.id for rule in rules if holds(rule.id))
    return None if len(chosen) == len(rules) else chosen


@lru_cache(maxsize=2)
def _program_digest(*, with_rules: bool) -> str:
    """Return the digest of what judges; a version says too little where teikit is installed from its source."""
    parts = [
        _FORMAT,
        __version__,
        sys.version,
        sys.platform,
        expat.EXPAT_VERSION,
        *extension_identities(),
        *_package_files(Path(__file__).parents[1]),
    ]
    if with_rules:
        # Loaded by now, since the schema was.
        import elementpath  # noqa: PLC0415
        from lxml import etree  # noqa: PLC0415

        parts += [elementpath.__version__, etree.LXML_VERSION, etree.LIBXML_VERSION]
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=_DIGEST).hexdigest()


def _package_files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield name, size and time of each file of the package, nothing where it does not lie in a folder."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for name in sorted(files):
            state = os.stat(os.path.join(here, name))  # noqa: PTH116, PTH118  hundreds of them, and each run waits
            yield f"{here}/{name}", state.st_size, state.st_mtime_ns
