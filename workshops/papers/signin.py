"""The sign-in sheet: a line to sign for everyone, one column per half-day.

It lies open on a table, so it says nothing of anyone but the name and where to sit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from sortition.base.messages import Words
from sortition.documents.document import Column, Document, Listing
from sortition.documents.speech import capital
from workshops.papers.material import Material, half_days_of
from workshops.plan.value import Event

SIDE_BY_SIDE: Final = 4
"""Signature columns that leave room to sign; more half-days make another table."""
UPRIGHT: Final = 2
"""Signature columns that fit a page held upright."""


def signin(material: Material) -> list[Document]:
    """The sheet: number, surname, first name, group, signatures, and lines for walk-ins."""
    words = material.words
    titles = _half_day_titles(material)
    parts = [titles[i : i + SIDE_BY_SIDE] for i in range(0, len(titles), SIDE_BY_SIDE)]
    return [
        Document(
            language=words.language,
            kind=words("doc-signin"),
            title=material.event.title,
            lines=material.lines,
            blocks=tuple(
                _table(material, part, words("doc-signin-part", number=number, total=len(parts)))
                if len(parts) > 1
                else _table(material, part, "")
                for number, part in enumerate(parts, 1)
            ),
            data=_table(material, titles, ""),
            footer=data_protection(words, material.event),
            unsaid=_unsaid(material.event),
            landscape=len(titles) > UPRIGHT,
        )
    ]


def _table(material: Material, half_days: list[str], title: str) -> Listing:
    words = material.words
    # Readers of files are at no table.
    placed = material.kind.has_places
    columns = (
        Column(words("doc-number"), "number"),
        Column(words("doc-last-name"), "name", 1.3),
        Column(words("doc-first-name"), "text", 1.0),
        *((Column(material.group_word, "number"),) if placed else ()),
        *(Column(one, "signature", 1.6) for one in half_days),
    )
    signatures = ("",) * len(half_days)
    rows = []
    for number, (person, name) in enumerate(material.names.items(), 1):
        group = next((one for one in material.groups_of[person] if one is not None), None)
        place = ("" if group is None else str(group.number),) if placed else ()
        rows.append((str(number), name.last or name.id, name.first, *place, *signatures))
    walk_ins = 5 if len(rows) < 100 else 10
    return Listing(title, columns, tuple(rows), blank_rows=walk_ins, new_page=bool(title))


def _half_day_titles(material: Material) -> list[str]:
    """« Mardi 18 novembre, après-midi » where the day is known, else « Signature 2 »."""
    words = material.words
    found = half_days_of(material.sessions)[: material.half_days]
    start = material.event.start_time
    if not found and start is not None:
        found = [(start.date(), start.hour >= 13)]
    while found and len(found) < material.half_days:
        date, afternoon = found[-1]
        following = date + dt.timedelta(days=1) if afternoon else date
        found.append((following, not afternoon))
    if found:
        return [_half_day(words, date, afternoon) for date, afternoon in found]
    if material.half_days == 1:
        return [words("doc-signature")]
    return [words("doc-signature-number", number=n + 1) for n in range(material.half_days)]


def _half_day(words: Words, date: dt.date, afternoon: bool) -> str:
    from babel.dates import format_date

    pattern = "EEE d MMM"
    shown = capital(str(format_date(date, format=pattern, locale=words.language)))
    return words("doc-afternoon" if afternoon else "doc-morning", day=shown)


def data_protection(words: Words, event: Event) -> str:
    """What the law wants people told where their data are taken down (GDPR, article 13)."""
    controller = event.controller or event.organiser
    parts = []
    if controller:
        parts.append(words("doc-controller", controller=controller))
    parts.append(
        words("doc-data-purpose", purpose=event.purpose or words("doc-data-purpose-default"))
    )
    if event.retention:
        parts.append(words("doc-retention", retention=event.retention))
    parts.append(words("doc-rights"))
    return " ".join(parts)


def _unsaid(event: Event) -> tuple[str, ...]:
    """What the data-protection footer leaves out."""
    codes = []
    if not (event.controller or event.organiser):
        codes.append("print-no-controller")
    if not event.retention:
        codes.append("print-no-retention")
    return tuple(codes)
