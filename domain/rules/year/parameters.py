"""Every number, date and switch that can differ from year to year, with its label."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from domain.rules.vocabulary import ORDINARY_GRADES, Assessment, Education, Grade, HonourLevel, Level, Word

# 29 February is left out: the day must exist in every year.
_MONTH_DAY = (
    r'^(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])'
    r'|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)'
    r'|02-(?:0[1-9]|1\d|2[0-8]))$'
)


MonthDay = Annotated[str, Field(pattern=_MONTH_DAY)]
EVERY_GRADE = tuple(int(grade) for grade in Grade)


class Counting(Word):
    """How years are counted; the public notices differ."""

    START_YEAR = 'start_year', '按年份计算，起始年份计为一年'
    FULL_YEARS = 'full_years', '按周年计算，不足一年不计'


class WomenRetire(Word):
    """Which row of the scheme applies to women; it depends on the kind of post, which the form does not contain."""

    EITHER = 'either', '两档并存，由审核人员判断'
    WORKERS = 'workers', '原 50 岁档'
    CADRES = 'cadres', '原 55 岁档'


class CountedIn(Word):
    """The year of the day up to which years and ages are counted."""

    THIS_YEAR = 'this_year', '当年'
    YEAR_BEFORE = 'year_before', '上年'


class RetirementDay(Word):
    """The day on which nobody may have reached the retirement age; the notices differ, also by grade."""

    NOTICE = 'notice', '通知印发日（未填写时为报名首日）'
    OPENING = 'opening', '报名首日'
    YEAR_END = 'year_end', '当年 12-31'
    YEAR_BEFORE = 'year_before', '上年 12-31'


class BillingTime(Word):
    """缴费时点: the approval that bills; the notices differ. The words are stored, so that others can follow."""

    FINAL = 'final', '终审后'
    COUNTY = 'county', '县区通过后'


class PaidAndEnded(Word):
    """What becomes of a fee that was paid before the application was rejected or cancelled."""

    REFUND = 'refund', '退费'
    KEEP = 'keep', '不退'


class RetirementStep(BaseModel):
    """One row of the retirement scheme: people born from ``first_year-first_month`` on retire later, step by step."""

    model_config = ConfigDict(frozen=True)

    first_age: int = Field(title='原退休年龄', ge=45, le=70)
    last_age: int = Field(title='调整后退休年龄', ge=45, le=70)
    first_year: int = Field(title='起始出生年份', ge=1950, le=2000)
    first_month: int = Field(title='起始出生月份', ge=1, le=12)
    months_of_birth: int = Field(title='每几个月延迟一个月', ge=1, le=12)


class Parameters(BaseModel):
    """The parameters of one exam year, as stored in ``ExamYear.parameters`` (``model_dump(mode='json')``).

    The defaults are those of 1-domain §4 and §6; each title is the label in the settings.
    """

    model_config = ConfigDict(extra='ignore', validate_assignment=True)

    counted_until: dict[int, MonthDay] = Field(
        default_factory=lambda: dict.fromkeys(EVERY_GRADE, '12-31'), title='各等级：年限、年龄计算截止日（月-日）'
    )
    counted_in: dict[int, CountedIn] = Field(
        default_factory=lambda: dict.fromkeys(EVERY_GRADE, CountedIn.THIS_YEAR), title='各等级：计算截止日所在年份'
    )
    notice_day: date | None = Field(None, title='退休年龄：通知印发日')
    retired_by: dict[int, RetirementDay] = Field(
        default_factory=lambda: dict.fromkeys(EVERY_GRADE, RetirementDay.NOTICE), title='各等级：未到退休年龄的截止日'
    )
    working_years_counting: Counting = Field(Counting.START_YEAR, title='工作年限计算方式')
    held_years_counting: Counting = Field(Counting.FULL_YEARS, title='持证年限计算方式')

    confirmed_by: MonthDay = Field('09-30', title='五级：转正定级截止日（月-日）')
    beginner_years: int = Field(10, title='五级：工作年限应少于（年）', ge=1, le=50)
    held_years: dict[int, int] = Field(
        default_factory=lambda: {4: 5, 3: 5, 2: 5, 1: 5}, title='各等级：持下一等级证书年限（年）'
    )
    working_years: dict[int, int] = Field(
        default_factory=lambda: {4: 10, 3: 18, 1: 25}, title='四级、三级、一级：工作年限（年）'
    )
    education: Education = Field(Education.SENIOR, title='二级、一级：最低文化程度')
    relaxed_education: Education = Field(Education.JUNIOR, title='二级：放宽后的最低文化程度')
    relaxed_age_men: int = Field(50, title='二级：文化程度放宽年龄（男）', ge=16, le=70)
    relaxed_age_women: int = Field(45, title='二级：文化程度放宽年龄（女）', ge=16, le=70)

    assessment_years: int = Field(5, title='一级：年度考核年数', ge=1, le=10)
    assessment_floor: Assessment = Field(Assessment.QUALIFIED, title='一级：年度考核最低等次')
    assessment_excellent: int = Field(2, title='一级：其中优秀（含优秀共产党员）至少（年）', ge=0, le=10)
    commendation_level: HonourLevel = Field(HonourLevel.MUNICIPAL, title='一级业绩：表彰奖励最低级别')
    contest_level: HonourLevel = Field(HonourLevel.MUNICIPAL, title='一级业绩：技能竞赛最低级别')
    contest_rank: int = Field(3, title='一级业绩：技能竞赛名次（前几名）', ge=1, le=99)
    inventions: int = Field(1, title='一级业绩：发明专利（项）', ge=1, le=9)
    utility_models: int = Field(2, title='一级业绩：实用新型专利（项）', ge=1, le=9)

    men: RetirementStep = Field(
        RetirementStep(first_age=60, last_age=63, first_year=1965, first_month=1, months_of_birth=4), title='男职工退休'
    )
    women_workers: RetirementStep = Field(
        RetirementStep(first_age=50, last_age=55, first_year=1975, first_month=1, months_of_birth=2),
        title='女职工退休（原 50 岁）',
    )
    women_cadres: RetirementStep = Field(
        RetirementStep(first_age=55, last_age=58, first_year=1970, first_month=1, months_of_birth=4),
        title='女职工退休（原 55 岁）',
    )
    women_retire_as: WomenRetire = Field(WomenRetire.EITHER, title='女职工退休年龄按')

    final_level: dict[int, Level] = Field(
        default_factory=lambda: {**{int(grade): Level.CITY for grade in ORDINARY_GRADES}, 1: Level.PROVINCE},
        title='各等级：终审级别',
    )
    billed: BillingTime = Field(BillingTime.FINAL, title='缴费：缴费时点')
    paid_and_ended: PaidAndEnded = Field(PaidAndEnded.REFUND, title='缴费：终审不通过的已缴费用')
    other_grades_may_defer: bool = Field(False, title='二级至五级也可容缺后补')
    units_frozen: bool = Field(True, title='报名开始后单位只增不改')

    def final_level_of(self, grade: Grade) -> Level:
        """The level whose approval is final. Source: 1-domain §2."""
        return self.final_level[int(grade)]

    def may_defer(self, grade: Grade) -> bool:
        """Whether materials of this grade may follow later. Source: 2-workflow §2, row 7."""
        return grade is Grade.ONE or self.other_grades_may_defer

    @field_validator('counted_until', mode='before')
    @classmethod
    def _one_day_for_all(cls, stored: object) -> object:
        """Years stored before the table of days have one day for all grades."""
        return dict.fromkeys(EVERY_GRADE, stored) if isinstance(stored, str) else stored

    def counting_day(self, year: int, grade: Grade) -> date:
        """The day up to which years and ages of the exam year are counted for this grade."""
        counted_in = year - (self.counted_in[int(grade)] is CountedIn.YEAR_BEFORE)
        return date.fromisoformat(f'{counted_in}-{self.counted_until[int(grade)]}')

    def retirement_day_of(self, grade: Grade) -> RetirementDay:
        """How the day of this grade is found on which nobody may have reached the retirement age."""
        wanted = self.retired_by[int(grade)]
        typed = wanted is not RetirementDay.NOTICE or self.notice_day is not None
        return wanted if typed else RetirementDay.OPENING

    def confirmation_day(self, year: int) -> date:
        """The last day on which a grade-5 worker may have been confirmed in post."""
        return date.fromisoformat(f'{year}-{self.confirmed_by}')
