"""Configuration and limits."""

import os

from hostile.case import Case
from hostile.making import BIDI, DEEP, FAULTY, LETTER, NUMBER


def _config(
    name: str, text: object, command: str = "validate a.xml --schema letter", file: str = "teikit.toml", **more: object
) -> Case:
    """A case of a configuration, read by a command."""
    return Case(f"config/{name}", command, {"a.xml": FAULTY, "a.txt": LETTER, file: text}, **{"status": (1, 2), **more})


_TABLES = "[" + "a." * 50_000 + "b]\nx = 1\n"


CASES = (
    _config("nested", DEEP, status=2),
    _config("nested-braces", "a = " + "{a = " * 50_000, status=2),
    _config("nested-tables", _TABLES, status=2),
    _config("dotted-keys", "a." * 50_000 + "b = 1\n", status=2),
    _config("nested-in-value", "[validate]\nselect = " + "[" * 50_000 + "]" * 50_000, status=2),
    _config("nested-encode", DEEP, "encode a.txt", status=2),
    _config("nested-export", DEEP, "export a.xml --to text", status=(0, 2)),
    _config("nested-config", DEEP, "config", status=2),
    _config("nested-report", DEEP, "report a.xml", status=2),
    _config("nested-merge", DEEP, "merge a.xml", status=2),
    _config("nested-pyproject", "[tool.teikit]\n" + DEEP, file="pyproject.toml", status=2),
    _config("pyproject-of-others", DEEP, file="pyproject.toml", status=(1, 2)),
    _config("number-of-10000-digits", f"[limits]\ndepth = {NUMBER}", status=2),
    _config("number-of-10000-digits-elsewhere", f"[validate]\nbaseline = {NUMBER}", status=2),
    _config("number-hexadecimal", f"[limits]\ndepth = 0x{NUMBER}", status=2),
    _config("number-hexadecimal-show", f"x = 0x{NUMBER}", "config", status=2),
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
        prepare=lambda place: place.write("a" * 100 + ".xml", FAULTY),
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
        {"a.xml": FAULTY, "teikit.toml": '[validate.schemas]\n"*" = "/dev/zero"'},
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
        prepare=lambda place: (place.write("sub/a.xml", FAULTY), os.mkfifo(place.work / "sub/teikit.toml")),
    ),
    _config(
        "found-as-folder",
        "",
        "validate sub/a.xml --schema letter",
        prepare=lambda place: (place.write("sub/a.xml", FAULTY), (place.work / "sub/teikit.toml").mkdir()),
    ),
    _config(
        "found-as-link-loop",
        "",
        "validate sub/a.xml --schema letter",
        prepare=lambda place: (
            place.write("sub/a.xml", FAULTY),
            (place.work / "sub/teikit.toml").symlink_to("teikit.toml"),
        ),
    ),
    _config(
        "found-as-link-outside",
        "",
        "config sub",
        status=(0, 2),
        prepare=lambda place: (
            place.write("sub/a.xml", FAULTY),
            (place.work / "sub/pyproject.toml").symlink_to("/dev/zero"),
        ),
    ),
    _config("limit-option", "", "validate a.xml --limit depth=" + NUMBER, status=2),
    _config("limit-option-words", "", f"validate a.xml --limit 'x{BIDI}\x1b[31m=1' --limit depth", status=2),
    _config("limit-0", "", "validate a.xml --limit depth=0", status=(0, 1, 2)),
)
