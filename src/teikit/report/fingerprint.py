"""Fingerprints of diagnostics: services use them to recognise a problem after its line number has changed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from teikit.diagnostics import Diagnostic
from teikit.diagnostics.diagnostic import without_places


def add_fingerprints(diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Yield each diagnostic of a file with a unique fingerprint, made from file, rule and path but no line.

    The message, which may be put better one day, is only part of it where there is no path.
    """
    # Counted by digest, which takes less memory than the text.
    seen: Counter[bytes] = Counter()
    for each in diagnostics:
        identity = "\0".join((each.file, each.rule, each.path or without_places(each.message), ""))
        digest = sha256(identity.encode("utf-8", "surrogatepass"))
        key = digest.digest()[:16]
        seen[key] += 1
        digest.update(str(seen[key]).encode("ascii"))
        yield each, digest.hexdigest()[:32]
