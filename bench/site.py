"""Speed and memory of `export --to site`: 5,000 letters in under 90 s and 300 MB, and only what changed the next time.

The memory is that of the main process and all workers together, sampled while they work: the proportional set size
(PSS), which counts memory that processes share once, and the resident sets (RSS), which count it in each.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RAW = ROOT.parent / "shared" / "corpus" / "schnitzler" / "raw"
LETTERS = 5_000


def family(process):
    """Return the ids of a process and all that it started."""
    found, left = [], [process]
    while left:
        found.append(left.pop())
        for task in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            try:
                left += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def memory(process):
    """Return the PSS and the RSS of a process and all that it started, in MB."""
    sums = {"Pss:": 0, "Rss:": 0}
    for each in family(process):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            name, *rest = line.split()
            if name in sums:
                sums[name] += int(rest[0])
    return [value / 1024 for value in sums.values()]


def run(name, letters, out):
    """Export, and print the time and the greatest memory."""
    command = [sys.executable, "-m", "teikit", "export", str(letters), "--to", "site", "-o", str(out), "-q"]
    begin, most = time.monotonic(), [0.0, 0.0]
    process = subprocess.Popen(command)
    while process.poll() is None:
        most = [max(pair) for pair in zip(most, memory(process.pid), strict=True)]
        time.sleep(0.05)
    seconds = time.monotonic() - begin
    print(f"{name:40} {seconds:7.1f} s  {most[0]:6.0f} MB (PSS) {most[1]:6.0f} MB (RSS)  status {process.returncode}")


def main():
    """Measure, where the letters are beside this tree."""
    files = sorted(RAW.glob("*.xml"))
    if not files:
        return
    with tempfile.TemporaryDirectory() as folder:
        letters, out = Path(folder, "letters"), Path(folder, "site")
        letters.mkdir()
        for number in range(LETTERS):
            source = files[number % len(files)]
            shutil.copy(source, letters / f"{source.stem}-{number // len(files)}.xml")
        run(f"{LETTERS} letters to a new site", letters, out)
        run("the same again", letters, out)
        changed = letters / f"{files[3].stem}-0.xml"
        changed.write_bytes(changed.read_bytes().replace(b"<p>", b"<p>Neu ", 1))
        run("with one changed letter", letters, out)
        count = sum(1 for path in out.rglob("*") if path.is_file())
        print(f"{count} files, {sum(path.stat().st_size for path in out.rglob('*') if path.is_file()) >> 20} MB")


if __name__ == "__main__":
    main()
