"""A program for tests: forks teikit ready to run, so that it can be started, limited and killed many times a second.

It reads a JSON object a line, and answers in JSON: `start` (arguments of teikit in hexadecimal; `limit`, the largest
size of a file in bytes) with the child's id; `wait` (an id) with its exit status, negative for a signal, and what it
printed; `call` (a command) with its exit status.
"""

import contextlib
import json
import os
import resource
import subprocess
import sys
import traceback
from importlib import import_module

from teikit.__main__ import main
from teikit.cli import export

LOADED = export.command
# An extra that takes long to load.
with contextlib.suppress(ImportError, OSError):
    import_module("weasyprint")
told = {}


def run(order):
    """Run teikit as it would run by itself, and never come back."""
    if "limit" in order:
        # Python would leave halves of its own in the source tree, too.
        sys.dont_write_bytecode = True
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], order["limit"]))
    sys.argv = ["teikit", *map(os.fsdecode, map(bytes.fromhex, order["start"]))]
    status = 99
    try:
        main()
    except SystemExit as end:
        status = end.code or 0
    except Exception:  # noqa: BLE001  told as Python does
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def start(order):
    """Fork a child that runs teikit, and return its id."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        run(order)
    os.close(writing)
    told[child] = reading
    return child


def wait(child):
    """Wait for a child, and return how it ended and what it printed."""
    with os.fdopen(told.pop(child), "rb") as printed:
        text = printed.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text


def answer(order):
    """Do what an order says."""
    if "start" in order:
        return start(order)
    if "wait" in order:
        return wait(order["wait"])
    return subprocess.run(order["call"], check=False, stdin=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
