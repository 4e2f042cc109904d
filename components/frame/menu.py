"""The menu as a table: which entry stands where, who sees it and which live count it carries."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.rules.vocabulary import RANK, Level, Role

STAFF = frozenset({Role.ADMIN, Role.REVIEWER})
ADMIN = frozenset({Role.ADMIN})
APPLICANT = frozenset({Role.APPLICANT})


@dataclass(frozen=True, slots=True)
class Entry:
    """One menu entry. ``lowest`` is the lowest office that has it; ``badge`` the key of its live count."""

    path: str
    title: str
    icon: str
    section: str = ''
    group: str = ''
    roles: frozenset[Role] = STAFF
    lowest: Level = Level.UNIT
    badge: str = ''
    soft: bool = False  # a grey badge: worth knowing, but no work waiting on this desk
    drawer: bool = True  # False: reached from the avatar menu only

    def is_for(self, level: Level | None, role: Role) -> bool:
        """Whether somebody of this role at this level has the entry (3-screens §1)."""
        if role not in self.roles:
            return False
        return role is Role.APPLICANT or (level is not None and RANK[level] <= RANK[self.lowest])

    @property
    def crumbs(self) -> tuple[str, ...]:
        """Where it stands: 报名管理 / 本级审核中 / 人工审核."""
        return tuple(step for step in (self.section, self.group, self.title) if step)


REGISTRATION, DESK, RECORDS, ROSTERS = '报名管理', '本级审核中', '本级审核记录', '名册打印'
ENTERING, PAYING, TICKETS, SYSTEM, YEAR = '报名信息管理', '缴费管理', '准考证管理', '系统管理', '年度设置'
EXAM, RESULTS = '考务管理', '考核结果管理'

# fmt: off
ENTRIES = (
    #     path                 title           icon           section       group
    Entry('/',                 '首页',         'home'),
    Entry('/my',               '我的报名',     'assignment',  roles=APPLICANT),
    Entry('/my/payment',       '缴费',         'payments',    roles=APPLICANT),
    Entry('/my/ticket',        '准考证打印',   'badge',       roles=APPLICANT),
    Entry('/my/result',        '考核结果',     'grading',     roles=APPLICANT),
    Entry('/review/manual',    '人工审核',     'fact_check',  REGISTRATION, DESK, badge='waiting_ordinary'),
    Entry('/review/senior',    '高级技师审核', 'fact_check',  REGISTRATION, DESK, badge='waiting_senior'),
    Entry('/records/approved', '审核通过',     'inventory',   REGISTRATION, RECORDS),
    Entry('/records/rejected', '审核不通过',   'inventory',   REGISTRATION, RECORDS),
    Entry('/records/returned', '审核退回',     'inventory',   REGISTRATION, RECORDS),
    Entry('/deferrals',        '容缺后补',     'schedule',    REGISTRATION, badge='deferrals', soft=True),
    Entry('/search',           '报名信息查询', 'search',      REGISTRATION),
    Entry('/rosters/approved', '终审通过名册', 'print',       REGISTRATION, ROSTERS),
    Entry('/rosters/onsite',   '现场审核名册', 'print',       REGISTRATION, ROSTERS),
    Entry('/statistics',       '信息统计',     'bar_chart',   REGISTRATION, roles=ADMIN),
    Entry('/opinions',         '市级复核意见', 'rate_review', REGISTRATION, badge='opinions', soft=True),
    Entry('/marks',            '省级标记结果', 'flag',        REGISTRATION, badge='marks', soft=True),
    Entry('/registrations/late', '补报',       'person_add',  ENTERING, roles=ADMIN, lowest=Level.COUNTY),
    Entry('/registrations/exceptional', '破格（一线）申报', 'badge', ENTERING, roles=ADMIN, lowest=Level.COUNTY),
    Entry('/payments/dues',    '应缴报考人员列表', 'request_quote', PAYING, roles=ADMIN, lowest=Level.COUNTY,
          badge='dues', soft=True),
    Entry('/payments/orders',  '网上缴费状态查询', 'receipt', PAYING, roles=ADMIN, lowest=Level.COUNTY),
    Entry('/payments/code',    '扫码缴费',     'qr_code_2',   PAYING, roles=ADMIN, lowest=Level.COUNTY),
    Entry('/payments/statistics', '缴费统计',  'stacked_bar_chart', PAYING, roles=ADMIN, lowest=Level.COUNTY),
    Entry('/exam/sites',       '考点考场',     'location_on', EXAM, roles=ADMIN, lowest=Level.CITY),
    Entry('/exam/seating',     '考场编排',     'event_seat',  EXAM, roles=ADMIN, lowest=Level.CITY),
    Entry('/exam/results',     '成绩导入',     'grading',     EXAM, roles=ADMIN, lowest=Level.CITY),
    Entry('/tickets',          '准考证查询',   'badge',       TICKETS, roles=ADMIN),
    Entry('/results',          '考核结果查询', 'workspace_premium', RESULTS, roles=ADMIN, lowest=Level.COUNTY),
    Entry('/admin/units',      '单位管理',     'account_tree', SYSTEM, roles=ADMIN, lowest=Level.DEPARTMENT),
    Entry('/admin/accounts',   '用户管理',     'manage_accounts', SYSTEM, roles=ADMIN, lowest=Level.DEPARTMENT),
    Entry('/admin/reviewers',  '本级审核员管理', 'supervisor_account', SYSTEM, roles=ADMIN, lowest=Level.COUNTY),
    Entry('/year/years',       '考核年度',     'event',       YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    Entry('/year/windows',     '时间节点',     'date_range',  YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    Entry('/year/fees',        '收费标准',     'payments',    YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    Entry('/year/trades',      '工种目录',     'category',    YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    Entry('/year/parameters',  '申报条件参数', 'tune',        YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    Entry('/year/reasons',     '常用意见',     'chat',        YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    Entry('/year/prior-passes', '往年报考合格库', 'history_edu', YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    Entry('/year/audit',       '操作日志',     'receipt_long', YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    Entry('/profile',          '个人信息',     'person',      roles=STAFF | APPLICANT, drawer=False),
)
# fmt: on


@dataclass(slots=True)
class Section:
    """A part of the menu under one heading; the first one has none."""

    title: str
    entries: list[Entry] = field(default_factory=list)


def menu_for(level: Level | None, role: Role) -> list[Section]:
    """The menu of somebody of this role at this level, in the order of the table; an applicant has no level."""
    sections: list[Section] = []
    for entry in ENTRIES:
        if not entry.drawer or not entry.is_for(level, role):
            continue
        if not sections or sections[-1].title != entry.section:
            sections.append(Section(entry.section))
        sections[-1].entries.append(entry)
    return sections


def entry_at(path: str) -> Entry | None:
    """The entry that leads exactly here; a query or fragment is ignored."""
    plain = path.split('?', 1)[0].split('#', 1)[0].rstrip('/') or '/'
    return next((entry for entry in ENTRIES if entry.path == plain), None)
