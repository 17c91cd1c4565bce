"""What a file is that is no XML, by its first bytes: Word, PDF, an archive, an image, HTML, JSON, plain text."""

import re

_ENCODE = "'teikit encode' reads it"
_SIGNATURES = (
    (b"PK\x03\x04", "a zip archive"), (b"PK\x05\x06", "an empty zip archive"), (b"%PDF-", "a PDF"),
    (b"\x1f\x8b", "compressed with gzip: unpack it first"), (b"BZh", "compressed with bzip2: unpack it first"),
    (b"\xfd7zXZ\0", "compressed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"), (b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (b"\x89PNG\r\n\x1a\n", "an image (PNG)"), (b"\xff\xd8\xff", "an image (JPEG)"), (b"GIF8", "an image (GIF)"),
    (b"II*\0", "an image (TIFF)"), (b"MM\0*", "an image (TIFF)"), (b"\0\0\0\x0cjP  ", "an image (JPEG 2000)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old office program (.doc): save it as .docx"),
    (b"{\\rtf", "a document in RTF: save it as .docx"), (b"SQLite format 3\0", "a database (SQLite)"),
    (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"\xff\xfe\0\0", "text in UTF-32: save it as UTF-8"),
    (b"\0\0\xfe\xff", "text in UTF-32: save it as UTF-8"), (b"<\0\0\0", "text in UTF-32: save it as UTF-8"),
    (b"\0\0\0<", "text in UTF-32: save it as UTF-8"), (b"+/v8", "text in UTF-7: save it as UTF-8"),
)  # fmt: skip
_IN_ZIP = (
    (re.compile(rb"word/"), f"a Word document (docx): {_ENCODE}"),
    (re.compile(rb"mimetypeapplication/vnd\.oasis\.opendocument\.text"), f"an OpenDocument text (odt): {_ENCODE}"),
    (re.compile(rb"mimetypeapplication/epub\+zip"), "an e-book (EPUB)"),
    (re.compile(rb"xl/"), "a table (xlsx)"),
    (re.compile(rb"ppt/"), "a presentation (pptx)"),
)
_TAR, _TAR_AT = b"ustar", 257
_WEBP = re.compile(rb"RIFF....WEBP", re.DOTALL)
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*(?:<!doctype\s+html\b|<html[\s>])", re.IGNORECASE | re.DOTALL)
_JSON = re.compile(r"\s*(?:\{\s*(?:\"|\})|\[\s*(?:[\[{\"\d\]]|true|false|null))")
_MARKDOWN = re.compile(
    r"\s*(?:#{1,6} \S|---\n[\w-]+:|(?:[^<\n]*\n){0,20}(?:#{1,6} \S|[-*] \S|\[[^\]\n]+\]\([^)\n]+\)))"
)
_MAIL = re.compile(r"(?:(?:From|To|Subject|Date|Received|Return-Path|Message-ID|MIME-Version): [^\n]*\n\s*){2}")
_COMPACT = re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:default\s+namespace|namespace\s+\w+|datatypes\s+\w+|start)\s*=")
_DTD = re.compile(r"\s*(?:<!--.*?-->\s*)*<!(?:ELEMENT|ATTLIST|ENTITY)\s", re.DOTALL)
_SGML = re.compile(r"\s*(?:<!--.*?-->\s*)*<!doctype\s+TEI\.2\b", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[^\W\d][\w:.-]*[^<>]*>|<!|<\?xml|<{7}")
_CONTROL = re.compile(r"[\0-\x08\x0b\x0e-\x1f]")
_OLD_ROOTS = ("TEI.2", "teiCorpus.2")


def binary_kind(data: bytes) -> str:
    """Return in words the kind of a file that is no text, "" for others."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return _kind_of_zip(data) if signature == b"PK\x03\x04" else _with_encode(name)
    if data.startswith(_TAR, _TAR_AT):
        return "a tar archive: unpack it first"
    return "an image (WebP)" if _WEBP.match(data) else ""


def _with_encode(name: str) -> str:
    return f"{name}: {_ENCODE}" if name == "a PDF" else name


def _kind_of_zip(data: bytes) -> str:
    found = next((name for pattern, name in _IN_ZIP if pattern.search(data)), "")
    if found:
        return found
    if b"[Content_Types].xml" in data or b"_rels/.rels" in data:
        return f"a document of an office program, probably Word (docx): {_ENCODE}"
    return "a zip archive: unpack it first"


def text_kind(text: str) -> str:
    """Return in words the kind of a text that begins with no markup of XML, or with that of HTML; "" for others."""
    plain = text.lstrip("\ufeff")
    if _HTML.match(plain):
        return f"HTML: {_ENCODE}"
    if _DTD.match(plain):
        return "a DTD, which is a kind of schema"
    if not plain.strip() or plain.lstrip().startswith("<"):
        return ""
    if _JSON.match(plain):
        return "JSON"
    if _COMPACT.match(plain):
        return "a RELAX NG schema in the compact syntax: --schema names it"
    if _MAIL.match(plain):
        return f"an e-mail: {_ENCODE}"
    if _MARKDOWN.match(plain):
        return f"Markdown: {_ENCODE}"
    if _TAG.search(plain):
        return ""
    return "binary" if _CONTROL.search(plain) else f"plain text: {_ENCODE}"


def old_tei_hint(root: str, beginning: str) -> str:
    """Return what to do with a document of TEI P4, "" for others."""
    if root not in _OLD_ROOTS and not _SGML.match(beginning):
        return ""
    return "the file is TEI P4 or older: once it is right XML (osx converts SGML to it), convert it to TEI P5"
