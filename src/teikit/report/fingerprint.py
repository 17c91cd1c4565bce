"""Diagnostics to fingerprints, by which services know a problem again when lines have moved."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from teikit.diagnostics import Diagnostic


def add_fingerprints(diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Yield each problem of a file with its fingerprint, all different: of what is wrong where, not of lines."""
    # By digests, which need less room than what they are of.
    seen: Counter[bytes] = Counter()
    for each in diagnostics:
        told = "\0".join((each.file, each.rule, each.path or "", each.message, ""))
        digest = sha256(told.encode("utf-8", "surrogatepass"))
        key = digest.digest()[:16]
        seen[key] += 1
        digest.update(str(seen[key]).encode("ascii"))
        yield each, digest.hexdigest()[:32]
