"""From what the user asks for to a hall: how many tables of which sizes in every round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sortition.base.errors import AnswerIsNo, BadInput, Problems, message
from workshops.tables.problem import Hall, even_sizes, sizes_within
from workshops.tables.read import FEWEST, Crowd, FixedSeat, History
from workshops.tables.rules import joined


@dataclass(frozen=True)
class Room:
    """The tables: how many, or how large, or each one's seats; and how many rounds."""

    rounds: int
    tables: int | None = None
    seats: tuple[int, ...] = ()
    """Seats of every table, or of each one."""

    def sizes(self, people: int) -> tuple[int, ...]:
        """People at each table, for so many people: as even as the tables are.

        Raises `AnswerIsNo` where they have no seat.
        """
        tables = self.tables_for(people)
        if len(self.seats) > 1:
            _check_seats(people, sum(self.seats), tables)
            sizes = sizes_within(people, self.seats)
            if min(sizes) > 1:
                return sizes
            # In proportion someone would be alone: two at every table, the others in proportion.
            more = sizes_within(people - 2 * tables, [seats - 2 for seats in self.seats])
            return tuple([2 + extra for extra in more])
        if self.seats:
            _check_seats(people, tables * self.seats[0], tables)
        return even_sizes(people, tables)

    def tables_for(self, people: int) -> int:
        """How many tables there are for so many people."""
        if len(self.seats) > 1:
            return len(self.seats)
        return -(-people // self.seats[0]) if self.tables is None else self.tables


def _check_seats(people: int, seats: int, tables: int) -> None:
    if people > seats:
        missing = {"people": people, "seats": seats, "tables": tables, "n": people - seats}
        raise AnswerIsNo(message("seating-seats-missing", **missing))


def check_room(room: Room) -> None:
    """Refuse tables that contradict each other. Raises `BadInput`."""
    if room.tables is None and not room.seats:
        raise BadInput(message("seating-no-tables"))
    if any(seats < 2 for seats in room.seats):
        raise BadInput(message("seating-table-of-one-size"))
    if room.tables is not None and len(room.seats) > 1 and len(room.seats) != room.tables:
        given = {"tables": room.tables, "n": len(room.seats)}
        raise BadInput(message("seating-tables-and-sizes", **given))


def _check_round(room: Room, round_: int, people: int) -> None:
    """Refuse a round in which someone would be alone, or all at one table. Raises `BadInput`."""
    shown = {"round": str(round_ + 1), "people": people}
    if people < FEWEST:
        raise BadInput(message("seating-round-few", n=people, fewest=FEWEST, **shown))
    tables = room.tables_for(people)
    if tables < 2:
        raise BadInput(message("seating-one-table", size=-(-people // 2), **shown))
    if tables > people // 2:
        raise BadInput(message("seating-table-of-one", n=tables, most=people // 2, **shown))


def make_hall(
    crowd: Crowd,
    room: Room,
    *,
    absent: Sequence[frozenset[int]] = (),
    fixed: Sequence[FixedSeat] = (),
    fixed_file: str = "",
    history: History | None = None,
) -> Hall:
    """The hall of a crowd.

    Raises `BadInput` for a table of one, for all at one table, or for given seats at tables that
    are not there; `AnswerIsNo`
    where there are fewer seats than people.
    """
    check_room(room)
    people = len(crowd.ids)
    away = list(absent) or [frozenset()] * room.rounds
    present = tuple([tuple(p for p in range(people) if p not in gone) for gone in away])
    for round_, there in enumerate(present):
        _check_round(room, round_, len(there))
    sizes = tuple([room.sizes(len(there)) for there in present])
    return Hall(
        people=people,
        sizes=sizes,
        present=present,
        criteria=tuple([criterion.codes for criterion in crowd.guests.mix]),
        fixed=_given(crowd, fixed, fixed_file, present, sizes),
        together=joined(crowd.together),
        apart_sets=crowd.apart,
        clusters=crowd.clusters,
        earlier=history.rounds if history else (),
    )


def _given(
    crowd: Crowd,
    fixed: Sequence[FixedSeat],
    file: str,
    present: Sequence[Sequence[int]],
    sizes: Sequence[Sequence[int]],
) -> tuple[Mapping[int, int], ...]:
    problems = Problems()
    table_of: list[dict[int, int]] = [{} for _ in sizes]
    for seat in fixed:
        rounds = range(len(sizes)) if seat.round is None else (seat.round,)
        said = {"file": file, "row": str(seat.row), "person": crowd.ids[seat.person]}
        for round_ in rounds:
            if seat.table >= len(sizes[round_]):
                tables = {"value": str(seat.table + 1), "n": len(sizes[round_])}
                problems.add("seating-fixed-no-table", round=str(round_ + 1), **tables, **said)
                break
            if seat.person in present[round_]:
                table_of[round_][seat.person] = seat.table
            elif seat.round is not None:
                problems.add("seating-fixed-absent", round=str(round_ + 1), **said)
    problems.raise_if_any()
    return tuple(table_of) if fixed else ()
