"""What `verify` shows: the rules of the draw, each check, what was found, what cannot be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from sortition.base.errors import Message, message
from sortition.base.terminal.screen import Screen
from sortition.commands.show import chance_words
from sortition.protocol.model import Criterion, Protocol
from sortition.record.check import Check
from sortition.record.value import Record
from sortition.record.verify import Verification
from sortition.seed import seed_sha256

SHOWN: Final = 60
"""At most so many categories or values are listed."""


class VerificationScreen(Screen):
    """Shows what was found of a record."""

    def found(self, record: Record, verification: Verification, *, committed: bool) -> None:
        """Everything, the answer last but for what no check of a record can say."""
        if verification.protocol is not None:
            self._rules(record, verification.protocol)
        for check in verification.checks:
            self._check(check)
        self.show()
        self.line("verify-seed-shown", seed=record.seed)
        self.line("verify-seed-sha256", digest=seed_sha256(record.seed), style="dim")
        self.line("verify-commitment", digest=record.lottery_digest)
        self.show()
        self._answer(verification)
        if verification.verified:
            self._cannot_say(verification, committed=committed)

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
            self.line("rules-household", columns=protocol.register.household)
        else:
            self.line("rules-no-household")
        self.line("rules-alternates", n=protocol.alternates, file=protocol.register.file)
        self.show()

    def _eligibility(self, record: Record, protocol: Protocol) -> None:
        rules = protocol.eligibility
        if protocol.reference_date is not None:
            day = protocol.reference_date.isoformat()
            if protocol.register.birth_date is not None:
                self.line("rules-birth", column=protocol.register.birth_date, day=day)
            else:
                self.line("rules-day", day=day)
        if rules.min_age is not None:
            self.line("rules-age-least", n=rules.min_age)
        if rules.max_age is not None:
            self.line("rules-age-most", n=rules.max_age)
        for column, values in rules.where.items():
            self.line("rules-where", column=column, values=self._some(values))
        if rules.exclude:
            self.line("rules-exclude", n=len(record.excluded), files=rules.exclude, style="yellow")

    def _criterion(self, record: Record, criterion: Criterion) -> None:
        """A criterion's quotas, and where its categories and quotas come from."""
        own = [quota for quota in record.quotas if quota.criterion == criterion.name]
        quotas = [f"{quota.category} {quota.least}-{quota.most}" for quota in own]
        how = [
            message("rules-crossed", names=criterion.cross)
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
        self.line("rules-quotas", criterion=criterion.name, categories=self._some(quotas), how=how)
        for category, values in criterion.groups.items():
            self.line("rules-group", category=category, values=self._some(values), style="dim")

    def _source(self, criterion: Criterion) -> Message:
        population = criterion.population
        if criterion.quotas is not None:
            return message("rules-given")
        if isinstance(population, Mapping):
            counts = [f"{name} {self._count(count)}" for name, count in population.items()]
            return message("rules-from-population", counts=self._some(counts))
        code = "rules-from-register" if population == "register" else "rules-from-crossing"
        return message(code)

    def _count(self, count: Fraction) -> str:
        whole = count.denominator == 1
        return self._words.integer(int(count)) if whole else f"{float(count):g}"

    def _some(self, items: Sequence[str]) -> list[str]:
        """A list for a sentence: its first items, and how many more there are."""
        more = len(items) - SHOWN
        shown = list(items[:SHOWN])
        return [*shown, f"… (+{more})"] if more > 0 else shown

    def _check(self, check: Check) -> None:
        words = self._words
        mark, style = {True: ("✓", ""), False: ("✗", "bold red"), None: ("–", "yellow")}[
            check.passed
        ]
        said = f"{mark} {words(f'check-{check.name}')}"
        if check.detail is not None:
            said += ("\u202f: " if words.language == "fr" else ": ") + words.say(check.detail)
        self.text(said, style=style)

    def _answer(self, verification: Verification) -> None:
        """The one answer: refused, or verified, wholly or in part, proven or not."""
        failed = sum(check.passed is False for check in verification.checks)
        if failed:
            self.line("verified-no", n=failed, style="bold red")
            return
        words = self._words
        if not verification.complete:
            missing = [
                check
                for check in verification.checks
                if check.passed is None and check.name != "proven"
            ]
            self.line("verified-part", n=len(missing), style="bold yellow")
        if verification.proven:
            code = "verified-proven" if verification.complete else "verified-part-proven"
            self.line(code, style="bold green")
        else:
            self.line(
                "verified-not-proven",
                least=chance_words(words, verification.least or 0.0),
                most=chance_words(words, verification.greatest or 0.0),
                style="bold yellow",
            )

    def _cannot_say(self, verification: Verification, *, committed: bool) -> None:
        self.line("cannot-say-heading", style="dim")
        names = {check.name for check in verification.checks}
        said = ["register", "order-commitment" if committed else "order"]
        if not {"panel-file", "alternates-file", "profiles-file"} <= names:
            said.append("files")
        for what in (*said, "taste"):
            self.line(f"cannot-say-{what}", style="dim")
