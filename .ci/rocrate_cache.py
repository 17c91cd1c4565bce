"""Fills roc-validator's cache with RO-Crate's context, which the package rocrate holds: no network is needed then."""

import io
import sys
from importlib.resources import files

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from urllib3 import HTTPResponse


class Bundled(HTTPAdapter):
    """Answers each request with the context."""

    def send(self, request: PreparedRequest, **_: object) -> Response:
        """Answer as the web would."""
        data = (files("rocrate") / "data" / "ro-crate.jsonld").read_bytes()
        answer = HTTPResponse(io.BytesIO(data), {"Content-Type": "application/ld+json"}, 200, preload_content=False)
        return self.build_response(request, answer)


with CachedSession(sys.argv[1], expire_after=-1, allowable_codes=(200,)) as session:
    session.mount("https://", Bundled())
    session.get("https://w3id.org/ro/crate/1.3/context").raise_for_status()
