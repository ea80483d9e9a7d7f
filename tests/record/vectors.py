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
from sortition.record.make import digest, make_record
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
[[colleges]]
name = "Union"
seats = 1
file = "union.csv"
"""
REGISTER = [
    *("id,sex,home", "p0,F,", "p1,F,a", "p2,M,a", "p3,F,b", "p4,F,b", "p5,M,", "p6,M,"),
    *("p7,F,c", "p8,M,c", "p9,F,"),
]
UNION = ["id,sex,home", "p9,F,", "u1,M,", "u2,F,b"]
CANONICAL = {"z": [0.0, 1e-08, 0.00012345, 12, True, None], "é": 'a "quote"\n', "A": {}}


def vectors() -> dict[str, Any]:
    """Tickets, compositions drawn, canonical JSON, and a draw of four people for each seed, from
    lists with shared homes and someone on both.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "register.csv").write_text("\n".join(REGISTER), encoding="utf-8")
        (folder / "union.csv").write_text("\n".join(UNION), encoding="utf-8")
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
        "canonical": {"value": CANONICAL, "sha256": digest(CANONICAL)},
        "draws": {
            "protocol": record["protocol"],
            "register.csv": REGISTER,
            "union.csv": UNION,
            "profiles_of": {
                person: [prepared.pool.profiles[o].id for o in prepared.pool.model.kinds[kind]]
                for person, kind in zip(prepared.pool.ids, prepared.pool.kind, strict=True)
            },
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
