"""The kinds of plans there are: one line for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workshops.plan.kinds.assign import AssignKind
from workshops.plan.kinds.kind import Kind
from workshops.plan.kinds.share import ShareKind
from workshops.plan.kinds.snowball import SnowballKind
from workshops.plan.kinds.tables import TablesKind

KINDS: Final[Mapping[str, Kind]] = {
    one.name: one
    for one in (
        SnowballKind(),
        TablesKind(),
        AssignKind(),
        ShareKind(),
    )
}
