"""Finds journal chains that were cut off at their end: the hashes cannot show this, so other tables are compared."""

from __future__ import annotations

from collections.abc import Collection

from tortoise.connection import get_connection

from storage.connection.database import dialect
from storage.settings.tortoise_config import ALIAS

# Acts that leave an application's version as it is: files, leases, prints, and the acts that follow an approval.
_QUIET = (
    "(j.act IN ('upload', 'remove_file', 'take_over', 'print_ticket') OR (j.act = 'bill' AND j.account_id IS NULL) "
    "OR (j.act = 'close_order' AND j.reason = ''))"
)
_OF_ORDER = 'SELECT count(*) FROM journal_entry j WHERE j.application_id = o.application_id'
# Each query returns a chain and its remaining number of entries. An account stores when it last acted. Every order and
# payment has an entry, and every new version of an application until it is paid: a draw of seats raises the versions of
# a whole city and is one act of the account that drew. SQLite itself stores how many entries there ever were.
_CUT = (
    """SELECT 'account:' || a.id AS chain,
       (SELECT count(*) FROM journal_entry j WHERE j.chain = 'account:' || a.id) AS entries
       FROM account a WHERE a.acted_at IS NOT NULL AND NOT EXISTS
       (SELECT 1 FROM journal_entry j WHERE j.chain = 'account:' || a.id AND j.at = a.acted_at)""",
    f"""SELECT 'application:' || a.id AS chain, count(j.id) AS entries
       FROM application a LEFT JOIN journal_entry j ON j.application_id = a.id
       WHERE COALESCE(a.payment, '') NOT IN ('paid', 'exempt')
       AND NOT EXISTS (SELECT 1 FROM payment_order o WHERE o.application_id = a.id
       AND o.status IN ('paid', 'exempt', 'refunded'))
       GROUP BY a.id, a.version HAVING a.version > count(j.id) - sum(CASE WHEN {_QUIET} THEN 1 ELSE 0 END)""",  # noqa: S608
    f"""SELECT 'application:' || o.application_id AS chain, ({_OF_ORDER}) AS entries
       FROM payment_order o GROUP BY o.application_id HAVING count(*) > ({_OF_ORDER} AND j.act = 'bill')
       OR sum(CASE WHEN o.status IN ('paid', 'refunded') THEN 1 ELSE 0 END) > ({_OF_ORDER} AND j.act = 'receipt')
       OR sum(CASE WHEN o.status = 'refunded' THEN 1 ELSE 0 END) > ({_OF_ORDER} AND j.act = 'refund')""",  # noqa: S608
)
_FEWER_THAN_EVER = """SELECT 'journal_entry' AS chain, count(*) AS entries FROM journal_entry
    HAVING count(*) <> COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'journal_entry'), 0)"""


async def cut_off(*, besides: Collection[str] = ()) -> list[tuple[str, int]]:
    """The chains without their end, with their remaining number of entries; the whole table if no chain can be named.

    ``besides`` are chains known to be broken. On PostgreSQL a cut end is not found if no version, order or payment
    belongs to the removed entries.
    """
    every = [pair for query in _CUT for pair in await _pairs(query)]
    found = [pair for pair in dict.fromkeys(every) if pair[0] not in besides]
    return found if found or besides or dialect() != 'sqlite' else await _pairs(_FEWER_THAN_EVER)


async def _pairs(query: str) -> list[tuple[str, int]]:
    rows = await get_connection(ALIAS).execute_query_dict(query)
    return [(str(chain), int(count)) for chain, count in (row.values() for row in rows)]
