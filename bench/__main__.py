"""Runs the benchmarks: start of the program, encoding and validation, as ratios against named peers.

    python -m bench

Medians of five. A peer that is not installed is passed over.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from bench import corpus, exports, results, schematron, validation
from bench.timing import wall

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "000_2f31e7242bafb6c0.txt"


def seconds(command):
    """Return the median wall time of a command."""
    return wall(lambda: subprocess.run(command, check=True, capture_output=True))


def row(name, command, peer, peer_command):
    """Print a figure and its ratio to a peer's."""
    own = seconds(command)
    if shutil.which(peer_command[0]) is None:
        print(f"{name:32} {own:7.3f} s   ({peer} is not installed)")
        return
    other = seconds(peer_command)
    print(f"{name:32} {own:7.3f} s   {own / other:5.2f} x {peer} ({other:.3f} s)")


def main():
    """Measure."""
    program = [sys.executable, "-m", "teikit"]
    row("teikit --version", [*program, "--version"], "bare Python", [sys.executable, "-c", "pass"])
    row(
        "teikit encode, one letter",
        [*program, "encode", str(SEED)],
        "pandoc",
        ["pandoc", "-f", "markdown", "-t", "tei", str(SEED)],
    )
    letters = sorted(map(str, (ROOT.parent / "shared" / "letters" / "dev" / "txt").glob("*.txt")))
    if letters:
        many = [*program, "encode", *letters, "-o", str(ROOT / "build" / "bench"), "--force", "-q"]
        # Pandoc takes several files for parts of one: it is started for each.
        each = ["sh", "-c", 'for f; do pandoc -f markdown -t tei "$f"; done', "sh", *letters]
        row(f"teikit encode, {len(letters)} letters", many, "pandoc, one by one", each)
    encoded = ROOT / "build" / "bench.xml"
    encoded.parent.mkdir(exist_ok=True)
    subprocess.run([*program, "encode", str(SEED), "-o", str(encoded), "--force", "-q"], check=True)
    jing = ["jing", str(ROOT / "schema" / "teikit-letter.rng"), str(encoded)]
    row("teikit validate, one letter", [*program, "validate", "-q", str(encoded)], "jing", jing)
    validation.main()
    corpus.main()
    exports.main()
    schematron.main()
    results.main()


if __name__ == "__main__":
    main()
