"""The server of a review with 5,000 letters: how long it is busy with each request of the page, and its memory.

    python -m bench.review [COUNT]

Writes COUNT letters of a made-up edition into a folder, starts `teikit review` there, waits until all are read, and asks
as the page does. Milliseconds, median and largest of 50. List and search are to be answered within 100 ms.
"""

import http.client
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from bench.collection import letter

_LIMIT = 100
_ASKED = 50
_REQUESTS = {
    "list": "letters?limit=100",
    "list, last page": "letters?limit=100&offset=4900",
    "list, to review": "letters?state=open&limit=100",
    "search, a word of all": "letters?query=harvest",
    "search, several words": "letters?query=newspapers%20march%20pencil",
    "search, no letter": "letters?query=zzzz",
}


class Server:
    """A running review."""

    def __init__(self, folder):
        command = [sys.executable, "-m", "teikit", "review", folder, "--no-browser"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        address = urlsplit(self.process.stdout.readline().strip())
        self.path = address.path
        self.connection = http.client.HTTPConnection("127.0.0.1", address.port)

    def ask(self, path, body=None):
        """Return the milliseconds of a request, and its answer."""
        start = time.perf_counter()
        headers = {"Content-Type": "application/json"}
        method, data = ("GET", None) if body is None else ("POST", json.dumps(body))
        self.connection.request(method, f"{self.path}api/{path}", data, headers)
        answer = self.connection.getresponse().read()
        return (time.perf_counter() - start) * 1_000, json.loads(answer)

    def memory(self):
        """Return the largest memory so far, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1_024


def show(name, times, limit=None):
    """Print a row."""
    verdict = "" if limit is None else "" if statistics.median(times) <= limit else f"   more than {limit} ms"
    print(f"{name:28} {statistics.median(times):7.1f} {max(times):7.1f} ms{verdict}")


def decide(server, number):
    """Return the milliseconds of a decision."""
    view = server.ask(f"letters/{number}")[1]
    line, column = view["parts"][2]["pieces"][0]["line"], view["parts"][2]["pieces"][0]["column"]
    action = {"type": "label", "line": line, "column": column, "label": "dateline"}
    return server.ask(f"letters/{number}/decisions", {"version": view["version"], "action": action})[0]


def main(count=5_000):
    """Measure."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            Path(folder, f"{number:05}.txt").write_text(letter(number, chance), encoding="utf-8")
        start = time.perf_counter()
        server = Server(folder)
        first, _ = server.ask("letters?limit=100")
        print(f"the first list after          {time.perf_counter() - start:7.1f} s")
        busy = []
        while server.ask("letters?limit=1")[1]["read"] < count:
            busy.append(server.ask("letters?limit=100")[0])
            time.sleep(0.5)
        print(f"all letters read after        {time.perf_counter() - start:7.1f} s")
        show("list, while they are read", busy or [first])
        for name, path in _REQUESTS.items():
            show(name, [server.ask(path)[0] for _ in range(_ASKED)], _LIMIT)
        numbers = chance.sample(range(count), _ASKED)
        show("open a letter", [server.ask(f"letters/{number}")[0] for number in numbers])
        show("open it again", [server.ask(f"letters/{number}")[0] for number in numbers[-10:]])
        show("decide", [decide(server, number) for number in numbers])
        print(f"memory of the server          {server.memory():7.0f} MB")
        server.process.kill()
        server.process.wait()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
