"""Files of decisions beside the sources: broken, too large, of odd kinds, with words that would lead elsewhere."""

import os
from collections.abc import Callable
from pathlib import Path

from hostile.case import CANARY, Case, Place, Source
from hostile.making import BIDI, DEEP, LETTER, NUMBER

_TABLE = "[[decisions]]\n"
_CUT = f'{_TABLE}type = "cut"\ntext = "Dear"\n'


def _decided(
    name: str, text: Source, command: str = "encode a.txt", file: str = "a.review.toml", **more: object
) -> Case:
    """A case of a letter with a file of decisions, which is encoded."""
    return Case(f"decisions/{name}", command, {"a.txt": LETTER, file: text}, **{"status": 2, "document": True, **more})


def _linked(target: str) -> Callable[[Place], object]:
    return lambda place: (place.work / "a.review.toml").symlink_to(place.fill_in(target))


def _beside(name: str, prepare: Callable[[Place], object], **more: object) -> Case:
    return Case(f"decisions/{name}", "encode a.txt", {"a.txt": LETTER}, prepare=prepare, **{"status": 2, **more})


def _make_pipe(place: Place) -> None:
    os.mkfifo(place.work / "a.review.toml")


CASES = (
    _decided("not-utf-8", b"source = '\xff'", word="a.review.toml:1:11: is not UTF-8"),
    _decided("utf-16", lambda: _CUT.encode("utf-16")),
    _decided("nul", "\0" * 100),
    _decided("of-10-mb", lambda: "#" * 10_000_000, word="is larger than a file of decisions may be, 4 MiB"),
    _decided("of-100000", lambda: "[[decisions]]\n" * 100_000, word="has more than 20,000 decisions"),
    _decided("of-100000-in-a-list", lambda: "decisions = [" + '{type = "cut"},' * 100_000 + "]"),
    _decided("of-20000", lambda: '[[decisions]]\ntype="claim"\nkind="place"\nverdict="rejected"\n' * 20_000, status=0),
    _decided("of-20000-words", lambda: '[[decisions]]\ntype="cut"\ntext="the"\n' * 20_000, status=(0, 1, 2)),
    _decided("nested", DEEP),
    _decided("nested-tables", "[[" + "a." * 50_000 + "b]]\nx = 1\n"),
    _decided(
        "string-huge", lambda: f'{_TABLE}type = "cut"\ntext = "{"x" * 3_000_000}"\n', word="has a text of more than"
    ),
    _decided("key-huge", lambda: "x" * 3_000_000 + " = 1\n"),
    _decided("number-huge", f"{_CUT}line = {NUMBER}\n"),
    _decided("number-negative", f"{_CUT}line = -1\n", word="a.review.toml:4: 'line' must be a number"),
    _decided("number-beyond-machines", f"{_CUT}words = 9223372036854775808\n"),
    _decided("line-not-there", f"{_CUT}line = 2000000000\ncolumn = 2000000000\nwords = 2000000000\n", status=0),
    _decided("control-characters", f'{_CUT}end = "\\u001b]0;x\\u0007"\n', word="U+001B"),
    _decided("directions", f'{_TABLE}type = "cut"\ntext = "{BIDI}\u202e\u2066"\n', status=0),
    _decided("key-with-escapes", f'"\\u001b]0;x\\u0007{BIDI}" = 1\n'),
    _decided("type-with-escapes", f'{_TABLE}type = "\\u001b[31m{BIDI}"\n'),
    _decided("source-with-escapes", f'source = "\\u001b[31m{BIDI}"\n'),
    _decided("source-elsewhere", f'source = "../../../../etc/passwd"\n{_CUT}', status=0),
    _decided("source-secret", f'source = "@SECRET@"\n{_CUT}', status=0),
    _decided("source-huge", lambda: f'source = "{"a/" * 9_000}"\n{_CUT}', status=0),
    _decided("source-nul", 'source = "a\\u0000"\n'),
    _decided("date-of-nonsense", f'{_TABLE}type = "name"\nkind = "date"\ntext = "Dear"\nwhen = "9999-99-99"\n'),
    _decided("date-out-of-range", f"{_CUT}at = 9999-99-99T99:99:99Z\n"),
    _decided("date-far", f"{_CUT}at = 0001-01-01T00:00:00+23:59\n", status=0),
    _decided("date-long", lambda: f'{_TABLE}type="name"\nkind="date"\ntext="Dear"\nwhen="{"9" * 19_000}"\n'),
    _decided("reference-runs", f'{_TABLE}type = "name"\nkind = "person"\ntext = "Dear"\nref = "JavaScript:alert(1)"\n'),
    _decided(
        "values-with-markup",
        f'{_TABLE}type = "claim"\nkind = "sender"\nverdict = "value"\nvalues = ["</persName><script>{CANARY[:4]}</script>"]\n',
        status=0,
        never=("<script>",),
    ),
    _decided("types-wrong", "decisions = 3\n"),
    _decided("types-wrong-inside", "decisions = [[1], {}, 3]\n"),
    _decided("texts-alike", lambda: "".join(f"{_CUT}line = {number}\n" for number in range(1, 5_000)), status=0),
    _decided("of-folder-types-wrong", "letters = 3\n", file="teikit.review.toml"),
    _decided("of-folder-decisions-wrong", "[[letters]]\nsource = 'a.txt'\ndecisions = 1\n", file="teikit.review.toml"),
    _decided(
        "of-folder-twice", "[[letters]]\nsource = 'a.txt'\n" * 2, file="teikit.review.toml", word="is there twice"
    ),
    _decided("of-folder-100000", lambda: "[[letters]]\nsource = 'a'\n" * 100_000, file="teikit.review.toml"),
    _beside("link-to-passwd", _linked("/etc/passwd"), word="is a link", never=("root:",)),
    _beside("link-to-secret", _linked("@SECRET@"), word="is a link"),
    _beside("link-to-nothing", _linked("none.toml"), word="is a link"),
    _beside("link-to-device", _linked("/dev/zero"), word="is a link"),
    _beside("folder", lambda place: Path(place.work, "a.review.toml").mkdir(), word="is a folder, not a file"),
    _beside("pipe", _make_pipe, word="is a named pipe, not a file"),
)
