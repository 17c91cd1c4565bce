"""The metadata of a deposit on Zenodo: what is known, nothing else."""

import json
from dataclasses import replace

import pytest

from support.full_record import ALL
from teikit.exports.metadata import zenodo
from teikit.exports.metadata.licences import short_name
from teikit.exports.record.record import Agent
from teikit.exports.record.source import MissingMetadataError, Settings
from teikit.tei import Metadata


def test_what_is_known_of_the_whole_is_told(golden, settings) -> None:
    edition = replace(settings.edition, abstract="Seventeen letters", doi="https://doi.org/10.1234/x")
    made = zenodo.write(golden, replace(settings, edition=edition))
    assert json.loads(made.data) == {
        "upload_type": "dataset",
        "title": "Letters of a Town",
        "description": "Seventeen letters",
        "creators": [{"name": "Ann Editor"}],
        "license": "cc-by-4.0",
        "doi": "10.1234/x",
    }
    assert made.notes == ()


def test_editors_have_their_identifiers_and_names_in_parts(golden, settings) -> None:
    edition = replace(settings.edition, abstract="x", editor=())
    eve = Agent("Eve Ditor", uris=("https://orcid.org/0000-0001-5109-3700",), forename="Eve", surname="Ditor")
    letters = [replace(golden[0], record=replace(ALL, editors=(eve,), languages=("it",)))]
    found = json.loads(zenodo.write(letters, replace(settings, edition=edition)).data)
    assert found["creators"] == [{"name": "Ditor, Eve", "orcid": "0000-0001-5109-3700"}]
    assert found["language"] == "ita"


def test_published_letters_tell_who_made_them_and_their_licence(raw) -> None:
    told = json.loads(zenodo.write(raw, Settings(Metadata(abstract="Letters", title="Briefwechsel"))).data)
    assert told["license"] == "cc-by-4.0"
    assert 1 < len(told["creators"]) < 30


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/", "cc-by-nc-sa-4.0"),
        ("http://creativecommons.org/licenses/by/4.0/deed.de", "cc-by-4.0"),
        ("https://creativecommons.org/licenses/by/3.0/at/", ""),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0-1.0"),
        ("https://example.org/terms", ""),
        ("CC BY 4.0", ""),
    ],
)
def test_a_licence_has_the_name_that_zenodo_gives_it(address: str, name: str) -> None:
    assert short_name(address) == name


def test_a_licence_without_a_name_is_told(golden, settings) -> None:
    edition = replace(settings.edition, abstract="x", licence="Terms of the Town")
    made = zenodo.write(golden, replace(settings, edition=edition))
    assert "license" not in json.loads(made.data)
    assert made.notes == ("the licence 'Terms of the Town' has no name on Zenodo: choose one in its form",)


def test_what_is_missing_is_asked_for(golden, settings) -> None:
    with pytest.raises(MissingMetadataError, match=r"Zenodo needs a description \('edition\.abstract'\); give it"):
        zenodo.write(golden, settings)
