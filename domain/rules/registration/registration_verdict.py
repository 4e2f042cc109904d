"""The verdicts on a row of a county's registration workbook: the value for programs, and the label on screen."""

from __future__ import annotations

from domain.rules.vocabulary import Word


class RegistrationVerdict(Word):
    """Accepted, skipped, or the reason why not; the values are used in the command line's report and the journal."""

    OK = 'ok', '已接收'
    BLANK = 'blank', '空行'
    CELL_ERROR = 'cell_error', '单元格无法读取'
    NAME = 'name', '姓名有误'
    ID_LENGTH = 'id_length', '身份证号位数不符'
    ID_PRECISION = 'id_precision', '身份证号丢失末位'
    ID_DATE = 'id_date', '身份证号日期有误'
    ID_CHECKSUM = 'id_checksum', '身份证号校验不符'
    RETIRED = 'retired', '已达退休年龄'
    MOBILE = 'mobile', '手机号有误'
    UNIT_UNKNOWN = 'unit_unknown', '单位编码不存在'
    UNIT_OUT_OF_SCOPE = 'unit_out_of_scope', '不在管理范围'
    UNIT_DISABLED = 'unit_disabled', '单位已停用'
    GRADE_UNKNOWN = 'grade_unknown', '申报等级无法识别'
    TRADE_UNKNOWN = 'trade_unknown', '申报工种无法识别'
    DUPLICATE_IN_FILE = 'duplicate_in_file', '文件内重复'
    HAS_APPLICATION = 'has_application', '本年度已有申报'
    MOBILE_TAKEN = 'mobile_taken', '手机号已被使用'
    ACCOUNT_ELSEWHERE = 'account_elsewhere', '账号属于其他单位'
    WINDOW_CLOSED = 'window_closed', '不在报名时间内'
    REFUSED = 'refused', '不能接收'
