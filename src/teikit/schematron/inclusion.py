"""Resolves `include` and `extends` with an href to one tree (ISO/IEC 19757-3, 5.4.4, 5.4.8)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from teikit.limits import limit
from teikit.relaxng.syntax.faults import SchemaNotFoundError, SchemaSyntaxError
from teikit.schematron.faults import Faults, fatal_schema_error, limit_error
from teikit.schematron.tree import SCHEMATRON, SchematronElement, read_tree

if TYPE_CHECKING:
    from teikit.relaxng.syntax.loading import Loader

_ID = "{http://www.w3.org/XML/1998/namespace}id"


class IncludeResolver:
    """Reads the files that a schema includes; problems with one of them are added to `faults`."""

    def __init__(self, loader: "Loader", faults: Faults) -> None:
        self._loader = loader
        self._faults = faults
        self._count = 0

    def expand_schema(self, root: SchematronElement, name: str) -> SchematronElement:
        """Return a schema with all that it includes, without incomplete parts."""
        return root.copy(list(self._parts(root, (f"{name}#",))))

    def _parts(self, root: SchematronElement, above: tuple[str, ...]) -> Iterator[SchematronElement | str]:
        for child in root.children:
            try:
                if isinstance(child, SchematronElement) and _is_extension(child):
                    # The extended file is a schema again, of which one part may be wrong.
                    yield from self._parts(*self._load_target(child, child.attributes["href"], above))
                else:
                    yield from [child] if isinstance(child, str) else list(self._child(child, above))
            except SchemaSyntaxError as error:
                self._faults.take(error)
                self._faults.is_incomplete = True
                self._leave_out(child)

    def _leave_out(self, part: SchematronElement | str) -> None:
        if isinstance(part, SchematronElement) and part.name in {"pattern", "group"}:
            self._faults.leave_out("pattern", part.attributes.get("id", ""))

    def expand(self, element: SchematronElement, above: tuple[str, ...]) -> SchematronElement:
        """Return an element with all that it includes; `above` has the parts that are being read (`file#id`).

        Raises:
            SchemaSyntaxError: A file is missing, not XML, has no such part, or includes itself.
        """
        children: list[SchematronElement | str] = []
        for child in element.children:
            children += [child] if isinstance(child, str) else self._child(child, above)
        return element.copy(children)

    def _child(self, child: SchematronElement, above: tuple[str, ...]) -> Iterator[SchematronElement | str]:
        href = child.attributes.get("href")
        if child.namespace == SCHEMATRON and child.name == "include":
            if href is None:
                message = "'include' lacks the attribute 'href'"
                raise fatal_schema_error("sch-schema/attribute-missing", message, child.origin)
            yield self._resolve_include(child, href, above)
        elif href is not None and _is_extension(child):
            yield from self._resolve_include(child, href, above).children
        else:
            yield self.expand(child, above)

    def _resolve_include(self, at: SchematronElement, href: str, above: tuple[str, ...]) -> SchematronElement:
        return self.expand(*self._load_target(at, href, above))

    def _load_target(
        self, at: SchematronElement, href: str, above: tuple[str, ...]
    ) -> tuple[SchematronElement, tuple[str, ...]]:
        """Return the included element as written, and the parts that are being read with it."""
        place, _, fragment = href.partition("#")
        self._count += 1
        if self._count > limit("schema-files"):
            raise limit_error("schema-files", at.origin)
        if len(above) > limit("include-depth"):
            raise limit_error("include-depth", at.origin)
        try:
            name, data = self._loader.load(place, at.origin.base)
        except SchemaNotFoundError as error:
            message = f"'{href}' cannot be included: {error}"
            raise fatal_schema_error("sch-schema/include-missing", message, at.origin) from None
        if f"{name}#{fragment}" in above:
            raise fatal_schema_error("sch-schema/include-cycle", f"'{href}' includes itself", at.origin)
        found = _part(read_tree(data, name), fragment)
        if found is None:
            message = f"'{place or name}' has no element with the id '{fragment}'"
            raise fatal_schema_error("sch-schema/include-missing", message, at.origin)
        return found, (*above, f"{name}#{fragment}")


def _is_extension(element: SchematronElement) -> bool:
    return element.namespace == SCHEMATRON and element.name == "extends" and "href" in element.attributes


def _part(root: SchematronElement, fragment: str) -> SchematronElement | None:
    if not fragment:
        return root
    ids = (each for each in root.descendants() if fragment in {each.attributes.get("id"), each.attributes.get(_ID)})
    return next(ids, None)
