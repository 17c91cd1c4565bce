"""Catalogs, schemas that files name, and suppressions."""

from hostile.case import Case
from hostile.making import BIDI, RNG, grammar, later, laughs, rules, tei

_CATALOG = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">{}</catalog>'
_ONE = grammar(
    "<start><element name='TEI' ns='http://www.tei-c.org/ns/1.0'><ref name='a'/></element></start><define name='a'><zeroOrMore><choice><element><anyName/><ref name='a'/></element><attribute><anyName/></attribute><text/></choice></zeroOrMore></define>"
)


def _catalog(
    name: str,
    entries: object,
    command: str = "validate a.xml --schema s.rng --catalog c.xml",
    schema: str = "",
    **more: object,
) -> Case:
    is_whole = not isinstance(entries, str) or entries.startswith("<!")
    text = entries if is_whole else _CATALOG.format(entries)
    return Case(
        f"catalog/{name}",
        command,
        {"a.xml": tei(), "s.rng": schema or grammar("<include href='http://x.example/s.rng'/>"), "c.xml": text},
        **{"status": (1, 2), **more},
    )


def _named(name: str, href: str, more_attributes: str = "", **more: object) -> Case:
    """A document that names its schema by xml-model."""
    before = f'<?xml-model href="{href}" {more_attributes}?>'
    return Case(
        f"xml-model/{name}",
        "validate a.xml",
        {"a.xml": tei(before=before), "s.rng": _ONE},
        **{"status": (0, 1, 2), **more},
    )


def _suppressed(
    name: str, body: object, before: str = "", command: str = "validate a.xml --schema letter", **more: object
) -> Case:
    content = body if callable(body) else tei(body, before=before)
    return Case(f"suppression/{name}", command, {"a.xml": content}, **{"status": (0, 1, 2), **more})


