"""Kinds of letters with lines of their own: telegrams, e-mails, proclamations, and letters of firms, soldiers, humanists.

Each function adds the lines of one kind to a `LetterMaker`; words that no list of a language has are numbers and codes.
"""

LINE = "line"


def telegram(maker):
    """Add a telegram with its service line, "=" or capitals, and the name at its end."""
    mark = maker.chance.choice(["=", "=", "", ""])
    maker.block("dateline", [_service_line(maker)] if maker.often(0.7) else maker.dateline())
    if maker.often(0.7):
        rows = [maker.recipient(beginning=0)[0].rstrip(".,"), maker.street() + " " + maker.town()]
        maker.block("address", [row + mark for row in rows[: maker.number(2)]])
    words = " ".join(maker.sentence(4, 10).rstrip(".!?") for _ in range(maker.number(3)))
    maker.block("p", [maker.up(words.lower() if maker.often(0.6) else words.upper()) + mark])
    name = maker.name.split()[0] if maker.often(0.6) else maker.name
    if maker.often(0.25):
        name += f" {maker.cue('function_words')} {maker.other.split()[0]}"
    maker.block("signed", [(name.upper() if maker.often(0.4) else name) + maker.chance.choice(["", ".", "="])])


def _service_line(maker):
    """Return the line above a telegram: its number, its words, the office, the date and the hour."""
    code = maker.chance.choice("ABCDNK") + str(maker.number(400))
    hour = maker.chance.choice(
        [f"{maker.number(12)}{maker.number(59):02}P", f"{maker.number(12)} {maker.number(59):02}"]
    )
    form = maker.chance.choice(
        ["{c} {n}={p} {n} {h} {d}", "{p} {n} {h} {d}", "{c} {p} {d} {h}", "{p} {c} {n} {h}", "{c}/{n} {p} {d}"]
    )
    line = form.format(c=code, n=maker.number(40), p=maker.town(), d=maker.date(), h=hour)
    return line.upper() if maker.often(0.5) else line


def e_mail(maker):
    """Add an e-mail: labelled lines, a name as the salutation, and a short close."""
    to, frm, date, subject = maker.chance.choice(maker.samples["memo"])
    sender = maker.name + (f" <{maker.word().lower()}@example.org>" if maker.often(0.4) else "")
    day = f"{maker.up(maker.cue('weekday'))}, {maker.date()} {maker.number(23)}:{maker.number(59):02}"
    rows = [("address", frm, sender), ("dateline", date, day), ("address", to, maker.other)]
    if maker.often(0.3):
        rows.append(("address", "Cc", maker.person()))
    rows.append(("reference", subject, maker.sentence(1, 5).rstrip(".!?")))
    maker.lines += [
        ((label,), f"{name}: {value}", LINE if at else "block") for at, (label, name, value) in enumerate(rows)
    ]
    first = maker.other.split()[0]
    maker.block(
        "salute", [f"{first}{maker.chance.choice([',', ',', '!', ''])}" if maker.often(0.5) else maker.salutation()]
    )
    maker.body()
    if maker.often(0.7):
        maker.block("valediction", [maker.up(maker.cue("valediction", 20)) + ","])
    maker.block("signed", [maker.name.split()[0]])


def proclamation(maker):
    """Add a decree: the sender's name and titles, place and date, whom it is addressed to; often no signature."""
    name = maker.name.upper() if maker.often(0.4) else maker.name
    titles = [
        maker.up(maker.cue("office")) + f" {maker.cue('function_words')} {maker.town()}" for _ in range(maker.number(3))
    ]
    maker.block(
        "letterhead",
        [name + maker.chance.choice(["", ","]), ", ".join(titles) + maker.chance.choice(["", ", &c.", "."])],
    )
    if maker.often(0.8):
        maker.block("dateline", maker.dateline())
    if maker.often(0.8):
        to = f"{maker.up(maker.cue('addressee'))} {maker.up(maker.cue('honorific'))} {maker.other}"
        maker.block("address" if maker.often(0.6) else "salute", [to + maker.chance.choice([":", ".", ","])])
    maker.body()
    if maker.often(0.5):
        maker.closing()


def firm(maker):
    """Add a business letter: the recipient's address, a firm that signs, who signs for it, initials and enclosures."""
    if maker.often(0.4):
        maker.block("letterhead", [maker.body_name(), maker.street()])
    maker.block("dateline", maker.dateline())
    if maker.often(0.4):
        reference = f"{maker.up(maker.cue('reference'))}: {maker.chance.choice('ABDH')}{maker.chance.choice('LMK')}/{maker.number(900)}"
        maker.block("reference", [reference])
    maker.block("address", maker.recipient(beginning=0))
    maker.block("salute", [maker.salutation()])
    maker.body()
    maker.block("valediction", maker.valediction())
    house = f"{maker.name.split()[-1]} & {maker.chance.choice(['Co.', maker.person().split()[-1]])}"
    deputy = maker.chance.choice(["per ", "By ", "pp. ", "p. p. ", "ppa. ", "i. A. ", ""]) + maker.person()
    rows = [house.upper() if maker.often(0.6) else house, deputy, maker.up(maker.cue("office"))]
    maker.block("signed", rows[: maker.number(3)])
    _below(maker)


