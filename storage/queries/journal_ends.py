"""Chains of the journal that were cut off at their end, which their hashes cannot tell: what else remembers them."""

from __future__ import annotations

from collections.abc import Collection

from tortoise.connection import get_connection

from storage.database import ALIAS, dialect

# Each gives a chain and how many entries it has left. An account remembers when it last acted, and every new version of
# an application was written down; SQLite itself remembers how many entries there ever were, as none may go.
_CUT = (
    """SELECT 'account:' || a.id AS chain,
       (SELECT count(*) FROM journal_entry j WHERE j.chain = 'account:' || a.id) AS entries
       FROM account a WHERE a.acted_at IS NOT NULL AND NOT EXISTS
       (SELECT 1 FROM journal_entry j WHERE j.chain = 'account:' || a.id AND j.at = a.acted_at)""",
    """SELECT 'application:' || a.id AS chain, count(j.id) AS entries
       FROM application a LEFT JOIN journal_entry j ON j.application_id = a.id
       GROUP BY a.id, a.version HAVING a.version > count(j.id)""",
)
_FEWER_THAN_EVER = """SELECT 'journal_entry' AS chain, count(*) AS entries FROM journal_entry
    HAVING count(*) <> COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'journal_entry'), 0)"""


async def cut_off(*, besides: Collection[str] = ()) -> list[tuple[str, int]]:
    """The chains that lack their end, with how many entries are left; the whole table where no chain can be named.

    ``besides`` are chains known to be broken. On PostgreSQL the end of an application's chain is missed only as far as
    its version tells.
    """
    found = [pair for query in _CUT for pair in await _pairs(query) if pair[0] not in besides]
    return found if found or besides or dialect() != 'sqlite' else await _pairs(_FEWER_THAN_EVER)


async def _pairs(query: str) -> list[tuple[str, int]]:
    rows = await get_connection(ALIAS).execute_query_dict(query)
    return [(str(chain), int(count)) for chain, count in (row.values() for row in rows)]
