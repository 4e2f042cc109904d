"""The subjects of a year as a table, and 缺考/违纪 by subject.

Years that exist keep what they had: theory and review for grade 1, and the pass mark of their parameters. A person who
was 缺考 or 违纪 stays so as a whole.
"""

from __future__ import annotations

import json
from typing import Any

from tortoise import fields
from tortoise.migrations import operations as ops

from storage.schema.migrate import SafeMigration

_ORDINARY, _SENIOR = ('skill', 'ethics', 'ability'), ('theory', 'review')
_WHOLE = """UPDATE "exam_result" SET "attendance" = '{"person": "%s"}' WHERE "conclusion" = '%s'"""
_WAITING = {
    'sqlite': """UPDATE "exam_result" SET "pending" = json_set("pending", '$.attendance', json('{"person": "%s"}'))
        WHERE json_extract("pending", '$.conclusion') = '%s'""",
    'postgres': """UPDATE "exam_result" SET "pending" = jsonb_set("pending", '{attendance}', '{"person": "%s"}')
        WHERE "pending" ->> 'conclusion' = '%s'""",
}


def _grade(subjects: tuple[str, ...], pass_mark: int) -> dict[str, Any]:
    rules = [
        {
            'subject': subject, 'full_mark': 100, 'pass_mark': pass_mark, 'note': '',
            'mode': 'panel' if subject == 'review' else 'computer',
        }
        for subject in subjects
    ]  # fmt: skip
    return {'rules': rules, 'passing': 'each', 'total': 0}


async def _fill(_apps: Any, editor: Any) -> None:
    for row in await editor.client.execute_query_dict('SELECT "id", "parameters" FROM "exam_year"'):
        kept = row['parameters']
        parameters = json.loads(kept) if isinstance(kept, str | bytes) else kept
        pass_mark = int(parameters.get('pass_mark', 60))
        table = {str(grade): _grade(_ORDINARY if grade > 1 else _SENIOR, pass_mark) for grade in (5, 4, 3, 2, 1)}
        sql = f"""UPDATE "exam_year" SET "subjects" = '{json.dumps(table)}' WHERE "id" = {int(row['id'])}"""  # noqa: S608
        await editor.client.execute_query(sql)
    waiting = _WAITING[editor.client.capabilities.dialect]
    for word in ('absent', 'violation'):
        for sql in (_WHOLE, waiting):
            await editor.client.execute_query(sql % (word, word))


class Migration(SafeMigration):
    dependencies = [('kaohe', '0012_windows_by_grade_and_area')]
    operations = [
        ops.AddField(model_name='ExamYear', name='subjects', field=fields.JSONField(null=True)),
        ops.AddField(model_name='ExamResult', name='attendance', field=fields.JSONField(null=True)),
        ops.RunPython(_fill),
    ]
