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
        Code.MINOR: "未成年人的信息，不收",
        Code.SAME_NAME: "同名而代码不同",
        Code.UNKNOWN_COLUMN: "没有用到的列",
        Code.MISSING_COLUMN: "缺少“{field}”这一列",
        Code.WRONG_ITEM: "不是这个目录项的表",
        Code.UNREADABLE: "读不出数据",
        Code.EXPLANATION_ROWS: "表尾的说明",
        Code.OUTSIDE_EDITION: "“{field}”的取值不适用于当时",
        Code.NO_RULE: "查不到当时的公示期限规定",
        Code.DERIVED: "“{field}”由平台推出",
        Code.NOT_IN_LAYOUT: "旧版式没有的字段",
        Code.COLUMN_LEFT_OUT: "旧版式的列，不收",
        Code.UNSURE_COLUMN: "拿不准是哪个字段的列",
        Code.NATURAL_PERSON: "自然人的记录，要在自然人的目录项里报送",
        Code.REVOKED: "已撤销的决定，不收",
    }
)


def title_of(code: str, field: str) -> str:
    """Return what a cause is called; ``field`` is the field's name, empty for the whole file."""
    return TITLES[Code(code)].format(field=field)
