"""The picture of the house shows what is: as many rooms and modules as there are, and only the arrows one needs."""

from __future__ import annotations

import grimp

from tests import house


def test_the_picture_shows_the_imports_as_they_are() -> None:
    assert house.PICTURE.read_text('utf-8') == house.drawn(), 'make house'


def test_a_room_is_found_below_its_audience() -> None:
    assert house.place_of('pages.county.money.dues', 'pages') == ('county', 'money')
    assert house.place_of('pages.admin.units', 'pages') == ('admin', '')
    assert house.place_of('pages.home', 'pages') == ('', '')


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in (('exam', 'lists'), ('lists', 'year'), ('exam', 'year'), ('exam', 'exam')):
        graph.add_import(importer=f'floor.{importer}.one', imported=f'floor.{imported}.two')
    graph.add_module('floor')
    for noun in ('exam', 'lists', 'year'):
        graph.add_module(f'floor.{noun}')
    assert house.uses(graph, 'floor') == [('exam', 'lists'), ('lists', 'year')]
