"""Metadata, profiles of conventions, and baselines."""

import json

from hostile.case import Case
from hostile.making import BIDI, DEEP, ESCAPES, FAULTY, LETTER, NUMBER, tei


def _meta(name: str, file: str, text: object, command: str = "", **more: object) -> Case:
    """A case of a file of metadata."""
    command = command or f"encode a.txt --meta {file}"
    return Case(
        f"meta/{name}",
        command,
        {"a.txt": LETTER, "a.xml": tei(), file: text},
        **{"status": 2, "document": True, **more},
    )


def _baseline(
    name: str, text: object, command: str = "validate a.xml --schema letter --baseline b.json", **more: object
) -> Case:
    return Case(f"baseline/{name}", command, {"a.xml": FAULTY, "b.json": text}, **{"status": (1, 2), **more})


CASES = (
    _meta("json-nested", "m.json", "[" * 200_000),
    _meta("json-nested-objects", "m.json", '{"a":' * 200_000),
    _meta("json-digits", "m.json", f'{{"year": {NUMBER}}}'),
    _meta("json-digits-in-letter", "m.json", f'{{"letters": {{"a.txt": {{"year": -{NUMBER}}}}}}}'),
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
    _meta("toml-digits", "m.toml", f"year = {NUMBER}"),
    _meta("toml-hexadecimal", "m.toml", f"year = 0x{NUMBER}"),
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
            ("nested", DEEP),
            ("digits", f"a = {NUMBER}"),
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
    _baseline("digits", f'{{"version": 1, "files": {{"a.xml": {{"rng": {{"0123456789abcdef": {NUMBER}}}}}}}}}'),
    _baseline("version-digits", f'{{"version": {NUMBER}, "files": {{}}}}'),
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
)
