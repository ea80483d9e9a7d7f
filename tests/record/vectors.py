"""Makes `docs/test-vectors.json`: what someone who writes a check of their own can try it on.

python -m tests.record.vectors docs/test-vectors.json
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from sortition.base.tickets import ticket
from sortition.drawing import draw, drawn_index
from sortition.record.make import make_record
from tests.record.cases import drawn

SEEDS = ("Conseil municipal du 4 mars 2019", "0", "dépôt 14 h 32")
IDS = ("GRE-032942", "1", "é")
WEIGHTS = (500_000_000, 300_000_000, 200_000_000)
PROTOCOL = """
seats = 3
alternates = 3
[register]
file = "register.csv"
id = "id"
household = ["home"]
[[criteria]]
name = "sex"
column = "sex"
quotas = { F = [1, 2], M = [1, 2] }
"""


def vectors() -> dict[str, Any]:
    """Tickets, compositions drawn, and a draw of three out of ten for each seed."""
    rows = [f"p{k},{'FM'[k % 3 == 0]},{'a' if k in (2, 3) else ''}" for k in range(10)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "register.csv").write_text("\n".join(["id,sex,home", *rows]), encoding="utf-8")
        case = drawn(folder, PROTOCOL)
    prepared, solved = case.prepared, case.solved
    draws = []
    for seed in SEEDS:
        outcome = draw(prepared.protocol, prepared.pool, solved.lottery, seed)
        record = make_record(prepared, solved, outcome)
        draws.append({key: record[key] for key in ("seed", "drawn", "panel", "alternates")})
    record = case.record
    return {
        "tickets": [
            {"seed": seed, "id": one, "ticket": ticket(seed, one).hex()}
            for seed in SEEDS
            for one in IDS
        ],
        "compositions": [
            {
                "seed": seed,
                "sha256": hashlib.sha256(seed.encode()).hexdigest(),
                "weights": list(WEIGHTS),
                "drawn": drawn_index(seed, WEIGHTS),
            }
            for seed in SEEDS
        ],
        "draws": {
            "people": [
                {
                    "id": person,
                    "profile": prepared.pool.profiles[prepared.pool.model.kinds[kind][0]].id,
                    "household": home,
                }
                for person, kind, home in zip(
                    prepared.pool.ids, prepared.pool.kind, prepared.pool.household, strict=True
                )
            ],
            **{
                key: record[key] for key in ("quotas", "households", "profiles", "lottery", "proof")
            },
            "drawn": draws,
        },
    }


def written() -> str:
    """The file's text."""
    return json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(written(), encoding="utf-8")
