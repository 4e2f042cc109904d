"""`make mutants`: change the rules and the money services in small ways, and see whether the tests notice.

A module that falls under its floor ends the run with an error, as does a survivor without a reason in the modules that
decide; where more is noticed than before, the floor rises.
"""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from tests.mutants import floor
from tests.mutants.judging import Court, warm_up
from tests.mutants.mutations import mutants_of


def main() -> int:
    """Judge the modules that were named, or all; how many are not as they should be."""
    parser = ArgumentParser(prog='python -m tests.mutants', description=__doc__)
    parser.add_argument('modules', nargs='*', help='domain/rules/money/fees.py …; all of the floor file when left out')
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 1, help='processes at once')
    wanted = parser.parse_args()
    for name in [name for name in os.environ if name.startswith('KAOHE_')]:
        del os.environ[name]  # SQLite is enough to notice a mutant
    faults = 0
    with tempfile.TemporaryDirectory(prefix='mutants-') as scratch:
        warm_up(f'{scratch}/cache')
        for number, module in enumerate(wanted.modules or floor.read()):
            faults += _judge(module, Path(scratch, str(number)), wanted.jobs)
    return min(faults, 1)


def _judge(module: str, scratch: Path, jobs: int) -> bool:
    scratch.mkdir()
    mutants = list(mutants_of(Path(module).read_text('utf-8')))
    court = Court(Path(module), floor.read()[module].tests, scratch, jobs)
    survivors = [mutant.change for mutant in court.survivors(mutants)]
    standings = floor.read()
    standing = standings[module]
    standing.of, standing.killed = len(mutants), len(mutants) - len(survivors)
    standing.survivors = {change: reason for change, reason in standing.survivors.items() if change in survivors}
    unexplained = [change for change in survivors if change not in standing.survivors]
    share = floor.share(standing.killed, len(unexplained))
    print(f'{module}: {standing.killed} of {standing.of}, {len(survivors) - len(unexplained)} explained; '
          f'{share:.0%}, floor {standing.floor:.0%}', flush=True)  # fmt: skip
    for change in unexplained:
        print(f'  survived: {change}'.replace('\n', '\n            '))
    fault = share < standing.floor or (floor.is_strict(module) and bool(unexplained))
    standing.floor = max(standing.floor, share)
    floor.write(standings)
    return fault


if __name__ == '__main__':
    sys.exit(main())
