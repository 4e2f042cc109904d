"""Draws the house from its imports, floors as bands and rooms as columns: `make house` writes docs/house.svg."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / 'docs' / 'house.svg'
CONTRACTS = tomllib.loads((ROOT / 'pyproject.toml').read_text('utf-8'))['tool']['importlinter']['contracts']
# From left to right as the services use each other; what stands at their root is no room.
NOUNS = next(tuple(one['layers'][:-1]) for one in CONTRACTS if one.get('containers') == ['domain.services'])
# From top to bottom: each may use those below it.
FLOORS = {
    'pages': 'who may open it, which service, which components; the folder is the audience',
    'components': 'how it looks; given values and callbacks, never acts',
    'domain.demo': 'a made-up year, built through the services',
    'domain.services': 'what happens: one public function, one use case, one transaction',
    'storage': 'what is kept: models, queries, migrations, files, backup; the columns are its queries',
    'domain.rules': 'what is true: plain Python, no database, no screen; so are the modules at the root of domain',
}
WIDTH, EDGE, GAP, LINE, HEAD = 900, 12, 6, 14, 24
COLUMN = (WIDTH - 2 * EDGE) / len(NOUNS)
NAME = 20  # the part of a room's box that holds its name
STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #1f2937 }
  .floor { font-weight: 600; font-size: 14px } .quiet { fill: #5b6472 }
  .mid { text-anchor: middle; font-size: 11px } .end { text-anchor: end } .small { font-size: 11px }
  .band { fill: #f3f5f8 } .room { fill: #ffffff; stroke: #9aa5b4 }
  .uses { fill: none; stroke: #2f6fb0; stroke-width: 1.2; opacity: .75 } .tip { fill: #2f6fb0 } .sheet { fill: #ffffff }
  @media (prefers-color-scheme: dark) {
    text { fill: #e5e9f0 } .quiet { fill: #a3adbb } .sheet { fill: #0f1319 } .band { fill: #1a2029 }
    .room { fill: #252d38; stroke: #556171 } .uses { stroke: #7db4ea } .tip { fill: #7db4ea }
  }
"""
LEGEND = (
    'A floor may use the floors below it. An arrow says that a room uses another one of its floor; what follows from',
    'other arrows is left out. The numbers count modules.',
)
Place = tuple[str, str]  # what stands before the noun in a path, and the noun; or a folder that is none, and ''


def place_of(module: str, floor: str) -> Place:
    """The room of a module on its floor; two empty words at its root."""
    folders = module.removeprefix(f'{floor}.').split('.')[:-1]
    for depth, folder in enumerate(folders):
        if folder in NOUNS:
            return '.'.join(folders[:depth]), folder
    return (folders[0] if folders else ''), ''


def modules_of(graph: grimp.ImportGraph, floor: str) -> list[str]:
    """The files of a floor without the ``__init__`` of its folders."""
    return sorted(module for module in graph.find_descendants(floor) if not graph.find_children(module))


def uses(graph: grimp.ImportGraph, floor: str) -> list[tuple[str, str]]:
    """Which room uses which on one floor, without what follows from other uses."""
    room_of = {module: noun for module in modules_of(graph, floor) if (noun := place_of(module, floor)[1])}
    direct = {
        (noun, room_of[used])
        for module, noun in room_of.items()
        for used in graph.find_modules_directly_imported_by(module)
        if room_of.get(used, noun) != noun
    }
    reached = set(direct)
    implied = set()
    for middle, start, end in permutations(NOUNS, 3):
        if (start, middle) in reached and (middle, end) in reached:
            reached.add((start, end))
            implied.add((start, end))
    return sorted(direct - implied, key=lambda edge: (NOUNS.index(edge[0]), NOUNS.index(edge[1])))


