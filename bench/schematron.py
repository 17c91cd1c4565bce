"""Speed of Schematron: RELAX NG and tei_all's Schematron beside RELAX NG alone, one process, schemas loaded.

python -m bench.schematron
"""

import statistics
import time
from pathlib import Path

from teikit import schematron
from teikit.relaxng.validator import Schema

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
RUNS = 5


def medians(work, files):
    """Return the median milliseconds of CPU that each file takes, the median of five rounds after a first one."""
    for data in files:
        work(data)
    rounds = []
    for _ in range(RUNS):
        times = []
        for data in files:
            start = time.process_time()
            work(data)
            times.append((time.process_time() - start) * 1000)
        rounds.append(statistics.median(times))
    return statistics.median(rounds)


def main():
    """Measure."""
    rules = SHARED / "tei" / "tei_all.sch"
    if not rules.exists():
        print("Schematron is not measured: tei_all and the letters are not here")
        return
    schema = Schema.load(SHARED / "tei" / "tei_all.rng")
    start = time.process_time()
    fast = schematron.load(rules)
    print(f"tei_all.sch loaded, elementpath with it {time.process_time() - start:8.3f} s")
    slow = schematron.load(rules, fast=False)
    for name in ("valid", "raw"):
        files = [each.read_bytes() for each in sorted((SHARED / "corpus" / "schnitzler" / name).glob("*.xml"))]
        alone = medians(lambda data: schema.validate(data, ""), files)
        both = medians(lambda data: (schema.validate(data, ""), fast.validate(data, "")), files)
        print(f"{len(files)} {name} letters, a letter: RELAX NG {alone:6.2f} ms, with Schematron {both:6.2f} ms")
        some = files[:20]
        elementpath, libxml2 = (medians(lambda data, by=each: by.validate(data, ""), some) for each in (slow, fast))
        print(
            f"{len(some)} {name} letters, Schematron: elementpath alone {elementpath:6.2f} ms, with libxml2 {libxml2:6.2f}"
        )


if __name__ == "__main__":
    main()
