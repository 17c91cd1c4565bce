"""CPU and wall time of whole commands against another checkout of teikit, in one run: medians, by turns.

    python -m bench.against_checkout CHECKOUT

The valid letters with grammar, Schematron and checks (CPU); the same without Schematron; and one letter in a cold process with the
grammar in the cache (wall). Letters to TEI: many in one process, and one in a cold process (CPU).
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
VALID = SHARED / "corpus" / "schnitzler" / "valid"
LETTERS = SHARED / "letters" / "dev" / "txt"
VALIDATE = ["validate", "-q"]
ENCODE = ["encode", "-q", "--force", "--jobs", "1"]
GRAMMAR = SHARED / "tei" / "tei_all.rng"
SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}*"
RULES = ["--schematron", str(SHARED / "tei" / "tei_all.sch")]
RUNS = 5
# A process that takes a fifth of a second needs more runs than one that takes ten.
COLD_RUNS = 21


def run(checkout, arguments, cache):
    """Return the CPU and wall seconds of a command as a checkout has it."""
    environment = {
        **os.environ, "PYTHONPATH": str(checkout / "src"), "TEIKIT_CACHE_DIR": f"{cache}/{checkout.name}",
        "PYTHONDONTWRITEBYTECODE": "",
    }  # fmt: skip
    command = [sys.executable, "-m", "teikit", *arguments]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{checkout}: exit status {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start


def compare(name, former, arguments, runs, figure):
    """Print the medians of a command here and in the other checkout, and their ratio; `figure` 0 is CPU, 1 is wall."""
    times = {ROOT: [], former: []}
    with tempfile.TemporaryDirectory() as cache:
        for checkout in times:
            run(checkout, arguments, cache)
        for _ in range(runs):
            for checkout, taken in times.items():
                taken.append(run(checkout, arguments, cache)[figure])
    own, other = map(statistics.median, times.values())
    print(f"{name:44} {own:8.3f} s  {own / other:6.2f} x {former.name} ({other:.3f} s)", flush=True)


def without_rules(target):
    """Write the grammar without its Schematron rules, which other checkouts may not run, and return the option."""
    tree = etree.parse(GRAMMAR)
    for rules in list(tree.iter(SCHEMATRON)):
        rules.getparent().remove(rules)
    tree.write(str(target))
    return ["--schema", str(target)]


def compare_validation(former, grammar):
    """Print how fast letters are validated."""
    letter = min(VALID.glob("*.xml"))
    many = [*VALIDATE, "--no-cache", "--jobs", "1", str(VALID)]
    compare("720 valid letters, all gates, CPU", former, [*many, *grammar, *RULES], RUNS, 0)
    compare("720 valid letters, no Schematron, CPU", former, [*many, *grammar], RUNS, 0)
    compare("one letter, cold, grammar cached, wall", former, [*VALIDATE, *grammar, str(letter)], COLD_RUNS, 1)


def compare_encoding(former):
    """Print how fast letters are encoded."""
    letters = sorted(map(str, LETTERS.glob("*.txt")))
    with tempfile.TemporaryDirectory() as folder:
        output = ["-o", folder]
        compare(f"{len(letters)} letters to TEI, CPU", former, [*ENCODE, *letters, *output], RUNS, 0)
        compare("one letter to TEI, cold, CPU", former, [*ENCODE, letters[0], *output], COLD_RUNS, 0)


def main():
    """Measure."""
    if len(sys.argv) != 2 or not VALID.is_dir():
        raise SystemExit("usage: python -m bench.against_checkout CHECKOUT (with shared/ beside this tree)")
    former = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        compare_validation(former, without_rules(Path(folder) / "tei_all.rng"))
    compare_encoding(former)


if __name__ == "__main__":
    main()
