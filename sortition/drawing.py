"""The draw: the composition drawn, the panel and its alternates.

Nothing here is random: the seed decides everything, by SHA-256 (FIPS 180-4) and by tickets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from sortition.base.errors import AnswerIsNo, message
from sortition.base.tickets import ticket
from sortition.lottery.lottery import TOTAL_WEIGHT, Lottery
from sortition.pool.profiles import Pool
from sortition.pool.rules import Composition
from sortition.protocol.model import Protocol


@dataclass(frozen=True)
class Seat:
    """Someone seated: the person (index in the pool) and the profile whose seat they take."""

    person: int
    profile: int


@dataclass(frozen=True)
class Alternate:
    """Someone to call: when a person seated for profile `replaces` withdraws, in order."""

    person: int
    profile: int
    replaces: int


@dataclass(frozen=True)
class Draw:
    """The outcome of a lottery for a seed."""

    seed: str
    drawn: int
    """Index of the composition drawn."""
    tickets: tuple[bytes, ...]
    """Everyone's ticket, in the order of the pool; compared as numbers, the smallest first."""
    panel: tuple[Seat, ...]
    alternates: tuple[Alternate, ...]


def drawn_index(seed: str, weights: Sequence[int]) -> int:
    """The composition drawn: the one in whose range SHA-256 of the seed, modulo 10⁹, falls."""
    point = int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big") % TOTAL_WEIGHT
    for index, weight in enumerate(weights):
        point -= weight
        if point < 0:
            return index
    raise ValueError("the weights of a lottery add up to one thousand million")


def draw(protocol: Protocol, pool: Pool, lottery: Lottery, seed: str) -> Draw:
    """The panel and its alternates for a seed, in its one form (`seed.chosen_seed`)."""
    index = drawn_index(seed, [entry.weight for entry in lottery.entries])
    tickets = tuple([ticket(seed, person) for person in pool.ids])
    order = sorted(range(len(pool.ids)), key=tickets.__getitem__)
    composition = lottery.entries[index].seats
    panel = _seat(pool, composition, order)
    if len(panel) < sum(composition):
        # Only where households are kept by ticket order, in a profile with hardly more people than
        # seats: another seed, or a register split into classes, gives a panel.
        raise AnswerIsNo(message("draw-stuck", n=sum(composition) - len(panel)))
    panel.sort(key=lambda seat: (seat.profile, tickets[seat.person]))
    return Draw(
        seed=seed,
        drawn=index,
        tickets=tickets,
        panel=tuple(panel),
        alternates=tuple(_alternates(protocol, pool, composition, panel, tickets, order)),
    )


def _seat(pool: Pool, composition: Composition, order: Sequence[int]) -> list[Seat]:
    """Everyone in ticket order takes a seat of their profile, if one is left and nobody of their
    household has one.

    With exact household classes this always fills the panel: a class has at least as many
    households as seats, and all its households hold the same profiles.
    """
    left, empty = list(composition), sum(composition)
    taken: set[int] = set()
    panel = []
    for person in order:
        if not empty:
            break
        if pool.household[person] in taken:
            continue
        for profile in pool.model.kinds[pool.kind[person]]:
            if left[profile]:
                left[profile] -= 1
                empty -= 1
                taken.add(pool.household[person])
                panel.append(Seat(person, profile))
                break
    return panel


@dataclass
class _Waiting:
    """Those not seated, by profile and in ticket order, and who of them can still be called."""

    pool: Pool
    unavailable: set[int]
    """Households with someone on the panel or among the alternates already named."""
    queues: dict[int, list[int]] = field(default_factory=dict)
    """Profile → people not yet named, the next one last."""

    def head(self, profile: int) -> int | None:
        """The next person of a profile who can be called."""
        queue = self.queues.get(profile, [])
        while queue and self.pool.household[queue[-1]] in self.unavailable:
            queue.pop()
        return queue[-1] if queue else None

    def call(self, profile: int) -> int:
        """Name the next person of a profile; nobody else of their household follows."""
        person = self.queues[profile].pop()
        self.unavailable.add(self.pool.household[person])
        return person


def _alternates(
    protocol: Protocol,
    pool: Pool,
    composition: Composition,
    panel: Sequence[Seat],
    tickets: Sequence[bytes],
    order: Sequence[int],
) -> list[Alternate]:
    """Alternates in calling order, list by list: one for each seat, then a second for each, …

    Someone's alternate is the next ticket of the same profile. Where the profile has nobody left,
    it is someone whose profile keeps every quota in the place of that seat, if there is one; of
    these, one that differs in the fewest criteria; of these, the smallest ticket.
    """
    waiting = _Waiting(pool, {pool.household[seat.person] for seat in panel})
    for person in reversed(order):
        for profile in pool.model.kinds[pool.kind[person]]:
            waiting.queues.setdefault(profile, []).append(person)
    nearness = _Nearness(pool, composition)
    alternates: list[Alternate] = []
    for list_index in range(len(protocol.list_names)):
        seats = [seat for seat in panel if pool.list_of[seat.profile] == list_index]
        wanted = protocol.alternates_of(list_index)
        named = 0
        while named < wanted:
            before = named
            for seat in seats[: wanted - named]:
                found = _next_profile(waiting, nearness, seat.profile, tickets)
                if found is not None:
                    alternates.append(Alternate(waiting.call(found), found, seat.profile))
                    named += 1
            if named == before:
                break
    return alternates


def _next_profile(
    waiting: _Waiting, nearness: _Nearness, profile: int, tickets: Sequence[bytes]
) -> int | None:
    """The profile the next alternate for a seat comes from, None where nobody is left."""
    if waiting.head(profile) is not None:
        return profile
    candidates = [
        (distance, tickets[head], other)
        for other, distance in nearness.of(profile)
        if (head := waiting.head(other)) is not None
    ]
    return min(candidates)[2] if candidates else None


class _Nearness:
    """How well each profile stands in for another under the composition drawn."""

    def __init__(self, pool: Pool, composition: Composition) -> None:
        self._pool = pool
        self._composition = composition
        self._rows = [row for row in pool.model.rows if row.kind == "quota"]
        self._rows_of: list[set[int]] = [set() for _ in pool.profiles]
        for number, row in enumerate(self._rows):
            for profile in row.profiles:
                self._rows_of[profile].add(number)
        self._totals = [row.total(composition) for row in self._rows]
        self._known: dict[int, list[tuple[int, tuple[bool, int]]]] = {}

    def of(self, profile: int) -> list[tuple[int, tuple[bool, int]]]:
        """Every other profile of the same list: does it break a quota, in how many criteria does
        it differ.
        """
        if profile not in self._known:
            own = self._pool.list_of[profile]
            self._known[profile] = [
                (other, (self._breaks(profile, other), self._differences(profile, other)))
                for other in range(len(self._pool.profiles))
                if other != profile and self._pool.list_of[other] == own
            ]
        return self._known[profile]

    def _breaks(self, leaving: int, coming: int) -> bool:
        lost = self._rows_of[leaving] - self._rows_of[coming]
        gained = self._rows_of[coming] - self._rows_of[leaving]
        return any(self._totals[row] <= self._rows[row].least for row in lost) or any(
            self._totals[row] >= self._rows[row].most for row in gained
        )

    def _differences(self, one: int, other: int) -> int:
        mine, theirs = (self._pool.profiles[o].categories for o in (one, other))
        return sum(mine[criterion] != theirs[criterion] for criterion in mine)
