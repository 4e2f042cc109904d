"""More exam years for the installation that is measured: each with as many rows as the current one."""

from __future__ import annotations

from tortoise.models import Model

from domain.services.year import years
from storage.connection.database import transaction
from storage.models import Application, ExamYear, PaymentOrder, Ruling

APART = 10_000_000  # between the ids of two years
# What the lists, counts and statistics read, in the order of their references, with the columns that are not copied.
# Numbers that must be unique get a letter for the year; nothing of these years is ever paid, printed or decided.
COPIED: dict[type[Model], dict[str, str]] = {
    Application: {'id': 'id + {apart}', 'year_id': '{year_id}', 'number': "'{year}' || substr(number, 5)"},
    Ruling: {'id': 'id + {apart}', 'application_id': 'application_id + {apart}'},
    PaymentOrder: {
        'id': 'id + {apart}', 'year_id': '{year_id}', 'application_id': 'application_id + {apart}',
        'pay_code': "'{letter}' || substr(pay_code, 2)",
    },
}  # fmt: skip


async def add(more: int) -> None:
    """Add so many years before the current one, in the open database, with copies of its applications and payments."""
    current = await ExamYear.get(current=True)
    for before in range(1, more + 1):
        row = await ExamYear.create(
            year=current.year - before, current=False, parameters=current.parameters, fees=current.fees,
            subjects=current.subjects,
        )  # fmt: skip
        given = {'apart': before * APART, 'year_id': row.id, 'year': row.year, 'letter': 'ABCDEFGH'[before]}
        of_current = f'SELECT id FROM application WHERE year_id = {current.id}'
        async with transaction() as connection:
            for model, changes in COPIED.items():
                columns = list(model._meta.fields_db_projection.values())
                values = ', '.join(changes.get(name, f'"{name}"').format(**given) for name in columns)
                names, key = ', '.join(f'"{name}"' for name in columns), 'application_id'
                where = f'{"id" if model is Application else key} IN ({of_current})'
                table = model._meta.db_table
                await connection.execute_query(
                    f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" WHERE {where}'
                )
    years.forget()
