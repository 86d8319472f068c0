"""How a cause of findings is called for a clerk: short, with the field's name where it has one."""

from collections.abc import Mapping
from types import MappingProxyType

from chengxin.intake.rules.findings import FindingCode as Code

TITLES: Mapping[Code, str] = MappingProxyType(
    {
        Code.MISSING: "没有填“{field}”",
        Code.TOO_LONG: "“{field}”太长",
        Code.BAD_TYPE: "“{field}”的写法读不懂",
        Code.NOT_IN_CODE_LIST: "“{field}”不在可选范围内",
        Code.BAD_LENGTH: "“{field}”的位数不对",
        Code.BAD_CHARACTER: "“{field}”里有不会出现的字符",
        Code.BAD_CHECK_DIGIT: "“{field}”的校验码不对",
        Code.BAD_INNER_CHECK_DIGIT: "“{field}”中间的校验码不对",
        Code.PLACEHOLDER_CODE: "“{field}”是占位的假代码",
        Code.UNKNOWN_CATEGORY: "“{field}”的前两位少见",
        Code.NUMERIC_CODE: "“{field}”被当成了数字",
        Code.ERROR_CELL: "“{field}”是公式错误",
        Code.BROKEN_CHARACTER: "“{field}”里有乱码",
        Code.KIND_MISMATCH: "类别与代码对不上",
        Code.NAME_MISMATCH: "名称与代码不符",
        Code.DATE_ORDER: "“{field}”与另一个日期前后颠倒",
        Code.FUTURE_DATE: "“{field}”在将来",
        Code.IMPLAUSIBLE_DATE: "“{field}”太早",
        Code.DUPLICATE_IN_FILE: "文件里有重复的行",
        Code.DUPLICATE_IN_REGISTER: "其他单位已报送同一条",
        Code.LATE: "迟报",
        Code.NOT_COLLECTED: "简易程序处罚，不归集",
        Code.BAD_BIRTH_DATE: "“{field}”里的出生日期不对",
        Code.MINOR: "未成年人的信息，不收",
        Code.SAME_NAME: "同名而代码不同",
        Code.SUBJECT_LINKED: "按号码和名称认定了主体",
        Code.TO_IDENTIFY: "待认定主体",
        Code.TOO_MANY_TO_IDENTIFY: "没有代码的行太多，没有全部列入待认定",
        Code.TOO_MANY_FAULTS: "错的代码太多，没有列入重错码",
        Code.AUTHORITY_WRITTEN: "机关名称按登记的写法归集",
        Code.UNKNOWN_COLUMN: "没有用到的列",
        Code.MISSING_COLUMN: "缺少“{field}”这一列",
        Code.WRONG_ITEM: "不是这个目录项的表",
        Code.UNREADABLE: "读不出数据",
        Code.EXPLANATION_ROWS: "表尾的说明",
        Code.OUTSIDE_EDITION: "“{field}”的取值不适用于当时",
        Code.NOT_IN_EDITION: "当时的目录没有收这个目录项",
        Code.NO_RULE: "查不到当时的公示期限规定",
        Code.SAME_VALUE: "“{field}”和另一个字段填成一样了",
        Code.OUT_OF_RANGE: "“{field}”超出范围",
        Code.BAD_SHAPE: "“{field}”的写法不对",
        Code.OLD_TEMPLATE: "用的是较早一版的模板",
        Code.DERIVED: "“{field}”由平台推出",
        Code.NOT_IN_LAYOUT: "旧版式没有的字段",
        Code.COLUMN_LEFT_OUT: "旧版式的列，不收",
        Code.UNSURE_COLUMN: "拿不准是哪个字段的列",
        Code.NATURAL_PERSON: "自然人的记录，要在自然人的目录项里报送",
        Code.REVOKED: "已撤销的决定，不收",
        Code.OLD_CERTIFICATE: "用了已经停用的旧证照",
        Code.SHARED_CODE: "可能是重码",
        Code.CONVERTED_OTHERWISE: "旧号码已转换成另一个代码",
    }
)


NOT_UNLOCKING = frozenset({Code.NOT_COLLECTED.value, Code.MINOR.value, Code.DUPLICATE_IN_FILE.value})
"""Causes whose rows are left out, not mended: none of them goes in afterwards."""

REPAIRS: Mapping[Code, str] = MappingProxyType(
    {
        Code.BAD_LENGTH: "“{field}”应是18位，请对照证书重新填写",
        Code.NAME_MISMATCH: "名称要和这个代码登记的全称一致，请对照营业执照，改名称或者改代码",
        Code.OLD_CERTIFICATE: "停用旧证照以后作出的决定要填统一社会信用代码；每一行都写着平台查到的代码，请核对后改填",
        Code.SHARED_CODE: "请对照登记档案：更名的，填写曾用名；另一个主体的，改成它自己的代码",
        Code.LATE: "作出决定后7个工作日以内报送；已经迟的照样接收，记为迟报",
        Code.OUTSIDE_EDITION: "请按作出决定那一天的法律选择“{field}”",
        Code.NO_RULE: "请核对“{field}”；日期没有错的，请联系信用办",
    }
)
"""The repair of causes whose findings each say something of their own row; of others the first finding's words hold."""


def repair_of(code: str, field: str, message: str) -> str:
    """Return how a cause is mended in one sentence; ``message`` is that of its first finding."""
    return REPAIRS[Code(code)].format(field=field) if Code(code) in REPAIRS else message


def title_of(code: str, field: str) -> str:
    """Return what a cause is called; ``field`` is the field's name, empty for the whole file."""
    return TITLES[Code(code)].format(field=field)
