"""Sample applications for the gallery and the tests of the review page: no database, no real persons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from components.application.views import ActView, ChangeView, CheckView, FieldView, FileView, GroupView, MaterialView
from components.review.views import DeferralView, DraftView, ReviewView, TagView
from domain.rules.vocabulary import Act, DeferralState, Finding, MaterialKind

HOSTILE = '<img src=x onerror="window.hurt=1"><b>粗</b>{{1+1}}'
LONG_UNIT = '宜阳县农业农村局农业机械化技术推广与安全监理服务中心（宜阳县农业综合行政执法大队派出机构）'


def _image(number: int, label: str) -> FileView:
    return FileView(number, f'/sample/{number}.png', label, 'image/png', f'/sample/{number}.png')


def _pdf(number: int, label: str, pages: int) -> FileView:
    return FileView(number, f'/sample/{number}.pdf', label, 'application/pdf', None, pages)


def _material(kind: MaterialKind, *files: FileView, by_me: bool = False) -> MaterialView:
    return MaterialView(kind, kind.label, required=True, by_me=by_me, files=files)


MATERIALS = (
    _material(MaterialKind.ID_CARD, _image(1, '身份证正面'), _image(2, '身份证反面')),
    _material(MaterialKind.FORM, _pdf(3, '报名表（盖章）', 2)),
    _material(MaterialKind.CERTIFICATE, _image(4, '现等级证书')),
    _material(MaterialKind.ASSESSMENT, _pdf(5, '近五年年度考核表', 5)),
    _material(MaterialKind.APPOINTMENT),
    _material(MaterialKind.SALARY, by_me=True),
    _material(MaterialKind.EXCELLENCE, by_me=True),
)

GROUPS = (
    GroupView(
        '基本信息',
        (
            FieldView('name', '姓名', '杨 淼'),
            FieldView('sex', '性别', '女', pinnable=False),
            FieldView('born_on', '出生日期', '1976-04-12', pinnable=False),
            FieldView('id_number', '身份证号', '410327197604129928', verified=True, pinnable=False),
            FieldView('nation', '民族', '汉族'),
            FieldView('education', '文化程度', '高中'),
            FieldView('mobile', '手机号', '13837915678'),
            FieldView('retirement', '距退休', '41 个月', pinnable=False),
            FieldView('politics', '政治面貌', '群众'),
            FieldView('school', '毕业院校', '—'),
            FieldView('major', '专业', '—'),
            FieldView('unit', '单位', '宜阳县人民医院（宜阳县卫生健康委员会）', wide=True, pinnable=False),
            FieldView('address', '通讯地址', '河南省洛阳市宜阳县城关镇红旗东路 88 号', wide=True),
        ),
    ),
    GroupView(
        '工作信息',
        (
            FieldView('staff_kind', '人员类别', '正式'),
            FieldView('joined_on', '参加工作时间', '1997-07-01'),
            FieldView('confirmed_on', '转正定级时间', '1998-07-01'),
            FieldView('post', '现岗位', '护理员'),
            FieldView('post_grade', '现聘等级', '二级（技师）'),
            FieldView('appointed_on', '聘任时间', '2020-03-01'),
            FieldView('vehicle_reform', '车改转岗', '否'),
        ),
    ),
    GroupView(
        '现等级信息',
        (
            FieldView('held_trade', '现工种', '护理员'),
            FieldView('held_grade', '现等级', '二级（技师）'),
            FieldView('obtained_on', '取得时间', '2019-11-20'),
            FieldView('certificate_number', '证书编号', '1916001234200456'),
            FieldView('issuer', '发证机关', '河南省人力资源和社会保障厅'),
        ),
    ),
    GroupView(
        '申报信息',
        (
            FieldView('grade', '申报等级', '一级（高级技师）'),
            FieldView('trade', '申报工种', '护理员'),
            FieldView('basis', '申报依据', '年度考核优秀'),
            FieldView('channel', '申报类型', '正常'),
        ),
    ),
    GroupView(
        '年度考核',
        (
            FieldView(
                'assessments',
                '年度考核结果',
                '2025 年优秀，2024 年合格，2023 年优秀，2022 年合格，2021 年优秀',
                wide=True,
            ),
            FieldView('outstanding_member_years', '优秀共产党员', '—', wide=True),
        ),
    ),
    GroupView(
        '业绩与破格',
        (FieldView('honours', '业绩', '技能竞赛 · 市级 · 第 3 名 · 洛阳市职工技能大赛 · 2023-05-01', wide=True),),
    ),
)

SENIOR = ReviewView(
    name='杨 淼',
    number='202600100318',
    status=TagView('待单位审核', 'blue'),
    groups=GROUPS,
    tags=(TagView('容缺：待补 2 项', 'purple'),),
    photo_url='/sample/9.png',
    id_number='410327197604129928',
    checks=(
        CheckView(Finding.MET, '工作年限不少于 25 年', '29 年'),
        CheckView(Finding.MET, '取得二级证书满 5 年并已聘任', '6 年'),
        CheckView(Finding.MET, '文化程度：技校或高中以上', '高中'),
        CheckView(Finding.UNMET, '近 5 年考核均合格，至少 2 年优秀', '优秀 1 年，要求 2 年'),
        CheckView(Finding.MANUAL, '工种与现工种一致', '需人工'),
    ),
    materials=MATERIALS,
    history=(
        ActView('提交（第 2 次）', '杨 淼', '4月3日 09:12', extra='改动 2 处'),
        ActView(
            '退回本人',
            '宜阳县人民医院 王芳',
            '4月1日 16:40',
            '证书照片不清晰\n请重新拍摄后上传',
            '标注 1 处材料',
            'amber',
        ),
        ActView('提交', '杨 淼', '3月28日 20:05'),
    ),
    comparison=(
        ChangeView('取得时间', '2019-11-02', '2019-11-20', '与证书不一致，请核对'),
        ChangeView('材料 · 现等级证书', '证书.jpg', '证书（重拍）.jpg', '照片不清晰'),
    ),
    position='1 / 2',
    has_next=True,
    onward='通过后提交至：宜阳县卫生健康委员会',
    may=frozenset({Act.APPROVE, Act.RETURN, Act.REJECT, Act.DEFER, Act.VERIFY_ID, Act.CONFIRM}),
    tools=True,
    deferral=DeferralView(
        DeferralState.OPEN,
        (MaterialKind.SALARY, MaterialKind.EXCELLENCE),
        '工资表、优秀年度考核结果，4月20日前补齐。',
        date(2026, 4, 20),
    ),
    reasons={
        Act.RETURN: (
            '证书照片不清晰，请重新上传',
            '年度考核结果填写有误，请核对后修改',
            '缺少单位盖章',
            '报名信息与档案不一致',
        ),
        Act.REJECT: ('不符合申报条件', '工作年限不足'),
    },
    drafts={Act.RETURN: DraftView('证书照片不清晰', {'obtained_on': '与证书不一致'})},
)
PLAIN = replace(
    SENIOR,
    comparison=(),
    deferral=None,
    tags=(),
    lookers=('张三',),
    checks=tuple(check for check in SENIOR.checks if check.kind is Finding.MET),
)
DECIDED = replace(
    PLAIN,
    name='欧阳·阿卜杜热合曼 𠮷',
    status=TagView('终审通过', 'green'),
    stamp='终审通过',
    may=frozenset(),
    position='',
    lookers=(),
    photo_url=None,
)
HOSTILE_ONE = replace(
    SENIOR,
    name=HOSTILE,
    groups=(
        GroupView('基本信息', (FieldView('name', '姓名', HOSTILE), FieldView('unit', '单位', LONG_UNIT, wide=True))),
        *GROUPS[1:],
    ),
    history=(ActView('退回本人', HOSTILE, '4月1日', HOSTILE, kind='amber'),),
    comparison=(ChangeView('姓名', HOSTILE, LONG_UNIT, HOSTILE),),
)
SAMPLES = {'senior': SENIOR, 'plain': PLAIN, 'decided': DECIDED, 'hostile': HOSTILE_ONE}
