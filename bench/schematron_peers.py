"""Schematron beside Saxon and lxml's isoschematron: one small file in a cold process, one large file in a warm one.

    python -m bench.schematron_peers [RULES.sch SMALL.xml LARGE.xml]

By default tei_all's rules with a letter and TEI's own source, rules on pointers as music editions have them, and rules on names
that styles of citations call. CPU seconds, medians. Saxon runs XSLT that the skeleton made before: neither that nor the
compilation of the XSLT counts where it is warm. Needs saxonche; lxml runs only rules in XPath 1.0. Where SAXON_JAR names
the jar of Saxon, it is run by Java, too, as most users of Schematron do.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.against_saxon import stylesheet

from teikit import schematron

SHARED = Path(__file__).parents[2] / "shared"
JAR = os.environ.get("SAXON_JAR")
RUNS, COLD_RUNS = 1, 9
SAXON = """
import sys, saxonche
processor = saxonche.PySaxonProcessor(license=False)
judge = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=open(sys.argv[1], encoding="utf-8").read())
judge.transform_to_string(xdm_node=processor.parse_xml(xml_text=open(sys.argv[2], encoding="utf-8").read()))
"""
LXML = """
import sys
from lxml import etree, isoschematron
isoschematron.Schematron(etree.parse(sys.argv[1])).validate(etree.parse(sys.argv[2]))
"""
HEAD = '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="{}">'
POINTERS = ("start", "end", "same", "next", "prev", "copy", "hand", "resp", "decls", "data", "when", "sound")
NAMES = """<pattern>
<rule context="call[@name]"><assert test="@name = /style/part/@name">nothing has this name</assert></rule>
<rule context="/style/part"><assert test="count(/style/part/@name[. = current()/@name]) = 1">two have a name</assert></rule>
</pattern></schema>"""


def pointer_rules():
    """Return rules of which each looks up the ids in a pointer."""
    test = r"every $i in tokenize(., '\s+') satisfies substring($i, 2) = //{}/@xml:id"
    rules = (
        f'<pattern><rule context="@{name}"><assert test="normalize-space(.)">is empty</assert>'
        f'<assert test="{test.format(("note", "rest", "*[ancestor::music]")[number % 3])}">leads nowhere</assert>'
        "</rule></pattern>"
        for number, name in enumerate(POINTERS)
    )
    return f"{HEAD.format('xslt2')}{''.join(rules)}</schema>"


def score(bars):
    """Return a score of so many bars, with pointers that all lead to a note."""
    return f"<music>{''.join(map(bar, range(bars)))}</music>"


def bar(number):
    """Return a bar of eight notes and a rest."""
    first = f"n{number}-0"
    notes = (f"<note xml:id='n{number}-{each}' name='c' octave='4' length='4' same='#{first}'/>" for each in range(8))
    slur = f"<slur start='#{first}' copy='#n{number}-3 #n0-1'/>"
    return f"<bar n='{number}'><layer>{''.join(notes)}<rest xml:id='r{number}'/></layer>{slur}</bar>"


def style(parts):
    """Return a style of so many parts, each of which calls two others."""
    calls = (f"<call name='p{each * 7 % parts}'/><call name='p{each * 3 % parts}'/>" for each in range(parts))
    inside = (f"<part name='p{number}'>{each}</part>" for number, each in enumerate(calls))
    return f"<style>{''.join(inside)}</style>"


def cpu(command, environment):
    """Return the CPU seconds of a command, None where it fails."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    # Ours is 1 where there are problems, that of Python where it stops.
    return usage.ru_utime + usage.ru_stime if process.returncode in ({0, 1} if "teikit" in command else {0}) else None


def cold(rules, xslt, document, folder):
    """Return the CPU seconds of teikit, Saxon, lxml and Saxon by Java in processes of their own, None for what fails."""
    environment = {**os.environ, "TEIKIT_CACHE_DIR": f"{folder}/cache", "PYTHONDONTWRITEBYTECODE": ""}
    own = [
        sys.executable,
        "-m",
        "teikit",
        "validate",
        "-q",
        "--no-cache",
        "--select",
        "sch",
        "--schematron",
        str(rules),
        str(document),
    ]
    scripts = [SAXON, str(xslt), str(document)], [LXML, str(rules), str(document)]
    commands = [own, *([sys.executable, "-c", *each] for each in scripts)]
    commands.append(["java", "-jar", JAR, f"-s:{document}", f"-xsl:{xslt}"] if JAR else ["false"])
    found = []
    for each in commands:
        times = [cpu(each, environment) for _ in range(COLD_RUNS + 1)][1:]
        found.append(None if None in times else statistics.median(times))
    return found


def warm(rules, xslt, document):
    """Return the CPU seconds of teikit and Saxon with everything loaded."""
    import saxonche  # noqa: PLC0415  an extra

    data, schema = document.read_bytes(), schematron.load(rules)
    processor = saxonche.PySaxonProcessor(license=False)
    judge = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=xslt.read_text())
    text = data.decode()
    works = (
        lambda: schema.validate(data, document.name),
        lambda: judge.transform_to_string(xdm_node=processor.parse_xml(xml_text=text)),
    )
    return [statistics.median(process_seconds(work) for _ in range(RUNS)) for work in works]


def process_seconds(work):
    """Return the CPU seconds of a function."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(name, rules, small, large, folder):
    """Print a line for a small and a large document."""
    xslt = Path(folder) / "rules.xsl"
    xslt.write_text(stylesheet(rules), encoding="utf-8")
    own, saxon, lxml, java = cold(rules, xslt, small, folder)
    beside = "lxml cannot" if lxml is None else f"lxml {lxml:6.3f}"
    beside += "" if java is None else f"   Saxon by Java {java:6.3f}"
    print(
        f"{name:9} {small.stat().st_size / 1e3:8.0f} kB cold   teikit {own:6.3f}   Saxon {saxon:6.3f}   {beside}",
        flush=True,
    )
    own, saxon = warm(rules, xslt, large)
    print(f"{name:9} {large.stat().st_size / 1e3:8.0f} kB warm   teikit {own:6.3f}   Saxon {saxon:6.3f}", flush=True)


def made(folder, name, rules, small, large):
    """Write rules and two documents; return what `measure` takes of them."""
    paths = [Path(folder) / f"{name}{each}" for each in (".sch", "-small.xml", "-large.xml")]
    for path, text in zip(paths, (rules, small, large), strict=True):
        path.write_text(text, encoding="utf-8")
    return name, *paths


def main():
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) == 4:
            measure("given", *map(Path, sys.argv[1:]), folder)
            return
        if SHARED.is_dir():
            letter = min((SHARED / "corpus" / "schnitzler" / "valid").glob("*.xml"))
            measure("tei_all", SHARED / "tei" / "tei_all.sch", letter, SHARED / "tei" / "p5subset.xml", folder)
        measure(*made(folder, "pointers", pointer_rules(), score(3), score(600)), folder)
        measure(*made(folder, "names", HEAD.format("xslt") + NAMES, style(40), style(3000)), folder)


if __name__ == "__main__":
    main()
