"""Measures validation of a corpus: processes against one, against jing, and a Dask cluster against processes.

    python -m bench.corpus

720 real letters, each six times (../shared/corpus/schnitzler/valid); the grammar alone, which is what jing does, and with
it all other checks. Wall time from start to end, the median of three.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.timing import wall

ROOT = Path(__file__).parents[1]
LETTERS = ROOT.parent / "shared" / "corpus" / "schnitzler" / "valid"
GRAMMAR = ROOT.parent / "shared" / "tei" / "tei_all.rng"
COPIES = 6
RUNS = 3
# Without the cache of results, which would answer all runs but the first.
VALIDATE = [sys.executable, "-m", "teikit", "validate", "-q", "--no-cache"]


def seconds(command):
    """Return the median wall time of a command, whose documents may be faulty."""
    return wall(lambda: subprocess.run(command, check=False, capture_output=True), RUNS)


def laid_out(folder):
    """Copy the letters into a folder, and return how many there are."""
    letters = sorted(LETTERS.glob("*.xml"))
    for number in range(COPIES):
        (folder / str(number)).mkdir()
        for each in letters:
            shutil.copy(each, folder / str(number) / each.name)
    return COPIES * len(letters)


def jing(folder):
    """Return the wall time of one Java machine that judges all files; None where jing is not installed."""
    program = shutil.which("jing")
    if program is None:
        return None
    return seconds([program, str(GRAMMAR), *map(str, sorted(folder.rglob("*.xml")))])


def peak(command):
    """Return the largest memory that a command's own process had, in MB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    usage = os.wait4(process.pid, 0)[2]
    return usage.ru_maxrss / 1024


def speed(folder, count):
    """Print how long the letters take, and the ratios that matter."""
    program = [*VALIDATE, str(folder)]
    other = jing(folder)
    if other:
        print(f"{count:,} letters, jing, one Java machine                {other:7.2f} s")
    for name, options in (
        ("the grammar alone", ["--schema", str(GRAMMAR), "--select", "rng,xml"]),
        ("and all other checks", ["--schema", str(GRAMMAR)]),
    ):
        one = seconds([*program, *options, "--jobs", "1"])
        two = seconds([*program, *options, "--jobs", "2"])
        cluster = seconds([*program, *options, "--scheduler", "local:2"])
        print(f"{name:20} one process                     {one:7.2f} s")
        print(f"{name:20} two                             {two:7.2f} s   {one / two:5.2f} x as fast as one")
        if other:
            print(f"{name:20} two against jing                            {other / two:5.2f} x as fast")
        print(f"{name:20} Dask, two workers, with start   {cluster:7.2f} s   {cluster / two:5.2f} x the time of two")


def memory(folder):
    """Print the parent's memory for 10,000 and 100,000 small files, and for large ones."""
    program = [*VALIDATE, "--schema", "letter", "--jobs", "2"]
    small = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'
    for number in range(100_000):
        if number % 1_000 == 0:
            (folder / f"{number:06}").mkdir()
        (folder / f"{number // 1_000 * 1_000:06}" / f"{number}.xml").write_bytes(small)
        if number == 9_999:
            print(f"memory of the parent,  10,000 small files  {peak([*program, str(folder)]):7.0f} MB")
    print(f"memory of the parent, 100,000 small files  {peak([*program, str(folder)]):7.0f} MB")


def large(folder):
    """Print the parent's memory for ten files of 100 MB."""
    head = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>'
    for number in range(10):
        with (folder / f"{number}.xml").open("wb") as file:
            file.write(head)
            for _ in range(10):
                file.write(b"<p>words of a letter</p>\n" * 400_000)
            file.write(b"</body></text></TEI>")
    program = [*VALIDATE, "--schema", "letter", "--jobs", "2", str(folder)]
    print(f"memory of the parent, 1 GB in ten files    {peak(program):7.0f} MB")


def main():
    """Measure."""
    if not LETTERS.is_dir():
        print("corpus: ../shared/corpus is not there")
        return
    for measure in (lambda folder: speed(folder, laid_out(folder)), memory, large):
        with tempfile.TemporaryDirectory() as name:
            measure(Path(name))


if __name__ == "__main__":
    main()
