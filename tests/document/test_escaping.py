"""What is escaped for XML, compared with Python's own module for that."""

from xml.sax.saxutils import escape as slow_escape
from xml.sax.saxutils import quoteattr

from hypothesis import given
from hypothesis import strategies as st

from teikit.document.escaping import escape, quote_value

TEXTS = st.text(st.sampled_from("a&<>\"'\n\r\t;é \\"))


@given(TEXTS)
def test_texts_are_escaped_as_python_does(text: str) -> None:
    assert escape(text) == slow_escape(text)


@given(TEXTS)
def test_values_are_quoted_as_python_does(text: str) -> None:
    assert quote_value(text) == quoteattr(text)
