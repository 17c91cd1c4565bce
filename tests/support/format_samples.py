"""Small valid examples of foreign formats, made by script, and changes that make broken ones of them."""

# ruff: noqa: E501  lines of other formats are long

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from email.message import EmailMessage

from support.pdf_writer import show, write_pdf

WORDS = "Dear Ann, thank you for the book, which came on Monday. Ever yours, Tom Bell"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_PARTS = ("styles", "settings", "numbering", "footnotes", "comments", "header1", "footer1")
# What goes wrong in readers: ends of structures, characters that are none, numbers, names of encodings.
TOKENS = (
    b"\0", b"\x1b[31m", b"\x85", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xef\xbf\xbe", b"\r", b"\n\n",
    b"&#0;", b"&#x1F;", b"&#55296;", b"&#xFFFE;", b"&a;", b"9" * 5_000, b"-1", b"1e999", b"0x", b"NaN", b"null", b"[[[[", b"{{{{",
    b"]]]]", b"}}}}", b'"', b"'", b'""""', b"\\ud800", b"\\u0000", b"\\", b"<", b">", b"</", b"<!--", b"<![CDATA[", b"]]>", b"<?",
    b"undefined", b"punycode", b"utf-7", b"base64", b"charset=", b"=?idna?b?YQ==?=", b"=", b":", b"%s", b"../", b"#", b"\t",
)  # fmt: skip
_VALUE = re.compile(rb"(?<=[\"'=>:\[,])[^\"'<>=:\],\n]+(?=[\"'<\],\n])")


def zip_of(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1999, 1, 1, 0, 0, 0)), content)
    return file.getvalue()


def docx() -> bytes:
    """Return a Word document with styles, a list, a table, a link, notes, a comment, a deletion, header and footer."""
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}{name.rstrip("1")}+xml"/>' for name in _PARTS
    )
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_TYPE}{name.rstrip("1")}" Target="{name}.xml"/>'
        for number, name in enumerate(_PARTS)
    )
    external = f'<Relationship Id="l" Type="{_TYPE}hyperlink" Target="https://example.org" TargetMode="External"/>'
    text = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"
    paragraph = f"<w:p>{text}</w:p>"
    body = (
        '<w:p><w:pPr><w:pStyle w:val="H"/><w:jc w:val="right"/></w:pPr>' + text.format("Bristol, May 2, 1899") + "</w:p>"
        "<w:p>" + text.format("Dear Ann,") + '<w:r><w:tab/><w:br w:type="page"/><w:footnoteReference w:id="2"/></w:r></w:p>'
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>' + text.format("one") + "</w:p>"
        f'<w:p><w:hyperlink r:id="l">{text.format("a link")}</w:hyperlink><w:del>{text.format("gone")}</w:del></w:p>'
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph.format("cell") + "</w:tc></w:tr></w:tbl>"
        + paragraph.format(WORDS)
        + '<w:sectPr><w:headerReference w:type="default" r:id="r5"/><w:footerReference w:type="default" r:id="r6"/></w:sectPr>'
    )  # fmt: skip
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="lowerRoman"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    style = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="Heading 1"/></w:style>'
    return zip_of(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD}document.main+xml"/>{types}</Types>',
            "_rels/.rels": _RELATIONS.format(
                f'<Relationship Id="r1" Type="{_TYPE}officeDocument" Target="word/document.xml"/>'
            ),
            "word/document.xml": f"<w:document {_W} {_R}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": _RELATIONS.format(relations + external),
            "word/styles.xml": f"<w:styles {_W}>{style}</w:styles>",
            "word/settings.xml": f"<w:settings {_W}/>",
            "word/numbering.xml": f"<w:numbering {_W}>{numbering}</w:numbering>",
            "word/footnotes.xml": f'<w:footnotes {_W}><w:footnote w:id="2">{paragraph.format("a note")}</w:footnote>'
            "</w:footnotes>",
            "word/comments.xml": f'<w:comments {_W}><w:comment w:id="1">{paragraph.format("a comment")}</w:comment>'
            "</w:comments>",
            "word/header1.xml": f"<w:hdr {_W}>{paragraph.format('Letters')}</w:hdr>",
            "word/footer1.xml": f"<w:ftr {_W}>{paragraph.format('1899')}</w:ftr>",
        }
    )


