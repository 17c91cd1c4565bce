"""E-mails: fields and texts in every encoding, quotations, attachments that are named, and hostile messages."""

import random
from collections import Counter
from email.header import Header
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from teikit.errors import EmptyInputError, TeikitError, UnsupportedError
from teikit.operations.encode import encode_bytes
from teikit.text import read
from teikit.text.email import read as read_email
from teikit.text.flowed import unflow
from teikit.text.kinds import find_kind

FIELDS = "From: Ada Bell <ada@example.org>\nTo: Tom Mole <tom@example.org>\nDate: Fri, 3 May 2002 10:06:00 +0100\n"
TEXT = "Dear Tom,\n\nthe box is back on the shelf, and nothing is missing.\n\nYours,\nAda\n"


def words(data: bytes) -> list[str]:
    return " ".join(line.text for line in read_email(data, "a.eml", None).lines).split()


def mail(body: bytes, *fields: str) -> bytes:
    return (FIELDS + "".join(f"{field}\n" for field in fields)).encode() + b"\n" + body


def test_the_fields_of_a_printed_mail_are_lines_and_the_others_are_fields():
    found = read_email(mail(TEXT.encode(), "Message-ID: <1@example.org>", "X-Odd: a\n b"), "a.eml", None)
    assert FIELDS.splitlines() == [line.text for line in found.lines[:3]]
    assert [(field.key, field.name, field.value) for field in found.fields] == [
        ("", "Message-ID", "<1@example.org>"),
        ("", "X-Odd", "a b"),
    ]


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Grüße aus Łódź"),
        ("iso-8859-1", "Grüße"),
        ("iso-8859-15", "40 € für Œuvres"),
        ("windows-1252", "“no” – don’t"),
        ("koi8-r", "Глубокоуважаемый"),
        ("iso-2022-jp", "拝啓 新緑の候"),
        ("big5", "敬啟者"),
    ],
)
def test_texts_and_subjects_are_decoded_as_they_state(charset: str, text: str):
    subject = Header(text, charset).encode()
    found = read_email(
        mail(text.encode(charset), f"Subject: {subject}", f"Content-Type: text/plain; charset={charset}"), "a", None
    )
    assert (f"Subject: {text}", text) == (found.lines[3].text, found.lines[-1].text)
    assert found.remarks == ()


@pytest.mark.parametrize(
    "charset", ["undefined", "punycode", "idna", "x-none", "base64", "rot13", "utf-8\x00", "é", "a" * 500]
)
def test_an_encoding_that_is_none_is_reported_and_the_text_is_read(charset: str):
    data = mail("Grüße, Ada".encode(), f'Content-Type: text/plain; charset="{charset}"')
    found = read_email(data, "a.eml", None)
    assert found.lines[-1].text == "Grüße, Ada"
    assert len(found.remarks) <= 1


def test_bytes_that_are_not_in_the_stated_encoding_are_read_with_a_remark():
    found = read_email(mail("Grüße".encode("cp1252"), "Content-Type: text/plain; charset=utf-8"), "a.eml", None)
    assert found.lines[-1].text == "Grüße"
    assert found.remarks == ("states the encoding 'utf-8', which it is not in; read as cp1252",)


def test_raw_bytes_in_a_field_are_read_in_the_encoding_of_the_text():
    data = "Subject: für Łódź\nFrom: a@example.org\nContent-Type: text/plain; charset=iso-8859-2\n\nŁódź".encode(
        "iso-8859-2"
    )
    assert read_email(data, "a.eml", None).lines[0].text == "Subject: für Łódź"


def test_a_character_divided_between_two_encoded_words_is_whole():
    data = mail(b"text", "Subject: =?utf-8?Q?M=C3?= =?utf-8?Q?=BCller?=")
    assert read_email(data, "a.eml", None).lines[3].text == "Subject: Müller"


