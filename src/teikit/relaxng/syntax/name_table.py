"""Writes the names of a schema's tree in the compact syntax; prefixes are declared as they are needed."""

from collections import Counter

from teikit.relaxng.syntax.tree import XML, XSD, Annotation, SchemaElement

_SPACE = " \t\r\n"
_INHERITED = "inherited"


class NameTable:
    """Namespaces and datatype libraries of each element of a tree; None is inherited from an including schema."""

    def __init__(self, root: SchemaElement) -> None:
        self._namespaces: dict[int, str | None] = {}
        self._libraries: dict[int, str] = {}
        self._in_attributes: set[int] = set()
        self._prefixes: dict[str, str] = {}
        self._datatypes: dict[str, str] = {}
        self._inherits = False
        used: Counter[str | None] = Counter()
        todo: list[tuple[SchemaElement, str | None, str, bool]] = [(root, None, "", False)]
        while todo:
            element, ns, library, in_attribute = todo.pop()
            ns = element.attributes.get("ns", ns)
            library = element.attributes.get("datatypeLibrary", library).strip(_SPACE)
            self._record(element, ns, library, in_attribute=in_attribute)
            if element.name == "element":
                used[ns] += 1
            for index, each in enumerate(element.children):
                first = element.name == "attribute" and index == 0 and "name" not in element.attributes
                names = element.name in {"choice", "anyName", "nsName", "except"} and in_attribute
                todo.append((each, ns, library, first or names))
        self.default = used.most_common(1)[0][0] if used else self._namespaces[id(root)]

    def _record(self, element: SchemaElement, ns: str | None, library: str, *, in_attribute: bool) -> None:
        self._namespaces[id(element)], self._libraries[id(element)] = ns, library
        if in_attribute:
            self._in_attributes.add(id(element))
        # Values may use these prefixes, so all of them are kept.
        for prefix, uri in element.namespaces.items():
            if prefix not in {"", "xml", "xmlns"} and prefix not in self._prefixes.values():
                self._prefixes.setdefault(uri, prefix)

    def declarations(self) -> str:
        """Return the declarations at the head of a schema; call this when all else is written."""
        lines = [] if self.default is None else [f'default namespace = "{self.default}"']
        lines += (f'namespace {prefix} = "{uri}"' for uri, prefix in self._prefixes.items())
        lines += [f"namespace {_INHERITED} = inherit"] if self._inherits else []
        lines += (f'datatypes {prefix} = "{uri}"' for uri, prefix in self._datatypes.items())
        return "".join(f"{line}\n" for line in lines)

    def prefix(self, uri: str | None) -> str:
        """Return the prefix of a namespace, with its colon."""
        if uri is None:
            self._inherits = True
            return f"{_INHERITED}:"
        if uri == XML:
            return "xml:"
        if uri not in self._prefixes:
            self._prefixes[uri] = "local" if not uri else f"ns{len(self._prefixes) + 1}"
        return f"{self._prefixes[uri]}:"

    def name(self, element: SchemaElement) -> str:
        """Return the name that an element or attribute pattern has as its attribute `name`."""
        prefix, _, local = element.attributes["name"].strip(_SPACE).rpartition(":")
        is_attribute = element.name == "attribute"
        if prefix:
            return self._format_name(element.namespaces.get(prefix, ""), local, is_attribute=is_attribute)
        uri = element.attributes.get("ns", "") if is_attribute else self._namespaces[id(element)]
        return self._format_name(uri, local, is_attribute=is_attribute)

    def name_class(self, element: SchemaElement) -> str:
        """Return a name, `*` or `prefix:*`."""
        if element.name == "anyName":
            return "*"
        if element.name == "nsName":
            return self.prefix(self._namespaces[id(element)]) + "*"
        prefix, _, local = element.text.strip(_SPACE).rpartition(":")
        uri = element.namespaces.get(prefix, "") if prefix else self._namespaces[id(element)]
        return self._format_name(uri, local, is_attribute=id(element) in self._in_attributes)

    def _format_name(self, uri: str | None, local: str, *, is_attribute: bool) -> str:
        plain = uri == "" if is_attribute else uri == self.default
        return local if plain else self.prefix(uri) + local

    def datatype(self, element: SchemaElement) -> str:
        """Return the name of a datatype, "" for a value without one."""
        if "type" not in element.attributes:
            return ""
        name = element.attributes["type"].strip(_SPACE)
        library = self._libraries[id(element)]
        if not library:
            return name
        if library not in self._datatypes:
            self._datatypes[library] = "xsd" if library == XSD else f"d{len(self._datatypes) + 1}"
        return f"{self._datatypes[library]}:{name}"

    def annotation_name(self, each: Annotation) -> str:
        """Return the name of an annotation."""
        local = each.name.rpartition(":")[2]
        return self.prefix(each.namespace) + local if each.namespace else local

    def inherited_prefix(self, element: SchemaElement) -> str:
        """Return the prefix whose namespace an include or externalRef passes on, "" where it is the default."""
        uri = self._namespaces[id(element)]
        return "" if uri == self.default else self.prefix(uri).rstrip(":")
