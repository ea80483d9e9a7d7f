"""No protocol, however large or odd, keeps its reader or the quotas busy for long."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from sortition.base.errors import BadInput
from sortition.base.messages import Words
from sortition.pool.quotas import compute_quotas
from sortition.protocol.model import Criterion, Protocol, RegisterFile
from tests.places import ROOT
from tests.protocol.protocol_help import whole

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="no limit of memory to set"),
]

WHOLE = whole().to_json()

# What a forger may write to keep a reader busy, as Python that makes the form from `whole`.
HANGS: Mapping[str, str] = {
    "a count of a hundred million digits": "c[0]['population'] = {'F': '1e100000000'}",
    "a count of a million digits": "c[0]['population'] = {'F': '9' * 10**6}",
    "a fraction of a million digits": "c[0]['population'] = {'F': '1/' + '9' * 10**6}",
    "a number of four thousand digits": "w['seats'] = c[1]['tolerance'] = 10**4200",
    "a number of a million digits": "w['seats'] = c[0]['population'] = 1 << 4_000_000",
    "two hundred thousand bands": "c[1]['bands'] = list(range(200_000))",
    "a million bands of one age": "c[1]['bands'] = [16] * 10**6",
    "a million categories": "c[0]['population'] = {str(k): 1 for k in range(10**6)}",
    "a million values": "c[2]['groups'] = {'a': [str(k) for k in range(10**6)]}",
    "a million groups": "c[2]['groups'] = {str(k): ['a'] for k in range(10**6)}",
    "values in two groups a million times": (
        "w['criteria'] = [dict(c[2], name=str(k), groups={'a': v, 'b': v}) for v in"
        " [[str(i) for i in range(4900)]] for k in range(100)]"
    ),
    "a million criteria": "w['criteria'] = [c[0]] * 10**6",
    "a million colleges": "w['colleges'] = w['colleges'] * 10**6",
    "a million exclusions": "w['eligibility']['exclude'] = ['a'] * 10**6",
    "a million conditions": "w['eligibility']['where'] = {str(k): ['a'] for k in range(10**6)}",
    "a million unknown keys": "w.update({'seats' + str(k): 1 for k in range(10**6)})",
    "a title of ten million letters": "w['title'] = 'é' * 10**7",
    "a key of ten million letters": "w['é' * 10**7] = 1",
    "a name of ten million accents": "c[0]['name'] = 'e' + '\\u0301\\u0323' * 5_000_000",
    "a category of ten million accents": "c[0]['population'] = {'\\u0301\\u0323' * 5_000_000: 1}",
    "long names nested": (
        "c[3]['population'] = {'x' * 10**6: {'y' * 10**6: {str(k): 1 for k in range(10**5)}}}"
    ),
    "nested far down": (
        "t = 1\nfor _ in range(900): t = {'a': t, 'b': t}\n"
        "c[3]['population'] = c[3]['quotas'] = t\n"
        "w['title'] = w['eligibility']['where'] = w['objective'] = t"
    ),
    "long names that are nearly known": (
        "w['criteria'] = [dict(c[0], name='ab' * 450 + str(k)) for k in range(90)]"
        " + [dict(c[3], name=f'x{k}', cross=['ba' * 450 + f'{k}{i}' for i in range(10)])"
        " for k in range(10)]"
    ),
}

PRELUDE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
sys.path.insert(0, {root!r})
"""

REFUSE = """
import json
from sortition.base.errors import BadInput
from sortition.base.messages import Words
from sortition.protocol.json_form import protocol_from_json
w = json.loads({form!r})
c = w["criteria"]
exec({make!r})
try:
    protocol_from_json(w, name="record.json")
except BadInput as error:
    print(sum(len(Words("fr").say(m)) for m in error.messages))
"""


def run(code: str) -> str:
    """What a program prints that has twenty seconds and one gigabyte."""
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE.format(root=str(ROOT)) + code],
        timeout=20,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("name", HANGS)
def test_no_form_keeps_its_reader_busy(name: str) -> None:
    """What is too large is refused before anything is made of it, in a few sentences."""
    code = REFUSE.format(form=json.dumps(WHOLE), make=HANGS[name])
    assert 0 < int(run(code)) < 1_000_000


TOML_HANGS: Mapping[str, str] = {
    "a hundred digits": "'seats = ' + '9' * 100",
    "four thousand digits": "'seats = ' + '9' * 4000",
    "a hundred thousand digits in base sixteen": "'seats = 0x' + 'f' * 100_000",
    "and in a list": "'seats = 1\\nalternates = [0x' + 'f' * 100_000 + ']'",
    "and as a quota": (
        "'seats = 1\\ncriteria = [{name = \"a\", quotas = {b = [0, 0x' + 'f' * 100_000 + ']}}]'"
    ),
    "and as a count": (
        "'seats = 1\\ncriteria = [{name = \"a\", population = {b = 0x' + 'f' * 100_000 + '}}]'"
    ),
    "an exponent beyond numbers": "'seats = 1e99999999999999999999'",
    "a count with an exponent beyond numbers": (
        "'seats = 1\\ncriteria = [{name = \"a\", population = {b = 1e99999999999999999999}}]'"
    ),
    "a zero with a large exponent": (
        "'seats = 1\\ncriteria = [{name = \"a\", population = {b = 0e999999999}}]'"
    ),
    "tables within tables": (
        "'seats = 1\\n[[criteria]]\\nname = \"a\"\\n[criteria.population' + '.a' * 3000 + ']'"
    ),
    "two hundred thousand bands": (
        "'seats = 1\\ncriteria = [{name = \"a\", bands = ' + str(list(range(200_000))) + '}]'"
    ),
}

