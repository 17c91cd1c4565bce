"""Writes expanded names as the document writes them, with its prefixes, so that a search in it finds them."""

from collections.abc import Callable, Hashable, Mapping, Sequence

from teikit.document.names import local_of, namespace_of
from teikit.messages import list_items
from teikit.relaxng.validator.violation import XML_NAMESPACE, cut_name

# Names of a phrase that are shown.
_MOST = 3
# More prefixes in one scope are hostile.
_MOST_COMPARED = 64
_SPACE = " \t\r\n"


class NameWriter:
    """Writes the names of one document; `scope` maps the prefixes in scope to namespaces, "" being the default.

    A namespace without a prefix in the document gets the one that the schema gives it (`schema_prefixes`, by
    namespace), but for the main one, that of the root element. `read_tag` returns the start tag at hand as it is in the
    source: it decides where several prefixes stand for one namespace.
    """

    def __init__(self, schema_prefixes: Mapping[str, str], main: str = "") -> None:
        self._schema_prefixes, self._main = schema_prefixes, main
        self._stacks: dict[str, list[str]] = {}
        self._key: Hashable = None
        # Names of elements as they are written in this scope, whatever tag is at hand.
        self._elements: dict[str, str] = {}
        self.scope = {"xml": XML_NAMESPACE}
        self.read_tag: Callable[[], str] | None = None

    def declare(self, prefix: str | None, uri: str | None) -> None:
        """Enter the scope of a declaration, as expat reports it: None is no prefix, or no namespace."""
        key = prefix or ""
        self._stacks.setdefault(key, []).append(uri or "")
        self.scope[key] = uri or ""
        self._forget()

    def end_declaration(self, prefix: str | None) -> None:
        """Leave the scope of a declaration."""
        key = prefix or ""
        outer = self._stacks[key]
        outer.pop()
        self._forget()
        if outer:
            self.scope[key] = outer[-1]
        else:
            del self.scope[key]

    def _forget(self) -> None:
        self._key = None
        self._elements.clear()

    @property
    def key(self) -> Hashable:
        """What names are written by: equal keys write equal names."""
        if self._key is None:
            self._key = frozenset(self.scope.items()) if len(self.scope) < _MOST_COMPARED else object()
        return self._key

    def copy(self) -> "NameWriter":
        """Return an independent copy."""
        made = NameWriter(self._schema_prefixes, self._main)
        made.scope, made._stacks = {**self.scope}, {key: [*stack] for key, stack in self._stacks.items()}
        return made

    def element(self, name: str) -> str:
        """Return the name of an element as the document writes it, or would."""
        known = self._elements.get(name)
        if known is None:
            known = self._write(name, self._prefix(name, has_default=True))
            if len(self._prefixes_of(namespace_of(name))) < 2:
                self._elements[name] = known
        return known

    def attribute(self, name: str) -> str:
        """Return the name of an attribute as the document writes it, or would."""
        return self._write(name, self._prefix(name, has_default=False))

    def is_declared(self, name: str) -> bool:
        """Return whether the namespace of an attribute's name has a prefix here, or needs none."""
        namespace = namespace_of(name)
        return not namespace or any(prefix and uri == namespace for prefix, uri in self.scope.items())

    def quote_elements(self, names: Sequence[str], *, last: str = "or", of: int = 0, beside: str = "") -> str:
        """Return names of elements as a phrase; those that look like the name `beside` say what differs."""
        return self._quote(names, self.element, last, of, beside)

    def quote_attributes(self, names: Sequence[str], *, last: str = "or", of: int = 0) -> str:
        """Return names of attributes as a phrase."""
        return self._quote(names, self.attribute, last, of)

    def _write(self, name: str, prefix: str) -> str:
        local = cut_name(local_of(name))
        return f"{cut_name(prefix)}:{local}" if prefix else local

    def _prefix(self, name: str, *, has_default: bool) -> str:
        """Return the prefix of a name, "" if it has none; `has_default`: the default namespace applies to it."""
        namespace, local = namespace_of(name), local_of(name)
        if namespace in {"", XML_NAMESPACE}:
            return namespace and "xml"
        fitting = [each for each in self._prefixes_of(namespace) if each or has_default]
        if len(fitting) > 1 and self.read_tag is not None:
            fitting = [each for each in fitting if _is_in_tag(self.read_tag(), each, local)] or fitting
        if fitting:
            return fitting[0]
        suggested = self._schema_prefixes.get(namespace, "")
        is_needed = not has_default or namespace != self._main
        return suggested if is_needed and suggested not in self.scope else ""

    def _prefixes_of(self, namespace: str) -> list[str]:
        """Return the prefixes in scope that stand for a namespace, the default first."""
        return sorted(prefix for prefix, uri in self.scope.items() if uri == namespace)

    def _quote(self, names: Sequence[str], write: Callable[[str], str], last: str, of: int, beside: str = "") -> str:
        taken = {write(beside): beside} if beside else {}
        items = [_distinguish(name, write(name), taken) for name in names[:_MOST]]
        return list_items(items, last=last, of=max(of, len(names)))


def _distinguish(name: str, written: str, taken: dict[str, str]) -> str:
    """Return a name in quotes, with its namespace where another name is written the same way."""
    is_distinct = taken.setdefault(written, name) == name
    return f"'{written}'" if is_distinct else f"'{written}' {in_namespace(name)}"


def in_namespace(name: str) -> str:
    """Return in words which namespace a name is in."""
    namespace = namespace_of(name)
    return f"of the namespace '{namespace}'" if namespace else "of no namespace"


def _is_in_tag(tag: str, prefix: str, local: str) -> bool:
    """Return whether a start tag has a name with this prefix: its own, or an attribute's."""
    written = f"{prefix}:{local}" if prefix else local
    if tag.startswith(f"<{written}") and not tag[len(written) + 1 : len(written) + 2].strip(_SPACE + "/>"):
        return True
    return bool(prefix) and any(f"{space}{written}" in tag for space in _SPACE)