def odt() -> bytes:
    """Return an OpenDocument text with styles, a list, a table, a link, a note, a comment, header and footer."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("fo", "xsl-fo-compatible"),
            ("manifest", "manifest"), ("draw", "drawing"),
        )
    )  # fmt: skip
    names += ' xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"'
    content = (
        '<office:automatic-styles><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Standard">'
        '<style:paragraph-properties fo:text-align="end" fo:break-before="page"/></style:style>'
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="i" text:start-value="3"/>'
        '</text:list-style></office:automatic-styles><office:body><office:text><text:p text:style-name="P1">Bristol, May 2, 1899'
        '</text:p><text:p>Dear Ann,<text:s text:c="3"/><text:tab/><text:line-break/><text:note><text:note-body><text:p>a note'
        "</text:p></text:note-body></text:note></text:p>"
        '<text:list text:style-name="L1"><text:list-item text:start-value="4"><text:p>one</text:p></text:list-item></text:list>'
        '<table:table><table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>cell</text:p></table:table-cell>'
        f'</table:table-row></table:table><text:p><text:span text:style-name="T1">{WORDS}</text:span><text:a '
        'xlink:href="https://example.org">a link</text:a><office:annotation><text:p>a comment</text:p></office:annotation></text:p>'
        "</office:text></office:body>"
    )  # fmt: skip
    pages = (
        '<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Letters</text:p></style:header>'
        "<style:footer><text:p>1899 <text:page-number>1</text:page-number></text:p></style:footer></style:master-page>"
        "</office:master-styles>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{media}"/>'
        for name, media in (("/", kind), ("content.xml", "text/xml"), ("styles.xml", "text/xml"))
    )
    return zip_of(
        {
            "mimetype": kind,
            "content.xml": f"<office:document-content {names}>{content}</office:document-content>",
            "styles.xml": f"<office:document-styles {names}>{pages}</office:document-styles>",
            "meta.xml": f"<office:document-meta {names}><office:meta/></office:document-meta>",
            "META-INF/manifest.xml": f"<manifest:manifest {names}>{entries}</manifest:manifest>",
        }
    )


def email() -> bytes:
    """Return an e-mail with encoded fields, alternatives, a forwarded message and an attachment."""
    message, forwarded = EmailMessage(), EmailMessage()
    forwarded["Subject"] = "Vögel"
    forwarded.set_content(f"{WORDS}\n")
    for key, value in (
        ("From", "Tom Béll <t@example.org>"),
        ("To", "Ann"),
        ("Subject", "Über Bücher"),
        ("Message-ID", "<1@x>"),
    ):
        message[key] = value
    message.set_content(f"Dear Ann,\n> quoted\n{WORDS}\nwith ü\n", charset="iso-8859-1", cte="quoted-printable")
    message.add_alternative(f"<p>Dear <b>Ann</b>, {WORDS}</p>", subtype="html", cte="base64")
    message.add_attachment(b"\0\1", maintype="image", subtype="png", filename="Bücher.png")
    message.add_attachment(forwarded)
    return message.as_bytes().replace(message.get_boundary().encode(), b"BORDER")


def page_xml() -> bytes:
    """Return a page in PAGE XML."""
    line = '<TextLine id="l{0}" custom="readingOrder {{index:{0};}}"><Coords points="1,{0} 9,{0}"/><Baseline points="1,{0} 9,{0}"/>'
    line += "<TextEquiv conf='0.9'><Unicode>{1}</Unicode></TextEquiv></TextLine>"
    lines = "".join(line.format(number * 10, text) for number, text in enumerate(WORDS.split(", ")))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">'
        '<Metadata><Creator>a</Creator></Metadata><Page imageFilename="a.jpg" imageWidth="100" imageHeight="200">'
        '<ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="0" regionRef="r1"/></OrderedGroup></ReadingOrder>'
        '<TextRegion id="r1" type="paragraph" custom="structure {type:paragraph;}"><Coords points="0,0 99,0 99,150"/>'
        f"{lines}</TextRegion></Page></PcGts>"
    ).encode()


def _number_each(written: str, texts: Iterable[str], between: str) -> str:
    """Return texts written with their numbers: `{0}` is the number, `{1}` the text."""
    return between.join(written.format(number, text) for number, text in enumerate(texts))


def alto() -> bytes:
    """Return a page in ALTO."""
    string = '<String ID="s{0}" HPOS="{0}" VPOS="1" WIDTH="5" HEIGHT="9" WC="0.9" CONTENT="{1}"/>'
    strings = _number_each(string, WORDS.split(), '<SP WIDTH="2"/>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>'
        "pixel</MeasurementUnit><sourceImageInformation><fileName>a.jpg</fileName></sourceImageInformation></Description><Layout>"
        '<Page ID="p1" PHYSICAL_IMG_NR="1" WIDTH="100" HEIGHT="200"><PrintSpace HPOS="0" VPOS="0" WIDTH="99" HEIGHT="99">'
        '<TextBlock ID="b1" HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9"><TextLine ID="l1" HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9">'
        f'{strings}<HYP CONTENT="-"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>'
    ).encode()


def hocr() -> bytes:
    """Return a page in hOCR."""
    words = _number_each('<span class="ocrx_word" title="bbox {0} 1 9 9; x_wconf 90">{1}</span>', WORDS.split(), " ")
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8"/></head><body><div class="ocr_page" id="p1" '
        'title=\'image "a.png"; bbox 0 0 100 200; ppageno 0\'><div class="ocr_carea"><p class="ocr_par"><span class="ocr_line" '
        f'title="bbox 1 1 99 9; baseline 0 -1">{words}</span></p></div></div></body></html>'
    ).encode()


def html() -> bytes:
    """Return a page of HTML."""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A letter</title><meta name="author" content="Tom &amp; Ann">'
        '</head><body><h1>Letter</h1><p style="text-align: right">Bristol, May 2, 1899</p><p>Dear <b>Ann</b>,<br>thank&nbsp;you'
        '<sup><a href="#n1" id="r1">1</a></sup></p><ol start="3"><li>one<ul><li>two</ul></ol><table><tr><td colspan="2">cell</table>'
        f"<blockquote>{WORDS}</blockquote><pre>a\n b</pre><p id=\"n1\">1 a note &#8212; &eacute;</p><script>a()</script></body></html>"
    ).encode()  # fmt: skip


def markdown() -> bytes:
    """Return Markdown with a head in YAML."""
    return (
        "---\ntitle: \"A letter\"\nauthor: [Tom, 'Ann']\ndate: 1899-05-02\ntags:\n  - a: b\n  - |\n    c\nlang: en # x\nkey: {a: [b]}\n"
        f"---\n\n# Letter\n\nBristol, May 2, 1899\n\nDear *Ann*,[^1]\n\n1. one\n   - two\n\n> {WORDS}\n\n| a | b |\n|---|:-:|\n| c | `d` |"
        "\n\n[link](https://example.org \"t\") &amp; <b>c</b>\n\n[^1]: a note\n"
    ).encode()  # fmt: skip


def text() -> bytes:
    """Return a text with a head in TOML, a table, notes, numbers, a transcriber's marks and divided words."""
    return (
        '+++\ntitle = "A letter"\nauthor = ["Tom", \'Ann\']\ndate = 1899-05-02\n[params]\na.b = """c\nd"""\n+++\n\n[p. 2]\n\n'
        "                                        Bristol, May 2, 1899\n\nDear Ann,\n\nthank you for the [illegible] book [1] which "
        "you sent me on Mon-\nday. I have read[?] it\n with ~~great~~ ^much^ joy.\n\n    5   10s.  6d.\n    7    2s.  4d.\n\n"
        "P.S. Ünd so.\n\nYours ever,\nTom\n\n[1] A note.\n"
    ).encode()  # fmt: skip


