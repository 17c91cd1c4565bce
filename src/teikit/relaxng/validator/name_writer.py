"""Writes expanded names as the document writes them, with its prefixes, so that a search in it finds them."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence

from teikit.document.names import local_of, namespace_of
from teikit.messages import list_items
from teikit.relaxng.validator.violation import XML_NAMESPACE, cut_name

# Names of a phrase that are shown.
_MOST = 3
# More prefixes in one scope are hostile.
_MOST_COMPARED = 64
_MOST_REMEMBERED = 4_096
_TAG_NAME = re.compile(r"<(?:([^\s/>:]+):)?([^\s/>:]+)")
_ATTRIBUTE_NAME = re.compile(r"\s([^\s=:\"'<>]+):([^\s=:\"'<>]+)\s*=")


class NameWriter:
    """Writes the names of one document; `scope` maps the prefixes in scope to namespaces, "" being the default.

    A namespace without a prefix in the document gets the one that the schema gives it (`schema_prefixes`, by
    namespace), but for the main one, that of the root element. `read_tag` returns the start tag at hand as it is in the
    source: it decides where several prefixes stand for one namespace.
    """

    def __init__(self, schema_prefixes: Mapping[str, str], main: str = "") -> None:
        self._schema_prefixes, self._main = schema_prefixes, main
        self._stacks: dict[str, list[str]] = {"xml": [XML_NAMESPACE]}
        # The prefixes of each namespace, the default being one of them.
        self._prefixes: dict[str, dict[str, None]] = {XML_NAMESPACE: {"xml": None}}
        self._key: Hashable = None
        # Names of elements as they are written in this scope, whatever tag is at hand.
        self._elements: dict[str, str] = {}
        self.scope = {"xml": XML_NAMESPACE}
        self.read_tag: Callable[[], str] | None = None

    def declare(self, prefix: str | None, uri: str | None) -> None:
        """Enter the scope of a declaration, as expat reports it: None is no prefix, or no namespace."""
        key = prefix or ""
        self._stacks.setdefault(key, []).append(uri or "")
        self._bind(key, uri or "")

    def end_declaration(self, prefix: str | None) -> None:
        """Leave the scope of a declaration."""
        key = prefix or ""
        outer = self._stacks[key]
        outer.pop()
        self._bind(key, outer[-1] if outer else None)

    def _bind(self, prefix: str, uri: str | None) -> None:
        """Let a prefix stand for a namespace from now on, for none if it is None."""
        before = self.scope.pop(prefix, None)
        if before is not None:
            del self._prefixes[before][prefix]
        if uri is not None:
            self.scope[prefix] = uri
            self._prefixes.setdefault(uri, {})[prefix] = None
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
        made._prefixes = {uri: {**prefixes} for uri, prefixes in self._prefixes.items()}
        return made

    def element(self, name: str) -> str:
        """Return the name of an element as the document writes it, or would."""
        known = self._elements.get(name)
        if known is None:
            known = self._write(name, self._prefix(name, has_default=True))
            if len(self._prefixes.get(namespace_of(name), ())) < 2:
                if len(self._elements) >= _MOST_REMEMBERED:
                    self._elements.clear()
                self._elements[name] = known
        return known

    def attribute(self, name: str) -> str:
        """Return the name of an attribute as the document writes it, or would."""
        return self._write(name, self._prefix(name, has_default=False))

    def is_declared(self, name: str) -> bool:
        """Return whether the namespace of an attribute's name has a prefix here, or needs none."""
        namespace = namespace_of(name)
        return not namespace or any(self._prefixes.get(namespace, ()))

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
        prefixes = self._prefixes.get(namespace, {})
        if len(prefixes) > 1 and self.read_tag is not None:
            written = _prefix_in_tag(self.read_tag(), local, is_element=has_default)
            if written in prefixes:
                return written
        if has_default and "" in prefixes:
            return ""
        for each in prefixes:
            if each:
                return each
        suggested = self._schema_prefixes.get(namespace, "")
        is_needed = not has_default or namespace != self._main
        return suggested if is_needed and suggested not in self.scope else ""

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


def _prefix_in_tag(tag: str, local: str, *, is_element: bool) -> str | None:
    """Return the prefix of a name in a start tag: of the tag itself or of an attribute; None if it has no such name."""
    if is_element:
        found = _TAG_NAME.match(tag)
        return (found[1] or "") if found and found[2] == local else None
    return next((prefix for prefix, name in _ATTRIBUTE_NAME.findall(tag) if name == local), None)
