"""What a run with 100,000 problems needs: peak memory and time of each format, with one file and with a thousand.

    python -m bench.reports

Time is a ratio to the concise format in the same run.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from teikit.report.formats import FORMATS

HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div>\n'
TAIL = "</div></body></text></TEI>\n"
PROBLEMS = 100_000


def write_faulty(problems):
    """Return a document with so many faults, and two of its own."""
    return HEAD + "".join(f'<p wrong{each % 7}="v{each}">text {each}</p>\n' for each in range(problems)) + TAIL


def time_run(paths, form, folder):
    """Return the seconds of a run."""
    command = [
        sys.executable,
        "-m",
        "teikit",
        "validate",
        *paths,
        "--no-cache",
        "--schema",
        "letter",
        "--select",
        "rng",
        "-q",
    ]
    command += ["--format", form, "--output", str(folder / "report"), "--no-group"]
    start = time.perf_counter()
    subprocess.run(command, check=False)
    return time.perf_counter() - start


def peak(paths, form, folder):
    """Run in a process of its own, so that the peak is that of one run."""
    code = (
        "import bench.reports as b, resource, pathlib, sys;"
        "s = b.timed(sys.argv[3:], sys.argv[1], pathlib.Path(sys.argv[2]));"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, s)"
    )
    command = [sys.executable, "-c", code, form, str(folder), *paths]
    memory, seconds = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(memory), float(seconds)


def main():
    """Measure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "one.xml").write_text(write_faulty(PROBLEMS))
        (folder / "many").mkdir()
        for number in range(1_000):
            (folder / "many" / f"{number:04}.xml").write_text(write_faulty(PROBLEMS // 1_000))
        print(f"{'format':12} {'one file':>10} {'':>8} {'1,000 files':>12}")
        base = {}
        for form in sorted(FORMATS, key=lambda each: each != "concise"):
            told = []
            for source in ("one.xml", "many"):
                memory, seconds = peak([str(folder / source)], form, folder)
                base.setdefault(source, seconds)
                told.append(f"{memory:6.0f} MB {seconds / base[source]:5.2f} x")
            print(f"{form:12} {'   '.join(told)}", flush=True)


if __name__ == "__main__":
    main()
