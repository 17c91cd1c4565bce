import pytest

from teikit.messages import escape_control, format_suggestion, suggest, suggest_spelling, suggestions


def test_the_nearest_word_is_suggested_and_none_where_none_is_near() -> None:
    assert suggest("valdate", ("encode", "validate")) == "validate"
    assert suggest("x", ("encode", "validate")) is None


def test_the_nearest_words_come_first_and_a_caller_may_change_the_list() -> None:
    found = suggestions("dat", ("date", "data", "state"), count=2)
    assert set(found) == {"date", "data"}
    found.clear()
    assert len(suggestions("dat", ("date", "data", "state"), count=2)) == 2


def test_another_case_is_the_first_correction_of_a_spelling() -> None:
    assert suggest_spelling("PERSNAME", ("persName", "PERSNAMES")) == "persName"
    assert suggest_spelling("persNam", iter(("p", "persName"))) == "persName"
    assert suggest_spelling("xyz", ("cRef", "term")) is None


def test_suggestions_end_a_message_as_a_question() -> None:
    assert format_suggestion(["a", "b"]) == ", did you mean 'a' or 'b'?"
    assert not format_suggestion([])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://ada:secret@h/x", "https://h/x"),
        ("https:/ada:secret@h/x", "https:/h/x"),
        ("see sftp://ada:@h and s3://:k@b/@c", "see sftp://h and s3://b/@c"),
        ("https://h:80/@x", "https://h:80/@x"),
        ("mailto:a@b", "mailto:a@b"),
        ("a: /b c:d@e", "a: /b c:d@e"),
    ],
)
def test_a_password_in_a_url_is_not_shown(text: str, shown: str) -> None:
    assert escape_control(text) == shown
