"""Outputs and fixes, and what they must not replace; watching."""

import os
import signal
import subprocess
import time

from hostile.case import Case, Place
from hostile.folders import make_kinds, make_names
from hostile.making import BIDI, FILES, FIXABLE, LETTER, later, tei


def _watch(place: Place, process: "subprocess.Popen[bytes]") -> None:
    time.sleep(2.5)
    (place.work / "a.xml").write_text(tei(f"<tex n='{BIDI}\x9b31m'/>"))
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)


_FIX = {"a.xml": FIXABLE}


CASES = (
    Case(
        "fix/through-link",
        "validate l.xml --fix --schema letter",
        _FIX,
        status=(0, 1, 2),
        prepare=lambda place: (place.work / "l.xml").symlink_to("a.xml"),
        writes=("work/a.xml",),
    ),
    Case(
        "fix/through-link-outside",
        "validate l.xml --fix --schema letter",
        status=(0, 1, 2),
        prepare=lambda place: (
            (place.outside / "b.xml").write_text(FIXABLE),
            (place.work / "l.xml").symlink_to(place.outside / "b.xml"),
        ),
    ),
    Case(
        "fix/hard-link",
        "validate a.xml --fix --schema letter",
        _FIX,
        status=(0, 1, 2),
        prepare=lambda place: (place.work / "b.xml").hardlink_to(place.work / "a.xml"),
        writes=("work/a.xml",),
    ),
    Case(
        "fix/bidi",
        "validate a.xml --diff --schema letter",
        {"a.xml": tei(f'<p rend="{BIDI}"><date when="3.5.1890">{BIDI}\x9b31m</date></p>')},
        status=(0, 1, 2),
        # What is not shown at a terminal is a patch, with the characters of the file.
        document=True,
    ),
    Case(
        "fix/end-tags",
        "validate a.tei --fix --schema letter",
        {"a.tei": "<TEI><p><hi>a</p><p>b</hi></p></TEI>"},
        status=(1, 2),
        writes=("work/a.tei",),
    ),
    Case(
        "fix/of-many",
        "validate a.xml --fix --schema letter",
        {"a.xml": later(tei, '<p><date when="3.5.1890">3 May</date>x</p>' * 3_000)},
        status=(0, 1, 2),
        writes=("work/a.xml",),
        slow=True,
    ),
    Case("fix/stdin", "$TEIKIT validate - --fix --schema letter < a.xml", _FIX, in_shell=True, status=(0, 1, 2)),
    *(
        Case(
            f"output/{name}",
            f"validate a.xml --schema letter --format json --output {target}",
            FILES,
            status=2,
            prepare=prepare,
        )
        for name, target, prepare in (
            ("onto-input", "a.xml", None),
            ("onto-device", "/dev/full", None),
            ("onto-folder", ".", None),
            ("in-missing-folder", "x/y.json", None),
            ("onto-root", "/", None),
            ("named-long", "x" * 5_000, None),
            ("named-nul", "''", None),
            ("onto-pipe", "p", lambda place: os.mkfifo(place.work / "p")),
            ("through-link", "l.json", lambda place: (place.work / "l.json").symlink_to(place.outside / "n.json")),
            (
                "onto-hard-link-of-input",
                "h.json",
                lambda place: (place.work / "h.json").hardlink_to(place.work / "a.xml"),
            ),
        )
    ),
    Case(
        "output/one-file-for-two",
        "validate a.xml --schema letter --format json --output r.json --format html --output ./r.json",
        FILES,
        status=2,
    ),
    Case("output/encode-onto-source", "encode a.txt -o a.txt --force", FILES, status=2),
    Case(
        "output/encode-onto-meta",
        "encode a.txt -o m.toml --meta m.toml --force",
        {"a.txt": LETTER, "m.toml": 'title = "x"'},
        status=2,
    ),
    Case(
        "output/encode-onto-config",
        "encode a.txt -o teikit.toml --force",
        {"a.txt": LETTER, "teikit.toml": ""},
        status=2,
    ),
    Case("output/encode-onto-device", "encode a.txt -o /dev/full --force", FILES, status=2),
    Case(
        "output/encode-through-link",
        "encode a.txt -o l.xml --force",
        FILES,
        status=2,
        prepare=lambda place: (place.work / "l.xml").symlink_to(place.outside / "n.xml"),
    ),
    Case(
        "output/encode-into-linked-folder",
        "encode a.txt b.txt -o o",
        {"a.txt": LETTER, "b.txt": LETTER},
        status=(0, 2),
        prepare=lambda place: ((place.work / "o").mkdir(), (place.work / "o/a.xml").symlink_to(place.secret)),
        writes=("work/o/b.xml",),
    ),
    Case(
        "output/encode-same-names",
        "encode a/x.txt b/x.txt x.md -o o",
        {"a/x.txt": LETTER, "b/x.txt": LETTER, "x.md": LETTER},
        status=2,
        writes=(),
    ),
    Case(
        "output/encode-journal-hostile",
        "encode a.txt b.txt -o o",
        {"a.txt": LETTER, "b.txt": LETTER, "o/.teikit-journal-00000000": "[" * 50_000, "o/.teikit-x/old/y": "mine"},
        status=(0, 1, 2),
        writes=("work/o/*.xml",),
    ),
    Case(
        "watch/change-with-escapes",
        "validate a.xml --watch --schema letter",
        {"a.xml": tei("<p>x</p>")},
        status=130,
        meanwhile=_watch,
        writes=("work/a.xml",),
    ),
    Case(
        "watch/folder-with-kinds",
        "validate . --watch --schema letter",
        {"a.xml": tei("<p>x</p>")},
        status=130,
        meanwhile=_watch,
        prepare=make_kinds,
        writes=("work/a.xml",),
    ),
    Case(
        "watch/names-with-escapes",
        "validate . --watch --schema letter",
        {"a.xml": tei("<p>x</p>")},
        status=130,
        meanwhile=_watch,
        prepare=make_names,
        writes=("work/a.xml",),
    ),
)
