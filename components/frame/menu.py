"""The menu as a table: the order of the entries, who sees each entry and which live count it carries."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.rules.vocabulary import RANK, Level, Role

STAFF = frozenset({Role.ADMIN, Role.REVIEWER})
ADMIN = frozenset({Role.ADMIN})
APPLICANT = frozenset({Role.APPLICANT})


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One menu entry. ``lowest`` is the lowest office that has it; ``badge`` the key of its live count."""

    path: str
    title: str
    icon: str
    section: str = ''
    group: str = ''
    roles: frozenset[Role] = STAFF
    lowest: Level = Level.UNIT
    highest: Level = Level.PROVINCE
    badge: str = ''
    soft: bool = False  # a grey badge: for information, no work of this organisation
    drawer: bool = True  # False: only in the avatar menu

    def is_for(self, level: Level | None, role: Role) -> bool:
        """Whether an account of this role at this level has the entry (3-screens §1)."""
        if role not in self.roles:
            return False
        return role is Role.APPLICANT or (level is not None and RANK[self.highest] <= RANK[level] <= RANK[self.lowest])

    @property
    def yearly(self) -> bool:
        """Whether its page is about one exam year: its link keeps the chosen one. Queues wait over all years."""
        return self.section in YEARLY_SECTIONS or self.path in YEARLY_PAGES

    @property
    def crumbs(self) -> tuple[str, ...]:
        """The breadcrumb: 报名管理 / 本级审核中 / 人工审核."""
        return tuple(step for step in (self.section, self.group, self.title) if step)


REGISTRATION, DESK, RECORDS, ROSTERS = '报名管理', '本级审核中', '本级审核记录', '名册打印'
ENTERING, PAYING, TICKETS, SYSTEM, YEAR = '报名信息管理', '缴费管理', '准考证管理', '系统管理', '年度设置'
EXAM, RESULTS = '考务管理', '考核结果管理'
YEARLY_SECTIONS = frozenset({ENTERING, PAYING, EXAM, TICKETS, RESULTS})
YEARLY_PAGES = frozenset(
    [
        '/',
        '/search',
        '/statistics',
        '/rosters/approved',
        '/rosters/onsite',
        '/my/payment',
        '/my/ticket',
        '/my/result',
        '/year/own-windows',
    ]
)

