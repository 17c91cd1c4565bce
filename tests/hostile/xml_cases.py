"""Documents in XML: entities, depth, size, encodings, and what is no XML."""

import zlib

from hostile.case import Case
from hostile.making import BIDI, ESCAPES, LETTER, dtd, later, nested, tei

_V = "validate a.xml --schema letter"


def _chain(length: int, kind: str = "") -> str:
    links = "".join(f'<!ENTITY {kind} e{i} "{"&#37;" if kind else "&"}e{i + 1};">' for i in range(length))
    use = "%e0;" if kind else ""
    return dtd(f'{links}<!ENTITY {kind} e{length} "x">{use}', "<p>x</p>" if kind else "<p>&e0;</p>")


def _laughs(use: str = "<p>&e11;</p>") -> str:
    lines = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    return dtd(f'<!ENTITY e0 "ha ha ha">{lines}', use)


def _quadratic() -> str:
    return dtd(f'<!ENTITY e "{"x" * 100_000}">', f"<p>{'&e;' * 40_000}</p>")


def _defaults() -> str:
    names = "".join(f'a{i} CDATA "{"y" * 1_000}" ' for i in range(400))
    return dtd(f"<!ATTLIST p {names}>", "<p/>" * 10_000)


def _default_names() -> str:
    return dtd("".join(f'<!ATTLIST p a{i} CDATA "v">' for i in range(100_000)), "<p/><p/>")


def _attributes(count: int = 200_000) -> str:
    return tei("<p " + " ".join(f'a{i}="1"' for i in range(count)) + "/>")


def _namespaces() -> str:
    return tei("".join(f'<p xmlns:n{i}="urn:{i}">' for i in range(3_000)) + "</p>" * 3_000)


def _many_namespaces() -> str:
    return tei("<p " + " ".join(f'xmlns:n{i}="urn:{i}"' for i in range(60_000)) + "/>")


def _escapes() -> str:
    return tei(f"<p{BIDI}>{BIDI}</p{BIDI}><p n='{BIDI}&#x9b;31m'>\x9b</p>")


def _faults_in_paths() -> str:
    return tei("".join(f"<div n='{i}'><bogus/>" for i in range(3_000)) + "</div>" * 3_000)


