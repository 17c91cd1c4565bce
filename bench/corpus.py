"""Measures validation of a corpus: processes against one, against jing, and a Dask cluster against processes.

    python -m bench.corpus [speed] [memory] [large]

All three parts, or those that are named. `speed`: 720 real letters, each six times (../shared/corpus/schnitzler/valid);
the grammar alone, which is what jing does, and with it all other checks; wall time from start to end, the median of five.
`standing` is a Dask cluster of two workers on this machine that is there before. At last the cache of results: a run
that fills it, and runs that find all there.
`memory`: what the parent and its largest worker have at most for 10,000 and 100,000 small files. `large`: the same for
files of 100 MB, of which 1 GB is written. These two need Linux.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from statistics import median

from bench.timing import wall

ROOT = Path(__file__).parents[1]
LETTERS = ROOT.parent / "shared" / "corpus" / "schnitzler" / "valid"
GRAMMAR = ROOT.parent / "shared" / "tei" / "tei_all.rng"
COPIES = 6
RUNS = 5
LARGE, FILES = 100_000_000, 10
# How often is looked how much memory processes have, in seconds.
TICK = 0.02
# Without the cache of results, which would answer all runs but the first.
VALIDATE = [sys.executable, "-m", "teikit", "validate", "-q", "--no-cache"]


def seconds(command):
    """Return the median wall time of a command, whose documents may be faulty."""
    return wall(lambda: subprocess.run(command, check=False, capture_output=True), RUNS)


def copy_letters(folder):
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


def peak_memory(process):
    """Return the largest memory, in MB, that a process has had so far; 0 where it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0


def children(process):
    """Return the processes that a process has started and that are still there."""
    try:
        return Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return []


def peaks(command):
    """Return the largest memory that a command's own process had, and that of its largest worker, in MB."""
    parent = worker = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            parent = max(parent, peak_memory(process.pid))
            worker = max([worker, *map(peak_memory, children(process.pid))])
            time.sleep(TICK)
    return parent, worker


def print_memory(what, command):
    """Print the memory of a command, and its wall time."""
    start = time.perf_counter()
    parent, worker = peaks(command)
    print(f"{what:44} parent {parent:4.0f} MB, worker {worker:4.0f} MB {time.perf_counter() - start:8.1f} s")


@contextmanager
def start_cluster():
    """Have a Dask cluster of two workers; give its address, None where Dask is not installed."""
    if find_spec("distributed") is None:
        yield None
        return
    from distributed import LocalCluster  # noqa: PLC0415  an extra

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        yield cluster.scheduler_address


def compare(folder, other, address, name, options):
    """Print how long the letters take in several ways, by a schema and the checks that options name."""
    program = [*VALIDATE, str(folder), "--schema", str(GRAMMAR), *options]
    one, two = (seconds([*program, "--jobs", number]) for number in "12")
    print(f"{name:20} one process                     {one:7.2f} s")
    print(f"{name:20} two                             {two:7.2f} s   {one / two:5.2f} x as fast as one")
    if other:
        print(f"{name:20} two against jing                            {other / two:5.2f} x as fast")
    if address:
        for what, where in (("that stands", address), ("with its start", "local:2")):
            cluster = seconds([*program, "--scheduler", where])
            print(f"{name:20} Dask, two workers, {what:14}{cluster:6.2f} s   {cluster / two:5.2f} x the time of two")


def compare_cached(folder):
    """Print how long the letters take with all checks in one process, at first, and with all results in the cache."""
    options = ["--schema", str(GRAMMAR), "-j1"]
    program = [*VALIDATE[:-1], *options, str(folder)]
    first, again = [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as home:
            run = partial(subprocess.run, check=False, capture_output=True, env=os.environ | {"XDG_CACHE_HOME": home})
            # The schema is compiled in both.
            run([*VALIDATE, *options, str(next(folder.rglob("*.xml")))])
            first.append(wall(lambda run=run: run(program), 1))
            again.append(wall(lambda run=run: run(program), 1))
    filled, kept = median(first), median(again)
    print(f"all checks           one process, the cache is filled{filled:7.2f} s")
    print(f"all checks           all is in the cache             {kept:7.2f} s   {filled / kept:5.2f} x as fast")


def speed(folder, letters):
    """Print how long the letters take, and the ratios that matter."""
    other = jing(folder)
    if other:
        print(f"{letters:,} letters, jing, one Java machine                {other:7.2f} s")
    with start_cluster() as address:
        compare(folder, other, address, "the grammar alone", ["--select", "rng,xml"])
        compare(folder, other, address, "and all other checks", [])
    compare_cached(folder)


def memory(folder):
    """Print the memory for 10,000 and 100,000 small files."""
    program = [*VALIDATE, "--schema", "letter", "--jobs", "2", str(folder)]
    small = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'
    for number in range(100_000):
        if number % 1_000 == 0:
            (folder / f"{number:06}").mkdir()
        (folder / f"{number // 1_000 * 1_000:06}" / f"{number}.xml").write_bytes(small)
        if number == 9_999:
            print_memory(" 10,000 small files", program)
    print_memory("100,000 small files", program)


def corpora():
    """Yield pieces of a large TEI document without end: letters, the ids of each its own, and so valid."""
    yield (
        '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Letters</title></titleStmt>'
        "<publicationStmt><p>none</p></publicationStmt><sourceDesc><p>none</p></sourceDesc></fileDesc></teiHeader>\n"
    )
    letters = [each.read_text(encoding="utf-8") for each in sorted(LETTERS.glob("*.xml"))]
    letters = [each[each.index("<TEI") :] for each in letters]
    for number in count():
        yield letters[number % len(letters)].replace('xml:id="', f'xml:id="n{number}.')


def write_large(path):
    """Write a large document."""
    with path.open("w", encoding="utf-8") as file:
        for piece in corpora():
            file.write(piece)
            if file.tell() >= LARGE:
                break
        file.write("</teiCorpus>\n")


def print_large_files(folder):
    """Print the memory for files of 100 MB, valid, but with some 130,000 pointers in each that lead nowhere."""
    for number in range(FILES):
        write_large(folder / f"{number}.xml")
    program = [*VALIDATE, "--schema", str(GRAMMAR)]
    some = [str(folder / f"{number}.xml") for number in range(2)]
    print_memory("one file of 100 MB, one process", [*program, "--jobs", "1", some[0]])
    print_memory("two files of 100 MB, two processes", [*program, "--jobs", "2", *some])
    print_memory("1 GB in ten files, two processes", [*program, "--jobs", "2", str(folder)])
    print_memory("the same, the grammar alone", [*program, "--jobs", "2", "--select", "rng,xml", str(folder)])


PARTS = {"speed": lambda folder: speed(folder, copy_letters(folder)), "memory": memory, "large": print_large_files}


def main(*parts):
    """Measure all parts, or some."""
    if unknown := set(parts) - PARTS.keys():
        print(f"corpus: there is no {' or '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
        return
    if not LETTERS.is_dir():
        print("corpus: ../shared/corpus is not there")
        return
    for name in parts or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            PARTS[name](Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
