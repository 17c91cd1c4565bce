"""Datatypes of XML Schema part 2 that are strings, names, binary data or lists of names."""

import re
from binascii import a2b_base64
from collections.abc import Callable, Hashable

from teikit.relaxng.datatypes.interface import Context, LexicalError
from teikit.relaxng.datatypes.names import is_name, is_ncname, is_nmtoken, is_qname
from teikit.relaxng.datatypes.uri import uri_fault

Reader = Callable[[str, Context], Hashable]


def read_string(text: str, _context: Context) -> str:
    """Return the string itself."""
    return text


def read_boolean(text: str, _context: Context) -> bool:
    """Return the truth value (clause 3.2.2)."""
    if text not in {"true", "false", "0", "1"}:
        raise LexicalError("neither true nor false")
    return text in {"true", "1"}


def read_uri(text: str, _context: Context) -> str:
    """Return a URI reference as it is written: no clause makes two spellings equal (3.2.17)."""
    if wrong := uri_fault(text):
        raise LexicalError(f"not a URI: {wrong}")
    return text


def read_language(text: str, _context: Context) -> str:
    """Return a language tag (clause 3.3.3)."""
    if not re.fullmatch("[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*", text):
        raise LexicalError("not a language tag")
    return text


def _name_reader(is_one: Callable[[str], bool], called: str) -> Reader:
    def read(text: str, _context: Context) -> str:
        if not is_one(text):
            raise LexicalError(f"not {called}")
        return text

    return read


read_name = _name_reader(is_name, "a name")
read_ncname = _name_reader(is_ncname, "a name without colon")
read_nmtoken = _name_reader(is_nmtoken, "a name token")


def read_qname(text: str, context: Context) -> tuple[str, str]:
    """Return namespace and local name (clauses 3.2.18 and 3.2.19)."""
    if not is_qname(text):
        raise LexicalError("not a qualified name")
    prefix, _, local = text.rpartition(":")
    namespace = "http://www.w3.org/XML/1998/namespace" if prefix == "xml" else (context or {}).get(prefix)
    if namespace is None and prefix:
        raise LexicalError(f"the prefix {prefix!r} is not declared")
    return namespace or "", local


def read_entity(text: str, context: Context) -> str:
    """Return the name of an unparsed entity that the document declares (clause 3.3.11)."""
    if f"&{text}" not in (context or {}):
        raise LexicalError("not the name of an unparsed entity")
    return text


def list_reader(read_item: Reader) -> Reader:
    """Return the reader of a list, with spaces between, of at least one item."""

    def read(text: str, context: Context) -> tuple[Hashable, ...]:
        if not text:
            raise LexicalError("empty")
        return tuple(read_item(item, context) for item in text.split(" "))

    return read


def read_base64(text: str, _context: Context) -> bytes:
    """Return the bytes that a text in base64 encodes (clause 3.2.16)."""
    dense = text.replace(" ", "")
    # The last letter before the padding carries no bits that the bytes do not.
    if len(dense) % 4 or not re.fullmatch("[A-Za-z0-9+/]*(|[AEIMQUYcgkosw048]=|[AQgw]==)", dense):
        raise LexicalError("not base64")
    return a2b_base64(dense)


def read_hex(text: str, _context: Context) -> bytes:
    """Return the bytes that hexadecimal digits encode (clause 3.2.15)."""
    if len(text) % 2 or not re.fullmatch("[0-9A-Fa-f]*", text):
        raise LexicalError("not pairs of hexadecimal digits")
    return bytes.fromhex(text)
