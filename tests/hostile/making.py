"""Makes the inputs that several areas need: a TEI file, a letter, zip and tar files with members that lie."""

import struct
from collections.abc import Callable, Sequence

from support.archives import zipped

LETTER = (
    "London, 3 May 1890.\n\nDear Tom,\n\nall is well here, and the garden is green again.\n\nEver yours,\nAnn Bell\n"
)
ESCAPES = "\x1b]0;title\x07\x1b[31mred\x1b[2K\r"
# Right-to-left override, and an isolate.
BIDI = "\u202egnp.exe\u2066"
NS = "http://www.tei-c.org/ns/1.0"
_HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>x</p></publicationStmt>"
    "<sourceDesc><p>y</p></sourceDesc></fileDesc></teiHeader>"
)
RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'
SCH = 'xmlns="http://purl.oclc.org/dsdl/schematron"'


def tei(body: str = "<p>Hello</p>", before: str = "", attributes: str = "") -> str:
    """A TEI file with a body, and what is before its root element."""
    return f'{before}<TEI xmlns="{NS}"{attributes}>{_HEADER}<text><body><div type="letter">{body}</div></body></text></TEI>'


def later(make: Callable[..., str | bytes], *arguments: object) -> Callable[[], str | bytes]:
    """A function of no arguments that makes content when the case is set up."""
    return lambda: make(*arguments)


def dtd(declarations: str, body: str = "<p>&e;</p>") -> str:
    """A TEI file with a document type declaration."""
    return tei(body, before=f"<!DOCTYPE TEI [{declarations}]>")


def laughs(root: str) -> str:
    """A document type declaration whose entity `a8` stands for two thousand million characters."""
    lines = "".join(f"<!ENTITY a{i} '{('&a;' if i == 0 else f'&a{i - 1};') * 10}'>" for i in range(9))
    return f"<!DOCTYPE {root} [<!ENTITY a 'ha'>{lines}]>"


def nested(name: str, depth: int) -> str:
    """Elements in elements."""
    return tei(f"<{name}>" * depth + f"</{name}>" * depth)


def grammar(content: str) -> str:
    """A RELAX NG grammar."""
    return f'<grammar {RNG} datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">{content}</grammar>'


def rules(*asserts: str, context: str = "/*", binding: str = "xslt2", more: str = "") -> str:
    """A Schematron schema with a rule that asserts what the expressions say."""
    tests = "".join(f'<assert test="{test}">failed</assert>' for test in asserts)
    return f'<schema {SCH} queryBinding="{binding}">{more}<pattern><rule context="{context}">{tests}</rule></pattern></schema>'


def zip_patched(data: bytes, *patches: tuple[int, str, int]) -> bytes:
    """Change a field of each entry of a zip file's directory: its place, its format, and the value."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        for offset, form, value in patches:
            struct.pack_into(form, changed, at + offset, value)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_members(
    body: str = "<w:p><w:r><w:t>Dear Tom,</w:t></w:r></w:p>",
    before: str = "",
    more: Sequence[tuple[str, str]] = (),
    relations: str = "",
) -> list[tuple[str, bytes]]:
    """The members of a Word file: its body, what is before the root, more members, and relationships of the document."""
    document = f'{before}<w:document xmlns:w="{_WORD}" xmlns:r="{_OFFICE}"><w:body>{body}</w:body></w:document>'
    first = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    parts = [
        ("[Content_Types].xml", _TYPES),
        ("_rels/.rels", f'<Relationships xmlns="{_RELATIONSHIPS}">{first}</Relationships>'),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", f'<Relationships xmlns="{_RELATIONSHIPS}">{relations}</Relationships>'),
        *more,
    ]
    return [(name, text.encode()) for name, text in parts]


def word(*arguments: object, **more: object) -> bytes:
    """A Word file; the arguments are those of `word_members`."""
    return zipped(word_members(*arguments, **more))


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(
    body: str = "<text:p>Dear Tom,</text:p>", before: str = "", more: Sequence[tuple[str, bytes]] = ()
) -> bytes:
    """An OpenDocument text."""
    spaces = f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:table="{_ODF}:table:1.0"'
    xlink = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = f"<office:document-content {spaces} {xlink}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    members = [("mimetype", kind.encode()), ("content.xml", (before + content).encode())]
    return zipped([*members, ("META-INF/manifest.xml", manifest.encode()), *more])


FAULTY = tei("<tex/>")


# A file with a fault, one without, and a letter.
FILES = {"a.xml": FAULTY, "b.xml": tei("<p>Hello</p>"), "a.txt": LETTER}


FIXABLE = tei('<p><date when="3.5.1890">3 May</date></p><?teikit ignore tei/pointer?><p>x</p>')


NUMBER = "9" * 10_000


DEEP = "a = " + "[" * 50_000


SCRIPT = "</title></script><script>alert(1)</script>'\"><img src=x onerror=alert(1)>]]>"


def headed(title: str = "T", ref: str = "x", body: str = "<p>Hello</p>") -> str:
    escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;").replace(">", "&gt;")
    return (
        f"<TEI xmlns='{NS}'><teiHeader><fileDesc><titleStmt><title>{escaped}</title><author ref='{ref}'>{escaped}</author></titleStmt><publicationStmt>"
        f"<publisher>{escaped}</publisher><idno type='DOI'>{escaped}</idno><date when='1999'/><availability><licence target='{ref}'>{escaped}</licence></availability></publicationStmt>"
        f"<sourceDesc><bibl>{escaped}</bibl></sourceDesc></fileDesc><profileDesc><langUsage><language ident='{escaped}'/></langUsage><correspDesc><correspAction type='sent'>"
        f"<persName ref='{ref}'>{escaped}</persName><placeName ref='{ref}'>{escaped}</placeName><date when='1890-05-03'>{escaped}</date></correspAction></correspDesc>"
        f"</profileDesc></teiHeader><text><body>{body}</body></text></TEI>"
    )


def flip(data: bytes, step: int = 101, first: int = 40, bits: int = 0x15) -> bytes:
    """Change some bits of each byte that is so many steps after the first one."""
    changed = bytearray(data)
    for at in range(first, len(changed), step):
        changed[at] ^= bits
    return bytes(changed)
