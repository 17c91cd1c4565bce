"""Counts how peers do on the faulty letters of tests/data/faulty: detected, right line first, right column first, messages.

python bench/faulty_letters.py SCHEMA
"""

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from teikit.relaxng.validator import Schema

FOLDER = Path(__file__).parents[1] / "tests" / "faulty"
EXPECTED = re.compile(r"<!-- (\d+):(\d+)")


def expected_position(file):
    """Return line and column of a file's fault."""
    return tuple(map(int, EXPECTED.search(file.read_text()).groups()))


def row(name, files, found):
    """Print a validator's figures; `found` maps files to places."""
    detected = [file for file in files if found[file]]
    lines = sum(found[file][0][0] == expected_position(file)[0] for file in detected)
    columns = sum(found[file][0] == expected_position(file) for file in detected)
    messages = sum(len(found[file]) for file in files)
    print(f"{name:8} detected {len(detected)} of {len(files)}, line {lines}, column {columns}, messages {messages}")


def main():
    """Measure."""
    path = sys.argv[1]
    files = sorted(each for each in FOLDER.glob("*.xml") if each.stem != "none" and "[letter]" not in each.read_text())
    schema = Schema.load(path)
    ours = {file: [one.span.start for one in schema.validate(file.read_bytes(), "")] for file in files}
    row("teikit", files, ours)
    for peer, command in (("jing", ["jing", path]), ("xmllint", ["xmllint", "--noout", "--relaxng", path])):
        if shutil.which(peer) is None:
            print(f"{peer} is not installed")
            continue
        found = defaultdict(list)
        for file in files:
            result = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)
            for place in re.finditer(
                rf"^{re.escape(str(file))}:(\d+):(\d+)?", result.stdout + result.stderr, re.MULTILINE
            ):
                found[file].append((int(place[1]), int(place[2] or 0)))
        row(peer, files, found)


if __name__ == "__main__":
    main()
