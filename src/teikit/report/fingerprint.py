"""Diagnostics to fingerprints, by which services know a problem again when lines have moved."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from teikit.diagnostics import Diagnostic


def fingerprints(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield a fingerprint for each problem of a file, all different: of what is wrong where, not of lines."""
    seen: Counter[tuple[str, ...]] = Counter()
    for each in diagnostics:
        key = (each.file, each.rule, each.path or "", each.message)
        seen[key] += 1
        told = "\0".join((*key, str(seen[key])))
        yield sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]