CASES = (
    Case("xml/entity-chain-100000", _V, {"a.xml": later(_chain, 100_000)}, status=(1, 2)),
    Case("xml/entity-chain-5000", _V, {"a.xml": later(_chain, 5_000)}, status=(1, 2)),
    Case(
        "xml/comments-without-end",
        "validate a.xml --show-fixes",
        {"a.xml": lambda: tei("&eacute;" + "<!--" * 200_000)},
        status=1,
    ),
    Case("xml/parameter-entity-chain", _V, {"a.xml": later(_chain, 50_000, "%")}, status=(1, 2)),
    Case(
        "xml/entity-chain-in-many",
        "validate a.xml b.xml -j 2",
        {"a.xml": later(_chain, 100_000), "b.xml": tei()},
        status=(1, 2),
    ),
    Case("xml/entity-chain-export", "export a.xml --to text", {"a.xml": later(_chain, 100_000)}, status=(1, 2)),
    Case("xml/entity-chain-report", "report a.xml", {"a.xml": later(_chain, 100_000)}, status=(1, 2)),
    Case("xml/entity-chain-fix", "validate a.xml --fix", {"a.xml": later(_chain, 100_000)}, status=(1, 2)),
    Case("xml/entity-chain-xml-encode", "encode a.xml", {"a.xml": later(_chain, 20_000)}, document=True),
    Case("xml/billion-laughs", _V, {"a.xml": _laughs}, status=(1, 2)),
    Case("xml/billion-laughs-in-attribute", _V, {"a.xml": later(_laughs, '<p n="&e11;"/>')}, status=(1, 2)),
    Case("xml/billion-laughs-export", "export a.xml --to html", {"a.xml": _laughs}, status=(1, 2)),
    Case("xml/billion-laughs-report", "report a.xml", {"a.xml": _laughs}, status=(1, 2)),
    Case("xml/quadratic-blow-up", _V, {"a.xml": _quadratic}, status=(1, 2)),
    Case("xml/quadratic-blow-up-fix", "validate a.xml --fix --schema letter", {"a.xml": _quadratic}, status=(1, 2)),
    Case("xml/entity-loop", _V, {"a.xml": dtd('<!ENTITY e "&f;"><!ENTITY f "&e;">')}, status=1),
    Case(
        "xml/parameter-entity-loop", _V, {"a.xml": dtd("<!ENTITY % e '&#37;f;'><!ENTITY % f '&#37;e;'>%e;")}, status=1
    ),
    Case("xml/external-entity", _V, {"a.xml": dtd('<!ENTITY e SYSTEM "file://@SECRET@">')}, status=1),
    Case(
        "xml/external-entity-export",
        "export a.xml --to text",
        {"a.xml": dtd('<!ENTITY e SYSTEM "@SECRET@">')},
        status=(0, 1, 2),
    ),
    Case(
        "xml/external-entity-report",
        "report a.xml",
        {"a.xml": dtd('<!ENTITY e SYSTEM "../outside/secret.xml">')},
        status=(0, 1, 2),
    ),
    Case(
        "xml/external-entity-encode",
        "encode a.xml",
        {"a.xml": dtd('<!ENTITY e SYSTEM "../outside/secret.xml">')},
        status=(0, 1, 2),
    ),
    Case("xml/external-entity-network", _V, {"a.xml": dtd('<!ENTITY e SYSTEM "@URL@/e">')}, status=1),
    Case(
        "xml/external-parameter-entity",
        _V,
        {"a.xml": dtd('<!ENTITY % e SYSTEM "file://@SECRET@">%e;', "<p>x</p>")},
        status=(1, 2),
    ),
    Case("xml/external-dtd", _V, {"a.xml": tei(before='<!DOCTYPE TEI SYSTEM "@SECRET@">')}, status=(0, 1)),
    Case(
        "xml/external-dtd-network", _V, {"a.xml": tei(before='<!DOCTYPE TEI PUBLIC "x" "@URL@/x.dtd">')}, status=(0, 1)
    ),
    Case(
        "xml/external-dtd-export",
        "export a.xml --to tei",
        {"a.xml": tei(before='<!DOCTYPE TEI SYSTEM "@URL@/x.dtd">')},
        document=True,
    ),
    Case(
        "xml/unparsed-entity",
        _V,
        {"a.xml": dtd('<!NOTATION n SYSTEM "@URL@"><!ENTITY e SYSTEM "@URL@/e" NDATA n>', "<p/>")},
        status=1,
    ),
    Case(
        "xml/xinclude",
        _V,
        {"a.xml": tei('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="@SECRET@" parse="text"/>')},
        status=1,
    ),
    Case(
        "xml/xinclude-network",
        "export a.xml --to text",
        {"a.xml": tei('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="@URL@/a"/>')},
    ),
    Case(
        "xml/stylesheet",
        "export a.xml --to html",
        {"a.xml": tei(before='<?xml-stylesheet href="@URL@/a.xsl" type="text/xsl"?>')},
        document=True,
    ),
    Case("xml/attribute-defaults-4-gb", _V, {"a.xml": _defaults}, status=(1, 2)),
    Case("xml/attribute-default-names", _V, {"a.xml": _default_names}, status=(1, 2)),
    Case("xml/depth-1000000", _V, {"a.xml": later(nested, "p", 1_000_000)}, status=(1, 2)),
    Case("xml/depth-1000000-open", _V, {"a.xml": lambda: "<TEI>" + "<p>" * 1_000_000}, status=(1, 2)),
    Case("xml/depth-9000", _V, {"a.xml": later(nested, "p", 9_000)}, status=(1, 2)),
    Case(
        "xml/depth-9000-fix",
        "validate a.xml --fix --schema letter",
        {"a.xml": later(nested, "p", 9_000)},
        status=(1, 2),
        writes=("work/a.xml",),
    ),
    Case("xml/depth-9000-html", "export a.xml --to html", {"a.xml": later(nested, "hi", 9_000)}, document=True),
    Case("xml/depth-9000-markdown", "export a.xml --to markdown", {"a.xml": later(nested, "q", 9_000)}, document=True),
    Case("xml/depth-9000-tei", "export a.xml --to tei", {"a.xml": later(nested, "list", 9_000)}, document=True),
    Case("xml/depth-9000-report", "report a.xml", {"a.xml": later(nested, "p", 9_000)}, status=(0, 1, 2)),
    Case("xml/nested-divs-5000", _V, {"a.xml": later(nested, "div", 5_000)}, status=(1, 2)),
    Case(
        "xml/nested-divs-5000-json",
        _V + " --format json",
        {"a.xml": later(nested, "div", 5_000)},
        status=(1, 2),
        largest=30_000_000,
    ),
    Case(
        "xml/nested-faults-with-paths",
        _V + " --format json",
        {"a.xml": _faults_in_paths},
        status=(1, 2),
        largest=30_000_000,
    ),
    Case("xml/attributes-200000", _V, {"a.xml": _attributes}, status=(1, 2)),
    Case("xml/attribute-of-30-mb", _V, {"a.xml": lambda: tei(f"<p n='{'x' * 30_000_000}'/>")}, status=(0, 1, 2)),
    Case("xml/text-of-60-mb", _V, {"a.xml": lambda: tei(f"<p>{'x' * 60_000_000}</p>")}, status=(0, 1, 2)),
    Case("xml/comment-of-30-mb", _V, {"a.xml": lambda: tei(f"<!--{'x' * 30_000_000}-->")}, status=(0, 1, 2)),
    Case("xml/name-of-5-mb", _V, {"a.xml": lambda: tei(f"<{'x' * 5_000_000}/>")}, status=(1, 2)),
    Case("xml/namespace-of-5-mb", _V, {"a.xml": lambda: tei(f"<p xmlns='{'u' * 5_000_000}'/>")}, status=(1, 2)),
    Case("xml/id-of-5-mb", _V, {"a.xml": lambda: tei(f"<p xml:id='{'u' * 5_000_000}'/>" * 2)}, status=(1, 2)),
    Case("xml/pointer-of-5-mb", _V, {"a.xml": lambda: tei(f"<ref target='#{'u' * 5_000_000}'/>")}, status=(1, 2)),
    Case("xml/pointers-in-one", _V, {"a.xml": lambda: tei(f"<ref target='{'#u ' * 300_000}'/>")}, status=(1, 2)),
    Case(
        "xml/ids-100000",
        _V,
        {"a.xml": lambda: tei("".join(f"<p xml:id='a{i}'>x</p>" for i in range(100_000)))},
        status=(0, 1, 2),
    ),
    Case("xml/same-id-100000", _V, {"a.xml": lambda: tei("<p xml:id='a'/>" * 100_000)}, status=(1, 2)),
    Case("xml/namespaces-nested", _V, {"a.xml": _namespaces}, status=(1, 2)),
    Case("xml/namespaces-60000", _V, {"a.xml": _many_namespaces}, status=(1, 2)),
    Case("xml/siblings-200000", _V, {"a.xml": lambda: tei("<p>x</p>" * 200_000)}, status=(0, 1, 2)),
    Case("xml/faults-100000", _V + " --format concise", {"a.xml": lambda: tei("<tex/>" * 100_000)}, status=1),
    Case(
        "xml/faults-100000-github",
        _V + " --format github",
        {"a.xml": lambda: tei("<tex/>" * 100_000)},
        status=1,
        largest=20_000_000,
    ),
    Case(
        "xml/faults-of-long-line",
        _V + " --format terminal --no-group",
        {"a.xml": lambda: tei("<tex n='" + "é" * 300 + "'/>" + "<tex/>" * 20_000)},
        status=1,
    ),
    Case(
        "xml/long-line-terminal",
        _V + " --format terminal",
        {"a.xml": lambda: tei("x" * 5_000_000 + "<tex/>")},
        status=1,
    ),
    Case("xml/lines-2000000", _V, {"a.xml": lambda: tei("<p>" + "\n" * 2_000_000 + "<tex/></p>")}, status=1),
    Case("xml/carriage-returns-2000000", _V, {"a.xml": lambda: tei("<p>" + "\r" * 2_000_000 + "<tex/></p>")}, status=1),
    Case("xml/bidi-names", _V, {"a.xml": _escapes}, status=1),
    Case(
        "xml/bidi-names-terminal",
        _V + " --format terminal --color always",
        {"a.xml": tei(f"<p n='{BIDI}'/>")},
        never=("\u202e",),
    ),
    Case(
        "xml/escape-in-xml-1-1", _V, {"a.xml": '<?xml version="1.1"?>' + tei("<p n='&#27;]0;x&#7;'/>")}, status=(1, 2)
    ),
    Case("xml/escape-raw", _V, {"a.xml": tei(f"<p>{ESCAPES}</p>")}, status=(1, 2)),
    Case(
        "xml/rich-markup",
        _V + " --format terminal --color always",
        {"a.xml": tei("<p rend='[/red]'>[/x] [bold]</p><tex n='[link=file:///x]'/>")},
        status=1,
    ),
    Case("xml/utf-7", _V, {"a.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-TEI/+AD4-'}, status=(1, 2)),
    Case("xml/wrong-declaration", _V, {"a.xml": '<?xml version="1.0" encoding="UTF-16"?>' + tei()}, status=(1, 2)),
    Case(
        "xml/odd-encodings",
        "validate . --schema letter",
        {
            f"{name}.xml": f'<?xml version="1.0" encoding="{name}"?><TEI/>'
            for name in (
                "punycode",
                "undefined",
                "idna",
                "rot13",
                "hex",
                "zlib",
                "unicode_escape",
                "raw-unicode-escape",
                "mbcs",
                "utf-16-surrogatepass",
                "cp65001",
                "bz2",
                "uu",
                "x" * 200,
            )
        },
        status=(1, 2),
    ),
    Case("xml/utf-16-half", _V, {"a.xml": lambda: tei().encode("utf-16")[:-1]}, status=1),
    Case(
        "xml/utf-16-lone-surrogate",
        _V,
        {"a.xml": lambda: b"\xff\xfe" + "<TEI>\ud800</TEI>".encode("utf-16-le", "surrogatepass")},
        status=1,
    ),
    Case("xml/utf-32", _V, {"a.xml": lambda: tei().encode("utf-32")}, status=(0, 1, 2)),
    Case("xml/utf-8-of-surrogates", _V, {"a.xml": tei("<p>\udc80\ud800</p>")}, status=1),
    Case("xml/invalid-utf-8", _V, {"a.xml": lambda: tei("<p>@</p>").encode().replace(b"@", b"\xff\xc0\x80")}, status=1),
    Case("xml/ebcdic", _V, {"a.xml": lambda: ('<?xml version="1.0" encoding="cp500"?>' + tei()).encode("cp500")}),
    Case("xml/nul", _V, {"a.xml": b"<TEI>\0</TEI>"}, status=1),
    Case("xml/nul-only", _V, {"a.xml": b"\0" * 5_000_000}, status=(1, 2)),
    Case("xml/empty", _V, {"a.xml": b""}, status=(1, 2)),
    Case("xml/blank-only", _V, {"a.xml": lambda: b" " * 20_000_000}, status=(1, 2)),
    Case("xml/gzip", _V, {"a.xml": lambda: zlib.compress(b"<TEI/>", wbits=31)}, status=(1, 2)),
    Case(
        "xml/gzip-bomb",
        "validate a.xml.gz --schema letter",
        {"a.xml.gz": lambda: zlib.compress(b"<TEI>" + b" " * 300_000_000, wbits=31)},
        status=(1, 2),
    ),
    Case("xml/pdf", _V, {"a.xml": b"%PDF-1.7\n\x80\x81"}, status=(1, 2)),
    Case("xml/png", _V, {"a.xml": b"\x89PNG\r\n\x1a\n\0\0"}, status=(1, 2)),
    Case("xml/text", _V, {"a.xml": LETTER}, status=(1, 2)),
    Case("xml/truncated", "validate . --schema letter", {f"{i}.xml": tei()[:i] for i in range(1, 330, 9)}, status=1),
    Case("xml/unclosed-tags", _V, {"a.xml": lambda: "<TEI>" + "<p " * 300_000}, status=1),
    Case("xml/unclosed-comment", _V, {"a.xml": lambda: "<TEI><!--" + "- " * 3_000_000}, status=1),
    Case("xml/unclosed-comments", _V, {"a.xml": lambda: "<TEI>" + "<!-- " * 200_000}, status=1),
    Case("xml/unclosed-cdata", _V, {"a.xml": lambda: "<TEI>" + "<![CDATA[ ]]" * 200_000}, status=1),
    Case("xml/unclosed-instructions", _V, {"a.xml": lambda: "<TEI>" + "<?x " * 200_000}, status=1),
    Case("xml/unclosed-doctype", _V, {"a.xml": lambda: "<!DOCTYPE TEI [" + "<!ENTITY a '" * 100_000}, status=1),
    Case("xml/comments-before-root", _V, {"a.xml": lambda: tei(before="<!-- c -->" * 300_000)}, status=(0, 1)),
    Case(
        "xml/instructions-before-root",
        "validate a.xml",
        {"a.xml": lambda: tei(before="<?x y?>" * 200_000)},
        status=(0, 1, 2),
    ),
    Case("xml/end-tags-only", _V, {"a.xml": lambda: "</p>" * 300_000}, status=1),
    Case(
        "xml/mismatched-tags",
        "validate a.xml --show-fixes --schema letter",
        {"a.xml": lambda: tei("<p><hi></p></hi>" * 20_000)},
        status=1,
    ),
    Case(
        "xml/missing-ends", "validate a.xml --fix --schema letter", {"a.xml": lambda: tei("<p><hi>" * 4_000)}, status=1
    ),
    Case(
        "xml/date-of-many-digits",
        _V,
        {"a.xml": lambda: tei(f"<p><date when='{'9' * 20_000}-01-01'/><date when='-{'9' * 20_000}'/></p>")},
        status=1,
    ),
    Case(
        "xml/numbers-of-many-digits",
        _V,
        {"a.xml": lambda: tei(f"<p><num value='{'9' * 50_000}'/><num value='1e{'9' * 5_000}'/></p>")},
        status=1,
    ),
    Case(
        "xml/prefix-definitions",
        _V,
        {
            "a.xml": lambda: tei(
                "<p><listPrefixDef><prefixDef ident='a' matchPattern='(a+)+$' replacementPattern='x$1'/></listPrefixDef><ref target='a:"
                + "a" * 5_000
                + "!'/></p>"
            )
        },
        status=(1, 2),
    ),
    Case(
        "xml/space-and-lang",
        _V,
        {"a.xml": tei("<p xml:lang='" + "en-" * 50_000 + "' xml:base='@URL@' xml:space='x'/>")},
        status=(1, 2),
    ),
)
