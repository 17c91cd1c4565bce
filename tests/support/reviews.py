"""A review of some letters, asked in the way the page does it."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.asgi import ask
from teikit.executors.serial import SerialExecutor
from teikit.inputs.discover import Discovery
from teikit.inputs.paths import InputPaths
from teikit.operations.encode_run import EncodeOperation, discover_sources
from teikit.operations.run import RunInputs
from teikit.review.app import make_app
from teikit.review.guard import Guard
from teikit.review.learning import Learn, learn_from_letters
from teikit.review.session import Session
from teikit.review.starting import start_session
from teikit.tei.metadata import MetadataFile
from teikit.text import is_source

TOKEN, HOST = "a-token-of-tests", "127.0.0.1:8000"
OWN = (("Host", HOST), ("Origin", f"http://{HOST}"), ("Content-Type", "application/json"))
LETTER = """Leeds, 2 May 1890

Dear Ann,

All is well here, and the boat came in on Friday with the tide, as it always does in the spring.

The roof of the barn is whole again, and the hay is dry for the winter months that are to come.

Yours truly,
Will Bell
"""
UNCLEAR = "Marsh Hall\n\nFollowing\n\nThe boat\n\nBell\n\nGreen 12\n"


@dataclass(frozen=True)
class Review:
    """A review and its application."""

    session: Session
    app: Guard

    def get(self, path: str) -> Any:
        """The answer to a request that succeeds."""
        answer = ask(self.app, "GET", f"/{TOKEN}/api/{path}", OWN)
        assert answer.status == 200, answer.body
        return answer.json

    def post(self, path: str, body: Mapping[str, Any], status: int = 200) -> Any:
        """The answer to a request of some status."""
        answer = ask(self.app, "POST", f"/{TOKEN}/api/{path}", OWN, [json.dumps(body).encode()])
        assert answer.status == status, answer.body
        return answer.json

    def act(self, view: Mapping[str, Any], **action: Any) -> Any:
        """The view of a letter after an action."""
        return self.post(f"letters/{view['id']}/decisions", {"version": view["version"], "action": action})

    def refuse(self, view: Mapping[str, Any], status: int = 422, **action: Any) -> str:
        """The sentence by which an action is refused."""
        body = {"version": view["version"], "action": action}
        return str(self.post(f"letters/{view['id']}/decisions", body, status)["error"])

    def accept(self, view: Mapping[str, Any], status: int = 200, *, force: bool = False) -> Any:
        """The answer to accepting a letter."""
        return self.post(f"letters/{view['id']}/accept", {"version": view["version"], "force": force}, status)

    def wait(self, count: int) -> None:
        """Wait until so many letters were read."""
        until = time.monotonic() + 60
        while self.get("letters")["read"] < count:
            assert time.monotonic() < until
            time.sleep(0.02)


@contextmanager
def reviewing(
    *paths: Path, out: Path | None = None, separator: str | None = None, learn: Learn = learn_from_letters
) -> Iterator[Review]:
    """The review of some files and folders."""
    named = InputPaths(tuple(map(str, paths)))
    sources = discover_sources(RunInputs(named, discovery=Discovery(accepts=is_source)))
    operation = EncodeOperation({}, MetadataFile("", {}, {}), separator=separator)
    folders = named.folders
    starting = start_session(
        operation, sources.items, out=out, folders=folders, make_executor=lambda _tick: SerialExecutor(), learn=learn
    )
    with starting as session:
        yield Review(session, make_app(session, TOKEN, (HOST,)))
