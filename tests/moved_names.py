"""The program with libraries as a later version might bring them: names that were private have others.

Run as a script: ``python -m tests.moved_names '{"nicegui": ["_event_listeners"]}' demo --port 8080``.
"""

from __future__ import annotations

import json
import re
import runpy
import sys
from collections.abc import Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

MAIN = Path(__file__).parent.parent / 'main.py'


class LaterVersion(MetaPathFinder):
    """Finds these packages with these names changed wherever the package says them, so that it works as before."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._patterns = {
            package: re.compile(rf'\b({"|".join(map(re.escape, moved))})\b') for package, moved in names.items()
        }

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        pattern = self._patterns.get(fullname.partition('.')[0])
        spec = PathFinder.find_spec(fullname, path, target) if pattern else None
        if pattern and spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader = Renaming(spec.loader.name, spec.loader.path)
            spec.loader.pattern = pattern
        return spec


class Renaming(SourceFileLoader):
    """Reads a module with other names in it."""

    pattern: re.Pattern[str]

    def get_code(self, fullname: str) -> CodeType:
        path = Path(self.get_filename(fullname))
        return compile(self.pattern.sub(r'\1_of_later', path.read_text('utf-8')), path, 'exec', dont_inherit=True)


if __name__ == '__main__':
    sys.meta_path.insert(0, LaterVersion(json.loads(sys.argv[1])))
    sys.argv = [str(MAIN), *sys.argv[2:]]
    runpy.run_path(str(MAIN), run_name='__main__')
