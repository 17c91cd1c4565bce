"""Requests that are not of the page are refused, and what the page may load is only its own."""

import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from support.asgi import Answer, ask
from support.reviews import HOST, LETTER, OWN, TOKEN, Review, reviewing
from teikit.limits import limits_set
from teikit.review.guard import HEADERS

JSON = ("Content-Type", "application/json")


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    (tmp_path / "letter.txt").write_text(LETTER)
    with reviewing(tmp_path / "letter.txt") as made:
        yield made


def get(review: Review, target: str, *headers: tuple[str, str]) -> Answer:
    return ask(review.app, "GET", target, [("Host", HOST), *headers])


def post(review: Review, body: Iterable[bytes], *headers: tuple[str, str]) -> Answer:
    return ask(review.app, "POST", f"/{TOKEN}/api/letters/0/decisions", [("Host", HOST), *headers], body)


@pytest.mark.parametrize(
    "path", ["", "/", "/api/letters", "/x/", f"/{TOKEN}x/", f"/{TOKEN[:-1]}/", f"/%61{TOKEN[1:]}/", f"//{TOKEN}/"]
)
def test_without_the_token_nothing_is_found(review: Review, path: str) -> None:
    answer = get(review, path)
    assert (answer.status, answer.json) == (404, {"error": "not found"})


def test_the_page_is_there_with_the_token(review: Review) -> None:
    answer = get(review, f"/{TOKEN}/", ("Sec-Fetch-Site", "none"))
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize("path", ["/", "/page.js", "/api/letters", "/nothing", "/api/letters/9"])
def test_each_answer_has_the_headers_that_keep_others_out(review: Review, path: str) -> None:
    answer = get(review, f"/{TOKEN}{path}")
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    "headers",
    [
        [("Host", "example.org")],
        [("Host", "127.0.0.1:8001")],
        [("Host", "127.0.0.1")],
        [],
        [("Host", HOST), ("Host", HOST)],
        [("Host", HOST), ("Origin", "https://example.org")],
        [("Host", HOST), ("Origin", "null")],
        [("Host", HOST), ("Origin", "http://127.0.0.1:8001")],
        [("Host", HOST), ("Sec-Fetch-Site", "cross-site")],
        [("Host", HOST), ("Sec-Fetch-Site", "same-site")],
    ],
)
def test_other_hosts_and_origins_have_no_access(review: Review, headers: list[tuple[str, str]]) -> None:
    answer = ask(review.app, "GET", f"/{TOKEN}/api/letters", headers)
    assert answer.status == 403
    assert list(answer.json) == ["error"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused(review: Review, method: str) -> None:
    assert ask(review.app, method, f"/{TOKEN}/api/letters", OWN).status == 405


def test_what_is_to_be_asked_is_not_posted_and_the_other_way_round(review: Review) -> None:
    assert ask(review.app, "POST", f"/{TOKEN}/api/letters", OWN, [b"{}"]).status == 405
    assert get(review, f"/{TOKEN}/api/letters/0/accept").status == 404


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", None])
def test_a_form_of_another_page_is_refused(review: Review, kind: str | None) -> None:
    headers = [] if kind is None else [("Content-Type", kind)]
    assert post(review, [b'{"version": ""}'], *headers).status == 415


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"{", b"null", b'"x"', b'{"version": 1}', b'{"version": "x", "action": []}', b"\xff\xfe\x00"),
        *(
            b'{"a": 1, "a": 2}',
            b"[" * 100_000,
            b'{"version": ' + b"9" * 5_000 + b"}",
            b'{"version": "\\ud800"}',
            b"NaN",
        ),
    ],
)
def test_what_is_no_request_is_refused_in_a_sentence(review: Review, body: bytes) -> None:
    answer = post(review, [body], JSON)
    assert answer.status == 400
    assert answer.json["error"]


def test_large_bodies_are_refused_whatever_they_say_of_their_size(review: Review) -> None:
    assert post(review, [b"{}"], JSON, ("Content-Length", "99999999999")).status == 413
    assert post(review, [b" " * 70_000] * 20, JSON).status == 413
    with limits_set(request_bytes=10):
        assert post(review, [b'{"version": "x"}'], JSON).status == 413


def test_a_body_that_does_not_end_is_not_waited_for(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teikit.review.guard._receive_body", never)
    monkeypatch.setattr("teikit.review.guard.BODY_SECONDS", 0.01)
    assert post(review, [b"{}"], JSON).status == 408


async def never(*_arguments: object) -> bytes:
    await asyncio.sleep(60)
    return b""


def test_a_body_that_is_cut_off_is_refused(review: Review) -> None:
    headers = [("Host", HOST), JSON]
    assert ask(review.app, "POST", f"/{TOKEN}/api/letters/0/accept", headers, []).status == 400


@pytest.mark.parametrize(
    "path",
    [
        *("../limits.py", "..%2flimits.py", "page/../../limits.py", "/etc/passwd", "%2e%2e/app.py", "page.js/"),
        *("page.js%00", "app.py", ".", "..", "a" * 5_000 + ".js", "\\..\\app.js", "api/letters/0/facsimile/../../x"),
    ],
)
def test_no_path_leads_out_of_the_page(review: Review, path: str) -> None:
    assert get(review, f"/{TOKEN}/{path}").status == 404


@pytest.mark.parametrize("letter", ["1", "-1", "x", "0x0", "²", "9" * 400, "%30/..", "", "0/0"])
def test_there_are_no_other_letters(review: Review, letter: str) -> None:
    assert get(review, f"/{TOKEN}/api/letters/{letter}").status == 404


@pytest.mark.parametrize("query", ["offset=-1", "limit=x", "limit=99999999999", "state=mine", "offset=%C2%B2"])
def test_a_wrong_query_is_refused(review: Review, query: str) -> None:
    assert get(review, f"/{TOKEN}/api/letters?{query}").status == 400


def test_a_fault_of_the_program_is_one_sentence(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(review.session, "show", fail)
    answer = get(review, f"/{TOKEN}/api/letters/0")
    assert (answer.status, list(answer.json)) == (500, ["error"])
    assert b"secret" not in answer.body
