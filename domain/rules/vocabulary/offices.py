"""The words for organisations and accounts."""

from __future__ import annotations

from domain.rules.vocabulary.word import Word


class Level(Word):
    """The level of an organisation in the tree; also the stage of a review."""

    PROVINCE = 'province', '省级'
    CITY = 'city', '市级'
    COUNTY = 'county', '县区'
    DEPARTMENT = 'department', '主管单位'
    UNIT = 'unit', '单位'


# From the province down: a lower rank is a higher office.
RANK = {level: rank for rank, level in enumerate(Level)}


class OfficeKind(Word):
    """What can be added in 单位管理: an office, a county, or one of three kinds of branches at the level of a city."""

    DEPARTMENT = 'department', '主管单位'
    UNIT = 'unit', '单位'
    COUNTY = 'county', '县区'
    ZONE = 'zone', '功能区'
    DIRECT_COUNTY = 'direct_county', '省直管县（市）'
    CENTRAL = 'central', '中央驻豫'

    @property
    def level(self) -> Level:
        """The level of such an organisation in the tree."""
        return Level.CITY if self in BRANCHES else Level(self.value)


BRANCHES = (OfficeKind.ZONE, OfficeKind.DIRECT_COUNTY, OfficeKind.CENTRAL)


class Nature(Word):
    """单位性质."""

    ADMINISTRATIVE = 'administrative', '行政机关'
    CIVIL_SERVICE_LIKE = 'civil_service_like', '参公管理事业单位'
    FULLY_FUNDED = 'fully_funded', '全额拨款事业单位'
    PARTLY_FUNDED = 'partly_funded', '差额拨款事业单位'
    SELF_FUNDED = 'self_funded', '自收自支事业单位'
    MASS_ORGANISATION = 'mass_organisation', '群团组织'
    OTHER = 'other', '其他'


class Role(Word):
    ADMIN = 'admin', '管理员'
    REVIEWER = 'reviewer', '本级审核员'
    APPLICANT = 'applicant', '报考人员'


class AccountState(Word):
    """Whether an organisation, an account or a trade can be used; only an account waits for its activation."""

    ACTIVE = 'active', '正常'
    WAITING = 'waiting', '待启用'
    DISABLED = 'disabled', '已停用'


def stage_label(stage: Level | str) -> str:
    """待{单位/主管单位/县区/市级/省级}审核: the status text of an application in review on screen."""
    return f'待{Level(stage).label}审核'
