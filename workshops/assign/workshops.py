"""Reads the workshops file: what is held, for how many, where, by whom, in which rounds.

    workshop,capacity,min,title,room,host,rounds
    A,20,8,Ouvrir le débat,Salle 1,"p01,p02",
    B,12,,,Salle 2,,"1,3"

A workshop that changes room, host or capacity has one row for each, with the rounds it is for.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sortition.base.errors import Problems
from sortition.base.limits import CAPACITY_MOST
from sortition.base.text import folded, nearest
from sortition.people.cells import whole
from sortition.people.columns import cells_of, column_missing, heading_of
from sortition.spreadsheets import Table
from workshops.assign.people import Attendee, Offer, Workshop
from workshops.common.people import natural
from workshops.common.rounds import rounds_of

WORKSHOP: Final = ("workshop", "atelier")
CAPACITY: Final = ("capacity", "capacité", "capacite")
LEAST: Final = ("min", "minimum")
TITLE: Final = ("title", "titre")
ROOM: Final = ("room", "salle")
HOST: Final = ("host", "animateur", "animatrice")
ROUNDS: Final = ("rounds", "round", "tours", "tour")
_BETWEEN: Final = re.compile(r"[,;/&+]")
"""What stands between the ids of several hosts."""


@dataclass(frozen=True)
class WorkshopRow:
    """One row of the workshops file."""

    row: int
    name: str
    title: str
    offer: Offer
    host: str
    rounds: tuple[int, ...]


def titled(rows: Sequence[WorkshopRow]) -> dict[str, str]:
    """The folded name of each workshop by its folded title, where a title is one workshop's only
    and no workshop's name.
    """
    names = {folded(row.name) for row in rows}
    of_title: dict[str, set[str]] = {}
    for row in rows:
        if row.title:
            of_title.setdefault(folded(row.title), set()).add(folded(row.name))
    return {title: min(of) for title, of in of_title.items() if len(of) == 1 and title not in names}


def spellings(rows: Sequence[WorkshopRow]) -> dict[str, str]:
    """Each workshop's name by its folded form, as written for its first round, in the order of the
    names.
    """
    names = {folded(row.name): row.name for row in reversed(_in_time(rows))}
    return {key: names[key] for key in sorted(names, key=natural)}


def _in_time(rows: Sequence[WorkshopRow]) -> list[WorkshopRow]:
    """The rows by the rounds they are for: an order that the file's own does not change."""
    return sorted(rows, key=lambda row: (row.rounds, row.name, row.title))


def workshop_rows(table: Table, rounds: int, problems: Problems) -> list[WorkshopRow]:
    """The rows of the file; raises `BadInput` where a column is missing, else notes problems."""
    missing = Problems()
    for names in (WORKSHOP, CAPACITY):
        if heading_of(table, names) is None:
            missing.extend([column_missing(table, names[0])])
    missing.raise_if_any()
    cells = [cells_of(table, n) for n in (WORKSHOP, CAPACITY, LEAST, TITLE, ROOM, HOST, ROUNDS)]
    rows = []
    for row, name, most, least, title, room, host, held in zip(table.rows, *cells, strict=True):
        if not name:
            problems.add("assign-workshop-blank", file=table.name, row=row)
            continue
        where = {"file": table.name, "row": row, "workshop": name}
        capacity, fewest = whole(most, 1, CAPACITY_MOST), whole(least or "0", 0, CAPACITY_MOST)
        if not most:
            problems.add("assign-capacity-blank", **where)
        elif capacity is None:
            problems.add("assign-capacity", **where, value=most, most=CAPACITY_MOST)
        if fewest is None:
            problems.add("assign-min", **where, value=least, most=CAPACITY_MOST)
        if capacity is not None and fewest is not None and fewest > capacity:
            problems.add("assign-min-above", **where, value=fewest, capacity=capacity)
        offer = Offer(capacity or 1, min(fewest or 0, capacity or 1), room)
        numbers = rounds_of(held, rounds, {**where, "column": ROUNDS[0]}, problems)
        rows.append(WorkshopRow(row, name, title, offer, host, numbers or tuple(range(rounds))))
    if not rows and not problems:
        problems.add("assign-no-workshops", file=table.name)
    return rows


def workshops_of(
    rows: Sequence[WorkshopRow],
    spelling: dict[str, str],
    rounds: int,
    people: Sequence[Attendee],
    file: str,
    problems: Problems,
) -> tuple[Workshop, ...]:
    """The workshops of the rows, in the order of `spelling`."""
    index = {person.id: place for place, person in enumerate(people)}
    offers: dict[str, list[Offer | None]] = {key: [None] * rounds for key in spelling}
    titles = {folded(row.name): row.title for row in reversed(_in_time(rows)) if row.title}
    for row in rows:
        key = folded(row.name)
        hosts = _hosts(row, index, file, problems)
        for number in row.rounds:
            if offers[key][number] is not None:
                problems.add("assign-workshop-twice", file=file, row=row.row, workshop=row.name)
                break
            offers[key][number] = replace(row.offer, hosts=hosts)
    return tuple(
        [
            Workshop(name, titles.get(key, "") or name, tuple(offers[key]))
            for key, name in spelling.items()
        ]
    )


def host_ids(cell: str, known: Container[str]) -> list[str]:
    """The ids of a cell like `p01,p02`, each once; a known id may itself hold a comma."""
    if not cell or cell in known:
        return [cell] if cell else []
    return list(dict.fromkeys(part for one in _BETWEEN.split(cell) if (part := one.strip())))


def _hosts(
    row: WorkshopRow, index: Mapping[str, int], file: str, problems: Problems
) -> tuple[int, ...]:
    """Who holds the workshop of a row; unknown ids, and more hosts than seats, are noted."""
    where = {"file": file, "row": row.row, "workshop": row.name}
    hosts = host_ids(row.host, index)
    for one in hosts:
        if one not in index:
            near = nearest(one, index)
            code = "assign-host-unknown-near" if near else "assign-host-unknown"
            problems.add(code, **where, value=one, nearest=near or "")
    if len(hosts) > row.offer.capacity:
        problems.add("assign-hosts-above", **where, n=len(hosts), capacity=row.offer.capacity)
    return tuple(sorted(index[one] for one in hosts if one in index))


def check_hosts(
    workshops: Sequence[Workshop],
    people: Sequence[Attendee],
    rows: Sequence[WorkshopRow],
    file: str,
    problems: Problems,
) -> None:
    """Note hosts who are away, or would be in two workshops at once."""
    row_of = {folded(row.name): row.row for row in reversed(rows)}
    for number in range(len(workshops[0].offers) if workshops else 0):
        held: dict[int, str] = {}
        for workshop in workshops:
            offer = workshop.offers[number]
            where = {"file": file, "row": row_of[folded(workshop.name)], "workshop": workshop.name}
            for host in offer.hosts if offer is not None else ():
                said = {**where, "value": people[host].id, "round": str(number + 1)}
                if host in held:
                    problems.add("assign-host-twice", **said, other=held[host])
                elif number in people[host].absent:
                    problems.add("assign-host-absent", **said)
                held[host] = workshop.name
