"""The words for a person: sex, education, staff kind, assessments, honours, nations and politics."""

from __future__ import annotations

from domain.rules.vocabulary.word import Word


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


NATIONS = (  # GB/T 3304
    *('汉族', '蒙古族', '回族', '藏族', '维吾尔族', '苗族', '彝族', '壮族', '布依族', '朝鲜族', '满族', '侗族', '瑶族'),
    *('白族', '土家族', '哈尼族', '哈萨克族', '傣族', '黎族', '傈僳族', '佤族', '畲族', '高山族', '拉祜族', '水族'),
    *('东乡族', '纳西族', '景颇族', '柯尔克孜族', '土族', '达斡尔族', '仫佬族', '羌族', '布朗族', '撒拉族', '毛南族'),
    *('仡佬族', '锡伯族', '阿昌族', '普米族', '塔吉克族', '怒族', '乌孜别克族', '俄罗斯族', '鄂温克族', '德昂族'),
    *('保安族', '裕固族', '京族', '塔塔尔族', '独龙族', '鄂伦春族', '赫哲族', '门巴族', '珞巴族', '基诺族'),
)
POLITICS = ('群众', '中共党员', '中共预备党员', '共青团员', '民主党派', '无党派人士')
