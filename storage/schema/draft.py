"""Draft the next migration from the models, in literal fields: `python -m storage.schema.draft` prints it.

A draft is reviewed and finished by hand: on SQLite only new tables, new nullable columns, indexes and our own SQL are
allowed. The framework's AlterField and RemoveField delete child rows there.
"""

from __future__ import annotations

import asyncio
import re
from enum import Enum
from pathlib import Path
from typing import Any, cast

from tortoise import Tortoise, fields
from tortoise.apps import Apps
from tortoise.fields.data import CharEnumFieldInstance
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.writer import MigrationWriter
from tortoise.models import Model

from storage.fields import UtcDatetimeField
from storage.settings.config import Settings
from storage.settings.tortoise_config import config_of

# Options that the framework writes although they are defaults, or that depend on the library's version.
NOISE = re.compile(
    r"(?:, )?(?:encoder=JSON_DUMPS|decoder=loads|db_constraint=True|unique=False|'pk_attr': '\w+')"
    r'|(?:, )?auto_now(?:_add)?=False'
    r'|generated=True, (?=primary_key)|(?<=primary_key=True)(?:, unique=True)?, db_index=True'
)
BASES = re.compile(r'^ +bases=.*\n', re.MULTILINE)


class LiteralDetector(MigrationAutodetector):
    """Sees the models with literal fields: an enumeration that is renamed later must not break an old step."""

    def _current_state(self) -> State:
        return _plain(super()._current_state())

    async def _project_state(self) -> State:
        return _plain(await super()._project_state())


async def drafts() -> list[MigrationWriter]:
    """The changes that the models need and the migrations do not contain yet; empty if they agree."""
    config = config_of(Settings(data=Path(), database=None))
    context = await Tortoise.init(config=config, init_connections=False)
    try:
        return await LiteralDetector(cast(Apps, context.apps), config['apps']).changes()
    finally:
        await context.close_connections()


def _plain(state: State) -> State:
    for model in state.models.values():
        for option in ('table_description', 'pk_attr'):  # they do not change the table
            model.options.pop(option, None)
        model.description = ''
        model.bases = (Model,)
        model.pk_field_name = ''
        model.fields = {name: _literal(field) for name, field in model.fields.items()}
    return state


def _literal(field: Any) -> Any:
    if isinstance(field, CharEnumFieldInstance):
        literal: Any = fields.CharField(max_length=field.max_length)
        literal.default = field.default.value if isinstance(field.default, Enum) else field.default
        return _alike(literal, field)
    if isinstance(field, UtcDatetimeField):
        return _alike(fields.DatetimeField(), field)
    if getattr(field.default, '__module__', '').startswith('domain'):  # a function of today must not be in an old step
        return _alike(fields.JSONField(), field)
    return field


def _alike(literal: Any, field: Any) -> Any:
    literal.model_field_name = field.model_field_name
    literal.null, literal.unique, literal.index = field.null, field.unique, field.index
    return literal


def text_of(writer: MigrationWriter) -> str:
    """The draft as Python text, without unnecessary options."""
    text = BASES.sub('', NOISE.sub('', writer.as_string()))
    text = re.sub(r'^from (?:orjson|tortoise\.fields\.\w+) import .*\n', '', text, flags=re.MULTILINE)
    text = text.replace('from tortoise import migrations\n', 'from storage.schema.migrate import SafeMigration\n')
    return text.replace('migrations.Migration', 'SafeMigration').replace('OnDelete.', 'fields.')


if __name__ == '__main__':
    for writer in asyncio.run(drafts()):
        print(text_of(writer))  # noqa: T201 - this program prints its result