def pdf() -> bytes:
    """Return a PDF of two pages."""
    lines = [(40.0, 500.0 - 20 * number, line) for number, line in enumerate(WORDS.split(", "))]
    return write_pdf([show(lines), show(lines)])


def metadata_toml() -> bytes:
    """Return metadata in TOML."""
    return (
        b'publisher = "A Press" # x\neditor = ["A", \'B\']\n[letters."a.txt"]\nsender = "Tom"\nsender_ref = "https://example.org/1"\n'
        b'date = 1899-05-02\n[letters]\nb = {title = "x", year = 1999}\n[edition]\nabstract = """\na\n"""\n[bag-info]\nA-B = ["c", "d"]\n'
    )


def metadata_json() -> bytes:
    """Return metadata in JSON."""
    letters = {"a.txt": {"sender": ["Tom"], "sender_ref": ["https://example.org/1"], "date": "1899-05-02"}}
    whole = {
        "publisher": "A Press",
        "editor": ["A", "Ü"],
        "letters": letters,
        "edition": {"year": 1999},
        "bag-info": {"A": "b"},
    }
    return json.dumps(whole, indent=1).encode()


def metadata_csv() -> bytes:
    """Return metadata in CSV."""
    return 'file;title;sender;date\na.txt;"A ""letter""\nof Tom";Tom Béll;1899-05-02\n\nb.txt;x;"A;B";1899\n'.encode()


def configuration() -> bytes:
    """Return a configuration."""
    return (
        b'[encode]\npublisher = "A Press"\neditors = ["A"]\nkeep-confidence = true\n[validate]\nselect = ["rng"]\nbaseline = "b.json"\n'
        b'[validate.schemas]\n"a/*" = "letter"\n"b/**" = ["c.rng", "d.rng"]\n[validate.severity]\n"tei/x" = "info"\n[limits]\ndepth = 9\n'
    )


