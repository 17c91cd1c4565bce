"""The first pass over a collection: the time and the memory of `teikit encode` with and without it.

`python -m bench.collection [COUNT]` writes COUNT letters (2,000) of a made-up edition into a folder, encodes them in one
process each way, alternating, and prints the least time of three runs, the ratio, and the largest memory of a run.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_SENTENCES = (
    "The rain has kept us within doors since Tuesday, and I have read nothing but old newspapers.",
    "What you say of the harvest agrees with all that I hear from the other side of the county.",
    "As to the lease, I would sign nothing until the map has been drawn again.",
    "He brought me the second volume, which I return with many thanks and some pencil marks.",
)
_RUNS = 3


def letter(number, chance):
    """Return a letter of the edition."""
    body = "\n\n".join(" ".join(chance.choices(_SENTENCES, k=4)) for _ in range(chance.randint(2, 6)))
    day = f"Lowick, March {chance.randint(1, 28)}, {chance.randint(1790, 1840)}."
    end = "Your affectionate\n\nM. P.\n\n[Footnote: The first part is lost.]\n\n[K.]\n"
    return f"{number}.\n\nTO MISS MOULE.\n\n{day}\n\nMY DEAR FRIEND,\n\n{body}\n\n{end}"


def encode(folder, out, option):
    """Return the seconds and the peak memory, in MB, of a run."""
    command = [sys.executable, "-m", "teikit", "encode", folder, "-o", out, "--force", "-q", "-j", "1", option]
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{option}: exit status {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def main(count=2_000):
    """Print the figures."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "letters"
        folder.mkdir()
        for number in range(count):
            (folder / f"{number:05}.txt").write_text(letter(number, chance), encoding="utf-8")
        runs = {"--no-collection": [], "--collection": []}
        for _ in range(_RUNS):
            for option, found in runs.items():
                found.append(encode(folder, f"{work}/tei", option))
        for option, found in runs.items():
            seconds, memory, cpu = (
                min(each[0] for each in found),
                max(each[1] for each in found),
                min(e[2] for e in found),
            )
            print(f"{option:16} {count:,} letters {seconds:7.2f} s {cpu:7.2f} s of CPU {memory:6.0f} MB")
        alone, together = (min(each[2] for each in found) for found in runs.values())
        print(f"CPU with the first pass: {together / alone:.2f} times that without")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
