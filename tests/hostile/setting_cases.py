"""Configuration, metadata, profiles of conventions, baselines, suppressions, catalogs, and schemas that files name."""

import json
import os

from hostile.case import Case
from hostile.making import BIDI, ESCAPES, LETTER, RNG, grammar, later, rules, tei

_TEX = tei("<tex/>")
_CATALOG = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">{}</catalog>'
_ONE = grammar(
    "<start><element name='TEI' ns='http://www.tei-c.org/ns/1.0'><ref name='a'/></element></start><define name='a'><zeroOrMore><choice><element><anyName/><ref name='a'/></element><attribute><anyName/></attribute><text/></choice></zeroOrMore></define>"
)


def _config(
    name: str, text: object, command: str = "validate a.xml --schema letter", file: str = "teikit.toml", **more: object
) -> Case:
    """A case of a configuration, read by a command."""
    return Case(f"config/{name}", command, {"a.xml": _TEX, "a.txt": LETTER, file: text}, **{"status": (1, 2), **more})  # type: ignore[arg-type,dict-item]


def _meta(name: str, file: str, text: object, command: str = "", **more: object) -> Case:
    """A case of a file of metadata."""
    command = command or f"encode a.txt --meta {file}"
    return Case(
        f"meta/{name}",
        command,
        {"a.txt": LETTER, "a.xml": tei(), file: text},
        **{"status": 2, "document": True, **more},
    )  # type: ignore[arg-type,dict-item]


def _baseline(
    name: str, text: object, command: str = "validate a.xml --schema letter --baseline b.json", **more: object
) -> Case:
    return Case(f"baseline/{name}", command, {"a.xml": _TEX, "b.json": text}, **{"status": (1, 2), **more})  # type: ignore[arg-type,dict-item]


def _catalog(
    name: str,
    entries: object,
    command: str = "validate a.xml --schema s.rng --catalog c.xml",
    schema: str = "",
    **more: object,
) -> Case:
    text = (
        entries
        if callable(entries) or not isinstance(entries, str) or entries.startswith("<!")
        else _CATALOG.format(entries)
    )
    return Case(
        f"catalog/{name}",
        command,
        {"a.xml": tei(), "s.rng": schema or grammar("<include href='http://x.example/s.rng'/>"), "c.xml": text},
        **{"status": (1, 2), **more},
    )  # type: ignore[arg-type,dict-item]


def _named(name: str, href: str, more_attributes: str = "", **more: object) -> Case:
    """A document that names its schema by xml-model."""
    before = f'<?xml-model href="{href}" {more_attributes}?>'
    return Case(
        f"xml-model/{name}",
        "validate a.xml",
        {"a.xml": tei(before=before), "s.rng": _ONE},
        **{"status": (0, 1, 2), **more},
    )  # type: ignore[arg-type,dict-item]


def _suppressed(
    name: str, body: object, before: str = "", command: str = "validate a.xml --schema letter", **more: object
) -> Case:
    content = body if callable(body) else tei(body, before=before)  # type: ignore[arg-type]
    return Case(f"suppression/{name}", command, {"a.xml": content}, **{"status": (0, 1, 2), **more})  # type: ignore[arg-type,dict-item]


_DEEP = "a = " + "[" * 50_000
_TABLES = "[" + "a." * 50_000 + "b]\nx = 1\n"
_NUMBER = "9" * 10_000

