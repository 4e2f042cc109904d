"""How many applications were submitted or approved at a moment in the past: read from one index."""

from __future__ import annotations

from datetime import datetime

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from domain.rules.vocabulary import Act
from storage.models import Application, JournalEntry


def submitted_at(rows: QuerySet[Application], moment: datetime) -> QuerySet[Application]:
    """Those of ``rows`` that had been submitted at least once by then, and not been cancelled."""
    return _remaining(rows, moment).filter(first_submitted_at__lte=moment)


def approved_at(rows: QuerySet[Application], moment: datetime) -> QuerySet[Application]:
    """Those of ``rows`` that had got 终审通过 by then, and not been cancelled."""
    return _remaining(rows, moment).filter(approved_at__lte=moment)


def _remaining(rows: QuerySet[Application], moment: datetime) -> QuerySet[Application]:
    ended = JournalEntry.filter(act=Act.CANCEL, at__lte=moment, application_id__isnull=False)
    return rows.exclude(id__in=Subquery(ended.values('application_id')))
