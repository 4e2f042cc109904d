"""A person who applied in an earlier year and applies again: the same person, with what came of it in the form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from domain.demo.applications.forms import Worker
from domain.rules.vocabulary import Basis, Grade
from storage.models import Account

ISSUED = (12, 20)  # month and day of the certificates of a year


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody with an application of ``year``, with the account."""

    worker: Worker
    account: Account
    year: int

    def again(self, grade: Grade) -> Worker:
        """The person as ``grade`` is applied for in a later year: a higher one than before follows from a pass."""
        form = self.worker.form
        if form.grade is None or form.grade is grade:
            return self.worker
        issued = date(self.year, *ISSUED)
        changes = {
            'grade': grade,
            'basis': Basis.SENIORITY,
            'post_grade': form.grade,
            'appointed_on': date(self.year + 1, 1, 1),
            'held_trade': form.trade,
            'held_grade': form.grade,
            'certificate_number': f'{self.year % 100:02}16{self.account.id:09}',
            'obtained_on': issued,
            'issuer': '河南省人力资源和社会保障厅',
        }
        return replace(self.worker, form=form.model_copy(update=changes))
