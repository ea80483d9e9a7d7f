"""The files of a draw and of a lottery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sortition.base.text import folded
from sortition.drawing import Draw
from sortition.lottery.lottery import Lottery, Solved
from sortition.pool.prepare import Prepared
from sortition.pool.profiles import Pool, Profile
from sortition.record.file import write_record
from sortition.record.make import make_record
from sortition.record.value import SCHEMA
from sortition.spreadsheets import write_csv

OWN_COLUMNS: Final = ("id", "order", "profile", "college", "replaces", "ticket")
"""Columns these files add; a column of the register with such a name is marked as its own."""
_LAST_COLUMNS: Final = ("probability", "seats", "last_ticket")


def draw_files(prepared: Prepared, solved: Solved, outcome: Draw) -> dict[str, bytes]:
    """The four files of a draw, by name. Names of people are in the two lists only."""
    return {
        "panel.csv": write_csv(panel_rows(prepared, outcome)),
        "alternates.csv": write_csv(alternates_rows(prepared, outcome)),
        "profiles.csv": write_csv(profiles_rows(prepared, solved.lottery, outcome)),
        "record.json": write_record(make_record(prepared, solved, outcome)),
    }


def lottery_files(commitment: Mapping[str, Any]) -> dict[str, bytes]:
    """The file to publish before the seed, by name. It names nobody."""
    return {"lottery.json": write_record(commitment)}


def panel_rows(prepared: Prepared, outcome: Draw) -> list[list[str]]:
    """Those seated, in the record's order: id, their row of the register, profile, ticket."""
    pool = prepared.pool
    columns = _register_columns(prepared)
    rows = [["id", *_headings(columns), "college", "profile", "ticket"]]
    for seat in outcome.panel:
        profile = pool.profiles[seat.profile]
        rows.append(
            [
                pool.ids[seat.person],
                *_cells(prepared, seat.person, pool.list_of[seat.profile], columns),
                profile.college or "",
                profile.id,
                outcome.tickets[seat.person].hex(),
            ]
        )
    return rows


def alternates_rows(prepared: Prepared, outcome: Draw) -> list[list[str]]:
    """Those to call, in order; `replaces` is the profile of the seat each stands in for."""
    pool = prepared.pool
    columns = _register_columns(prepared)
    rows = [["order", "id", *_headings(columns), "college", "profile", "replaces", "ticket"]]
    for order, alternate in enumerate(outcome.alternates, 1):
        profile = pool.profiles[alternate.profile]
        rows.append(
            [
                str(order),
                pool.ids[alternate.person],
                *_cells(prepared, alternate.person, pool.list_of[alternate.profile], columns),
                profile.college or "",
                profile.id,
                pool.profiles[alternate.replaces].id,
                outcome.tickets[alternate.person].hex(),
            ]
        )
    return rows


def profiles_rows(
    prepared: Prepared, lottery: Lottery, outcome: Draw, *, schema: int = SCHEMA
) -> list[list[str]]:
    """Every profile: its categories, people, probability, seats drawn and last ticket seated.

    Of the household only how many people it has: who they are is nobody's business. Schema 1 had
    the profile of each.
    """
    pool = prepared.pool
    criteria = [criterion.name for criterion in prepared.protocol.plain_criteria]
    seats = lottery.entries[outcome.drawn].seats
    last = {seat.profile: outcome.tickets[seat.person].hex() for seat in outcome.panel}
    rows = [
        ["profile", "college", *criteria, "household", "also", "people", *_LAST_COLUMNS],
    ]
    for index, expected in enumerate(lottery.expected_seats()):
        profile = pool.profiles[index]
        rows.append(
            [
                profile.id,
                profile.college or "",
                *(profile.categories.get(name, "") for name in criteria),
                _household(profile, schema, exact=pool.exact_households),
                " ".join(profile.also),
                str(profile.people),
                repr(float(expected / profile.people)),
                str(seats[index]),
                last.get(index, ""),
            ]
        )
    return rows


def _household(profile: Profile, schema: int, *, exact: bool) -> str:
    if schema == 1:
        return " ".join(profile.household)
    return str(len(profile.household) or 1) if exact else ""


def probabilities_csv(pool: Pool, lottery: Lottery) -> bytes:
    """Each person's selection probability, by id."""
    chances = [repr(float(chance)) for chance in lottery.chances(pool.model)]
    names = ["+".join(pool.profiles[o].id for o in kind) for kind in pool.model.kinds]
    rows = [["id", "profile", "probability"]]
    rows += [
        [person, names[kind], chances[kind]]
        for person, kind in zip(pool.ids, pool.kind, strict=True)
    ]
    return write_csv(rows)


def category_seats(prepared: Prepared, composition: Sequence[int]) -> list[int]:
    """The seats each quota counts in a composition, in the order of the quotas."""
    rows = [row for row in prepared.pool.model.rows if row.kind == "quota"]
    return [row.total(composition) for row in rows]


def _register_columns(prepared: Prepared) -> list[str]:
    """Every column of the lists but the id, the register's first, then derived criteria."""
    id_column = prepared.protocol.register.id
    columns: dict[str, None] = {}
    for people in prepared.lists:
        own = people.table.column(id_column) if id_column else None
        columns |= {str(c): None for c in people.table.frame.columns if str(c) != own and c}
    there = {folded(column) for column in columns}
    derived = [c.name for c in prepared.protocol.plain_criteria if folded(c.name) not in there]
    return [*columns, *derived]


def _headings(columns: Sequence[str]) -> list[str]:
    return [f"{c} (register)" if c in OWN_COLUMNS else c for c in columns]


def _cells(prepared: Prepared, person: int, list_index: int, columns: Sequence[str]) -> list[str]:
    people = prepared.lists[list_index]
    place = prepared.pool.places[list_index][person]
    row = people.table.frame.iloc[people.positions[place]]
    derived: Mapping[str, str] = {
        name: categories[place] for name, categories in people.categories.items()
    }
    return [str(row[c]) if c in row.index else derived.get(c, "") for c in columns]
