"""Every refusal of the domain, each with the sentence a person reads."""

from __future__ import annotations

from dataclasses import dataclass, field

CHANGED_MEANWHILE = '该内容刚刚被他人修改，操作没有执行，请按最新内容重新操作'


class Refusal(Exception):
    """Something was refused. ``str(refusal)`` is a clear Chinese sentence, fit to be shown."""


class NotFound(Refusal):
    """Out of reach or not existing: the two look exactly alike."""

    def __init__(self, what: str = '该记录') -> None:
        super().__init__(f'{what}不存在，或不在您的管理范围内')


class Forbidden(Refusal):
    """Within reach, but without the power; the sentence says why."""


class SignedOut(Refusal):
    """The session ended, was revoked, or its account may no longer act."""

    def __init__(self) -> None:
        super().__init__('登录状态已失效，请重新登录')


class Unmet(Refusal):
    """A need of the workflow's table is not met; ``needs`` are the sentences, one per need."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__('；'.join(sentences))


class InUse(Refusal):
    """Something with a history is never deleted, it can only be disabled; the sentence says what hangs on it."""


class DecidedAlready(Refusal):
    """Another reviewer was faster: who did what, and when (already formatted for reading)."""

    def __init__(self, who: str, what: str, when: str) -> None:
        self.who, self.what, self.when = who, what, when
        super().__init__(f'{who} 已于 {when} 作出“{what}”处理，您的操作没有执行')


class Locked(Refusal):
    """Too many failures: the account is locked for a while."""


class Busy(Refusal):
    """The database is busy or away for the moment; nothing was changed."""

    def __init__(self) -> None:
        super().__init__('系统繁忙，操作没有执行，请稍后重试')


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field or material: ``key`` says where, ``text`` says what to do."""

    key: str
    text: str


@dataclass
class Invalid(Refusal):
    """Typed input is wrong at one or more places."""

    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        return '；'.join(problem.text for problem in self.problems)
