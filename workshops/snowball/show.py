"""What the snowball command shows: levels, running order, tree of groups, room, mix as bars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from rich.table import Table
from rich.tree import Tree

from sortition.base.terminal.screen import Text
from workshops.common.screen import PlanScreen
from workshops.plan.kinds.snowball import SnowballFigures
from workshops.plan.value import Group, Participant, Plan, Round, Step
from workshops.snowball.repair import Repaired
from workshops.snowball.solve import Share, Snowball

BAR_WIDTH: Final = 20
NAMES_UP_TO: Final = 40
"""People up to whom the tree shows names."""
GROUPS_SHOWN: Final = 12
CATEGORIES_SHOWN: Final = 12
WIDEST_FLOOR: Final = 26
"""Columns of the floor plan beyond which it is left to the printed documents."""
MOVES_SHOWN: Final = 40


class ShowPlan(PlanScreen):
    """Shows plans on a console in one language."""

    def snowball(self, made: Snowball) -> None:
        """Everything about a plan just made."""
        plan = made.plan
        self.opening(plan.event, made.notes)
        self.levels(plan)
        self.timeline(plan)
        self.tree(plan)
        self.floor(plan)
        self.mix(made)
        self.notes(made.warnings)

    def levels(self, plan: Plan) -> None:
        """The levels: groups, sizes, minutes, talk, walks."""
        words, figures = self._words, SnowballFigures.of(plan.figures)
        shown = " → ".join(str(level) for level in figures.levels)
        self.line("snowball-people", n=len(plan.participants), levels=shown, style="bold")
        table = Table(box=None, pad_edge=False, header_style="dim")
        for code in ("level", "groups", "sizes", "minutes", "talk", "walk", "ideas"):
            table.add_column(words(f"column-{code}"), justify="right")
        for one in plan.rounds[: len(figures.levels)]:
            least, most = figures.sizes[one.name]
            walk = figures.longest_walk[one.name]
            table.add_row(
                Text(one.name, style="bold"),
                words.integer(len(one.groups)),
                str(least) if least == most else f"{least}-{most}",
                self._number(one.minutes),
                words("seconds-short", n=figures.talking_seconds[one.name]),
                words("walk-places", n=walk) if walk else words("walk-none"),
                "" if one.ideas is None else str(one.ideas),
            )
        self.show(table)
        self.show()

    def timeline(self, plan: Plan) -> None:
        """The running order: starts and lengths, as bars."""
        self.line("heading-timeline", style="bold")
        longest = max(step.minutes for step in plan.steps)
        table = Table(box=None, pad_edge=False, show_header=False)
        now = 0.0
        for step in plan.steps:
            bar = "█" * max(1, round(BAR_WIDTH * step.minutes / longest))
            table.add_row(
                Text(self._moment(plan, now), style="dim"),
                Text(self._step(plan, step)),
                Text(self._words("minutes-short", minutes=self._number(step.minutes))),
                Text(bar, style="cyan" if step.kind in ("round", "jigsaw") else "dim cyan"),
            )
            now += step.minutes
        self.show(table)
        self.line("snowball-total", minutes=self._number(now), style="dim")
        self.show()

    def tree(self, plan: Plan) -> None:
        """The groups in groups: with names for a few people, else one line a final group."""
        self.line("heading-groups", style="bold")
        levels = plan.rounds[: len(SnowballFigures.of(plan.figures).levels)]
        finals = levels[-1].groups
        if len(plan.participants) <= NAMES_UP_TO:
            names = {one.id: _name(one) for one in plan.participants}
            for final in finals:
                self.show(self._branch(levels, len(levels) - 1, final, names))
        else:
            for final in finals[:GROUPS_SHOWN]:
                self._final(levels, final)
            if len(finals) > GROUPS_SHOWN:
                self.line("groups-more", n=len(finals) - GROUPS_SHOWN, style="dim")
        self.show()

    def floor(self, plan: Plan) -> None:
        """The floor plan of numbers; the final groups' spots stand out."""
        across = max(spot.column for spot in plan.floor) + 1
        if across > WIDEST_FLOOR:
            return
        self.line("heading-floor", style="bold")
        meeting = {
            group.place
            for group in plan.rounds[len(SnowballFigures.of(plan.figures).levels) - 1].groups
        }
        used = {group.number for group in plan.rounds[0].groups}
        cells = {(spot.row, spot.column): spot.name for spot in plan.floor}
        for row in range(max(spot.row for spot in plan.floor) + 1):
            line = Text()
            for column in range(across):
                name = cells.get((row, column), "")
                shown = name if name and int(name) in used else "·" if name else ""
                line.append(f"{shown:>4}", style="bold green" if name in meeting else "")
            self.show(line)
        self.show()

    def mix(self, made: Snowball) -> None:
        """How each category is spread, as bars of its share and ranges level by level."""
        if made.shares:
            self.line("heading-mix", style="bold")
            self._shares(made.shares, made.plan)
            outside = SnowballFigures.of(made.plan.figures).outside
            if outside:
                self.line("mix-outside", n=outside, style="yellow")
            else:
                self.line("mix-perfect", style="green")
        self.show()

    def repaired(self, plan: Plan, done: Repaired) -> None:
        """Who has to be told where to go, after a repair."""
        self.notes(done.notes)
        self.line(
            "repair-done",
            absent=len(done.absent),
            late=len(done.joined),
            n=len(done.moved),
            style="bold",
        )
        names = {one.id: _name(one) for one in plan.participants}
        for person in (*done.moved, *done.joined)[:MOVES_SHOWN]:
            group = plan.rounds[0].group_of(person)
            self.line("repair-goes", name=names[person], place=group.place if group else "")
        if len(done.moved) + len(done.joined) > MOVES_SHOWN:
            self.show("…")
        self.show()
        self.levels(plan)
        self.timeline(plan)

    def _shares(self, shares: Sequence[Share], plan: Plan) -> None:
        words, people = self._words, len(plan.participants)
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column(words("column-criterion"))
        table.add_column(words("column-category"))
        table.add_column(words("column-sizes"), justify="right")
        table.add_column("")
        for level in SnowballFigures.of(plan.figures).levels:
            table.add_column(str(level), justify="right")
        shown: dict[str, int] = {}
        for share in shares:
            shown[share.criterion] = shown.get(share.criterion, 0) + 1
            if shown[share.criterion] > CATEGORIES_SHOWN:
                if shown[share.criterion] == CATEGORIES_SHOWN + 1:
                    table.add_row("", "…")
                continue
            first = shown[share.criterion] == 1
            ranges = [str(a) if a == b else f"{a}-{b}" for a, b in share.ranges]
            table.add_row(
                Text(share.criterion if first else "", style="bold"),
                Text(share.category),
                words.integer(share.people),
                Text("█" * max(1, round(BAR_WIDTH * share.people / people)), style="cyan"),
                *ranges,
            )
        self.show(table)

    def _branch(
        self, levels: Sequence[Round], level: int, group: Group, names: dict[str, str]
    ) -> Tree:
        words, one = self._words, levels[level]
        label = Text(
            words(
                "group-node",
                level=one.name,
                number=group.number,
                place=group.place,
                n=len(group.members),
            ),
            style="bold" if level == len(levels) - 1 else "",
        )
        roles = words(
            "roles-line",
            spokesperson=names.get(group.spokesperson or "", ""),
            scribe=names.get(group.scribe or "", ""),
        )
        label.append(f"  ({roles})", style="dim")
        tree = Tree(label)
        if level == 0:
            tree.add(Text(", ".join(names[person] for person in group.members)))
        else:
            for below in _parts(levels[level - 1], group):
                tree.add(self._branch(levels, level - 1, below, names))
        return tree

    def _final(self, levels: Sequence[Round], final: Group) -> None:
        firsts = _parts(levels[0], final)
        self.line(
            "group-line",
            number=final.number,
            place=final.place,
            n=len(final.members),
            first=firsts[0].place,
            last=firsts[-1].place,
        )
        for one in levels[-2:0:-1]:
            parts = [f"{group.number} ({group.place})" for group in _parts(one, final)]
            self.line("group-merges", level=one.name, groups="  ".join(parts), style="dim")

    def _moment(self, plan: Plan, minutes: float) -> str:
        start = plan.event.start_time
        if start is None:
            return f"+{int(minutes)}"
        moment = start + dt.timedelta(minutes=minutes)
        return f"{moment:%H:%M}" if self._words.language == "en" else f"{moment:%H h %M}"

    def _step(self, plan: Plan, step: Step) -> str:
        level = "" if step.round is None else plan.rounds[step.round].name
        return self._words(f"step-{step.kind}", level=level)

    def _number(self, value: float) -> str:
        return self._words.decimal(value, 0 if float(value).is_integer() else 1)


def _parts(one: Round, group: Group) -> list[Group]:
    """The groups of a level that a group above is made of."""
    members = set(group.members)
    return [part for part in one.groups if members.issuperset(part.members)]


def _name(one: Participant) -> str:
    return f"{one.first_name} {one.last_name}".strip() or one.id
