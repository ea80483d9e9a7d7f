"""The command `sortition verify`: it recomputes a record, and says what it found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand, option
from sortition.base.terminal.machine import print_json
from sortition.commands.shared import path_type, speaking

if TYPE_CHECKING:
    from sortition.record.given import Given
    from sortition.record.value import Record
    from sortition.record.verify import Verification


def verify_command(words: Words) -> SpeakingCommand:
    """The command, every word of it in one language."""

    @click.command("verify", cls=SpeakingCommand, help=words("help-verify"))
    @click.argument("record", metavar=words("metavar-record"), type=path_type())
    @option(words, "--register", "registers", type=path_type(), multiple=True, help="help-register")
    @option(words, "--exclude", "exclusions", type=path_type(), multiple=True, help="help-exclude")
    @option(words, "--commitment", metavar=words("metavar-file"), help="help-commitment")
    @option(words, "--panel", type=path_type(), help="help-panel")
    @option(words, "--alternates", type=path_type(), help="help-alternates")
    @option(words, "--profiles", type=path_type(), help="help-profiles")
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def verify(record: Path, as_json: bool, **options: Any) -> int:
        from sortition.base.terminal.progress import progress
        from sortition.commands.verification import VerificationScreen
        from sortition.record.file import load_record
        from sortition.record.verify import verify as verify_record

        claimed = load_record(record)
        given = _given(**options)
        with progress(words) as observe:
            found = verify_record(claimed, given, observe)
        if as_json:
            print_json(_json(words, claimed, found))
        else:
            VerificationScreen(words).found(claimed, found, given)
        return 0 if found.verified else 1

    return speaking(verify)


def _given(
    registers: tuple[Path, ...],
    exclusions: tuple[Path, ...],
    commitment: str | None,
    panel: Path | None,
    alternates: Path | None,
    profiles: Path | None,
) -> Given:
    """What was given beside the record. Raises `BadInput` where it cannot be read."""
    from sortition.record.file import published_before
    from sortition.record.given import Given, PublishedFiles

    published = PublishedFiles(panel, alternates, profiles)
    before = None if commitment is None else published_before(commitment)
    return Given(registers, exclusions, before, published)


def _json(words: Words, record: Record, found: Verification) -> dict[str, Any]:
    """What `--json` prints."""
    from sortition.seed import seed_sha256

    return {
        "verified": found.verified,
        "complete": found.complete,
        "proven": found.proven,
        "checks": [
            {"check": c.name, "passed": c.passed, "detail": c.detail and words.say(c.detail)}
            for c in found.checks
        ],
        "min": found.least,
        "max": found.greatest,
        "protocol": dict(record.protocol),
        "quotas": record.data["quotas"],
        "seed": record.seed,
        "seed_sha256": seed_sha256(record.seed),
        "lottery_digest": found.lottery_digest,
    }
