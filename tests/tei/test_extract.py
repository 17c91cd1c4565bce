import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from teikit.api import encode_bytes
from teikit.errors import EmptyInputError, InternalError, UnreadableInputError, UnsupportedError
from teikit.tei import extract_words
from teikit.tei.markup import element

_PIECES = st.sampled_from(
    [
        "Dear",
        "Sir,",
        "Sir:—I",
        "To",
        "the",
        "Committee",
        "May",
        "2,",
        "1890",
        "Leeds,",
        "yours",
        "truly,",
        "Ann",
        "Bell",
        "P.S.",
        "From:",
        "Secret",
        "Secretary",
        "[note]",
        "I",
        "think",
        "so.",
        "(sgd.)",
        "cc:",
        "<p>",
        "&amp;",
        "]]>",
        "e\u0301",
        "\u00a0",
        "\n",
        "\n\n",
        "\n\n\n",
        "  ",
        "\t",
        "\x0c",
        "No. 4",
        "Subject:",
        "with",
        "love",
    ]
)


def test_words_end_at_the_edges_of_blocks_but_not_of_phrases() -> None:
    text = element("text", element("p", "one", element("hi", "two")), element("p", "three", element("lb"), "four"))
    assert extract_words(text) == ["onetwo", "three", "four"]


@given(st.lists(_PIECES, max_size=60).map(" ".join))
def test_encoding_keeps_all_words_of_any_text(text: str) -> None:
    # encode_bytes raises InternalError itself where the law is broken.
    try:
        encode_bytes(text.encode(), "a.txt")
    except EmptyInputError:
        assume(text.strip())


@pytest.mark.parametrize("end", [":—", ",—", ": ", ":", "—"])
def test_a_salutation_may_be_run_in_without_a_blank(end: str) -> None:
    tei = encode_bytes(f"Dear Sir{end}I have the honour to acknowledge your letter of the 2d.\n".encode(), "a.txt").tei
    assert f"<salute>Dear Sir{end.strip()}</salute>".encode() in tei


@given(st.binary(max_size=200))
def test_any_bytes_are_encoded_or_refused(data: bytes) -> None:
    try:
        encode_bytes(data, "a.txt")
    except (EmptyInputError, UnreadableInputError, UnsupportedError) as error:
        refusal = str(error)
    else:
        return
    assert refusal.startswith("a.txt:")


def test_a_breach_of_the_law_is_an_internal_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("teikit.operations.encode.extract_words", lambda _text, _written: ["lost"])
    with pytest.raises(InternalError, match=r"a\.txt: internal error: .* at word 1; nothing was written"):
        encode_bytes(b"Dear Ann,\n\nall is well.\n", "a.txt")
