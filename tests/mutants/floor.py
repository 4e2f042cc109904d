"""How many mutants of each module the tests notice: a file that can only rise."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from math import floor
from pathlib import Path

FILE = Path(__file__).with_name('floor.json')
# By these the rules of the examination and its money are decided: every mutant that survives here has its reason.
LEAST = 0.95
STRICT = {
    'rules': {
        *('workflow', 'judging', 'receipts', 'id_number', 'retirement', 'assessment', 'career_checks', 'merit_checks'),
        *('checklist', 'fees', 'deferral_terms', 'seating', 'seat_mixing', 'seat_packing'),
    },
    'services': {'billing', 'orders'},
}


@dataclass(slots=True)
class Standing:
    """Of one module: the tests that judge it, what they noticed, and why the others cannot be noticed."""

    tests: list[str]
    killed: int = 0
    of: int = 0
    floor: float = 0.0
    survivors: dict[str, str] = field(default_factory=dict)


def is_strict(module: str) -> bool:
    """Whether nearly every mutant of this module must be noticed."""
    return Path(module).stem in STRICT.get(Path(module).parts[1], set())


def share(killed: int, unexplained: int) -> float:
    """The share that was noticed of all that could be, in full percents."""
    return floor(killed * 100 / (killed + unexplained or 1)) / 100


def read() -> dict[str, Standing]:
    """By module: what the file says."""
    return {module: Standing(**row) for module, row in json.loads(FILE.read_text('utf-8')).items()}


def write(standings: dict[str, Standing]) -> None:
    """Keep them in the file, one module after the other."""
    rows = {module: asdict(standing) for module, standing in sorted(standings.items())}
    FILE.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + '\n', 'utf-8')