# fmt: off
ENTRIES = (
    #     path                 title           icon           section       group
    MenuEntry('/',                 '首页',         'home'),
    MenuEntry('/my',               '我的报名',     'assignment',  roles=APPLICANT),
    MenuEntry('/my/payment',       '缴费',         'payments',    roles=APPLICANT),
    MenuEntry('/my/ticket',        '准考证打印',   'badge',       roles=APPLICANT),
    MenuEntry('/my/result',        '考核结果',     'grading',     roles=APPLICANT),
    MenuEntry('/review/manual',    '人工审核',     'fact_check',  REGISTRATION, DESK, badge='waiting_ordinary'),
    MenuEntry('/review/senior',    '高级技师审核', 'fact_check',  REGISTRATION, DESK, badge='waiting_senior'),
    MenuEntry('/records/approved', '审核通过',     'inventory',   REGISTRATION, RECORDS),
    MenuEntry('/records/rejected', '审核不通过',   'inventory',   REGISTRATION, RECORDS),
    MenuEntry('/records/returned', '审核退回',     'inventory',   REGISTRATION, RECORDS),
    MenuEntry('/deferrals',        '容缺后补',     'schedule',    REGISTRATION, badge='deferrals', soft=True),
    MenuEntry('/search',           '报名信息查询', 'search',      REGISTRATION),
    MenuEntry('/rosters/approved', '终审通过名册', 'print',       REGISTRATION, ROSTERS),
    MenuEntry('/rosters/onsite',   '现场审核名册', 'print',       REGISTRATION, ROSTERS),
    MenuEntry('/statistics',       '信息统计',     'bar_chart',   REGISTRATION, roles=ADMIN),
    MenuEntry('/opinions',         '市级复核意见', 'rate_review', REGISTRATION, badge='opinions', soft=True),
    MenuEntry('/marks',            '省级标记结果', 'flag',        REGISTRATION, badge='marks', soft=True),
    MenuEntry('/registrations/late', '补报',       'person_add',  ENTERING, roles=ADMIN, lowest=Level.COUNTY),
    MenuEntry('/registrations/exceptional', '破格（一线）申报', 'badge', ENTERING, roles=ADMIN, lowest=Level.COUNTY),
    MenuEntry('/payments/dues',    '应缴报考人员列表', 'request_quote', PAYING, roles=ADMIN, lowest=Level.COUNTY,
          badge='dues', soft=True),
    MenuEntry('/payments/orders',  '网上缴费状态查询', 'receipt', PAYING, roles=ADMIN, lowest=Level.COUNTY),
    MenuEntry('/payments/code',    '扫码缴费',     'qr_code_2',   PAYING, roles=ADMIN, lowest=Level.COUNTY),
    MenuEntry('/payments/statistics', '缴费统计',  'stacked_bar_chart', PAYING, roles=ADMIN, lowest=Level.COUNTY),
    MenuEntry('/exam/sites',       '考点考场',     'location_on', EXAM, roles=ADMIN, lowest=Level.CITY),
    MenuEntry('/exam/seating',     '考场编排',     'event_seat',  EXAM, roles=ADMIN, lowest=Level.CITY),
    MenuEntry('/exam/results',     '成绩导入',     'grading',     EXAM, roles=ADMIN, lowest=Level.CITY),
    MenuEntry('/tickets',          '准考证查询',   'badge',       TICKETS, roles=ADMIN),
    MenuEntry('/results',          '考核结果查询', 'workspace_premium', RESULTS, roles=ADMIN, lowest=Level.COUNTY),
    MenuEntry('/admin/units',      '单位管理',     'account_tree', SYSTEM, roles=ADMIN, lowest=Level.DEPARTMENT),
    MenuEntry('/admin/accounts',   '用户管理',     'manage_accounts', SYSTEM, roles=ADMIN, lowest=Level.DEPARTMENT),
    MenuEntry('/admin/reviewers',  '本级审核员管理', 'supervisor_account', SYSTEM, roles=ADMIN, lowest=Level.COUNTY),
    MenuEntry('/year/years',       '考核年度',     'event',       YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    MenuEntry('/year/windows',     '时间节点',     'date_range',  YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    MenuEntry('/year/own-windows', '本市时间安排', 'edit_calendar', YEAR, roles=ADMIN, lowest=Level.CITY,
          highest=Level.CITY),
    MenuEntry('/year/fees',        '收费标准',     'payments',    YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    MenuEntry('/year/subjects',    '考试科目',     'menu_book',   YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    MenuEntry('/year/trades',      '工种目录',     'category',    YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    MenuEntry('/year/parameters',  '申报条件参数', 'tune',        YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    MenuEntry('/year/reasons',     '常用意见',     'chat',        YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    MenuEntry('/year/prior-passes', '往年报考合格库', 'history_edu', YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    MenuEntry('/year/audit',       '操作日志',     'receipt_long', YEAR, roles=ADMIN, lowest=Level.PROVINCE),
    MenuEntry('/profile',          '个人信息',     'person',      roles=STAFF | APPLICANT, drawer=False),
)
# fmt: on


@dataclass(slots=True)
class MenuSection:
    """A part of the menu under one heading; the first one has none."""

    title: str
    entries: list[MenuEntry] = field(default_factory=list)


def menu_for(level: Level | None, role: Role) -> list[MenuSection]:
    """The menu of this role at this level, in the order of the table; an applicant has no level."""
    sections: list[MenuSection] = []
    for entry in ENTRIES:
        if not entry.drawer or not entry.is_for(level, role):
            continue
        if not sections or sections[-1].title != entry.section:
            sections.append(MenuSection(entry.section))
        sections[-1].entries.append(entry)
    return sections


def entry_at(path: str) -> MenuEntry | None:
    """The entry with exactly this path; a query or fragment is ignored."""
    plain = path.split('?', 1)[0].split('#', 1)[0].rstrip('/') or '/'
    return next((entry for entry in ENTRIES if entry.path == plain), None)
