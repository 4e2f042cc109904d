"""Rules that must always hold between the rows; each sentence with the query that finds the rows breaking it."""

from __future__ import annotations

import sqlite3

from tortoise.connection import get_connection
from tortoise.exceptions import BaseORMException

from storage.connection.database import dialect
from storage.settings.tortoise_config import ALIAS

NAMED = 5  # the most offenders listed one by one
# Each query returns one column by which the operator finds the row: numbers and codes, never an ID number.
RULES: dict[str, str] = {
    '同一身份证号在同一年度有多个有效申报': (
        "SELECT min(number) FROM application WHERE status <> 'cancelled' "
        'GROUP BY id_number, year_id HAVING count(*) > 1'
    ),
    '审核中的申报没有受理单位，或不在审核中却有受理单位': (
        "SELECT number FROM application WHERE (status = 'in_review') <> (holder_id IS NOT NULL)"
    ),
    '审核中的申报没有审核环节，或没有提交时间': (
        "SELECT number FROM application WHERE status = 'in_review' AND (stage IS NULL OR submitted_at IS NULL)"
    ),
    '终审通过的申报没有通过时间': "SELECT number FROM application WHERE status = 'approved' AND approved_at IS NULL",
    '缴费状态与缴款单不一致': (
        "SELECT a.number FROM application a WHERE COALESCE(a.payment, '') <> COALESCE("
        "(SELECT o.status FROM payment_order o WHERE o.application_id = a.id AND o.status IN ('due', 'paid', 'exempt') "
        'ORDER BY o.id DESC LIMIT 1), '
        "(SELECT o.status FROM payment_order o WHERE o.application_id = a.id ORDER BY o.id DESC LIMIT 1), '')"
    ),
    '同一申报有多张有效缴款单': (
        'SELECT a.number FROM application a JOIN payment_order o ON o.application_id = a.id '
        "WHERE o.status IN ('due', 'paid', 'exempt') GROUP BY a.number HAVING count(*) > 1"
    ),
    '未在办理的申报仍有待缴费的缴款单': (
        "SELECT number FROM application WHERE status IN ('draft', 'rejected', 'cancelled') AND payment = 'due'"
    ),
    '容缺状态与容缺台账不一致': (
        "SELECT a.number FROM application a WHERE COALESCE(a.deferral_state, '') <> COALESCE("
        "(SELECT d.state FROM deferral d WHERE d.application_id = a.id ORDER BY d.id DESC LIMIT 1), '')"
    ),
    '未办结意见和标记的数目不一致': (
        'SELECT a.number FROM application a WHERE a.open_notes <> '
        "(SELECT count(*) FROM opinion o WHERE o.application_id = a.id AND o.state <> 'closed') + "
        "(SELECT count(*) FROM mark m WHERE m.application_id = a.id AND m.state <> 'closed')"
    ),
    '已有最终结果的申报仍保留材料原件': (
        'SELECT DISTINCT a.number FROM application a JOIN material m ON m.application_id = a.id '
        "WHERE m.original IS NOT NULL AND a.status IN ('rejected', 'approved', 'cancelled')"
    ),
    '申报没有任何操作记录': (
        'SELECT a.number FROM application a WHERE NOT EXISTS '
        '(SELECT 1 FROM journal_entry j WHERE j.application_id = a.id)'
    ),
    '当前考核年度不是唯一一个': 'SELECT max(year) FROM exam_year WHERE current HAVING count(*) > 1',
    '单位的层级路径与上级单位不衔接': (
        'SELECT o.code FROM organisation o JOIN organisation p ON p.id = o.parent_id '
        'WHERE substr(o.path, 1, length(o.path) - 4) <> p.path'  # four digits per level
    ),
    '管理员或审核员没有所属单位': "SELECT login FROM account WHERE role <> 'applicant' AND organisation_id IS NULL",
}


async def offenders(sentence: str) -> tuple[int, list[str]]:
    """How many rows break the rule of this sentence, and the first few by number or code."""
    rows = await get_connection(ALIAS).execute_query_dict(RULES[sentence])
    return len(rows), [str(next(iter(row.values()))) for row in rows[:NAMED]]


async def damage() -> list[str]:
    """Damage that the database itself finds in pages, indexes and foreign keys; PostgreSQL checks while it runs."""
    if dialect() == 'postgres':
        return []
    connection = get_connection(ALIAS)
    try:
        found = await connection.execute_query_dict('PRAGMA integrity_check(20)')
    except (BaseORMException, sqlite3.Error) as error:
        return [str(error)]
    verdict = [str(next(iter(row.values()))) for row in found]
    orphans = await connection.execute_query_dict('PRAGMA foreign_key_check')
    tables = sorted({str(row['table']) for row in orphans})
    return [line for line in verdict if line != 'ok'] + [f'{table} 表中有记录指向不存在的记录' for table in tables]
