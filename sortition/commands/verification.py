"""What `verify` shows: the rules of the draw, each check, what was found, what cannot be said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from sortition.base.errors import Message, message
from sortition.base.terminal.screen import Screen
from sortition.protocol.model import Criterion, Protocol
from sortition.record.check import Check
from sortition.record.given import Given
from sortition.record.value import QuotaClaim, Record
from sortition.record.verify import Verification
from sortition.seed import seed_sha256

LESS_ALONE: Final = ("lottery", "profiles", "proven")
"""Checks that say less where the lists are not given."""
_SPLITS: Final = re.compile("[,;:()\u00ab\u00bb\u201c\u201d]")
"""What could make two items of one, or one of two."""


class VerificationScreen(Screen):
    """Shows what was found of a record."""

    def found(self, record: Record, verification: Verification, given: Given) -> None:
        """Everything, the answer last but for what no check of a record can say."""
        if verification.protocol is not None:
            self._rules(record, verification.protocol)
        for check in verification.checks:
            self._check(check, alone=not given.registers)
        self.show()
        self.line("verify-seed-shown", seed=record.seed)
        self.line("verify-seed-sha256", digest=seed_sha256(record.seed), style="dim")
        self.line("verify-commitment", digest=verification.lottery_digest)
        self.show()
        self._answer(verification)
        if verification.verified:
            self._cannot_say(given)

    def _rules(self, record: Record, protocol: Protocol) -> None:
        """The protocol in a few lines, for a reader who knows what was agreed."""
        self.line("rules-heading", style="bold")
        if protocol.title:
            self.text("  " + protocol.title, style="bold")
        self.line("rules-seats", n=protocol.seats, file=protocol.register.file)
        for college in protocol.colleges:
            self.line("rules-college", college=college.name, n=college.seats, file=college.file)
        sheets = [(protocol.register.file, protocol.register.sheet)]
        sheets += [(college.file, college.sheet) for college in protocol.colleges]
        for file, sheet in sheets:
            if sheet is not None:
                self.line("rules-sheet", file=file, sheet=sheet)
        if protocol.register.id is None:
            self.line("rules-no-id")
        else:
            self.line("rules-id", column=protocol.register.id)
        self._eligibility(record, protocol)
        for criterion in protocol.criteria:
            self._criterion(record, criterion)
        if protocol.register.household:
            columns = self._each(protocol.register.household)
            self.line("rules-household", columns=columns)
        else:
            self.line("rules-no-household")
        for rule in record.households.rules or ():
            self.line("rules-household-rule", n=rule.households, profiles=rule.profiles)
        files = [protocol.register.file, *(college.file for college in protocol.colleges)]
        for index, file in enumerate(files):
            self.line("rules-alternates", n=protocol.alternates_of(index), file=file)
        self.show()

    def _eligibility(self, record: Record, protocol: Protocol) -> None:
        rules = protocol.eligibility
        if protocol.reference_date is not None:
            day = self._words.date(protocol.reference_date)
            if protocol.register.birth_date is not None:
                self.line("rules-birth", column=protocol.register.birth_date, day=day)
            else:
                self.line("rules-day", day=day)
        if rules.min_age is not None:
            self.line("rules-age-least", n=rules.min_age)
        if rules.max_age is not None:
            self.line("rules-age-most", n=rules.max_age)
        for column, values in rules.where.items():
            self.line("rules-where", column=column, values=self._each(values))
        if rules.exclude:
            self.line(
                "rules-exclude",
                n=len(record.excluded),
                files=self._each(rules.exclude),
                style="yellow",
            )

    def _criterion(self, record: Record, criterion: Criterion) -> None:
        """A criterion's quotas, and where its categories and quotas come from."""
        own = [quota for quota in record.quotas if quota.criterion == criterion.name]
        quotas = [self._seats(quota) for quota in own]
        how = [
            message("rules-crossed", names=self._each(criterion.cross))
            if criterion.cross
            else message("rules-column", column=criterion.column),
            self._source(criterion),
        ]
        if criterion.bands:
            how.append(message("rules-bands", ages=list(map(str, criterion.bands))))
        if criterion.tolerance:
            how.append(message("rules-tolerance", n=criterion.tolerance))
        if criterion.scope == "panel":
            how.append(message("rules-whole-panel"))
        self.line("rules-quotas", criterion=criterion.name, categories=quotas, how=how)
        for category, values in criterion.groups.items():
            self.line("rules-group", category=category, values=self._each(values), style="dim")

    def _seats(self, quota: QuotaClaim) -> str:
        """`F: 8 or 9`: a category and its seats."""
        apart = quota.most - quota.least
        code = "exactly" if apart == 0 else "either" if apart == 1 else "between"
        (category,) = self._each([quota.category])
        params = {"category": category, "least": quota.least, "most": quota.most}
        return self._words(f"rules-seats-{code}", **params)

    def _source(self, criterion: Criterion) -> Message:
        population = criterion.population
        if criterion.quotas is not None:
            return message("rules-given")
        if isinstance(population, Mapping):
            names = self._each(population)
            counts = [
                f"{name} {self._count(count)}"
                for name, count in zip(names, population.values(), strict=True)
            ]
            return message("rules-from-population", counts=counts)
        code = "rules-from-register" if population == "register" else "rules-from-crossing"
        return message(code)

    def _count(self, count: Fraction) -> str:
        whole = count.denominator == 1
        return self._words.integer(int(count)) if whole else f"{float(count):g}"

    def _each(self, items: Iterable[str]) -> list[str]:
        """All items of a list; one that a comma or a quotation mark could split is quoted."""
        quotes = "\u00ab\u202f{}\u202f\u00bb" if self._words.language == "fr" else "\u201c{}\u201d"
        return [
            quotes.format(item.replace("\u00bb", "\u00bb\u00bb").replace("\u201d", "\u201d\u201d"))
            if _SPLITS.search(item) or item != item.strip()
            else item
            for item in items
        ]

    def _check(self, check: Check, *, alone: bool) -> None:
        words = self._words
        mark, style = {True: ("✓", ""), False: ("✗", "bold red"), None: ("–", "yellow")}[
            check.passed
        ]
        less = alone and check.passed and check.name in LESS_ALONE
        code = "-".join(("check", check.name, *(("alone",) if less else ())))
        said = f"{mark} {words(code)}"
        if check.detail is not None:
            said += ("\u202f: " if words.language == "fr" else ": ") + words.say(check.detail)
        self.text(said, style=style)

    def _answer(self, verification: Verification) -> None:
        """The one answer: refused, or verified, wholly or in part, proven or not."""
        failed = sum(check.passed is False for check in verification.checks)
        if failed:
            self.line("verified-no", n=failed, style="bold red")
            return
        part = () if verification.complete else ("part",)
        if part:
            self.line("verified-part", n=len(verification.unchecked), style="bold yellow")
        if verification.proven:
            self.line("-".join(("verified", *part, "proven")), style="bold green")
            return
        least, most = (
            self._words.chance(chance or 0.0)
            for chance in (verification.least, verification.greatest)
        )
        code = "-".join(("verified", *part, "not", "proven"))
        self.line(code, least=least, most=most, style="bold yellow")

    def _cannot_say(self, given: Given) -> None:
        self.line("cannot-say-heading", style="bold")
        self.line("cannot-say-register")
        committed = given.commitment is not None
        self.line("cannot-say-order-commitment" if committed else "cannot-say-order")
        files = given.published
        paths = {
            "panel.csv": files.panel,
            "alternates.csv": files.alternates,
            "profiles.csv": files.profiles,
        }
        missing = [name for name, path in paths.items() if path is None]
        if missing:
            self.line("cannot-say-files", files=missing)
        self.line("cannot-say-taste")
