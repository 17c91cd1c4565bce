"""The results cache: 4,320 letters checked without it, with an empty one, with a full one; whole commands.

    python bench/results.py

Wall seconds, medians. With a full cache the run is to be at least eight times as fast as the one that filled it.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
VALID, TEI_ALL = SHARED / "corpus" / "schnitzler" / "valid", SHARED / "tei" / "tei_all.rng"
COPIES = 6
RUNS = 3
TEIKIT = [sys.executable, "-m", "teikit", "validate", "-q", "--jobs", "1", "--schema", str(TEI_ALL)]


def seconds(command, folder, cache):
    """Return the wall seconds of a command, and what it wrote."""
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "TEIKIT_CACHE_DIR": cache}, capture_output=True, check=False
    )
    return time.perf_counter() - start, done.stdout


def one(folder, cache):
    """Return the seconds of a run without the cache, of one that fills it, and of one that it serves."""
    for each in Path(cache).glob("results.sqlite*"):
        each.unlink()
    runs = [seconds([*TEIKIT, "letters", *more], folder, cache) for more in (["--no-cache"], [], [])]
    if len({told for _, told in runs}) != 1:
        raise SystemExit("the three runs told different things")
    return [taken for taken, _ in runs]


def main():
    """Measure."""
    if not VALID.is_dir():
        print("the letters (shared/) are not beside this tree")
        return
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
        for number in range(COPIES):
            shutil.copytree(VALID, Path(folder) / "letters" / str(number))
        # The schema is compiled once, in no run's time.
        seconds([*TEIKIT, "letters/0"], folder, cache)
        without, first, second = map(statistics.median, zip(*(one(folder, cache) for _ in range(RUNS)), strict=True))
        size = sum(each.stat().st_size for each in Path(cache).glob("results.sqlite*"))
    print(f"{'without cache':32} {without:7.2f} s")
    print(f"{'with an empty cache':32} {first:7.2f} s   {first / without:5.2f} x as long as without")
    print(f"{'with a full cache':32} {second:7.2f} s   {first / second:5.1f} x as fast as with an empty one")
    print(f"{'the cache':32} {size / 1e6:7.1f} MB")


if __name__ == "__main__":
    main()