def test_attachments_are_named_and_not_opened():
    message = EmailMessage()
    message["From"], message["To"] = "ada@example.org", "tom@example.org"
    message.set_content("The list is attached.")
    message.add_alternative("<p>The list is attached.</p>", subtype="html")
    message.add_attachment(b"\x00\x01", maintype="application", subtype="pdf", filename="Lißte.pdf")
    found = read_email(message.as_bytes(), "a.eml", None)
    assert found.remarks == ("1 attachment is not read: Lißte.pdf (application/pdf)",)
    assert {"Alternative", "Attachment"} <= {field.name for field in found.fields}
    assert [line.text for line in found.lines].count("The list is attached.") == 1


def test_a_message_that_is_passed_on_is_a_quotation():
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Tom Mole <tom@example.org>", "the bill"
    inner.set_content("Here is the bill.")
    outer = EmailMessage()
    outer["From"], outer["To"] = "Ada Bell <ada@example.org>", "Ida Rand <ida@example.org>"
    outer.set_content("Dear Ida,\n\nplease read what Tom sent me about the bill.\n\nYours,\nAda")
    outer.add_attachment(inner)
    tei = etree.fromstring(encode_bytes(outer.as_bytes(), "a.eml").tei)
    quoted = tei.find(".//{*}note[@type='message']")
    assert "Here is the bill." in "".join(quoted.itertext())
    assert [name.text for name in tei.iterfind(".//{*}correspAction[@type='sent']/{*}persName")] == ["Ada Bell"]


def test_flowed_lines_are_joined_by_their_depth_and_the_line_above_a_signature_is_not():
    assert unflow("one \ntwo\n> a \n> b\n>> c\n-- \nAda") == "one two\n> a b\n>> c\n-- \nAda"
    assert unflow(" >not quoted\n From here") == ">not quoted\nFrom here"
    assert unflow("Wasser- \nfall", deletes_blanks=True) == "Wasser-fall"


def test_the_time_of_a_mail_is_of_its_date():
    tei = encode_bytes(mail(TEXT.encode(), "MIME-Version: 1.0"), "a.eml").tei
    assert b'<date when="2002-05-03T10:06:00+01:00">3 May 2002 10:06:00 +0100</date></dateline>' in tei


@pytest.mark.parametrize("name", ["mail.txt", "mail", "mail.eml"])
def test_a_mail_is_known_by_its_technical_fields_whatever_its_name(name: str):
    assert find_kind(mail(TEXT.encode(), "Message-ID: <1@example.org>"), name) == "email"


def test_a_printed_mail_is_text():
    assert find_kind(mail(TEXT.encode()), "mail.txt") == "text"


def test_a_mailbox_of_several_messages_is_refused_and_one_of_one_is_read():
    one = b"From ada@example.org Fri May  3 10:06:00 2002\n" + mail(TEXT.encode())
    assert words(one) == words(mail(TEXT.encode()))
    with pytest.raises(UnsupportedError, match=r"is a mailbox of 2 messages; save each as an \.eml file"):
        read_email(one + b"\n\n" + one, "a.eml", None)