CASES = (
    _catalog(
        "entity",
        "<!DOCTYPE catalog [<!ENTITY e SYSTEM '@SECRET@'>]>" + _CATALOG.format("&e;"),
        schema=_ONE,
        status=(0, 1, 2),
    ),
    _catalog("to-network", "<uri name='http://x.example/s.rng' uri='@URL@/s.rng'/>", status=2),
    _catalog("to-device", "<uri name='http://x.example/s.rng' uri='/dev/zero'/>", status=2),
    _catalog("next-itself", "<nextCatalog catalog='c.xml'/>", status=2),
    _catalog("next-device", "<nextCatalog catalog='/dev/zero'/>", status=2),
    _catalog("next-network", "<nextCatalog catalog='@URL@/c.xml'/>", status=2),
    _catalog(
        "next-many",
        lambda: _CATALOG.format("<nextCatalog catalog='c.xml'/><nextCatalog catalog='./c.xml'/>" * 20_000),
        status=2,
    ),
    _catalog("delegates-loop", "<delegateURI uriStartString='http' catalog='c.xml'/>" * 50, status=2),
    _catalog("rewrite", "<rewriteURI uriStartString='http://x.example/' rewritePrefix='file:///dev/'/>", status=2),
    _catalog("rewrite-up", "<rewriteURI uriStartString='http://x.example/' rewritePrefix='../outside/'/>", status=2),
    _catalog("nested-groups", lambda: _CATALOG.format("<group>" * 50_000 + "</group>" * 50_000), status=2),
    _catalog(
        "laughs",
        lambda: laughs("c") + _CATALOG.format("<group xml:base='&a8;'/>"),
        status=2,
    ),
    _catalog(
        "entries-100000",
        lambda: _CATALOG.format("".join(f"<uri name='http://x.example/{i}' uri='{i}'/>" for i in range(100_000))),
        status=2,
    ),
    _catalog(
        "base-hostile",
        "<group xml:base='http://[::1'><uri name='http://x.example/s.rng' uri='a'/></group><group xml:base='%00'/>",
        status=2,
    ),
    _catalog("not-xml", "<!-- \0", status=2),
    _catalog("is-device", "<uri/>", "validate a.xml --schema s.rng --catalog /dev/zero", status=2),
    _named("outside", "../outside/secret.xml"),
    _named("absolute", "file://@SECRET@"),
    _named("network", "@URL@/s.rng"),
    _named("device", "/dev/zero"),
    _named("device-uri", "file:///dev/zero"),
    _named("folder", "."),
    _named("itself", "a.xml"),
    _named("nul", "s%00.rng"),
    _named("escapes", f"%1b]0;x%07{BIDI}"),
    _named("address-broken", "http://[::1"),
    _named("address-of-1-mb", "http://x.example/" + "a" * 1_000_000),
    _named("name-of-1-mb", "a" * 1_000_000),
    _named("data-address", "data:application/xml,%3Cgrammar/%3E"),
    _named(
        "types-hostile",
        "s.rng",
        'type="' + "x" * 100_000 + '" schematypens="javascript:x" phase="#ALL"',
        status=(0, 1, 2),
    ),
    _named("entities-in-instruction", "&#x2e;&#x2e;/outside/secret.xml"),
    Case(
        "xml-model/many",
        "validate a.xml",
        {"a.xml": lambda: tei(before="".join(f'<?xml-model href="s{i}.rng"?>' for i in range(20_000)))},
        status=(0, 1, 2),
    ),
    Case(
        "xml-model/blanks",
        "validate a.xml",
        {"a.xml": lambda: tei(before="<?xml-model " + "a" + " " * 300_000 + "?>")},
        status=(0, 1, 2),
    ),
    Case(
        "xml-model/quotes",
        "validate a.xml",
        {"a.xml": lambda: tei(before="<?xml-model " + 'a="' * 50_000 + "?>")},
        status=(0, 1, 2),
    ),
    Case(
        "xml-model/schema-location",
        "validate a.xml",
        {
            "a.xml": tei(
                attributes=' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x @URL@/a.xsd" xsi:noNamespaceSchemaLocation="@SECRET@"'
            )
        },
        status=(0, 1, 2),
    ),
    Case(
        "xml-model/schematron",
        "validate a.xml",
        {
            "a.xml": tei(before='<?xml-model href="s.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>'),
            "s.sch": rules("doc('@SECRET@')"),
        },
        status=(0, 1, 2),
    ),
    Case(
        "xml-model/embedded",
        "validate a.xml",
        {
            "a.xml": tei(
                before='<?xml-model href="s.rng"?><?xml-model href="s.rng" schematypens="http://purl.oclc.org/dsdl/schematron"?>'
            ),
            "s.rng": f"<element name='x' {RNG}><text/></element>",
        },
        status=(0, 1, 2),
    ),
    _suppressed("unclosed-blanks", "<?teikit" + " " * 6_000),
    _suppressed("blanks", "<?teikit" + " " * 500_000 + "?><p/>"),
    _suppressed("blanks-and-words", "<?teikit ignore" + " a" * 200_000 + "?><p/>"),
    _suppressed("unclosed-many", later(tei, "<?teikit ignore rng " * 30_000)),
    _suppressed("instructions-and-faults", lambda: tei("<?teikit ignore rng/attribute-value?><tex/>" * 30_000)),
    _suppressed("instructions-in-depth", lambda: tei("<?teikit ignore rng?><p>" * 5_000 + "<tex/>" + "</p>" * 5_000)),
    _suppressed("instructions-before-root", "<tex/>", "<?teikit ignore rng?>" * 30_000),
    _suppressed("rule-hostile", f"<?teikit ignore {BIDI}\x9b31m/x?><p/><?teikit [/x] [red]?><p/>"),
    _suppressed("rule-of-1-mb", later(tei, "<?teikit ignore " + "rng/" * 250_000 + "?><p/>")),
    _suppressed(
        "fix-unused",
        lambda: tei("<?teikit ignore tei/pointer?><p>x</p>" * 3_000),
        command="validate a.xml --schema letter --fix",
        writes=("work/a.xml",),
    ),
    _suppressed(
        "in-comment-and-cdata", "<!-- <?teikit ignore rng?> --><![CDATA[<?teikit ignore rng?>]]><tex/>", status=1
    ),
)
