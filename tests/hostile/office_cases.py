"""Word and OpenDocument files: archives that lie, XML that is hostile, relationships that lead outside."""

import zipfile

from hostile.case import Case
from hostile.making import BIDI, ESCAPES, flip, later, laughs, open_document, word, word_members, zip_patched
from support.archives import zipped

_P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
_LINK = '<Relationship Id="r9" TargetMode="External" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'


def _case(name: str, content: object, file: str = "a.docx", command: str = "", **more: object) -> Case:
    """A case of one office file that is encoded."""
    return Case(f"office/{name}", command or f"encode {file}", {file: content}, **{"document": True, **more})


def _bomb(size: int) -> bytes:
    return word(_P.format("Dear Tom,") + "<w:p/>" * (size // 6))


def _media_bomb() -> bytes:
    return zipped([*word_members(), ("word/media/a.png", b"\0" * 300_000_000)])


def _many(count: int, name: str = "word/x{}.xml") -> bytes:
    return zipped([*word_members(), *((name.format(i), b"") for i in range(count))], zipfile.ZIP_STORED)


def _encrypted() -> bytes:
    return zip_patched(word(), (8, "<H", 1))


def _overlap() -> bytes:
    """All entries of the directory point to one member."""
    return zip_patched(_many(20_000), (42, "<I", 0))


def _in_zip(content: bytes) -> bytes:
    return zipped([("x.docx", content)])


def _ole() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000


def _styles(depth: int) -> tuple[tuple[str, str], ...]:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{i}"><w:name w:val="s{i}"/><w:basedOn w:val="s{(i + 1) % depth}"/></w:style>'
        for i in range(depth)
    )
    return (("word/styles.xml", f"<w:styles {space}>{styles}</w:styles>"),)


_STYLES = '<Relationship Id="r8" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'


def _with_styles(depth: int) -> bytes:
    return word(
        '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>Dear Tom,</w:t></w:r></w:p>',
        more=_styles(depth),
        relations=_STYLES,
    )


_SPACES = '<text:p>Dear<text:s text:c="{}"/>Tom,</text:p>'
_CELLS = '<table:table><table:table-row table:number-rows-repeated="{0}"><table:table-cell table:number-columns-repeated="{0}"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'

CASES = (
    _case("bomb", later(_bomb, 200_000_000), status=2),
    _case("bomb-of-media", _media_bomb, status=(0, 2)),
    _case("sizes-too-small", lambda: zip_patched(word(), (24, "<I", 3)), status=(0, 2)),
    _case("sizes-too-large", lambda: zip_patched(word(), (24, "<I", 0xFFFFFFF0)), status=(0, 2)),
    _case("compressed-size-lies", lambda: zip_patched(word(), (20, "<I", 0x7FFFFFFF)), status=(0, 2)),
    _case("crc-wrong", lambda: zip_patched(word(), (16, "<I", 0)), status=2),
    _case("method-99", lambda: zip_patched(word(), (10, "<H", 99)), status=2),
    _case("method-lzma", lambda: zipped(word_members(), zipfile.ZIP_LZMA), status=(0, 2)),
    _case("method-bzip2", lambda: zipped(word_members(), zipfile.ZIP_BZIP2), status=(0, 2)),
    _case("method-lies", lambda: zip_patched(word(), (10, "<H", 12)), status=2),
    _case("version-needed", lambda: zip_patched(word(), (6, "<H", 255)), status=(0, 2)),
    _case("encrypted", _encrypted, status=2),
    _case("offset-outside", lambda: zip_patched(word(), (42, "<I", 0x7FFFFFFF)), status=2),
    _case("overlapping-members", _overlap, status=(0, 2)),
    _case("members-20000", later(_many, 20_000), status=(0, 2)),
    _case("members-of-one-name", lambda: zipped([*word_members(), *word_members(_P.format("Other"))]), status=(0, 2)),
    _case(
        "names-up-and-absolute",
        lambda: zipped(
            [*word_members(), ("../../outside/x", b"x"), ("/etc/x", b"x"), ("C:\\x", b"x"), ("a\\..\\b", b"")]
        ),
        status=(0, 2),
    ),
    _case("name-with-escapes", lambda: zipped([*word_members(), (f"word/{ESCAPES}{BIDI}.xml", b"x")]), status=(0, 2)),
    _case("name-of-60-kb", lambda: zipped([*word_members(), ("word/" + "x" * 60_000, b"x")]), status=(0, 2)),
    _case("directory-flipped", lambda: flip(word(), first=60, bits=0x55), status=(0, 2)),
    _case("truncated", lambda: word()[:-30], status=2),
    _case("truncated-half", lambda: word()[: len(word()) // 2], status=2),
    _case("empty-zip", b"PK\5\6" + b"\0" * 18, status=2),
    _case("empty", b"", status=2),
    _case("no-zip", b"Dear Tom,", status=2),
    _case("old-word", _ole, status=2),
    _case("zip-in-zip", lambda: _in_zip(word()), status=2),
    _case("comment-of-zip", lambda: word()[:-2] + b"\xff\xff" + b"c" * 65_535, status=(0, 2)),
    _case("no-document", lambda: zipped(word_members()[:2]), status=2),
    _case("document-not-xml", lambda: zipped([(n, b"\0\1") for n, _ in word_members()]), status=2),
    _case("document-empty", lambda: zipped([(n, b"") for n, _ in word_members()]), status=2),
    _case(
        "laughs",
        lambda: word(
            "<w:p><w:r><w:t>&a8;</w:t></w:r></w:p>",
            before=laughs("w"),
        ),
        status=(0, 2),
    ),
    _case(
        "nested-tables",
        lambda: word("<w:tbl><w:tr><w:tc>" * 3_000 + _P.format("Dear Tom,") + "</w:tc></w:tr></w:tbl>" * 3_000),
        status=(0, 2),
    ),
    _case(
        "nested-runs",
        lambda: word("<w:p>" + "<w:ins>" * 100_000 + "<w:r><w:t>Dear</w:t></w:r>" + "</w:ins>" * 100_000 + "</w:p>"),
        status=(0, 2),
    ),
    _case(
        "nested-text-boxes",
        lambda: word(
            ("<w:p><w:r><w:pict><w:txbxContent>" * 1_500)
            + _P.format("x")
            + "</w:txbxContent></w:pict></w:r></w:p>" * 1_500
        ),
        status=(0, 2),
    ),
    _case("style-loop", later(_with_styles, 2), status=(0, 2)),
    _case("style-chain-20000", later(_with_styles, 20_000), status=(0, 2)),
    _case(
        "list-level-of-many-digits",
        lambda: word(
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="'
            + "9" * 9_000
            + '"/><w:numId w:val="-1"/></w:numPr></w:pPr><w:r><w:t>Dear Tom,</w:t></w:r></w:p>'
        ),
        status=(0, 2),
    ),
    _case(
        "indent-of-many-digits",
        lambda: word(
            '<w:p><w:pPr><w:ind w:left="'
            + "9" * 9_000
            + '"/><w:outlineLvl w:val="x"/></w:pPr><w:r><w:rPr><w:sz w:val="nan"/></w:rPr><w:t>Dear Tom,</w:t></w:r></w:p>'
        ),
        status=(0, 2),
    ),
    _case(
        "grid-span",
        lambda: word(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
            + _P.format("Dear Tom,")
            + "</w:tc></w:tr></w:tbl>"
        ),
        status=(0, 2),
    ),
    _case(
        "symbol-and-breaks",
        lambda: word(
            '<w:p><w:r><w:sym w:char="D800"/><w:sym w:char="110000"/><w:sym w:char="zz"/><w:t>Dear Tom,</w:t>'
            + "<w:br/>" * 100_000
            + "</w:r></w:p>"
        ),
        status=(0, 2),
    ),
    _case(
        "footnotes-loop",
        lambda: word(
            '<w:p><w:r><w:t>Dear Tom,</w:t><w:footnoteReference w:id="1"/></w:r></w:p>',
            more=[
                (
                    "word/footnotes.xml",
                    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="1"><w:p><w:r><w:t>x</w:t><w:footnoteReference w:id="1"/></w:r></w:p></w:footnote></w:footnotes>',
                )
            ],
            relations='<Relationship Id="r8" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>',
        ),
        status=(0, 2),
    ),
    _case(
        "template-external",
        lambda: word(relations=_LINK.format("attachedTemplate", "http://127.0.0.1:9/a.dotm")),
        status=(0, 2),
    ),
    _case("image-of-file", lambda: word(relations=_LINK.format("image", "file:///etc/hostname")), status=(0, 2)),
    _case(
        "part-outside",
        lambda: word(
            relations='<Relationship Id="r8" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="../../../outside/secret.xml"/>'
        ),
        status=(0, 2),
    ),
    _case(
        "part-itself",
        lambda: word(
            relations='<Relationship Id="r8" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="document.xml"/>'
        ),
        status=(0, 2),
    ),
    _case(
        "relations-100000",
        lambda: word(
            relations="".join(_LINK.format("hyperlink", f"http://x/{i}").replace("r9", f"r{i}") for i in range(100_000))
        ),
        status=(0, 2),
    ),
    _case(
        "text-with-escapes",
        lambda: word(_P.format(f"Dear Tom, {BIDI}&#x9b;31m")),
        command="encode a.docx --explain",
        document=False,
        status=(0, 2),
    ),
    _case(
        "metadata-hostile",
        lambda: word(
            more=[
                (
                    "docProps/core.xml",
                    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:created>'
                    + "9" * 9_000
                    + "-99-99T</dcterms:created></cp:coreProperties>",
                )
            ]
        ),
        status=(0, 2),
    ),
    _case("odt-spaces-of-1e9", lambda: open_document(_SPACES.format("999999999")), "a.odt", status=(0, 2)),
    _case("odt-spaces-of-many-digits", lambda: open_document(_SPACES.format("9" * 9_000)), "a.odt", status=(0, 2)),
    _case(
        "odt-spaces-negative", lambda: open_document(_SPACES.format("-5") + _SPACES.format("x")), "a.odt", status=(0, 2)
    ),
    _case("odt-cells-of-1e9", lambda: open_document(_CELLS.format("999999999")), "a.odt", status=(0, 2)),
    _case(
        "odt-nested-lists",
        lambda: open_document(
            "<text:list><text:list-item>" * 9_000
            + "<text:p>Dear Tom,</text:p>"
            + "</text:list-item></text:list>" * 9_000
        ),
        "a.odt",
        status=(0, 2),
    ),
    _case(
        "odt-nested-sections",
        lambda: open_document("<text:section>" * 200_000 + "</text:section>" * 200_000),
        "a.odt",
        status=(0, 2),
    ),
    _case(
        "odt-laughs",
        lambda: open_document(
            "<text:p>&a8;</text:p>",
            before=laughs("o"),
        ),
        "a.odt",
        status=(0, 2),
    ),
    _case(
        "odt-link",
        lambda: open_document(
            '<text:p>Dear Tom,<draw:frame><draw:image xlink:href="http://127.0.0.1:9/a.png"/></draw:frame></text:p><text:section><text:section-source xlink:href="file:///etc/hostname"/></text:section>'
        ),
        "a.odt",
        status=(0, 2),
    ),
    _case("odt-crc-wrong", lambda: zip_patched(open_document(), (16, "<I", 0)), "a.odt", status=2),
    _case("odt-method-99", lambda: zip_patched(open_document(), (10, "<H", 99)), "a.odt", status=2),
    _case("odt-bomb", lambda: open_document("<text:p/>" * 20_000_000), "a.odt", status=2),
    _case("odt-lzma-broken", lambda: zip_patched(open_document(), (10, "<H", 14)), "a.odt", status=2),
    _case("odt-encrypted", lambda: zip_patched(open_document(), (8, "<H", 1)), "a.odt", status=2),
    _case(
        "odt-no-content", lambda: zipped([("mimetype", b"application/vnd.oasis.opendocument.text")]), "a.odt", status=2
    ),
    _case(
        "odt-macro",
        lambda: open_document(more=[("Basic/script-lc.xml", b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x'><a/>")]),
        "a.odt",
        status=(0, 2),
    ),
    _case("source-forced", b"Dear Tom,", "a.txt", "encode a.txt --source docx", status=2),
    _case("source-forced-odt", word, "a.docx", "encode a.docx --source odt", status=2),
    _case("source-forced-pdf", word, "a.docx", "encode a.docx --source pdf", status=2),
    _case("source-forced-all", word, "a.docx", "encode a.docx --source email", status=(0, 2)),
)
