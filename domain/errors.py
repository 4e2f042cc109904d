"""Every refusal of the domain: the code that programs ask for, and the sentence a person reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class RefusalCode(StrEnum):
    """Why something was refused. Below the kinds of refusal stand the reasons that somebody must tell apart."""

    REFUSED = 'refused'
    NOT_FOUND = 'not_found'
    FORBIDDEN = 'forbidden'
    SIGNED_OUT = 'signed_out'
    UNMET = 'unmet'
    IN_USE = 'in_use'
    DECIDED_ALREADY = 'decided_already'
    LOCKED = 'locked'
    BUSY = 'busy'
    INVALID = 'invalid'

    WINDOW_CLOSED = 'window_closed'
    HAS_APPLICATION = 'has_application'
    UNIT_DISABLED = 'unit_disabled'
    MOBILE_TAKEN = 'mobile_taken'
    ACCOUNT_ELSEWHERE = 'account_elsewhere'


CHANGED_MEANWHILE = '该内容刚刚被他人修改，操作没有执行，请按最新内容重新操作'


class Refusal(Exception):
    """Something was refused: ``code`` says why, ``str(refusal)`` is a clear Chinese sentence, fit to be shown."""

    code = RefusalCode.REFUSED


class NotFound(Refusal):
    """Out of reach or not existing: the two look exactly alike."""

    code = RefusalCode.NOT_FOUND

    def __init__(self, what: str = '该记录') -> None:
        super().__init__(f'{what}不存在，或不在您的管理范围内')


class Forbidden(Refusal):
    """Within reach, but without the power; the sentence says why."""

    code = RefusalCode.FORBIDDEN


class SignedOut(Refusal):
    """The session ended, was revoked, or its account may no longer act."""

    code = RefusalCode.SIGNED_OUT

    def __init__(self) -> None:
        super().__init__('登录状态已失效，请重新登录')


class Unmet(Refusal):
    """What must hold does not; one sentence for each thing that is missing."""

    def __init__(self, *sentences: str, code: RefusalCode = RefusalCode.UNMET) -> None:
        self.sentences, self.code = sentences, code
        super().__init__('；'.join(sentences))


class InUse(Refusal):
    """Something with a history is never deleted, it can only be disabled; the sentence says what hangs on it."""

    code = RefusalCode.IN_USE


class DecidedAlready(Refusal):
    """Another reviewer was faster: who did what, and when (already formatted for reading)."""

    code = RefusalCode.DECIDED_ALREADY

    def __init__(self, who: str, what: str, when: str) -> None:
        self.who, self.what, self.when = who, what, when
        super().__init__(f'{who} 已于 {when} 作出“{what}”处理，您的操作没有执行')


class Locked(Refusal):
    """Too many failures: the account is locked for a while."""

    code = RefusalCode.LOCKED


class Busy(Refusal):
    """The database is busy or away for the moment; nothing was changed."""

    code = RefusalCode.BUSY

    def __init__(self) -> None:
        super().__init__('系统繁忙，操作没有执行，请稍后重试')


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field or material: ``key`` says where, ``text`` says what to do."""

    key: str
    text: str
    code: RefusalCode = RefusalCode.INVALID


@dataclass
class Invalid(Refusal):
    """Typed input is wrong at one or more places; the code is that of the first."""

    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.code = self.problems[0].code if self.problems else RefusalCode.INVALID

    def __str__(self) -> str:
        return '；'.join(problem.text for problem in self.problems)
