"""The audiences: who may open an address or perform an act, as data (3-screens §1); services call ``require``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.errors import Forbidden
from domain.rules.actor import Actor
from domain.rules.vocabulary import Level, Role


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may open an address, as a condition on role and level (3-screens §1); ``label`` is shown to those refused."""

    label: str
    admits: Callable[[Actor], bool]

    def require(self, actor: Actor) -> None:
        """Raises Forbidden for actors outside the audience; the sentence says who is allowed."""
        if not self.admits(actor):
            raise Forbidden(f'只有{self.label}可以操作')


def _administrators(level: Level) -> Callable[[Actor], bool]:
    return lambda actor: actor.role is Role.ADMIN and actor.at_least(level)


Anyone = Audience('所有人', lambda _: True)  # even without a session
SignedIn = Audience('已登录用户', lambda _: True)
Activating = Audience('待修改密码的用户', lambda _: True)  # includes sessions that may only change the password
Applicant = Audience('报考人员', lambda actor: actor.role is Role.APPLICANT)
Reviewer = Audience('管理员和本级审核员', lambda actor: actor.is_office)
Administrator = Audience('管理员', _administrators(Level.UNIT))
Department = Audience('主管单位及以上管理员', _administrators(Level.DEPARTMENT))
County = Audience('县区及以上管理员', _administrators(Level.COUNTY))
City = Audience('市级及以上管理员', _administrators(Level.CITY))
OwnCity = Audience('市级管理员', lambda actor: actor.role is Role.ADMIN and actor.level is Level.CITY)
Province = Audience('省级管理员', _administrators(Level.PROVINCE))
