"""Speed of exports, as ratios: pages of HTML to lxml's plain parse and serialise, a bag to `sha256sum` and `cp`.

A bag is flushed to the disk before it gets its name, which `cp` does not do: it is also held against `cp` and `sync` of
each file, which promises as much. What the letters' metadata and the report cost, which neither has, is told by part.
"""

import datetime
import shutil
import subprocess
import tempfile
from pathlib import Path

from bench.timing import wall
from lxml import etree

from teikit.exports.packages.bag import bag_files as made_bag
from teikit.exports.reading.html import write
from teikit.exports.record.source import Settings, read_tei_file
from teikit.operations.export import ExportOptions, export, load_letters, make_items
from teikit.storage.packages import write_package

ROOT = Path(__file__).parents[1]
RAW = ROOT.parent / "shared" / "corpus" / "schnitzler" / "raw"


def show(name, own, peer, other):
    """Print a figure and its ratio to a peer's."""
    print(f"{name:44} {own:8.3f} s  {own / other:6.2f} x {peer} ({other:.3f} s)")


def pages(files):
    """Print the time for pages of HTML from bytes in memory to bytes in memory."""
    data = [(str(path), path.read_bytes()) for path in files]
    own = wall(lambda: [write(read_tei_file(each, name), Settings()) for name, each in data])
    other = wall(lambda: [etree.tostring(etree.fromstring(each)) for _, each in data])
    show(f"{len(data)} letters to HTML", own, "lxml's parse and serialise", other)


def bags(files):
    """Print the time for a bag of the letters alone, and of the letters with report and metadata."""
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        out = Path(folder) / "out"
        day = datetime.date(2024, 1, 1)

        def clean():
            shutil.rmtree(out, ignore_errors=True)

        def bag(schema):
            clean()
            export(files, "bag", out, ExportOptions(day=day, schema=schema))

        def peer(*, flush):
            clean()
            subprocess.run(["sha256sum", *files], check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["cp", "-r", str(RAW), str(out)], check=True)
            if flush:
                subprocess.run(["sync", *map(str, out.iterdir())], check=True)

        plain, flushed = wall(lambda: peer(flush=False)), wall(lambda: peer(flush=True))
        for name, schema in (("without a report", ""), ("with a report", "letter")):
            own = wall(lambda schema=schema: bag(schema))
            show(f"a bag of {len(files)} letters, {name}", own, "sha256sum and cp", plain)
            show(f"a bag of {len(files)} letters, {name}", own, "sha256sum, cp and sync", flushed)
        entries = [(f"tei/{path.name}", path.read_bytes()) for path in files]

        def bare():
            clean()
            write_package(out, made_bag(entries, (), day))

        own = wall(bare)
        show(f"a bag of {len(files)} files, known beforehand", own, "sha256sum and cp", plain)
        show(f"a bag of {len(files)} files, known beforehand", own, "sha256sum, cp and sync", flushed)
        own = wall(lambda: load_letters(make_items(files), ExportOptions()))
        print(f"{'of it: reading letters and their metadata':44} {own:8.3f} s")
        own = wall(lambda: [etree.fromstring(data) is None for _, data in entries])
        print(f"{'of that: parsing, by lxml':44} {own:8.3f} s")


def main():
    """Measure, where the letters are beside this tree."""
    if RAW.is_dir():
        (ROOT / "build").mkdir(exist_ok=True)
        files = sorted(RAW.glob("*.xml"))
        pages(files)
        bags(files)


if __name__ == "__main__":
    main()
