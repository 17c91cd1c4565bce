"""Lists of files, globs, and files that .gitignore names."""

import os

from hostile.case import Case
from hostile.folders import nest_folders
from hostile.making import BIDI, ESCAPES, FAULTY, FILES, tei

CASES = (
    Case(
        "list/of-1000-missing",
        "validate --files-from l",
        {"l": lambda: "".join(f"x{i}.xml\n" for i in range(1_000))},
        status=2,
    ),
    Case("list/of-itself", "validate --files-from l", {"l": "l\nl\nl\n"}, status=(1, 2)),
    Case("list/of-escapes", "validate --files-from l", {"l": f"{ESCAPES}{BIDI}\n\x00\x01\n"}, status=2),
    Case("list/of-one-line", "validate --files-from l", {"l": lambda: "x" * 50_000_000}, status=2),
    Case("list/of-line-ends", "validate --files-from l", {"l": lambda: "\n" * 20_000_000}, status=2),
    Case("list/of-nuls", "validate --files-from l", {"l": lambda: b"\0" * 20_000_000}, status=2),
    Case(
        "list/of-globs",
        "validate --files-from l",
        {"l": "*" * 100 + "\n" + "**/" * 100 + "x\n", **FILES},
        status=(1, 2),
    ),
    Case(
        "list/of-utf-16",
        "validate --files-from l",
        {"l": lambda: "a.xml\n".encode("utf-16"), **FILES},
        status=(0, 1, 2),
    ),
    Case("list/of-device", "validate --files-from /dev/zero", status=2),
    Case(
        "glob/of-thirty-stars",
        "validate '" + "*a" * 30 + "*b' --schema letter",
        status=2,
        prepare=lambda place: [place.write("a" * 200 + f"{i}.xml", tei()) for i in range(30)],
    ),
    Case(
        "glob/of-double-stars",
        "validate '" + "**/" * 30 + "*.xml' --schema letter",
        FILES,
        status=(1, 2),
        prepare=lambda place: nest_folders(place.work / "x", 60),
    ),
    Case("glob/of-brackets", "validate '" + "[a" * 5_000 + "' --schema letter", FILES, status=2),
    Case("glob/of-question-marks", "validate '" + "?" * 100_000 + "' --schema letter", FILES, status=2),
    Case("glob/of-braces", "validate '" + "{a,b}" * 40 + "' --schema letter", FILES, status=2),
    Case("glob/upward", "validate '../outside/*.nothing' --schema letter", FILES, status=2),
    Case(
        "ignore/line-of-1-mb",
        "validate . --schema letter",
        {".gitignore": lambda: "a*" * 500_000, **FILES},
        status=2,
    ),
    Case(
        "ignore/stars",
        "validate . --schema letter",
        {".gitignore": ("*a" * 30 + "b\n") + "**/" * 40 + "x\n", "a" * 200 + ".xml": FAULTY},
        status=1,
    ),
    Case(
        "ignore/lines-100000",
        "validate . --schema letter",
        {".gitignore": lambda: "".join(f"x{i}/**/y{i}\n" for i in range(100_000)), **FILES},
        status=2,
    ),
    Case(
        "ignore/brackets",
        "validate . --schema letter",
        {".gitignore": "[" * 20_000 + "\n[z-a]\n[[:alpha:\n\\\n[^]\n!\n!!!\n/\n//\n", **FILES},
        status=(0, 1, 2),
    ),
    Case("ignore/not-utf-8", "validate . --schema letter", {".gitignore": b"\xff\xfe\0\n", **FILES}, status=1),
    Case(
        "ignore/of-50-mb",
        "validate . --schema letter",
        {".gitignore": lambda: "\n" * 50_000_000, **FILES},
        status=(1, 2),
    ),
    Case(
        "ignore/pipe",
        "validate . --schema letter",
        FILES,
        status=(1, 2),
        prepare=lambda place: os.mkfifo(place.work / ".gitignore"),
    ),
    Case(
        "ignore/device",
        "validate . --schema letter",
        FILES,
        status=(1, 2),
        prepare=lambda place: (place.work / ".gitignore").symlink_to("/dev/zero"),
    ),
    Case(
        "ignore/link-outside",
        "validate . --schema letter",
        FILES,
        status=(1, 2),
        prepare=lambda place: (place.work / ".gitignore").symlink_to(place.secret),
    ),
    Case("ignore/git-file", "validate . --schema letter", {".git": "gitdir: @OUTSIDE@", **FILES}, status=(1, 2)),
)
