"""NiceGUI says nothing when the script of an element does not exist; the browser then shows nothing in its place."""

from __future__ import annotations

from pathlib import Path

from nicegui import dependencies

import components
from components.application import field_groups
from components.frame import menu_list
from components.table import widget

ROOT = Path(components.__file__).parent
ELEMENTS = (field_groups.FieldRows, menu_list.MenuList, widget.ListTable)


def test_every_script_is_where_its_element_looks_for_it() -> None:
    assert all(element.component for element in ELEMENTS)
    ours = {part.path for part in dependencies.js_components.values() if part.path.is_relative_to(ROOT)}
    assert ours == set(ROOT.rglob('*.js'))