NESTED = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(10_000))
HOSTILE = {
    "a long field": mail(b"text", f"X-A: {'a' * 1_000_000}"),
    "a long line of parties": mail(b"text", f"Cc: {', '.join(['a <a@example.org>'] * 100_000)}"),
    "many fields": b"".join(b"X-%d: a\n" % n for n in range(100_000)) + b"\ntext",
    "many nested parts": (FIELDS + NESTED).encode(),
    "nested parts": (FIELDS + NESTED[:4_000]).encode(),
    "no boundary": mail(b"--a\n\nDear Tom,\n--a--", "Content-Type: multipart/mixed"),
    "a boundary that never comes": mail(b"Dear Tom,", "Content-Type: multipart/mixed; boundary=b"),
    "an empty multipart": mail(b"--b--", "Content-Type: multipart/mixed; boundary=b"),
    "bad base64": mail(b"=====\x00!!!!", "Content-Transfer-Encoding: base64"),
    "odd base64": mail(b"RGVhciBUb20", "Content-Transfer-Encoding: base64"),
    "NUL bytes": mail(b"Dear\x00 Tom", "Subject: a\x00b"),
    "bytes above ASCII": mail(b"Dear Tom", "Subject: x").replace(b"Subject: x", b"Subject: \xff\xfe\x81"),
    "half encoded words": mail(b"Dear Tom", "Subject: " + "=?utf-8?q?" * 9_000),
    "odd parameters": mail(b"Dear Tom", "Content-Type: text/plain; " + ";" * 9_000 + '"' * 700),
    "odd file names": mail(
        b"Dear Tom", "Content-Disposition: attachment; filename*99999999999999=''%ff; filename*=x'y"
    ),
    "only fields": FIELDS.encode(),
    "no fields": b"\n\nDear Tom",
    "a field without a name": b": x\n\nDear Tom",
    "an encrypted message": mail(
        b"--b\nContent-Type: application/octet-stream\n\nx\n--b--", "Content-Type: multipart/encrypted; boundary=b"
    ),
    "escapes": mail(b"Dear \x1b[31mTom", "Subject: \x1b]0;x\x07"),
    "utf-7": mail(b"+ADw-script+AD4-", "Content-Type: text/plain; charset=utf-7"),
    "HTML in HTML": mail(b"<div>" * 20_000 + b"Dear Tom", "Content-Type: text/html"),
    "an external image": mail(
        b"<img src='http://example.org/x.png'>Dear Tom, <b>all</b> is well", "Content-Type: text/html"
    ),
}


def read_or_refuse(data: bytes) -> str:
    """The message of a refusal, "" for a mail that is read."""
    try:
        encode_bytes(data, "a.eml")
    except TeikitError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_read_or_refused_in_one_sentence(name: str):
    message = read_or_refuse(HOSTILE[name])
    assert "\n" not in message
    assert "internal" not in message
    assert message.startswith("a.eml: ") or not message


def test_a_mail_without_a_text_is_empty():
    with pytest.raises(EmptyInputError, match="is an e-mail without a text"):
        read_email(mail(b"  \n"), "a.eml", None)


def test_mutations_of_a_mail_are_read_or_refused():
    random.seed(21)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ädä <a@example.org>", "b@example.org", "Größe"
    message.set_content(TEXT)
    message.add_attachment(b"abc", maintype="image", subtype="png", filename="ü.png")
    whole = message.as_bytes()
    for _ in range(50):
        data = bytearray(whole)
        for _ in range(random.randint(1, 12)):
            data[random.randrange(len(data))] = random.randrange(256)
        assert "internal" not in read_or_refuse(bytes(data[: random.randint(1, len(data))]))


WORD = st.text(st.characters(codec="utf-8", categories=("L", "N"), max_codepoint=0x24F), min_size=1, max_size=8)
LINE = st.lists(WORD, max_size=9).map(" ".join)
BODY = st.lists(LINE, min_size=1, max_size=9).map("\n".join).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(
    subject=st.lists(WORD, min_size=1, max_size=6).map(" ".join),
    name=st.lists(WORD, min_size=1, max_size=3).map(" ".join),
    odd=WORD,
    body=BODY,
    transfer=st.sampled_from(["8bit", "base64", "quoted-printable"]),
)
def test_no_word_of_a_mail_is_lost_or_invented(subject: str, name: str, odd: str, body: str, transfer: str):
    message = EmailMessage()
    message["From"], message["Subject"], message["X-Odd"] = f'"{name}" <a@example.org>', subject, odd
    message.set_content(body, cte=transfer)
    data = message.as_bytes()
    source = read(data, "a.eml")
    wanted = Counter(f'From: "{name}" <a@example.org> Subject: {subject}'.replace('"', "").split() + body.split())
    assert wanted == Counter(source.text.replace('"', "").split())
    assert odd in {field.value for field in source.fields}
    tei = etree.fromstring(encode_bytes(data, "a.eml").tei)
    assert odd in "".join(tei[0].itertext())
