"""What is known of a letter, as rows beside its text."""

import re

from teikit.exports.reading.about import about_rows, definitions
from teikit.exports.reading.labels import labels_in
from teikit.exports.record.record import (
    Action,
    Agent,
    Certainty,
    Date,
    Holding,
    Identifier,
    Licence,
    Place,
    Record,
    Title,
)


def rows(record: Record, language: str = "en") -> dict[str, list[str]]:
    """The values of each row that has any, as text."""
    found = about_rows(record, labels_in(language))
    shown = {name: [re.sub("<.*?>", "", value) for value in values if value] for name, values in found}
    return {name: values for name, values in shown.items() if values}


def test_dates_and_languages_are_in_the_language_of_the_labels() -> None:
    sent = Action("sent", (Agent("A"),), (Place("Wien"),), (Date(not_before="1807-01-10", not_after="1807-01-27"),))
    record = Record("x", actions=(sent,), languages=("de-AT", "ger"))
    assert rows(record, "fr") == {
        "De": ["A"],
        "Envoyé": ["Wien, entre le 10 et le 27 janvier 1807"],
        "Langue": ["allemand autrichien", "allemand"],
        "Identifiant": ["x"],
    }


def test_nobody_is_listed_twice_and_all_roles_are_kept() -> None:
    record = Record(
        "x",
        editors=(Agent("Ann"), Agent("Ann"), Agent("Tom", role="translator")),
        contributors=(Agent("Bob", role="encoding"), Agent("Ann", role="proofs"), Agent("Bob", role="Encoding"),
                      Agent("Bob", role="notes")),
    )  # fmt: skip
    found = rows(record)
    assert found["Edited by"] == ["Ann"]
    assert found["Contributors"] == ["Tom (translator)", "Bob (encoding, notes)", "Ann (proofs)"]


def test_an_author_who_sent_the_letter_is_not_listed_again() -> None:
    uri = "https://d-nb.info/gnd/1"
    sent = Action("sent", (Agent("Ann Smith", uris=(uri,)),))
    authors = (Agent("Smith, Ann", uris=(uri,)), Agent("Ann Smith"), Agent("Bob"))
    assert rows(Record("x", authors=authors, actions=(sent,)))["Written by"] == ["Bob"]


def test_what_is_doubtful_says_so() -> None:
    doubtful = Certainty("medium", "conjecture", ("Ann Editor",))
    sent = Action(
        "sent",
        (Agent("A", certainty=Certainty("high")), Agent("B", certainty=Certainty("0.3"))),
        (Place("Wien", certainty=Certainty("low")),),
        (Date(when="1807", certainty=doubtful),),
    )
    found = rows(Record("x", actions=(sent,)))
    assert found["From"] == ["A", "B? (probability 0.3)"]
    assert found["Sent"] == ["Wien? (doubtful), 1807? (probable, conjecture, according to Ann Editor)"]


def test_every_field_of_a_record_with_words_is_shown() -> None:
    marks = iter(f"w{number}" for number in range(100))

    def agents() -> tuple[Agent, ...]:
        return (Agent(next(marks)),)

    record = Record(
        next(marks), authors=agents(), editors=agents(), principals=agents(), contributors=agents(), funders=agents(),
        sponsors=agents(), publishers=agents(), distributors=agents(), publication_place=next(marks),
        published=Date(next(marks)), edition=next(marks), licences=(Licence(next(marks)), Licence(next(marks))),
        identifiers=(Identifier(next(marks), next(marks)),), address=next(marks), extent=next(marks),
        holdings=(Holding(*(next(marks) for _ in range(7)), (Identifier(next(marks)),), next(marks), next(marks)),),
        sources=(next(marks),), languages=(next(marks),), other_languages=(next(marks),), created=(Date(next(marks)),),
        creation_places=(Place(next(marks)),), participants=agents(), notes=(next(marks),), abstract=next(marks),
        keywords=(next(marks),), actions=(Action(next(marks), agents(), (Place(next(marks)),), (Date(next(marks)),)),),
    )  # fmt: skip
    used = int(next(marks)[1:])
    shown = " ".join(value for name, values in rows(record).items() for value in (name.lower(), *values))
    assert {f"w{number}" for number in range(used)} == set(re.findall(r"w\d+", shown))


def test_values_are_escaped_and_only_web_addresses_are_links() -> None:
    record = Record(
        "<b>", titles=(Title("T"),), identifiers=(Identifier("10.1/a", "doi"), Identifier("javascript:x", "url")),
        licences=(Licence("", "https://creativecommons.org/licenses/by/4.0/"),),
    )  # fmt: skip
    made = "".join(definitions(about_rows(record, labels_in("en"))))
    assert "<b>" not in made
    assert re.findall('href="(.*?)"', made) == [
        "https://creativecommons.org/licenses/by/4.0/", "https://doi.org/10.1/a",
    ]  # fmt: skip