REFUSE_FILE = """
from pathlib import Path
from sortition.base.errors import BadInput
from sortition.base.messages import Words
from sortition.protocol.file import read_protocol
path = Path({path!r})
path.write_text({make} + "\\n", encoding="utf-8")
try:
    read_protocol(path)
except BadInput as error:
    print(sum(len(Words("en").say(m)) for m in error.messages))
"""


@pytest.mark.parametrize("name", TOML_HANGS)
def test_no_file_keeps_its_reader_busy(tmp_path: Path, name: str) -> None:
    """Numbers of a hundred digits and more are a sentence, not an overflow."""
    code = REFUSE_FILE.format(path=str(tmp_path / "p.toml"), make=TOML_HANGS[name])
    assert 0 < int(run(code)) < 10_000


QUOTAS = """
from collections import Counter
from fractions import Fraction
from sortition.base.errors import BadInput
from sortition.protocol.model import Criterion, Protocol, RegisterFile
from sortition.protocol.json_form import protocol_from_json
from sortition.pool.quotas import compute_quotas

def criterion(name, size, **keys):
    table = {{f"{{name}}-{{k}}": Fraction(k + 1, 7) for k in range(size)}}
    return Criterion(name, name, population=table, **keys)

{make}
protocol = Protocol("", 10, RegisterFile("r.csv", "id"), 20, criteria=tuple(criteria))
protocol = protocol_from_json(protocol.to_json(), name="record.json")
try:
    print(len(compute_quotas(protocol, Counter(counts), file="p.toml")))
except BadInput as error:
    print(" ".join(sorted({{m.code for m in error.messages}})))
"""

WORST = {
    "sixty criteria crossed": (
        "criteria = [criterion(f'c{k}', 1000) for k in range(60)]\n"
        "criteria += [Criterion(f'x{k}', cross=tuple(f'c{i}' for i in range(k, k + 10)))"
        " for k in range(40)]\n"
        "counts = {tuple(f'c{i}-{k}' for i in range(60)): 1 for k in range(1000)}",
        "quota-combinations",
    ),
    "as many combinations as there may be": (
        "criteria = [criterion(f'c{k}', n) for k, n in enumerate([2] * 6 + [3] * 3 + [11])]\n"
        "criteria.append(Criterion('x', cross=tuple(f'c{k}' for k in range(10))))\n"
        "import itertools\n"
        "counts = {key: 1 for key in itertools.product(*(c.population for c in criteria[:10]))}",
        str(12 + 9 + 11 + 64 * 27 * 11),
    ),
    "a hundred criteria of a thousand categories": (
        "criteria = [criterion(f'c{k}', 1000) for k in range(100)]\n"
        "counts = {tuple(f'c{i}-{k}' for i in range(100)): 1 for k in range(1000)}",
        "100000",
    ),
    "a hundred thousand misnamed categories": (
        "criteria = [criterion(f'c{k}', 1000, groups={f'd{k}-{i}': (str(i),)"
        " for i in range(1000)}) for k in range(100)]\n"
        "counts = {tuple(f'd{i}-{k}' for i in range(100)): 1 for k in range(1000)}",
        "category-without-quota quota-category-unknown quota-category-unknown-near",
    ),
}


@pytest.mark.parametrize("name", WORST)
def test_the_quotas_of_the_largest_protocols_are_computed(name: str) -> None:
    """The largest protocols that are read have their quotas, or a refusal, soon."""
    make, expected = WORST[name]
    assert run(QUOTAS.format(make=make)).strip() == expected


def test_a_refusal_of_combinations_says_how_many() -> None:
    """Crossings with too many combinations are named, with what they have and what they may."""
    table = {str(k): Fraction(1) for k in range(200)}
    names = ("a", "b", "c")
    plain = [Criterion(name, name, population=table) for name in names]
    protocol = Protocol(
        "",
        3,
        RegisterFile("r.csv", "id"),
        6,
        criteria=(*plain, Criterion("all", cross=names)),
    )
    with pytest.raises(BadInput) as caught:
        compute_quotas(protocol, Counter({("1", "2", "3"): 1}), file="p.toml")
    (problem,) = caught.value.messages
    assert (
        Words("en")
        .say(problem)
        .startswith(
            "p.toml, criterion “all”: up to this crossing, the crossed criteria have 8,000,000 "
        )
    )
