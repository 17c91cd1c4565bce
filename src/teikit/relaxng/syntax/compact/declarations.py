"""The declarations at the head of a compact schema: namespaces and datatype libraries (annex C.3)."""

from dataclasses import dataclass, field

from teikit.relaxng.syntax.compact.tokens import CompactToken, CompactTokens
from teikit.relaxng.syntax.tree import RELAXNG, XML, XSD
from teikit.shallow_repr import shallow_repr

XMLNS = "http://www.w3.org/2000/xmlns"


@dataclass(slots=True)
class Declarations:
    """Prefixes and libraries; a namespace of None is inherited from an including schema."""

    tokens: CompactTokens
    default: str | None = None
    has_default: bool = False
    prefixes: dict[str, str | None] = field(default_factory=dict)
    libraries: dict[str, str] = field(default_factory=dict)

    __repr__ = shallow_repr

    def bind(self, token: CompactToken, uri: str | None) -> None:
        """Bind a prefix to a namespace."""
        prefix = token.text
        if prefix == "xmlns":
            self.tokens.refuse(token, "the prefix 'xmlns' cannot be declared")
        if (prefix == "xml") != (uri == XML):
            self.tokens.refuse(token, f"the prefix 'xml' and the namespace '{XML}' belong to each other")
        if prefix in self.prefixes:
            self.tokens.refuse(token, f"the prefix '{prefix}' is declared twice")
        self.prefixes[prefix] = uri

    def bind_library(self, token: CompactToken, uri: str) -> None:
        """Bind a prefix to a datatype library."""
        if token.text in self.libraries:
            self.tokens.refuse(token, f"the datatype library '{token.text}' is declared twice")
        if token.text == "xsd" and uri != XSD:
            self.tokens.refuse(token, f"the prefix 'xsd' can only stand for '{XSD}'")
        self.libraries[token.text] = uri

    def set_default(self, token: CompactToken, uri: str | None) -> None:
        """Set the default namespace."""
        if self.has_default:
            self.tokens.refuse(token, "the default namespace is declared twice")
        self.default, self.has_default = uri, True

    @property
    def has_inherited_prefix(self) -> bool:
        """Whether a prefix, but not the default namespace, means the namespace of an including schema."""
        return self.default is not None and None in self.prefixes.values()

    def namespaces(self) -> dict[str, str]:
        """Return the prefixes of the schema as the XML syntax would declare them: none for no namespace."""
        return {"xml": XML, **{prefix: uri for prefix, uri in self.prefixes.items() if uri}}

    def namespace(self, token: CompactToken, prefix: str) -> str | None:
        """Return the namespace of a prefix."""
        if prefix == "xml":
            return XML
        if prefix not in self.prefixes:
            self.tokens.refuse(token, f"the prefix '{prefix}' is not declared", "prefix-undeclared")
        return self.prefixes[prefix]

    def library(self, token: CompactToken, prefix: str) -> str:
        """Return the datatype library of a prefix."""
        if prefix == "xsd":
            return self.libraries.get(prefix, XSD)
        if prefix not in self.libraries:
            self.tokens.refuse(token, f"the datatype library '{prefix}' is not declared", "prefix-undeclared")
        return self.libraries[prefix]

    def check_annotation(self, token: CompactToken, prefix: str, local: str, *, attribute: bool) -> str:
        """Return the namespace of an annotation's name."""
        uri = self.namespace(token, prefix) if prefix else ""
        if uri == XMLNS or uri is None:
            self.tokens.refuse(token, f"'{token.text}' cannot name an annotation")
        if attribute and not uri and local == "xmlns":
            self.tokens.refuse(token, "no attribute may be named 'xmlns'")
        return uri

    def check_foreign(self, token: CompactToken, uri: str, *, attribute: bool) -> None:
        """Refuse a name that would be part of the schema itself."""
        if uri == RELAXNG:
            self.tokens.refuse(token, "an annotation cannot be in RELAX NG's own namespace")
        if attribute and not uri:
            self.tokens.refuse(token, "an attribute of an annotation must have a prefix here")
