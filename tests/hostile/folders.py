"""Makes folders with files of all kinds, with hostile names, and deep ones."""

import os
import socket
from pathlib import Path

from hostile.case import Place
from hostile.making import BIDI, ESCAPES, FAULTY, LETTER

NAMES = (
    f"{ESCAPES}{BIDI}.xml",
    "a\nb.xml",
    "a\n::error::x.xml",
    "[red]x[/x].xml",
    "-rf.xml",
    "=cmd|x.xml",
    "a\udcff\udc80.xml",
    "\u2028\x9b31m.xml",
    "<img src=x onerror=alert(1)>.xml",
    "a%0Ab.xml",
    "'\";.xml",
    " .xml",
    "~.xml",
    "$HOME.xml",
    "😀\u0301.xml",
    "e\u0301.xml",
    "\u00e9.xml",
    "x" * 250 + ".xml",
)


def make_names(place: Place) -> None:
    for name in NAMES:
        for each, text in ((name, FAULTY), (name.replace(".xml", ".txt"), LETTER)):
            path = place.work / each
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)


def make_kinds(place: Place) -> None:
    """Make one file of each kind that is no document."""
    work = place.work
    os.mkfifo(work / "pipe.xml")
    (work / "broken.xml").symlink_to("nowhere")
    (work / "loop.xml").symlink_to("loop.xml")
    (work / "folder.xml").mkdir()
    (work / "device.xml").symlink_to("/dev/zero")
    here = os.open(".", os.O_RDONLY)
    server = socket.socket(socket.AF_UNIX)
    try:
        os.chdir(work)
        server.bind("socket.xml")
    finally:
        os.chdir(here)
        os.close(here)
        server.close()


def nest_folders(folder: Path, depth: int) -> None:
    folder.joinpath(*["d"] * depth).mkdir(parents=True)
