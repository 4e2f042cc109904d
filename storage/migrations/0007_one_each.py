"""One ticket and one result for an application, one refund for an order: the database itself refuses a second one."""

from __future__ import annotations

from tortoise.migrations import operations as ops

from storage.schema.migrate import SafeMigration

# ``unique=True`` of a foreign key makes no constraint here: the schema editor looks at it for plain columns only.
ONE_EACH = [
    'CREATE UNIQUE INDEX "one_ticket" ON "admission_ticket" ("application_id")',
    'CREATE UNIQUE INDEX "one_result" ON "exam_result" ("application_id")',
    'CREATE UNIQUE INDEX "one_refund" ON "refund" ("order_id")',
]


class Migration(SafeMigration):
    dependencies = [('kaohe', '0006_sign_in_tickets')]

    operations = [ops.RunSQL(ONE_EACH)]
