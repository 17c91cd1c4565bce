"""Schemas that include others become one tree: `include` and `extends` with an href (ISO/IEC 19757-3, 5.4.4, 5.4.8)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from teikit.relaxng.syntax.faults import SchemaNotFoundError, SchemaSyntaxError
from teikit.schematron.faults import Faults, stop
from teikit.schematron.tree import SCHEMATRON, Element, read_tree

if TYPE_CHECKING:
    from teikit.relaxng.syntax.loading import Loader

_ID = "{http://www.w3.org/XML/1998/namespace}id"
# More files than any schema is written in.
_MOST_FILES = 1_000
_NESTED = 50


class Inclusion:
    """Reads what a schema includes; what is wrong with one part of it goes to `faults`."""

    def __init__(self, loader: "Loader", faults: Faults) -> None:
        self._loader = loader
        self._faults = faults
        self._count = 0

    def schema(self, root: Element, name: str) -> Element:
        """Return a schema with all that it includes, but for the parts of which something is missing."""
        return root.copy(list(self._parts(root, (f"{name}#",))))

    def _parts(self, root: Element, above: tuple[str, ...]) -> Iterator[Element | str]:
        for child in root.children:
            try:
                if isinstance(child, Element) and _is_extension(child):
                    # What it extends is a schema again, of which one part may be wrong.
                    yield from self._parts(*self._loaded(child, child.attributes["href"], above))
                else:
                    yield from [child] if isinstance(child, str) else list(self._child(child, above))
            except SchemaSyntaxError as error:
                self._faults.take(error)
                self._faults.is_incomplete = True
                self._leave_out(child)

    def _leave_out(self, part: Element | str) -> None:
        if isinstance(part, Element) and part.name == "pattern":
            self._faults.leave_out("pattern", part.attributes.get("id", ""))

    def expanded(self, element: Element, above: tuple[str, ...]) -> Element:
        """Return an element with all that it includes; `above` names the parts that are being read (`file#id`).

        Raises:
            SchemaSyntaxError: A file is missing, no XML, has no such part, or includes itself.
        """
        children: list[Element | str] = []
        for child in element.children:
            children += [child] if isinstance(child, str) else self._child(child, above)
        return element.copy(children)

    def _child(self, child: Element, above: tuple[str, ...]) -> Iterator[Element | str]:
        href = child.attributes.get("href")
        if child.namespace == SCHEMATRON and href is not None and child.name == "include":
            yield self._included(child, href, above)
        elif href is not None and _is_extension(child):
            yield from self._included(child, href, above).children
        else:
            yield self.expanded(child, above)

    def _included(self, at: Element, href: str, above: tuple[str, ...]) -> Element:
        return self.expanded(*self._loaded(at, href, above))

    def _loaded(self, at: Element, href: str, above: tuple[str, ...]) -> tuple[Element, tuple[str, ...]]:
        """Return what is included, as it is written, and the parts that are being read with it."""
        place, _, fragment = href.partition("#")
        self._count += 1
        if self._count > _MOST_FILES or len(above) > _NESTED:
            raise stop(
                "sch-schema/limit-exceeded",
                f"the schema includes more than {_MOST_FILES} files, or too deeply",
                at.origin,
            )
        try:
            name, data = self._loader.load(place, at.origin.base)
        except SchemaNotFoundError as error:
            raise stop("sch-schema/include-missing", f"'{href}' cannot be included: {error}", at.origin) from None
        if f"{name}#{fragment}" in above:
            raise stop("sch-schema/include-cycle", f"'{href}' includes itself", at.origin)
        found = _part(read_tree(data, name), fragment)
        if found is None:
            raise stop("sch-schema/include-missing", f"'{place}' has no element with the id '{fragment}'", at.origin)
        return found, (*above, f"{name}#{fragment}")


def _is_extension(element: Element) -> bool:
    return element.namespace == SCHEMATRON and element.name == "extends" and "href" in element.attributes


def _part(root: Element, fragment: str) -> Element | None:
    if not fragment:
        return root
    ids = (each for each in root.descendants() if fragment in {each.attributes.get("id"), each.attributes.get(_ID)})
    return next(ids, None)