def drawn() -> str:
    """The whole picture."""
    graph = grimp.build_graph(*dict.fromkeys(floor.partition('.')[0] for floor in FLOORS), cache_dir=None)
    lines: list[str] = []
    top = float(EDGE)
    for floor, says in FLOORS.items():
        shapes, height = band(graph, floor, says, top)
        lines += [f'<rect class="band" x="0" y="{top:g}" width="{WIDTH}" height="{height:g}"/>', *shapes]
        top += height + GAP
    for sentence in LEGEND:
        lines.append(text(EDGE, top + LINE, sentence, 'quiet'))
        top += LINE + 2
    return '\n'.join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + EDGE:g}" width="{WIDTH}" role="img">',
            '<title>The floors of the house and their rooms</title>',
            f'<style>{STYLE}</style>',
            '<marker id="tip" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto">',
            '<path class="tip" d="M0 0L6 3L0 6Z"/></marker>',
            f'<rect class="sheet" width="{WIDTH}" height="{top + EDGE:g}"/>',
            *lines,
            '</svg>\n',
        ]
    )


def band(graph: grimp.ImportGraph, floor: str, says: str, top: float) -> tuple[list[str], float]:
    """The shapes of one floor whose upper edge is at ``top``, and its height."""
    modules = modules_of(graph, floor)
    counts = Counter(place_of(module, floor) for module in modules)
    title = f'{floor.replace(".", "/")} <tspan class="quiet" font-weight="400" font-size="12">{says}</tspan>'
    shapes = [text(EDGE, top + 17, title, 'floor'), text(WIDTH - EDGE, top + 17, str(len(modules)), 'quiet end')]
    arrows, y = uses(graph, floor), top + HEAD
    if arrows:
        y += 8 + max(rise(*arrow) for arrow in arrows) * 3 / 4  # the top of a curve is at three quarters of its rise
        shapes += [curve(*arrow, y) for arrow in arrows]
    rooms: dict[str, list[str]] = defaultdict(list)
    for (before, noun), count in sorted(counts.items()):
        if noun:
            rooms[noun].append(f'{before} {count}' if floor == 'pages' else str(count))
    if rooms:
        tall = NAME + LINE * max(map(len, rooms.values()))
        for noun, numbers in rooms.items():
            shapes += box(EDGE + NOUNS.index(noun) * COLUMN + 2, y, COLUMN - 4, tall, (noun, *numbers))
        y += tall + GAP
    x = float(EDGE + 2)
    for (folder, noun), count in sorted(counts.items()):
        if folder and not noun:
            label = f'{folder} {count}'
            wide = 7 * len(label) + 12
            shapes += box(x, y, wide, NAME, (label,))
            x += wide + GAP
    y += (NAME + GAP) * (x > EDGE + 2)
    at_root = ', '.join(module.rpartition('.')[2] for module in modules if place_of(module, floor) == ('', ''))
    if at_root:
        shapes.append(text(EDGE + 2, y + 10, f'at its root: {at_root}', 'quiet small'))
        y += LINE + 2
    return shapes, y + 2 - top


def box(x: float, y: float, wide: float, tall: float, lines: Sequence[str]) -> list[str]:
    """A room: its name, and below it how many modules it has."""
    middle = x + wide / 2
    words = [text(middle, y + LINE + LINE * at, line, 'mid quiet' if at else 'mid') for at, line in enumerate(lines)]
    return [f'<rect class="room" x="{x:g}" y="{y:g}" width="{wide:g}" height="{tall:g}" rx="4"/>', *words]


def rise(start: str, end: str) -> float:
    """How high the handles of a curve stand: the higher, the further it goes."""
    return 14 + 6 * abs(NOUNS.index(start) - NOUNS.index(end))


def curve(start: str, end: str, y: float) -> str:
    """An arrow from the top of one room over its neighbours to the top of another one."""
    side = 8 if NOUNS.index(end) > NOUNS.index(start) else -8
    x1, x2 = (EDGE + COLUMN * (NOUNS.index(noun) + 0.5) + shift for noun, shift in ((start, side), (end, -side)))
    over = y - rise(start, end)
    way = f'M{x1:g} {y:g}C{x1:g} {over:g} {x2:g} {over:g} {x2:g} {y - 2:g}'
    return f'<path class="uses" d="{way}" marker-end="url(#tip)"/>'


def text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{words}</text>'


if __name__ == '__main__':
    PICTURE.write_text(drawn(), 'utf-8')
