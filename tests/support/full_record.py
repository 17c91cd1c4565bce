"""A made record of a letter in which every field has a value, some of them doubtful."""

from teikit.exports.record.record import (
    Action,
    Agent,
    AgentKind,
    Certainty,
    Date,
    Holding,
    Identifier,
    Licence,
    Mention,
    Place,
    Record,
    Relation,
    Title,
)

GUESS = Certainty("low", "conjecture", ("Eve Ditor",))
ANN = Agent(
    "Ann Alder",
    AgentKind.PERSON,
    ("https://d-nb.info/gnd/118540238", "https://orcid.org/0000-0002-1825-0097"),
    forename="Ann",
    surname="Alder",
    entry="p1",
)
ROME = Place("Rome", ("https://www.geonames.org/3169070",), coordinates=(41.89, 12.48), entry="r1")
ALL = Record(
    id="l1",
    titles=(
        Title("Ann to Bea", "en"),
        Title("Ann an Bea", "de"),
        Title("with a map", "en", "sub"),
        Title("The Map", "en"),
    ),
    is_letter=True,
    series="Letters of a Town",
    volume="3",
    authors=(ANN,),
    editors=(Agent("Eve Ditor", AgentKind.PERSON, ("https://orcid.org/0000-0001-5109-3700",)),),
    principals=(Agent("Pat Rincipal", AgentKind.PERSON, forename="Pat", surname="Rincipal"),),
    contributors=(
        Agent("Tom Slate", AgentKind.PERSON, (), "translated by"),
        Agent("Ty Pist", AgentKind.NAME, (), "typing"),
    ),
    funders=(Agent("A Fund", AgentKind.ORGANISATION, ("https://ror.org/00k4n6c32",)), Agent("Another Fund")),
    sponsors=(Agent("A Sponsor", AgentKind.ORGANISATION),),
    publishers=(Agent("A Press", AgentKind.ORGANISATION), Agent("B Press", AgentKind.ORGANISATION)),
    distributors=(Agent("A Seller", AgentKind.ORGANISATION),),
    publication_place="Turin",
    published=Date("3 Feb", when="2020-02-03"),
    edition="second",
    licences=(
        Licence("Free.", "https://creativecommons.org/licenses/by/4.0/", "free"),
        Licence("CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ),
    identifiers=(
        Identifier("10.1234/x", "doi"),
        Identifier("https://example.org/l1", "url"),
        Identifier("urn:nbn:de:1-2", "urn"),
    ),
    address="https://example.org/l1",
    extent="2,300 words",
    holdings=(
        Holding(
            "IT",
            "Venice",
            "Reading Room",
            "Papers",
            "7",
            "State Archive of Venice",
            "The Town Book",
            (Identifier("05", "barcode"),),
            "2 sheets",
            "paper",
        ),
    ),
    sources=("A Book, 1900",),
    languages=("it", "la"),
    other_languages=("de",),
    created=(Date("1891", when="1891"),),
    creation_places=(Place("Florence"),),
    actions=(
        Action(
            "sent",
            (ANN, Agent("Cora Cole", AgentKind.PERSON, certainty=GUESS)),
            (ROME,),
            (Date("January", not_before="1890-01-01", not_after="1890-01-31", certainty=GUESS),),
            ("Queen",),
        ),
        Action("received", (Agent("The Club", AgentKind.ORGANISATION),), (Place("Bath", certainty=GUESS),), (), ()),
    ),
    participants=(Agent("Paul Art", AgentKind.PERSON, (), "copyist"),),
    mentions=(Mention("person", "Dora Dale", ("https://d-nb.info/gnd/118540239",), "p2"),),
    related=(Relation("prev", "https://example.org/l0", "the one before"), Relation("next", "l2", "the one after")),
    notes=("Never answered.",),
    abstract="About a toad.",
    keywords=("toads",),
)
# A document that is no letter, with nothing but a title.
PLAY = Record(id="play", titles=(Title("The Town", "en"),), languages=("en",))
