"""Speed of validation against tei_all, as ratios to jing, lxml and expat: CPU seconds of the process, one process each.

Of teikit's gates only the grammar is measured beside peers that know no other (`--ignore tei`); what the checks add is
told beside it. jing runs with its default flags and with `-XX:+UseSerialGC`, which is kinder to it.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.parsers import expat

from lxml import etree

from teikit.checks import CheckContext, check
from teikit.document.document import from_bytes
from teikit.relaxng.validator import Schema

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
TEI_ALL = SHARED / "tei" / "tei_all.rng"
VALID, RAW = SHARED / "corpus" / "schnitzler" / "valid", SHARED / "corpus" / "schnitzler" / "raw"
BIG = ROOT / "build" / "corpus.xml"
BIG_BYTES = 120_000_000
RUNS = 5
TEIKIT = [sys.executable, "-m", "teikit", "validate", "-q", "--no-cache", "--schema", str(TEI_ALL), "--ignore", "tei"]
JINGS = {"jing": "", "jing -XX:+UseSerialGC": "-XX:+UseSerialGC"}


def run(command, **environment):
    """Return CPU seconds, wall seconds and peak memory in bytes of one run of a command."""
    # Without its bytecode a program is compiled at each start.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment}
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss * 1024


def measure(command, **environment):
    """Return the medians of CPU seconds, wall seconds and peak memory."""
    return tuple(map(statistics.median, zip(*(run(command, **environment) for _ in range(RUNS)), strict=True)))


def jings(files):
    """Yield jing's figures for files, by its name and flags."""
    if shutil.which("jing") is None:
        return
    for name, flags in JINGS.items():
        yield name, measure(["jing", str(TEI_ALL), *map(str, files)], JAVA_TOOL_OPTIONS=flags)


def show(name, own, peer, other, unit="s"):
    """Print a figure and its ratio to a peer's."""
    print(f"{name:44} {own:8.3f} {unit:2} {own / other:6.2f} x {peer} ({other:.3f} {unit})")


def print_many_files(name, folder):
    """Print the CPU time of one command over all files of a folder."""
    files = sorted(folder.glob("*.xml"))
    own = measure([*TEIKIT, *map(str, files)])
    for peer, other in jings(files):
        show(f"{len(files)} {name} letters, CPU", own[0], peer, other[0])


def cpu(work):
    """Return the median CPU seconds of a function, after a run that warms it up."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def parse_only(files):
    """Parse files with empty handlers: the floor for whatever looks at each event."""
    for data in files:
        parser = expat.ParserCreate(None, " ")
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = lambda _name, _attributes: None
        parser.EndElementHandler = lambda _name: None
        parser.CharacterDataHandler = lambda _data: None
        parser.Parse(data, True)  # noqa: FBT003  expat names no arguments


def in_process(name, folder):
    """Print the CPU time within one process, schemas loaded."""
    files = [each.read_bytes() for each in sorted(folder.glob("*.xml"))]
    schema = Schema.load(TEI_ALL)
    start = time.process_time()
    for data in files:
        schema.validate(data, "")
    first = time.process_time() - start
    own = cpu(lambda: [schema.validate(data, "") for data in files])
    floor = cpu(lambda: parse_only(files))
    peer = etree.RelaxNG(etree.parse(TEI_ALL))
    libxml2 = cpu(lambda: [peer.validate(etree.fromstring(data).getroottree()) for data in files])
    show(f"{len(files)} {name} letters, schema loaded, first", first, "expat, empty handlers", floor)
    show(f"{len(files)} {name} letters, schema loaded", own, "expat, empty handlers", floor)
    show(f"{len(files)} {name} letters, schema loaded", own, "lxml.etree.RelaxNG", libxml2)


def checks(name, folder):
    """Print the CPU time that the checks take beside the grammar, within one process."""
    files = [each.read_bytes() for each in sorted(folder.glob("*.xml"))]
    schema = Schema.load(TEI_ALL)
    around = CheckContext()
    own = cpu(lambda: [list(check(from_bytes(data, ""), around)) for data in files])
    grammar = cpu(lambda: [schema.validate(data, "") for data in files])
    show(f"{len(files)} {name} letters, checks", own, "RELAX NG, schema loaded", grammar)


def one_letter(cache):
    """Print the wall time of a cold process, with the schema in the cache and without."""
    letter = min(VALID.glob("*.xml"))
    own = measure([*TEIKIT, str(letter)], XDG_CACHE_HOME=cache)
    peers = list(jings([letter]))
    for peer, other in peers:
        show("one letter, schema in the cache, wall", own[1], peer, other[1])
    times = []
    for _ in range(RUNS):
        shutil.rmtree(cache)
        times.append(run([*TEIKIT, str(letter)], XDG_CACHE_HOME=cache)[1])
    first = statistics.median(times)
    for peer, other in peers:
        show("one letter, first load of tei_all, wall", first, peer, other[1])


def corpus():
    """Write one file of 120 MB: the valid letters, again and again, in a teiCorpus."""
    letters = []
    for path in sorted(VALID.glob("*.xml")):
        text = re.sub(r'\sxml:id="[^"]*"', "", path.read_text(encoding="utf-8"))
        letters.append(text[text.index("<TEI") :])
    header = letters[0][letters[0].index("<teiHeader") : letters[0].index("</teiHeader>") + len("</teiHeader>")]
    BIG.parent.mkdir(exist_ok=True)
    with BIG.open("w", encoding="utf-8") as file:
        written = file.write(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header}')
        while written < BIG_BYTES:
            written += sum(file.write(each) for each in letters)
        file.write("</teiCorpus>")


def print_big_file():
    """Print time and memory for a file of 120 MB."""
    corpus()
    own = measure([*TEIKIT, str(BIG)])
    for peer, other in jings([BIG]):
        show("teiCorpus of 120 MB, CPU", own[0], peer, other[0])
        show("teiCorpus of 120 MB, peak memory", own[2] / 1e6, peer, other[2] / 1e6, "MB")
    BIG.unlink()


def main():
    """Measure."""
    if not TEI_ALL.exists():
        print("validation is not measured: tei_all and the letters are not here")
        return
    with tempfile.TemporaryDirectory() as cache:
        one_letter(cache)
    print_many_files("valid", VALID)
    print_many_files("raw", RAW)
    # Before this process grows: what it starts counts its memory as its own.
    print_big_file()
    in_process("valid", VALID)
    in_process("raw", RAW)
    checks("valid", VALID)
    checks("raw", RAW)


if __name__ == "__main__":
    main()
