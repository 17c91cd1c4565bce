"""Writes small PDF files for tests by hand: lines of text at places, and objects of any kind."""

import zlib
from collections.abc import Iterable, Mapping, Sequence

HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
# A font with glyphs by number, and nothing that says which letters they are.
UNMAPPED = b" ".join(
    [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Secret /Encoding /Identity-H",
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Secret",
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
        b"/FontDescriptor << /Type /FontDescriptor /FontName /Secret /Flags 4 >> >>] >>",
    ]
)
PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>"
)
NO_OBJECTS: Mapping[int, bytes] = {}
Placed = tuple[float, float, str]


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """An object with a stream, compressed."""
    packed = zlib.compress(data)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def show(lines: Iterable[Placed], *, size: float = 10, font: str = "F", before: str = "") -> bytes:
    """The content of a page: texts at places."""
    parts = (f"1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj" for x, y, text in lines)
    return f"BT /{font} {size} Tf {before} {' '.join(parts)} ET".encode("cp1252")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def write_pdf(
    pages: Sequence[bytes], *, font: bytes = HELVETICA, extra: bytes = b"", others: Mapping[int, bytes] = NO_OBJECTS
) -> bytes:
    """A PDF with a page for each content; `extra` are more entries of each page, `others` objects by number."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 3: font, 5: PICTURE + b"\nstream\n0\nendstream", **others}
    kids = []
    for content in pages:
        number = max(objects) + 1
        objects[number + 1] = stream(content)
        resources = b"<< /Font << /F 3 0 R >> /XObject << /I 5 0 R >> >>"
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources %s /Contents %d 0 R %s >>"
            % (resources, number + 1, extra)
        )
        kids.append(b"%d 0 R" % number)
    objects.setdefault(2, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids)))
    return _file(objects)


def _file(objects: Mapping[int, bytes]) -> bytes:
    made, places = b"%PDF-1.7\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    last = max(objects) + 1
    rows = b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(last))
    return made + b"xref\n0 %d\n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        last,
        rows,
        last,
        len(made),
    )
