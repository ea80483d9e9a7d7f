"""What the commands show: what was read, quotas as bars, the lottery, the panel, the checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.table import Table

from sortition.base.errors import message
from sortition.base.terminal.screen import Screen, Text
from sortition.drawing import Draw
from sortition.lottery.lottery import Solved, fairness_of
from sortition.lottery.reasons import EXPLAINED, NeverDrawn, profile_words
from sortition.pool.prepare import Prepared
from sortition.pool.profiles import alone_in_profile
from sortition.pool.quotas import Quota
from sortition.record.make import priced_households
from sortition.record.results import category_seats
from sortition.register.lists import PeopleList, criteria_of
from sortition.seed import seed_sha256

BAR_WIDTH: Final = 24
CATEGORIES_SHOWN: Final = 12


class Show(Screen):
    """Shows the results of a draw."""

    def reading(self, prepared: Prepared) -> None:
        """What was read of every list: rows, people left out and why, categories found."""
        title = prepared.protocol.title
        if title:
            self.text(title, style="bold")
        for index, people in enumerate(prepared.lists):
            self._list(prepared, people, index)
        self.show()

    def _list(self, prepared: Prepared, people: PeopleList, index: int) -> None:
        college = prepared.protocol.list_names[index]
        self.line(
            "read-college" if college else "read-register",
            college=college or "",
            file=people.table.name,
            rows=len(people.table.rows),
            n=len(people.ids),
        )
        for reason, count in people.left_out:
            self.line("read-left-out", n=count, reason=reason, style="dim")
        for note in people.notes:
            self.text("  " + self._words.say(note), style="yellow")
        for criterion in criteria_of(prepared.protocol, college=index > 0):
            counts = Counter(people.categories[criterion.name])
            shown = [f"{c} {self._words.integer(n)}" for c, n in sorted(counts.items())]
            more = len(shown) - CATEGORIES_SHOWN
            listed = ", ".join(shown[:CATEGORIES_SHOWN]) + (", …" if more > 0 else "")
            self.line("read-categories", criterion=criterion.name, categories=listed, style="dim")

    def quotas(
        self, prepared: Prepared, outcome: Draw | None = None, solved: Solved | None = None
    ) -> None:
        """Every category's least and most as a bar, and once drawn the seats it got."""
        words = self._words
        seats: Sequence[int] | None = None
        if outcome is not None and solved is not None:
            seats = category_seats(prepared, solved.lottery.entries[outcome.drawn].seats)
        largest = max((quota.most for quota in prepared.quotas), default=1) or 1
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column(words("column-criterion"))
        table.add_column(words("column-category"))
        for code in ("column-people", "column-share", "column-least-most"):
            table.add_column(words(code), justify="right")
        if seats is not None:
            table.add_column(words("column-seats"), justify="right")
        table.add_column("")
        before = None
        for number, quota in enumerate(prepared.quotas):
            drawn = None if seats is None else seats[number]
            row = [
                Text(quota.criterion if quota.criterion != before else "", style="bold"),
                Text(quota.category),
                Text(words.integer(quota.people)),
                Text("" if quota.share is None else words.decimal(float(quota.share), 2)),
                Text(f"{quota.least}-{quota.most}"),
            ]
            if drawn is not None:
                row.append(Text(str(drawn), style="bold"))
            table.add_row(*row, quota_bar(quota, drawn, largest))
            before = quota.criterion
        self.show(table)
        self.line("bars-drawn" if seats is not None else "bars-quotas", style="dim")
        if any(quota.scope == "panel" for quota in prepared.quotas):
            self.line("scope-panel", n=prepared.protocol.all_seats, style="dim")
        self.show()

    def lottery(self, prepared: Prepared, solved: Solved) -> None:
        """How fair the lottery is, and what proves it."""
        words = self._words
        model = prepared.pool.model
        fairness = fairness_of(solved.lottery, model)
        self.line(
            "lottery-size",
            people=fairness.people,
            seats=fairness.seats,
            profiles=len(model.people),
            n=len(solved.lottery.entries),
        )
        self.line(
            "lottery-chances",
            least=words.chance(fairness.min),
            most=words.chance(fairness.max),
        )
        if prepared.protocol.colleges:
            self._chances_by_list(prepared, solved)
        else:
            gini, mean = words.percent(fairness.gini), words.chance(fairness.geometric_mean)
            self.line("lottery-spread", gini=gini, mean=mean, style="dim")
        if not prepared.pool.exact_households:
            self.line(
                "lottery-household-bound",
                bound=words.chance(solved.household_bound),
                style="yellow",
            )
        elif solved.proven:
            self.line("lottery-proven", style="green")
        else:
            code = "lottery-whole-seats" if solved.exact else "lottery-found"
            self.line(code, gap=words.chance(solved.gap), style="yellow")
        self.line("lottery-seconds", seconds=words.decimal(solved.seconds, 2), style="dim")
        self.show()

    def _chances_by_list(self, prepared: Prepared, solved: Solved) -> None:
        """Between which chances the people of each list are, those on no other list."""
        pool = prepared.pool
        chances = solved.lottery.chances(pool.model)
        for index, name in enumerate(prepared.protocol.list_names):
            own = [
                float(chance)
                for kind, chance in zip(pool.model.kinds, chances, strict=True)
                if [pool.list_of[profile] for profile in kind] == [index]
            ]
            if not own:
                continue
            least, most = (self._words.chance(chance) for chance in (min(own), max(own)))
            code = "lottery-chances-college" if name else "lottery-chances-register"
            self.line(code, college=name or "", least=least, most=most, style="dim")

    def never_drawn(self, found: Sequence[NeverDrawn]) -> None:
        """The profiles nobody of which can be drawn, and why."""
        if not found:
            self.line("never-none", style="green")
            return
        self.line("never-some", n=sum(one.profile.people for one in found), style="yellow")
        for one in found[:EXPLAINED]:
            self.line(
                "never-profile",
                profile=one.profile.id,
                categories=profile_words(one.profile),
                n=one.profile.people,
                because=[self._words.say(reason) for reason in one.because],
            )
        if len(found) > EXPLAINED:
            self.line("never-more", n=len(found) - EXPLAINED)

    def panel(self, prepared: Prepared, solved: Solved, outcome: Draw, *, made_up: bool) -> None:
        """The seed, the composition drawn, who is seated by list and the number of alternates.

        Ids that are names stay in the files.
        """
        pool = prepared.pool
        self.line("draw-seed-made" if made_up else "draw-seed", seed=outcome.seed)
        self.line("draw-seed-sha256", digest=seed_sha256(outcome.seed), style="dim")
        self.line("draw-composition", number=str(outcome.drawn))
        for index, name in enumerate(prepared.protocol.list_names):
            ids = [pool.ids[s.person] for s in outcome.panel if pool.list_of[s.profile] == index]
            code = "draw-panel" if name is None else "draw-college"
            shown = message("draw-ids-hidden") if _ids_are_names(prepared) else ids
            self.line(code, college=name or "", n=len(ids), ids=shown)
        self.line("draw-alternates", n=len(outcome.alternates))
        alone, with_household = alone_in_profile(pool, priced_households(pool.model, solved.proof))
        if alone:
            self.line("alone-in-profile", n=alone, style="yellow")
        if with_household:
            self.line("alone-in-household", n=with_household, style="yellow")
        self.show()

    def keep_lottery_safe(self, prepared: Prepared) -> None:
        """That a lottery names people where the ids are names and some are left out."""
        if _ids_are_names(prepared):
            self.line("keep-safe-lottery", style="yellow")

    def written(
        self, prepared: Prepared, folder: Path, names: Sequence[str], verify_command: str
    ) -> None:
        """Where the results lie, which of them hold names, and how to check them."""
        self.line("written", folder=str(folder), names=list(names))
        code = "keep-safe-record" if _ids_are_names(prepared) else "keep-safe"
        self.line(code, style="yellow")
        self.line("to-verify", command=verify_command)


def _ids_are_names(prepared: Prepared) -> bool:
    return any(note.code == "ids-personal" for note in prepared.notes)


def quota_bar(quota: Quota, drawn: int | None, largest: int) -> Text:
    """Seats as a bar: drawn (or at least due) solid, what may still come light."""

    def cells(seats: int) -> int:
        return round(BAR_WIDTH * seats / largest)

    solid = cells(quota.least if drawn is None else drawn)
    light = max(0, cells(quota.most) - solid)
    kept = drawn is None or quota.least <= drawn <= quota.most
    return Text.assemble(("█" * solid, "cyan" if kept else "red"), ("░" * light, "cyan"))
