"""申报条件参数: which findings a change would alter, and saving it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import CHANGED_MEANWHILE, Unmet
from domain.long_work import RecordedStep, Step
from domain.rules.actor import Actor
from domain.rules.vocabulary import Act, Status
from domain.rules.year.parameter_form import Difference, differences
from domain.rules.year.parameters import Parameters
from domain.services import journal
from domain.services.eligibility.reassessment import LIVE, Change, judge_of, judged, walk
from domain.services.unit_of_work import use_case
from domain.services.year.year_settings import changing, chosen_year, held
from storage.models import Application, ExamYear


@dataclass(frozen=True, slots=True)
class Trial:
    """The outcome of a dry run: ``in_review`` and ``elsewhere`` count the findings that would change, by change."""

    judged: int
    in_review: Mapping[Change, int]
    elsewhere: Mapping[Change, int]  # drafts and returned applications
    stopped: bool = False

    @property
    def changed(self) -> int:
        """How many applications would be judged differently."""
        return sum(self.in_review.values()) + sum(self.elsewhere.values())


async def parameters_of(actor: Actor, year_id: int | None) -> tuple[ExamYear, Parameters]:
    """A year (the current one without an id) with its parameters. Raises Forbidden, NotFound."""
    row = await chosen_year(actor, year_id)
    return row, Parameters.model_validate(row.parameters)


async def trial(actor: Actor, year_id: int, parameters: Parameters, step: Step) -> Trial:
    """How every live application of the year would be judged with these parameters; nothing is written.

    Compares the findings with the year's present parameters and with the new ones, for the form as it is now. Works in
    chunks; ``step`` receives the progress and may stop it. Raises Forbidden, NotFound.
    """
    row, present = await parameters_of(actor, year_id)
    old, new = await judge_of(row, present), await judge_of(row, parameters)
    found = Application.filter(year_id=row.id, status__in=list(LIVE), grade__isnull=False)
    total, recorded = await found.count(), RecordedStep(step)
    in_review: Counter[Change] = Counter()
    elsewhere: Counter[Change] = Counter()
    async for rows in walk(found):
        findings = zip(rows, await judged(rows, old), await judged(rows, new), strict=True)
        for application, before, after in findings:
            if before is not after:
                (in_review if application.status is Status.IN_REVIEW else elsewhere)[before, after] += 1
        if not recorded(recorded.done + len(rows), total):
            break
    return Trial(recorded.done, dict(in_review), dict(elsewhere), recorded.stopped)


@use_case
async def save_parameters(
    actor: Actor, year_id: int, parameters: Parameters, *, seen: Parameters, shown: Trial
) -> list[Difference]:
    """Save the parameters; ``shown`` is the dry run that the administrator saw before.

    The findings stored with applications are updated later by ``reassessment.renew``. Returns what changed; nothing is
    written when nothing did. Raises Forbidden, NotFound, Unmet when the parameters are no longer as ``seen``, or
    without a complete dry run.
    """
    if shown.stopped:
        raise Unmet('试算没有完成，参数没有保存')
    told = differences(seen, parameters)
    if not told:
        return []
    async with changing(actor, Act.EDIT_PARAMETERS):
        row = await held(year_id)
        if Parameters.model_validate(row.parameters) != seen:
            raise Unmet(CHANGED_MEANWHILE)
        await ExamYear.filter(id=row.id).update(parameters=parameters.model_dump(mode='json'))
        details = {'year': row.year, 'changed': [str(one) for one in told], 'judged_differently': shown.changed}
        await journal.record(actor, Act.EDIT_PARAMETERS, details=details)
    return told