CASES = (
    _config("nested", _DEEP, status=2),
    _config("nested-braces", "a = " + "{a = " * 50_000, status=2),
    _config("nested-tables", _TABLES, status=2),
    _config("dotted-keys", "a." * 50_000 + "b = 1\n", status=2),
    _config("nested-in-value", "[validate]\nselect = " + "[" * 50_000 + "]" * 50_000, status=2),
    _config("nested-encode", _DEEP, "encode a.txt", status=2),
    _config("nested-export", _DEEP, "export a.xml --to text", status=(0, 2)),
    _config("nested-config", _DEEP, "config", status=2),
    _config("nested-report", _DEEP, "report a.xml", status=2),
    _config("nested-merge", _DEEP, "merge a.xml", status=2),
    _config("nested-pyproject", "[tool.teikit]\n" + _DEEP, file="pyproject.toml", status=2),
    _config("pyproject-of-others", _DEEP, file="pyproject.toml", status=(1, 2)),
    _config("number-of-10000-digits", f"[limits]\ndepth = {_NUMBER}", status=2),
    _config("number-of-10000-digits-elsewhere", f"[validate]\nbaseline = {_NUMBER}", status=2),
    _config("number-hexadecimal", f"[limits]\ndepth = 0x{_NUMBER}", status=2),
    _config("number-hexadecimal-show", f"x = 0x{_NUMBER}", "config", status=2),
    _config("number-negative", "[limits]\ndepth = -1", status=2),
    _config("number-not-a-number", "[limits]\ndepth = nan\n", status=2),
    _config("limit-unknown", f'[limits]\n"{BIDI}\\u001b" = 1', status=2),
    _config("key-with-escapes", f'"\\u001b]0;x\\u0007{BIDI}" = 1', status=2),
    _config("value-with-escapes", f'[validate]\nselect = ["\\u001b[31m{BIDI}"]', status=2),
    _config("glob-with-escapes", f'[validate.schemas]\n"\\u001b{BIDI}" = "x\\u001b"'),
    _config("control-characters", "a = '\x1b'", status=2),
    _config("surrogate-escape", 'a = "\\ud800"', status=2),
    _config("surrogates", b"a = '\xed\xa0\x80'", status=2),
    _config("not-utf-8", b"a = '\xff'", status=2),
    _config("utf-16", lambda: "[validate]\n".encode("utf-16"), status=2),
    _config("nul", "\0" * 100, status=2),
    _config("date-out-of-range", "a = 9999-99-99T99:99:99Z", status=2),
    _config("date-far", "[validate]\nbaseline = 0001-01-01T00:00:00+23:59", status=2),
    _config("one-line-of-8-mb", lambda: "a = '" + "x" * 8_000_000 + "'", status=2),
    _config("of-80-mb", lambda: b"#" * 80_000_000, status=(1, 2)),
    _config("keys-100000", lambda: "".join(f"k{i} = 1\n" for i in range(100_000)), status=2),
    _config("quotes-unclosed", lambda: 'a = """' + '\\"' * 500_000, status=2),
    _config("empty-lists", lambda: "[validate]\nselect = [" + '"rng", ' * 200_000 + "]"),
    _config(
        "globs-of-stars",
        '[validate.schemas]\n"' + "*a" * 30 + '" = "letter"\n"' + "**/" * 30 + 'x.xml" = "letter"',
        "validate " + "a" * 100 + ".xml",
        status=(0, 1, 2),
        prepare=lambda place: place.write("a" * 100 + ".xml", _TEX),
    ),
    _config(
        "globs-100000", lambda: "[validate.schemas]\n" + "".join(f'"{i}*{i}/**" = "letter"\n' for i in range(30_000))
    ),
    _config(
        "glob-broken", '[validate.schemas]\n"[a-" = "letter"\n"\\\\" = "letter"\n"[!]" = "x"\n"[[:alpha:]z-a]" = "x"'
    ),
    _config("glob-upward", '[validate.schemas]\n"../**" = "@SECRET@"'),
    Case(
        "config/schema-device",
        "validate a.xml",
        {"a.xml": _TEX, "teikit.toml": '[validate.schemas]\n"*" = "/dev/zero"'},
        status=2,
    ),
    _config("baseline-device", '[validate]\nbaseline = "/dev/zero"', status=2),
    _config(
        "baseline-outside-written",
        '[validate]\nbaseline = "../outside/new.json"',
        "validate a.xml --schema letter --write-baseline",
        status=2,
    ),
    _config("formats-outside", '[validate.formats]\njson = "../outside/new.json"', status=2),
    _config("formats-absolute", '[validate.formats]\njson = "@OUTSIDE@/new.json"', status=2),
    _config("formats-onto-source", '[validate.formats]\njson = "a.xml"', status=2),
    _config("formats-onto-itself", '[validate.formats]\njson = "teikit.toml"', status=2),
    _config("formats-onto-hook", '[validate.formats]\nhtml = ".git/hooks/x"', status=2),
    _config(
        "formats-through-link",
        '[validate.formats]\njson = "l/new.json"',
        status=2,
        prepare=lambda place: (place.work / "l").symlink_to(place.outside),
    ),
    _config(
        "formats-onto-link",
        '[validate.formats]\njson = "l.json"',
        status=2,
        prepare=lambda place: (place.work / "l.json").symlink_to(place.outside / "new.json"),
    ),
    _config("formats-onto-device", '[validate.formats]\njson = "/dev/full"', status=2),
    _config(
        "formats-onto-foreign",
        '[validate.formats]\njson = "mine.json"',
        status=2,
        prepare=lambda place: place.write("mine.json", '{"a": 1}'),
    ),
    _config("conventions-outside", '[encode]\nconventions = "/dev/zero"', "encode a.txt", status=2),
    _config(
        "severity-types",
        '[validate.severity]\nrng = ["x"]\n[validate.formats]\nx = 7\n[encode]\neditors = [1, {a = 2}]',
        status=2,
    ),
    _config("is-a-folder", "", "validate a.xml --config .", status=2),
    _config("is-a-device", "", "validate a.xml --config /dev/zero", status=2),
    _config("is-a-pipe", "", "validate a.xml --config p", status=2, prepare=lambda place: os.mkfifo(place.work / "p")),
    _config(
        "found-as-pipe",
        "",
        "validate sub/a.xml --schema letter",
        prepare=lambda place: (place.write("sub/a.xml", _TEX), os.mkfifo(place.work / "sub/teikit.toml")),
    ),
    _config(
        "found-as-folder",
        "",
        "validate sub/a.xml --schema letter",
        prepare=lambda place: (place.write("sub/a.xml", _TEX), (place.work / "sub/teikit.toml").mkdir()),
    ),
    _config(
        "found-as-link-loop",
        "",
        "validate sub/a.xml --schema letter",
        prepare=lambda place: (
            place.write("sub/a.xml", _TEX),
            (place.work / "sub/teikit.toml").symlink_to("teikit.toml"),
        ),
    ),
    _config(
        "found-as-link-outside",
        "",
        "config sub",
        status=(0, 2),
        prepare=lambda place: (
            place.write("sub/a.xml", _TEX),
            (place.work / "sub/pyproject.toml").symlink_to("/dev/zero"),
        ),
    ),
    _config("limit-option", "", "validate a.xml --limit depth=" + _NUMBER, status=2),
    _config("limit-option-words", "", f"validate a.xml --limit 'x{BIDI}\x1b[31m=1' --limit depth", status=2),
    _config("limit-0", "", "validate a.xml --limit depth=0", status=(0, 1, 2)),
    _meta("json-nested", "m.json", "[" * 200_000),
    _meta("json-nested-objects", "m.json", '{"a":' * 200_000),
    _meta("json-digits", "m.json", f'{{"year": {_NUMBER}}}'),
    _meta("json-digits-in-letter", "m.json", f'{{"letters": {{"a.txt": {{"year": -{_NUMBER}}}}}}}'),
    _meta("json-infinite", "m.json", '{"year": 1e999}', status=(0, 2)),
    _meta("json-nan", "m.json", '{"year": NaN, "title": Infinity}', status=(0, 2)),
    _meta("json-surrogates", "m.json", '{"title": "\\ud800", "sender": "\\udfff\\ud83d"}', status=(0, 2)),
    _meta("json-control", "m.json", '{"title": "\\u0000\\u001b]0;x\\u0007", "sender": "\\u0008"}', status=(0, 2)),
    _meta("json-key-hostile", "m.json", json.dumps({f"{ESCAPES}{BIDI}": 1})),
    _meta("json-key-surrogate", "m.json", '{"\\ud800": 1, "letters": {"\\udc80": {"\\ud801": 2}}}'),
    _meta(
        "json-types",
        "m.json",
        '{"letters": {"a.txt": {"sender": [1, null, {"a": []}], "title": true}}, "edition": null, "bag-info": [1]}',
    ),
    _meta("json-twice", "m.json", '{"title": "a", "title": "b"}', status=(0, 2)),
    _meta("json-utf-16", "m.json", lambda: '{"title": "x"}'.encode("utf-16"), status=(0, 2)),
    _meta("json-not-utf-8", "m.json", b'{"title": "\xff"}'),
    _meta("json-of-60-mb", "m.json", lambda: '{"title": "' + "x" * 60_000_000 + '"}', status=(0, 2), largest=1 << 28),
    _meta(
        "json-letters-200000",
        "m.json",
        lambda: '{"letters": {' + ",".join(f'"{i}.txt": {{}}' for i in range(200_000)) + "}}",
        status=(0, 2),
    ),
    _meta("toml-nested", "m.toml", "title = " + "[" * 50_000),
    _meta("toml-digits", "m.toml", f"year = {_NUMBER}"),
    _meta("toml-hexadecimal", "m.toml", f"year = 0x{_NUMBER}"),
    _meta("toml-dates", "m.toml", "date = 0001-01-01T00:00:00+23:59\nyear = 1979-05-27", status=(0, 2)),
    _meta("toml-infinite", "m.toml", "year = inf", status=(0, 2)),
    _meta("toml-nul", "m.toml", 'title = "\\u0000"', status=(0, 2)),
    _meta("toml-escapes", "m.toml", f'title = "\\u001b]0;x\\u0007{BIDI}"', status=(0, 2)),
    _meta(
        "toml-markup",
        "m.toml",
        'title = "]]></title><script>alert(1)</script>"\ndoi = "javascript:alert(1)"',
        "export a.xml --to html --meta m.toml",
        status=(0, 2),
        never=("<script>alert",),
    ),
    _meta("csv-field-of-1-mb", "m.csv", lambda: "file,title\na.txt," + "x" * 1_000_000 + "\n", status=(0, 2)),
    _meta("csv-quote-unclosed", "m.csv", lambda: 'file,title\na.txt,"' + "x\n" * 500_000),
    _meta("csv-nul", "m.csv", b"file,title\na.txt,\0\n", status=(0, 2)),
    _meta("csv-columns", "m.csv", lambda: "file" + ",title" * 200_000 + "\na.txt\n"),
    _meta("csv-rows-200000", "m.csv", lambda: "file,title\n" + "a.txt,x\n" * 200_000, status=(0, 2)),
    _meta("csv-too-many-cells", "m.csv", lambda: "file,title\na.txt" + ",x" * 300_000),
    _meta("csv-header-twice", "m.csv", "file,file,title,title\na.txt,b,c,d\n", status=(0, 2)),
    _meta("csv-header-hostile", "m.csv", f"file,{BIDI}\x9b31m\na.txt,x\n"),
    _meta("csv-empty", "m.csv", ""),
    _meta("csv-carriage-returns", "m.csv", lambda: "file,title\r" + "\r" * 2_000_000 + "a.txt,x\r", status=(0, 2)),
    _meta("csv-separators", "m.csv", lambda: "file,sender\na.txt," + " ; " * 40_000 + "\n", status=(0, 2)),
    _meta("csv-blanks", "m.csv", lambda: "file,sender\na.txt,a" + " " * 100_000 + "b\n", status=(0, 2)),
    _meta("device", "m.json", "{}", "encode a.txt --meta /dev/zero"),
    _meta("folder", "m.json", "{}", "encode a.txt --meta ."),
    _meta("date-of-digits", "m.json", json.dumps({"date": "9" * 9_000})),
    _meta(
        "reference-of-1-mb",
        "m.json",
        lambda: json.dumps({"sender": "x", "sender_ref": "a:" + "b" * 1_000_000}),
        status=(0, 2),
    ),
    _meta(
        "label-backtracks",
        "m.json",
        lambda: json.dumps({"bag-info": {"a" + " " * 60_000 + ":": "x"}}),
        "export a.xml --to bag -o o.zip --meta m.json",
    ),
    _meta(
        "label-of-lines",
        "m.json",
        json.dumps({"bag-info": {"A": "x\nBag-Size: 1\r\nB: \x1b"}}),
        "export a.xml --to bag -o o.zip --meta m.json",
        status=(0, 2),
        writes=("work/o.zip",),
    ),
    *(
        _meta(f"conventions-{name}", "c.toml", text, "encode a.txt --conventions c.toml", status=(0, 2))
        for name, text in (
            ("nested", _DEEP),
            ("digits", f"a = {_NUMBER}"),
            ("not-utf-8", b"\xff"),
            ("types", "[marks]\na = 1\n[[mark]]\nopen = 7\n"),
            ("backtracking", '[[mark]]\nname = "x"\npattern = "(a|a)*b"\nopen = "("\nclose = ")"\n'),
            ("escapes", f'"\\u001b{BIDI}" = "x"'),
            ("empty-marks", '[[mark]]\nopen = ""\nclose = ""\n'),
            ("large", "#" * 5_000_000),
        )
    ),
    _baseline(
        "infinite", '{"version": 1, "files": {"a.xml": {"rng/element-not-allowed": {"0123456789abcdef": 1e999}}}}'
    ),
    _baseline("nan", '{"version": 1, "files": {"a.xml": {"rng": {"0123456789abcdef": NaN}}}}'),
    _baseline("digits", f'{{"version": 1, "files": {{"a.xml": {{"rng": {{"0123456789abcdef": {_NUMBER}}}}}}}}}'),
    _baseline("version-digits", f'{{"version": {_NUMBER}, "files": {{}}}}'),
    _baseline("version-infinite", '{"version": 1e999, "files": {}}'),
    _baseline("negative", '{"version": 1, "files": {"a.xml": {"rng/element-not-allowed": {"0123456789abcdef": -5}}}}'),
    _baseline("nested", "[" * 200_000, status=2),
    _baseline("types", '{"version": 1, "files": [1]}', status=2),
    _baseline("types-deeper", '{"version": 1, "files": {"a.xml": {"rng": [{}]}}}', status=2),
    _baseline("surrogates", '{"version": 1, "files": {"\\ud800": {"\\udfff": {"\\udc80": 1}}}}'),
    _baseline(
        "escapes", json.dumps({"version": 1, "files": {f"a.xml{BIDI}\x1b]0;x\x07": {f"rng\x1b{BIDI}": {"x\x1b": 1}}}})
    ),
    _baseline("not-utf-8", b'{"version": 1, "files": {"\xff": {}}}', status=2),
    _baseline("of-60-mb", lambda: b" " * 60_000_000, status=2),
    _baseline(
        "files-200000",
        lambda: json.dumps(
            {"version": 1, "files": {f"{i}.xml": {"rng": {"0123456789abcdef": 1}} for i in range(200_000)}}
        ),
    ),
    _baseline(
        "write-over-foreign",
        '{"mine": 1}',
        "validate a.xml --schema letter --baseline b.json --write-baseline",
        status=2,
    ),
    _baseline("write-over-source", "{}", "validate a.xml --schema letter --baseline a.xml --write-baseline", status=2),
    _baseline(
        "write-to-device", "{}", "validate a.xml --schema letter --baseline /dev/full --write-baseline", status=2
    ),
    _baseline(
        "write-through-link",
        "{}",
        "validate a.xml --schema letter --baseline l.json --write-baseline",
        status=2,
        prepare=lambda place: (place.work / "l.json").symlink_to(place.outside / "n.json"),
    ),
    _baseline("device", "{}", "validate a.xml --schema letter --baseline /dev/zero", status=2),
    Case(
        "catalog/entity",
        "validate a.xml --schema s.rng --catalog c.xml",
        {
            "a.xml": tei(),
            "s.rng": _ONE,
            "c.xml": "<!DOCTYPE catalog [<!ENTITY e SYSTEM '@SECRET@'>]>" + _CATALOG.format("&e;"),
        },
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
        lambda: (
            "<!DOCTYPE c [<!ENTITY a 'ha'>"
            + "".join(f"<!ENTITY a{i} '{('&a;' if i == 0 else f'&a{i - 1};') * 10}'>" for i in range(9))
            + "]>"
            + _CATALOG.format("<group xml:base='&a8;'/>")
        ),
        status=2,
    ),
    _catalog(
        "entries-100000",
        lambda: _CATALOG.format("".join(f"<uri name='http://x.example/{i}' uri='{i}'/>" for i in range(100_000))),
        status=2,
    ),
    _catalog(
        "base-hostile",
        "<group xml:base='http://[::1'><uri name='http://x.example/s.rng' uri='a'/></group><group xml:base='\ud800'/>".replace(
            "\ud800", "%00"
        ),
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