def _below(maker):
    """Add who dictated and who typed, enclosures, and copies: editions call these lines a postscript."""
    initials = "".join(word[0] for word in maker.name.split())
    rows = [
        (0.4, f"{initials}/{maker.chance.choice(['lw', 'mk', 'AB'])}"),
        (0.4, maker.up(maker.cue("enclosure")) + maker.chance.choice([".", ": 1", f": {maker.word()}"])),
        (0.3, f"{maker.cue('copy')}: {maker.person()}"),
    ]
    for share, row in rows:
        if maker.often(share):
            maker.block("postscript", [row])


def soldier(maker):
    """Add a letter from the field: a camp above, and the rank and the unit below the name."""
    place = f"{maker.town()}" if maker.often(0.5) else f"{maker.up(maker.cue('institution'))} {maker.town()}"
    maker.block("dateline", [place, maker.date()] if maker.often(0.6) else [f"{place} {maker.date()}"])
    if maker.often(0.3):
        maker.block("address", maker.recipient(beginning=0.1))
    maker.block("salute", [maker.salutation()])
    maker.body()
    maker.block("valediction", maker.valediction())
    units = maker.units
    unit = f"{maker.number(90)}. {maker.up(maker.chance.choice(units))} {maker.town()}"
    company = f"{maker.chance.choice('ABCDEF')} {maker.up(maker.chance.choice(units))}"
    rows = [maker.name, maker.up(maker.cue("office")), f"No. {maker.number(90000)}", company, unit]
    kept = [rows[0], *(row for row in rows[1:] if maker.often(0.5))]
    maker.block("signed", kept)


def humanist(maker):
    """Add a letter with a superscription of names, and a farewell before place and date at its end."""
    greeting = maker.chance.choice(["S. P. D.", "s. d.", "S.", "salutem dicit.", "s. p.", "suo s. d."])
    maker.block("salute", [f"{maker.name} {maker.other} {greeting}"])
    maker.body()
    farewell = maker.up(maker.cue("valediction", 16)).rstrip(".") + "."
    if maker.often(0.6):
        maker.block("valediction", [farewell])
        maker.lines.append((("dateline",), f"{maker.town()}, {maker.date()}.", "run"))
    else:
        maker.block("dateline", maker.dateline())
    if maker.often(0.3):
        maker.block("signed", [maker.name])


def to_editor(maker):
    """Add a letter to an editor: several people sign, and place and date are below them."""
    office = f"{maker.up(maker.cue('addressee'))} {maker.cue('office')} {maker.cue('function_words')} {maker.town()}."
    maker.block("address", [maker.up(office)])
    maker.block("salute", [maker.salutation()])
    maker.body()
    maker.block("valediction", maker.valediction())
    names = maker.several_names()
    if maker.often(0.4):
        names[-1] = names[-1].rstrip(".,") + f", {maker.up(maker.cue('office'))}"
    maker.block("signed", names)
    if maker.often(0.8):
        house = f"{maker.up(maker.cue('institution'))}, " if maker.often(0.4) else ""
        street = f"{maker.street()}, " if maker.often(0.3) else ""
        maker.block("dateline", [f"{house or street}{maker.town()}, {maker.date()}."])


def file_note(maker):
    """Add a memorandum for the file: a date, titles, and paragraphs without a close."""
    title = f"{maker.cue('memo')} {maker.cue('function_words')} {maker.word()}".upper()
    top = [("dateline", [maker.date()]), ("head", [title]), ("head", [maker.subject()])]
    if maker.often(0.4):
        top = [top[1], top[0], top[2]]
    for label, lines in top:
        maker.block(label, lines)
    maker.body()
    if maker.often(0.3):
        maker.block("signed", [". ".join(word[0] for word in maker.name.split()) + "."])


def account(maker):
    """Add a letter with a list or an account between two paragraphs."""
    maker.opening()
    maker.block("p", [maker.sentence(5, 9).rstrip(".!?") + ":"])
    mark = maker.chance.choice(["- ", "{}) ", "{}. ", ""])
    for number in range(1, maker.number(3) + 2):
        words = " ".join(maker.word() for _ in range(maker.number(3)))
        gap = maker.chance.choice(["   ", " . . . . ", "   -   "])
        row = (
            mark.format(number)
            + maker.up(words)
            + (f"{gap}{maker.number(90)} {maker.word()[:3]}." if maker.often(0.7) else "")
        )
        maker.block("p", [row])
    maker.block("p", [maker.sentence(9, 20)])
    maker.closing()


# The share of each kind among all letters that are made.
KINDS = (
    (telegram, 0.015), (e_mail, 0.015), (proclamation, 0.0075), (firm, 0.015), (soldier, 0.0125), (humanist, 0.01),
    (to_editor, 0.01), (account, 0.0075), (file_note, 0.0075),
)  # fmt: skip
