"""Judges the outcome of a case: which hard failures there are, and whether status and words are the right ones."""

import fnmatch
import io
import json
import re
import tarfile
import zipfile
from pathlib import Path

from lxml import etree

from hostile.case import CANARY, Case
from hostile.running import Outcome
from teikit.document.expat import is_well_formed

_MOST_MEMORY = 700 << 20
_LONGEST_MESSAGES = 64_000
# A document is as large as its source.
_LARGEST_DOCUMENT = 64_000_000
# C0 without line end and tab, C1, and what changes the direction of text; also bytes that are not UTF-8.
_ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_IN_DOCUMENTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_CRASHES = (
    "Traceback (most recent call last)",
    "RecursionError",
    "internal error",
    "InternalError",
    "Fatal Python error",
)
_MEMORY = ("MemoryError", "std::bad_alloc", "out of memory", "memory ran out")


def judge(case: Case, outcome: Outcome, root: Path) -> list[str]:
    """Return what is wrong with an outcome, each as a line; nothing if it is right."""
    out = outcome.out.decode("utf-8", "surrogateescape")
    err = outcome.err.decode("utf-8", "surrogateescape")
    faults = [
        *_judge_end(case, outcome, out + err),
        *_judge_words(case, out, err),
        *_judge_secrets(case, outcome, out + err),
        *_judge_files(case, outcome, root),
    ]
    if outcome.left:
        faults.append(f"children left: {outcome.left}")
    if faults:
        faults.append(f"status {outcome.status}, {outcome.seconds:.1f} s, {outcome.memory >> 20} MiB")
        faults.append(f"stdout: {out[:1_500]!r}")
        faults.append(f"stderr: {err[:1_000]!r} ... {err[-2_000:]!r}")
    return faults


def _judge_end(case: Case, outcome: Outcome, printed: str) -> list[str]:
    faults = [f"traceback: {word}" for word in _CRASHES if word in printed]
    faults += [f"memory: {word}" for word in _MEMORY if word in printed]
    if outcome.memory > _MOST_MEMORY:
        faults.append(f"memory: {outcome.memory >> 20} MiB")
    if outcome.is_hung or outcome.status in {-24, -9}:
        faults.append("hang")
    elif outcome.status < 0 or outcome.status in {134, 139}:
        faults.append(f"crash: signal {-outcome.status}")
    elif outcome.status not in case.statuses:
        faults.append(f"exit status {outcome.status}, not {case.status}")
    return faults


def _judge_words(case: Case, out: str, err: str) -> list[str]:
    faults = []
    if case.word and case.word not in out + err:
        faults.append(f"word: {case.word!r} is not in the output")
    # Tables have line ends of Windows.
    out = out.replace("\r\n", "\n")
    shown = _COLOUR.sub("", out) if "--color always" in case.command else out
    active = (_IN_DOCUMENTS if case.document else _ACTIVE).search(shown) or _ACTIVE.search(err)
    if active:
        faults.append(f"control character {active[0]!r}")
    if len(err) > _LONGEST_MESSAGES:
        faults.append(f"messages of {len(err):,} characters")
    if len(out) > (case.largest if not case.document else _LARGEST_DOCUMENT):
        faults.append(f"output of {len(out):,} characters")
    # Misuse and unreadable input are explained.
    if 2 in case.statuses and len(case.statuses) == 1 and not err.strip() and not case.in_shell:
        faults.append("no message")
    return faults


def _judge_secrets(case: Case, outcome: Outcome, printed: str) -> list[str]:
    faults = []
    if outcome.opened:
        faults.append(f"disclosure: {outcome.opened} opened")
    if outcome.connections and not case.asks:
        faults.append(f"network: {outcome.connections} connections")
    written = [name for name, content in outcome.after.items() if outcome.before.get(name) != content]
    texts = {"output": printed.encode("utf-8", "surrogateescape")}
    texts.update({name: outcome.after[name] for name in written})
    for where, text in texts.items():
        faults += [f"disclosure: {word!r} in {where}" for word in (CANARY, *case.never) if word.encode() in text]
    return faults


def _judge_files(case: Case, outcome: Outcome, root: Path) -> list[str]:
    faults = []
    for name in sorted(outcome.before.keys() | outcome.after.keys()):
        before, after = outcome.before.get(name), outcome.after.get(name)
        if before == after:
            continue
        change = "new" if before is None else "gone" if after is None else "changed"
        if ".teikit-" in name and not any(".teikit-" in glob for glob in case.writes):
            faults.append(f"left over: {name} is {change}")
        elif not any(fnmatch.fnmatchcase(name, glob) for glob in case.writes):
            faults.append(f"written: {name} is {change}")
        elif after is not None and after.startswith(b"file") and not _is_whole(root / name):
            faults.append(f"half a file: {name}")
    return faults


def _is_whole(path: Path) -> bool:
    """Return whether a file is what its suffix says, as far as that can be seen."""
    data = path.read_bytes()
    try:
        match path.suffix:
            case ".xml" | ".rng" | ".svrl":
                return _is_well_formed(data)
            case ".json" | ".sarif":
                json.loads(data)
            case ".zip" | ".epub":
                return zipfile.ZipFile(io.BytesIO(data)).testzip() is None
            case ".tar" | ".tgz" | ".gz":
                with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                    archive.getmembers()
            case ".html":
                return b"</html>" in data[-200:]
    except (ValueError, zipfile.BadZipFile, tarfile.TarError, EOFError):
        return False
    return True


def _is_well_formed(data: bytes) -> bool:
    try:
        etree.fromstring(data, etree.XMLParser(huge_tree=True))
    except etree.XMLSyntaxError:
        # libxml2 reads no more than 2,048 elements in each other.
        return is_well_formed(data)
    return True
