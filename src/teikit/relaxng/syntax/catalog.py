"""XML catalogs: map the remote URIs of schemas to local files (OASIS XML Catalogs 1.1, URI resolution).

RELAX NG refers by URI only, so entries for public identifiers are ignored; entries for system identifiers are used
where those for URIs do not match, since many catalogs have no others.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from teikit.document.tree import NotWellFormedError, load
from teikit.messages import escape_control
from teikit.relaxng.syntax.faults import SchemaNotFoundError
from teikit.relaxng.syntax.loading import read_file
from teikit.storage.references import local_path, resolve

NAMESPACE = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
MAX_CATALOGS = 100
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
MatchKind = Literal["exact", "rewrite", "suffix", "delegate"]


class Entry(NamedTuple):
    """An entry of a catalog: URIs that match `pattern` map to `target`, a path or URI."""

    match_kind: MatchKind
    system: bool
    pattern: str
    target: str


# Element: how it matches, whether it is for system identifiers, the attributes with the pattern and the target.
_KINDS: dict[str, tuple[MatchKind, bool, str, str]] = {
    "uri": ("exact", False, "name", "uri"),
    "system": ("exact", True, "systemId", "uri"),
    "rewriteURI": ("rewrite", False, "uriStartString", "rewritePrefix"),
    "rewriteSystem": ("rewrite", True, "systemIdStartString", "rewritePrefix"),
    "uriSuffix": ("suffix", False, "uriSuffix", "uri"),
    "systemSuffix": ("suffix", True, "systemIdSuffix", "uri"),
    "delegateURI": ("delegate", False, "uriStartString", "catalog"),
    "delegateSystem": ("delegate", True, "systemIdStartString", "catalog"),
}


class Catalog:
    """A catalog: its own entries in `own`, and the catalogs that are searched after them."""

    def __init__(self, entries: Iterable[Entry], following: Iterable[str], known: dict[str, "Catalog"]) -> None:
        self.own = tuple(entries)
        self._next_catalogs = tuple(following)
        self._loaded_catalogs = known

    def resolve(self, uri: str) -> str | None:
        """Return the path or URI that a catalog maps a URI to, None where no entry matches (clause 7.2.2)."""
        return self.resolve_unseen(uri, set())

    def entries(self) -> Iterator[Entry]:
        """Yield all entries, also those of the catalogs that are searched later."""
        for catalog in (self, *self._loaded_catalogs.values()):
            yield from catalog.own

    def folders(self) -> Iterator[Path]:
        """Yield the folders that the catalogs map to."""
        for entry in self.entries():
            if (path := local_path(entry.target)) is not None:
                yield path if entry.match_kind == "rewrite" and entry.target.endswith("/") else path.parent

    def resolve_unseen(self, uri: str, seen: set["Catalog"]) -> str | None:
        """Do as `resolve`, but skip catalogs that were searched before."""
        if self in seen:
            return None
        seen.add(self)
        for system in (False, True):
            entries = [each for each in self.own if each.system is system]
            if found := _match_exact(entries, uri) or _match_rewrite(entries, uri) or _match_suffix(entries, uri):
                return found
        delegates = sorted(_matching_entries(self.own, "delegate", uri), key=lambda each: -len(each.pattern))
        following, loaded = [each.target for each in delegates] or self._next_catalogs, self._loaded_catalogs
        answers = (loaded[each].resolve_unseen(uri, seen) for each in following if each in loaded)
        return next((each for each in answers if each), None)


def _matching_entries(entries: Iterable[Entry], how: MatchKind, uri: str) -> list[Entry]:
    return [each for each in entries if each.match_kind == how and each.pattern and uri.startswith(each.pattern)]


def _match_exact(entries: list[Entry], uri: str) -> str | None:
    return next((each.target for each in entries if each.match_kind == "exact" and each.pattern == uri), None)


def _match_rewrite(entries: list[Entry], uri: str) -> str | None:
    found = max(_matching_entries(entries, "rewrite", uri), key=lambda each: len(each.pattern), default=None)
    rest = uri[len(found.pattern) :] if found else ""
    # A rewritten URI must stay below its target.
    return None if found is None or ".." in rest.split("/") else found.target + rest


def _match_suffix(entries: list[Entry], uri: str) -> str | None:
    found = [each for each in entries if each.match_kind == "suffix" and each.pattern and uri.endswith(each.pattern)]
    best = max(found, key=lambda each: len(each.pattern), default=None)
    return best.target if best else None


def read_catalogs(paths: Iterable[Path]) -> Catalog:
    """Return one catalog that searches those in files, in order.

    Raises SchemaNotFoundError if one of them, or one that they name, is missing, not a catalog, or not well-formed.
    """
    names = [str(each) for each in paths]
    known: dict[str, Catalog] = {}
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in known:
            continue
        if len(known) >= MAX_CATALOGS:
            raise SchemaNotFoundError(f"{name}: more than {MAX_CATALOGS} catalogs name each other")
        entries, following = _read(name)
        known[name] = Catalog(entries, following, known)
        todo += (*following, *(each.target for each in entries if each.match_kind == "delegate"))
    return Catalog((), names, known)


def _read(name: str) -> tuple[list[Entry], list[str]]:
    path = local_path(name)
    if path is None:
        raise SchemaNotFoundError(f"the catalog {name} is remote, which is not supported")
    try:
        root = load(read_file(path), name).getroot()
    except NotWellFormedError as error:
        span = error.diagnostic.span
        place = f":{span.start.line}:{span.start.column}" if span else ""
        raise SchemaNotFoundError(escape_control(f"{name}{place}: {error}")) from None
    if root.tag != f"{{{NAMESPACE}}}catalog":
        raise SchemaNotFoundError(f"{name} is not an OASIS catalog")
    entries: list[Entry] = []
    following: list[str] = []
    for element in root.iter(f"{{{NAMESPACE}}}*"):
        base = name
        for outer in (*reversed(list(element.iterancestors())), element):
            base = resolve(outer.get(_BASE, ""), base) if outer.get(_BASE) else base
        kind = str(element.tag).rpartition("}")[2]
        if kind in _KINDS:
            how, system, pattern, target = _KINDS[kind]
            entries.append(Entry(how, system, element.get(pattern, ""), resolve(element.get(target, ""), base)))
        elif kind == "nextCatalog":
            following.append(resolve(element.get("catalog", ""), base))
    return entries, following
