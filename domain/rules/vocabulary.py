"""The words of the trade: every status, level, grade and kind, with the one Chinese label it has on screen."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Self


class Word(StrEnum):
    """A word that is stored under its English value and shown under its Chinese label."""

    label: str

    def __new__(cls, value: str, label: str = '') -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def labels(cls) -> dict[str, str]:
        """Value to label, in the order of definition: the options of a select."""
        return {member.value: member.label for member in cls}

    @classmethod
    def of_label(cls, label: str) -> Self | None:
        """The member with this label, or None: how a workbook's words are read."""
        return next((member for member in cls if member.label == label), None)


class Level(Word):
    """Where an organisation stands in the tree; also the stage of a review."""

    PROVINCE = 'province', '省级'
    CITY = 'city', '市级'
    COUNTY = 'county', '县区'
    DEPARTMENT = 'department', '主管单位'
    UNIT = 'unit', '单位'


# From the province down: a lower rank is a higher office.
RANK = {level: rank for rank, level in enumerate(Level)}


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


class Status(Word):
    """The status of an application; its colour is components/status.py's business."""

    DRAFT = 'draft', '未提交'
    IN_REVIEW = 'in_review', '审核中'
    RETURNED = 'returned', '已退回本人'
    REJECTED = 'rejected', '审核不通过'
    APPROVED = 'approved', '终审通过'
    CANCELLED = 'cancelled', '已取消'


class Act(Word):
    """Everything that can happen to an application, by the label of its button or its journal line."""

    REGISTER = 'register', '登记'
    SAVE = 'save', '修改'
    SUBMIT = 'submit', '提交'
    APPROVE = 'approve', '通过'
    RETURN = 'return', '退回本人'
    REJECT = 'reject', '不通过'
    REOPEN = 'reopen', '退回重新申报'
    DEFER = 'defer', '容缺后补'
    CONFIRM = 'confirm', '确认材料已补'
    RECHECK_PASS = 'recheck_pass', '复核通过'
    RECHECK_FAIL = 'recheck_fail', '复核不通过'
    OPINION = 'opinion', '市级复核意见'
    ANSWER_OPINION = 'answer_opinion', '反馈复核意见'
    CLOSE_OPINION = 'close_opinion', '办结复核意见'
    MARK = 'mark', '省级标记'
    ANSWER_MARK = 'answer_mark', '反馈省级标记'
    CLOSE_MARK = 'close_mark', '办结省级标记'
    BILL = 'bill', '生成应缴'
    RECEIPT = 'receipt', '缴费回执'
    CLOSE_ORDER = 'close_order', '关闭缴款'
    SEAT = 'seat', '编排考场'
    CANCEL = 'cancel', '取消资格'
    UNDO = 'undo', '撤销'
    VERIFY_ID = 'verify_id', '核对身份证号'
    UPLOAD = 'upload', '上传材料'
    REMOVE_FILE = 'remove_file', '删除材料'
    VIEW = 'view', '查看完整信息'
    EXPORT = 'export', '导出'
    SIGN_IN = 'sign_in', '登录'
    SIGN_OUT = 'sign_out', '退出登录'
    DENIED = 'denied', '拒绝访问'
    CHANGE_PASSWORD = 'change_password', '修改密码'
    EDIT_PROFILE = 'edit_profile', '修改个人信息'
    ADD_UNIT = 'add_unit', '新增单位'
    EDIT_UNIT = 'edit_unit', '修改单位'
    DELETE_UNIT = 'delete_unit', '删除单位'
    DISABLE_UNIT = 'disable_unit', '停用单位'
    ENABLE_UNIT = 'enable_unit', '启用单位'
    SET_ADMIN = 'set_admin', '设置所属单位管理员'
    ADD_ACCOUNT = 'add_account', '新增账号'
    EDIT_ACCOUNT = 'edit_account', '修改账号'
    DELETE_ACCOUNT = 'delete_account', '删除账号'
    DISABLE_ACCOUNT = 'disable_account', '停用账号'
    ENABLE_ACCOUNT = 'enable_account', '启用账号'
    RESET_PASSWORD = 'reset_password', '重置密码'
    IMPORT = 'import', '导入'
    TAKE_OVER = 'take_over', '接手审核'
    DRAW = 'draw', '抽查'
    EDIT_YEAR = 'edit_year', '修改考核年度'
    EDIT_WINDOW = 'edit_window', '修改时间节点'
    EDIT_FEES = 'edit_fees', '修改收费标准'
    EDIT_TRADE = 'edit_trade', '修改工种目录'
    EDIT_PARAMETERS = 'edit_parameters', '修改申报条件参数'
    EDIT_REASON = 'edit_reason', '修改常用意见'
    PRECHECK = 'precheck', '重新预审'
    REMOVE_PRIOR_PASS = 'remove_prior_pass', '删除往年合格记录'
    CHECK_JOURNAL = 'check_journal', '校验操作日志'


class Grade(IntEnum):
    """等级, five to one: a smaller number is a higher grade."""

    label: str
    title: str

    def __new__(cls, value: int, label: str = '', title: str = '') -> Self:
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.title = title
        return member

    FIVE = 5, '五级', '初级工'
    FOUR = 4, '四级', '中级工'
    THREE = 3, '三级', '高级工'
    TWO = 2, '二级', '技师'
    ONE = 1, '一级', '高级技师'

    @property
    def full_label(self) -> str:
        """As on forms: 三级（高级工）."""
        return f'{self.label}（{self.title}）'


ORDINARY_GRADES = (Grade.FIVE, Grade.FOUR, Grade.THREE, Grade.TWO)
SENIOR_GRADES = (Grade.ONE,)


