"""What included elements need in their new place: namespaces, xml:base, xml:lang (XInclude, clauses 4.5.4 to 4.5.6)."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote as quote_uri

from teikit.document.escaping import quote_value
from teikit.document.xinclude.merged_text import Kind
from teikit.document.xinclude.source import Cut, Source
from teikit.limits import Budget
from teikit.storage.references import is_remote

_BASE = re.compile(rb"""\sxml:base\s*=\s*("[^"]*"|'[^']*')""")


def fixups(  # noqa: PLR0913  both places
    source: Source, number: int, target: Source, outer: int, budget: Budget, *, names_only: bool = False
) -> Iterator[tuple[Cut, Kind]]:
    """Yield what to insert in the start tag of an element.

    Args:
        source: the file that has the element.
        number: the element.
        target: the file that it is included in.
        outer: the element of that file that it comes into, -1 for none.
        budget: counts what it takes to find what is in force in the elements.
        names_only: only namespaces differ.
    """
    if not source.data.startswith(b"<", source.starts[number]):
        return
    own, around = source.context(number, budget), target.context(outer, budget)
    inherited = source.context(source.parents[number], budget).scope
    budget.spend("xinclude-bytes", len(inherited))
    attributes = "".join(_namespaces(inherited, source.declared.get(number, {}), around.scope))
    if not names_only:
        language = own.language or ""
        if number not in source.languages and language.lower() != (around.language or "").lower():
            attributes += f" xml:lang={quote_value(language)}"
        base = _relative(own.base, around.base)
        if base and number in source.bases:
            tag_end = source.tag_end(number)
            if written := _BASE.search(source.data, source.starts[number], tag_end):
                yield Cut(written.start(1), written.end(1), quote_value(base).encode()), "fixup"
        elif base:
            attributes += f" xml:base={quote_value(base)}"
    if attributes:
        place = source.name_end(number)
        yield Cut(place, place, attributes.encode()), "fixup"


def _namespaces(inherited: Mapping[str, str], own: Mapping[str, str], around: Mapping[str, str]) -> Iterator[str]:
    """Yield the declarations of namespaces that are in force in one place and not in the other."""
    for prefix, uri in inherited.items():
        if prefix and prefix not in own and around.get(prefix) != uri:
            yield f" xmlns:{prefix}={quote_value(uri)}"
    default = inherited.get("", "")
    if "" not in own and around.get("", "") != default:
        yield f" xmlns={quote_value(default)}"


def _relative(base: str, around: str) -> str:
    """Return a base as a reference from another one, "" if they are the same."""
    if base == around:
        return ""
    if is_remote(base) or is_remote(around):
        return base
    folder = posixpath.dirname(around)
    is_folder = base.endswith("/")
    path = posixpath.relpath(base or ".", folder or ".") + "/" * is_folder
    return quote_uri(path, safe="/!$&'()*+,;=@")
