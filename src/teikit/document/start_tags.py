"""Reads start tags as written: the expanded name of the element, and its attributes.

A tag is given without its "<" and ">"; it belongs to a well-formed document. Most are read here, the others by expat.
"""

import re
from functools import lru_cache
from xml.parsers import expat

from teikit.document.expat import make_fragment_parser, release

# The namespaces that a tag declares, by their prefixes ("" for none).
Declared = tuple[tuple[str, str], ...]
# Names and values of attributes in turn, as expat has them.
Attributes = list[str]

SLASH = ord("/")
XML_ID = "http://www.w3.org/XML/1998/namespace id"
_XML = XML_ID.removesuffix("id")
# A tag with nothing but ASCII in its names, no prefix, and values that mean what stands there.
_PLAIN = re.compile(
    rb"""([A-Za-z_][A-Za-z0-9_.-]*+)((?:\s++[A-Za-z_][A-Za-z0-9_.:-]*+="[^"&\s]*+(?: [^"&\s]*+)*+")*+)\s*+/?"""
)
# All that stands in the way of a value in quotation marks; the function of the library for it takes longer to import.
_QUOTED = {ord(each): f"&#{ord(each)};" for each in '&<"\t\n\r'}
# No more tags and names of attributes are remembered, nor longer ones (in bytes).
_MAX_TAGS = 4_096
_MAX_TAG_LENGTH = 256
_MAX_NAMES = 4_096
_MAX_NAME = 64
_ATTRIBUTE = re.compile(rb'([A-Za-z0-9_.:-]+)="([^"]*)"')


class NotTokenizableError(Exception):
    """The document is not as most are.

    It is large, has another encoding than UTF-8, a document type, CDATA sections, namespaces that are declared below
    the root, or ">" in values.
    """


class NotATagError(NotTokenizableError):
    """What should be a tag is a comment or an instruction, or else unusual."""


def require_tag(source: bytes) -> None:
    """Raise NotATagError for a comment or an instruction; a cache of tags need check each once."""
    if source.startswith((b"!", b"?")):
        raise NotATagError


class _AttributeNames(dict[bytes, str | None]):
    """Expanded names of attributes by their names as written; None for what a tag alone does not say."""

    def __missing__(self, written: bytes) -> str | None:
        prefix, colon, local = written.decode().rpartition(":")
        is_known = written != b"xmlns" and (not colon or prefix == "xml")
        name = (_XML + local if colon else local) if is_known else None
        if len(self) < _MAX_NAMES and len(written) <= _MAX_NAME:
            self[written] = name
        return name


_ATTRIBUTE_NAMES = _AttributeNames()


@lru_cache(maxsize=16)
def start_tag_reader(declared: Declared) -> "StartTagReader":
    """Return the one reader for documents whose root declares these namespaces."""
    return StartTagReader(declared)


class StartTagReader:
    """Reads the start tags of documents whose root declares so many namespaces, each once for all who read it."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        self._read_tags: dict[bytes, tuple[str, Attributes]] = {}
        default = dict(declared).get("", "")
        self._default = f"{default} " if default else ""

    def read(self, tag: bytes) -> tuple[str, Attributes]:
        """Return the expanded name of the element and its attributes, which are not to be changed.

        Raises:
            NotTokenizableError: the tag declares other namespaces, or this is not the whole of it.
        """
        known = self._read_tags.get(tag)
        if known is None:
            known = self._read_plain(tag) or self._read_with_expat(tag)
            if len(tag) <= _MAX_TAG_LENGTH:
                if len(self._read_tags) >= _MAX_TAGS:
                    self._read_tags.clear()
                self._read_tags[tag] = known
        return known

    def _read_plain(self, tag: bytes) -> tuple[str, Attributes] | None:
        found = _PLAIN.fullmatch(tag)
        if found is None:
            return None
        attributes: Attributes = []
        for name, value in _ATTRIBUTE.findall(found[2]):
            expanded = _ATTRIBUTE_NAMES[name]
            if expanded is None:
                return None
            attributes += (expanded, value.decode())
        return self._default + found[1].decode(), attributes

    def _read_with_expat(self, tag: bytes) -> tuple[str, Attributes]:
        read = _ExpatStartTag(tag, self._declared)
        if not set(read.declared) <= set(self._declared):
            raise NotTokenizableError
        return read.name, read.attributes


def declared_namespaces(tag: bytes) -> Declared:
    """Return the namespaces that a root's tag declares; errors are those of `StartTagReader.read`."""
    found = _PLAIN.fullmatch(tag)
    if found is None:
        return _ExpatStartTag(tag, ()).declared
    pairs = ((name.decode().partition(":"), value.decode()) for name, value in _ATTRIBUTE.findall(found[2]))
    return tuple(sorted((prefix, uri) for (first, _, prefix), uri in pairs if first == "xmlns"))


class _ExpatStartTag:
    """A tag as expat reads it, where so many namespaces are declared already."""

    def __init__(self, tag: bytes, outer: Declared) -> None:
        self.name = ""
        self.attributes: Attributes = []
        declared: list[tuple[str, str]] = []
        parser = make_fragment_parser()
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.StartNamespaceDeclHandler = lambda prefix, uri: declared.append((prefix or "", uri or ""))
        around = "".join(f' xmlns{prefix and ":" + prefix}="{uri.translate(_QUOTED)}"' for prefix, uri in outer)
        try:
            parser.Parse(b"<around%s><%s/></around>" % (around.encode(), tag.removesuffix(b"/")), True)  # noqa: FBT003
        except expat.ExpatError:
            # A ">" in a value looked like its end.
            raise NotTokenizableError from None
        finally:
            release(parser)
        self.declared = tuple(sorted(declared[len(outer) :]))

    def _start(self, name: str, attributes: Attributes) -> None:
        self.name, self.attributes = name, attributes