class Channel(Word):
    """申报类型."""

    REGULAR = 'regular', '正常'
    SUPPLEMENTARY = 'supplementary', '补报'
    EXCEPTIONAL = 'exceptional', '破格'
    FRONTLINE = 'frontline', '一线'


# Entered by the county: failing rules warn but do not stop (1-domain §4).
RELAXED_CHANNELS = (Channel.EXCEPTIONAL, Channel.FRONTLINE)


class Basis(Word):
    """申报依据."""

    PROMOTION = 'promotion', '逐级晋升'
    SENIORITY = 'seniority', '工作年限'
    EXCELLENCE = 'excellence', '年度考核优秀'
    ACHIEVEMENT = 'achievement', '业绩奖励'
    EXCEPTIONAL = 'exceptional', '破格'
    FRONTLINE = 'frontline', '一线'


class Finding(Word):
    """What one eligibility rule says, and 预审: what they say together."""

    MET = 'met', '符合'
    UNMET = 'unmet', '不符合'
    MANUAL = 'manual', '需人工'


class Sex(Word):
    MALE = 'male', '男'
    FEMALE = 'female', '女'


class Education(Word):
    """文化程度, from the lowest to the highest."""

    PRIMARY = 'primary', '小学'
    JUNIOR = 'junior', '初中'
    SENIOR = 'senior', '高中'
    TECHNICAL = 'technical', '技校'
    SECONDARY = 'secondary', '中专'
    COLLEGE = 'college', '大专'
    BACHELOR = 'bachelor', '本科'
    MASTER = 'master', '研究生'


class StaffKind(Word):
    """人员类别."""

    ESTABLISHED = 'established', '正式'
    CONTRACT = 'contract', '聘用'


class Assessment(Word):
    """年度考核等次."""

    EXCELLENT = 'excellent', '优秀'
    QUALIFIED = 'qualified', '合格'
    BARELY = 'barely', '基本合格'
    FAILED = 'failed', '不合格'
    UNDECIDED = 'undecided', '未定等次'


class Honour(Word):
    """业绩种类: the listed achievements of grade 1 (1-domain §4)."""

    COMMENDATION = 'commendation', '表彰奖励'
    LABOUR_MEDAL = 'labour_medal', '五一劳动奖章'
    EXPERT = 'expert', '技术能手'
    CONTEST = 'contest', '技能竞赛'
    INVENTION = 'invention', '发明专利'
    UTILITY_MODEL = 'utility_model', '实用新型专利'


class HonourLevel(Word):
    NATIONAL = 'national', '国家级'
    PROVINCIAL = 'provincial', '省级'
    MUNICIPAL = 'municipal', '市级'
    COUNTY = 'county', '县级'


class MaterialKind(Word):
    """材料."""

    PHOTO = 'photo', '证件照'
    ID_CARD = 'id_card', '身份证正反面'
    FORM = 'form', '报名表（盖章）'
    CERTIFICATE = 'certificate', '现等级证书'
    WORK_PROOF = 'work_proof', '工作年限证明（档案）'
    EDUCATION = 'education', '学历证书'
    ASSESSMENT = 'assessment', '近五年年度考核表'
    APPOINTMENT = 'appointment', '二级岗位聘任文件'
    SALARY = 'salary', '工资表'
    EXCELLENCE = 'excellence', '优秀年度考核结果'
    ACHIEVEMENT = 'achievement', '奖励/竞赛/专利'
    EXCEPTION = 'exception', '破格/一线证明'
    PROMISE = 'promise', '容缺承诺书'


class DeferralState(Word):
    OPEN = 'open', '待补'
    SUPPLIED = 'supplied', '已补待复核'
    CLEARED = 'cleared', '已复核'


class NoteState(Word):
    """The small life of a city's opinion and of a province's mark."""

    OPEN = 'open', '待反馈'
    ANSWERED = 'answered', '已反馈'
    CLOSED = 'closed', '已办结'


class OrderStatus(Word):
    DUE = 'due', '待缴费'
    PAID = 'paid', '已缴费'
    CLOSED = 'closed', '已关闭'
    REFUNDED = 'refunded', '已退费'
    EXEMPT = 'exempt', '免缴'


class WindowKind(Word):
    """时间节点."""

    REGISTRATION = 'registration', '网上报名'
    LATE_ENTRY = 'late_entry', '补报'
    REVIEW = 'review', '资格审核'
    DEFERRAL = 'deferral', '容缺补交'
    PAYMENT = 'payment', '网上缴费'
    PRINTING = 'printing', '准考证打印'
    EXAM = 'exam', '考试'


NATIONS = (  # GB/T 3304
    *('汉族', '蒙古族', '回族', '藏族', '维吾尔族', '苗族', '彝族', '壮族', '布依族', '朝鲜族', '满族', '侗族', '瑶族'),
    *('白族', '土家族', '哈尼族', '哈萨克族', '傣族', '黎族', '傈僳族', '佤族', '畲族', '高山族', '拉祜族', '水族'),
    *('东乡族', '纳西族', '景颇族', '柯尔克孜族', '土族', '达斡尔族', '仫佬族', '羌族', '布朗族', '撒拉族', '毛南族'),
    *('仡佬族', '锡伯族', '阿昌族', '普米族', '塔吉克族', '怒族', '乌孜别克族', '俄罗斯族', '鄂温克族', '德昂族'),
    *('保安族', '裕固族', '京族', '塔塔尔族', '独龙族', '鄂伦春族', '赫哲族', '门巴族', '珞巴族', '基诺族'),
)
POLITICS = ('群众', '中共党员', '中共预备党员', '共青团员', '民主党派', '无党派人士')


def stage_label(stage: Level | str) -> str:
    """待{单位/主管单位/县区/市级/省级}审核: how an application in review is called on screen."""
    return f'待{Level(stage).label}审核'
