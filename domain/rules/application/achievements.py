"""Which listed achievement exempts an applicant for grade 1 from education and yearly assessments."""

from __future__ import annotations

from domain.rules.application.form import Form, HonourEntry, honour_text
from domain.rules.vocabulary import Grade, Honour, HonourLevel
from domain.rules.year.parameters import Parameters

_HEIGHT = {level: height for height, level in enumerate(reversed(HonourLevel))}


def exempting_achievement(form: Form, parameters: Parameters) -> str | None:
    """The achievement that exempts, in words; None when there is none or the grade is not 1.

    Source: 1-domain §4: a commendation of city level or above, the labour medal, the title of expert, a place among the
    first three of a contest of city level or above, one invention patent or two utility models.
    """
    if form.grade is not Grade.ONE:
        return None
    for entry in form.honours:
        if _exempts_alone(entry, parameters):
            return honour_text(entry)
    for kind, needed in ((Honour.INVENTION, parameters.inventions), (Honour.UTILITY_MODEL, parameters.utility_models)):
        count = sum(entry.kind is kind for entry in form.honours)
        if count >= needed:
            return f'{kind.label} {count} 项'
    return None


def _exempts_alone(entry: HonourEntry, parameters: Parameters) -> bool:
    match entry.kind:
        case Honour.COMMENDATION:
            return _HEIGHT[entry.level] >= _HEIGHT[parameters.commendation_level]
        case Honour.CONTEST:
            high_enough = _HEIGHT[entry.level] >= _HEIGHT[parameters.contest_level]
            return high_enough and entry.rank is not None and entry.rank <= parameters.contest_rank
        case Honour.LABOUR_MEDAL | Honour.EXPERT:
            return True
        case _:
            return False
