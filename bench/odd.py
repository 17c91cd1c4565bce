"""Times the compilation of ODDs as whole commands, beside the TEI Stylesheets under saxonche where they are there.

    python -m bench.odd ODD... [--stylesheets FOLDER --p5 p5subset.xml]

CPU seconds and the largest memory of a cold process, medians of five, by turns. FOLDER has the Stylesheets' `odds`;
each run of theirs is one process with the three steps that make a grammar and its Schematron: odd2odd, odd2relax,
extract-isosch. Needs saxonche for them.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

_STYLESHEETS = """
import sys, saxonche
folder, p5, odd, out = sys.argv[1:]
processor = saxonche.PySaxonProcessor(license=False)
xslt = processor.new_xslt30_processor()
def step(name, source, target, **parameters):
    program = xslt.compile_stylesheet(stylesheet_file=f"{folder}/odds/{name}.xsl")
    for key, value in parameters.items():
        program.set_parameter(key, processor.make_string_value(value))
    program.transform_to_file(source_file=source, output_file=target)
step("odd2odd", odd, out + ".compiled.odd", defaultSource=p5)
step("odd2relax", out + ".compiled.odd", out + ".rng")
step("extract-isosch", out + ".compiled.odd", out + ".sch")
"""


def cost(command):
    """Return the CPU seconds of a command, and the largest memory of any child so far, in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, after.ru_maxrss / 1024


def teikit(odd, out):
    """Return the command that compiles an ODD with this project."""
    outputs = [f"--output={out}.rng", f"--output={out}.sch", "--force"]
    return [sys.executable, "-m", "teikit", "odd", "compile", str(odd), *outputs]


def main():
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("odds", nargs="+", type=Path)
    parser.add_argument("--stylesheets", type=Path)
    parser.add_argument("--p5", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "out")
        for odd in options.odds:
            own, other = [], []
            for _ in range(5):
                own.append(cost(teikit(odd, out)))
                if options.stylesheets:
                    files = [str(each.absolute()) for each in (options.stylesheets, options.p5, odd)]
                    other.append(cost([sys.executable, "-c", _STYLESHEETS, *files, out])[0])
            seconds = statistics.median(each for each, _ in own)
            row = f"{odd.stem:20} {seconds:6.2f} s CPU, {own[0][1]:4.0f} MB"
            if other:
                theirs = statistics.median(other)
                row += f"   {seconds / theirs:5.2f} x Stylesheets under saxonche ({theirs:.2f} s)"
            print(row)


if __name__ == "__main__":
    main()