def conventions() -> bytes:
    """Return a profile of conventions."""
    return (
        b'description = "x"\nextends = "brackets"\n[marks.struck]\nwritten = "<<{text}>>"\nelement = "del"\n[marks.lost]\n'
        b'written = "({one of})"\none_of = ["gone", "lost"]\nelement = "gap"\nattributes = {reason = "lost"}\n[marks.page]\n'
        b'written = "|{page}|"\nelement = "pb"\n[marks.d]\nwritten = "{text}({text})"\nelement = "choice"\nparts = ["abbr", "expan"]\n'
    )


def baseline() -> bytes:
    """Return a baseline."""
    return json.dumps({"version": 1, "files": {"a/ü.xml": {"rng/x": {"0123456789abcdef": 2}}}}, indent=1).encode()


def bag_profile() -> bytes:
    """Return a BagIt profile."""
    return json.dumps(
        {
            "BagIt-Profile-Info": {"BagIt-Profile-Identifier": "https://example.org/p.json"},
            "Bag-Info": {"Source": {"required": True, "values": ["A", "B"], "repeatable": False}},
            "Manifests-Required": ["sha256"], "Allow-Fetch.txt": False, "Serialization": "optional",
            "Accept-BagIt-Version": ["1.0"], "Tag-Files-Required": ["a.txt"],
        },
        indent=1,
    ).encode()  # fmt: skip


def report() -> bytes:
    """Return a report."""
    problem = {
        "file": "a.xml", "rule": "rng/x", "severity": "error", "message": "ü", "line": 3, "column": 4, "end_line": 3,
        "end_column": 9, "path": "/TEI", "notes": [{"message": "n", "file": "b.xml", "line": 1, "column": 2}], "expected": ["p"],
        "fix": {"safety": "safe", "message": "m", "edits": [{"start": 1, "end": 2, "text": "x"}]},
    }  # fmt: skip
    counts = {"files": 2, "invalid": 1, "unreadable": 1, "errors": 1, "warnings": 0, "infos": 0}
    unreadable = [{"file": "c.xml", "message": "no such file"}]
    return json.dumps(
        {"version": 1, "diagnostics": [problem], "unreadable": unreadable, "summary": counts}, indent=1
    ).encode()


def file_list() -> bytes:
    """Return a list of files."""
    return "a.xml\nb c.xml\r\nü/*.xml\n".encode()


def catalog() -> bytes:
    """Return an OASIS catalog."""
    return (
        b'<?xml version="1.0" encoding="UTF-8"?><catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog" prefer="public">'
        b'<uri name="https://example.org/a.rng" uri="a.rng"/><group xml:base="b/"><rewriteURI uriStartString="https://example.org/" '
        b'rewritePrefix="c/"/><system systemId="x" uri="y"/></group></catalog>'
    )


def _mutate_members(data: bytes, chance: random.Random) -> bytes:
    """Return an archive with a changed member, whose size and digest are right."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(members))
    members[name] = mutate(bytes(members[name]), chance)
    if chance.random() < 0.1:
        del members[chance.choice(list(members))]
    return zip_of(members)


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with some changes: flipped, cut, inserted, duplicated, exchanged; of archives often in a member."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _mutate_members(data, chance)
    if chance.random() < 0.4 and (values := list(_VALUE.finditer(data))):
        # What is between quotes, tags or separators: what surrounds it stays right.
        at, end = chance.choice(values).span()
        return (
            data[:at] + chance.choice((chance.choice(TOKENS), chance.choice(values)[0], data[at:end] * 50)) + data[end:]
        )
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        at, length = chance.randrange(len(changed) + 1), chance.choice((1, 2, 5, 20, 100))
        change: Callable[[], bytes] = chance.choice(
            (
                lambda: bytes(byte ^ (1 << chance.randrange(8)) for byte in changed[at : at + 1]),  # noqa: B023
                lambda: b"",
                lambda: chance.choice(TOKENS) + bytes(changed[at : at + length]),  # noqa: B023
                lambda: chance.choice(TOKENS),
                lambda: bytes(changed[at : at + length]) * chance.choice((2, 3, 50)),  # noqa: B023
                lambda: bytes(changed[at : at + length][::-1]),  # noqa: B023
                lambda: chance.randbytes(length),  # noqa: B023
            )
        )
        changed[at : at + length] = change()
    if chance.random() < 0.1:
        del changed[chance.randrange(len(changed) + 1) :]
    return bytes(changed)
