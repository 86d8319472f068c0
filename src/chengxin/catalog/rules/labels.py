"""What people call the values of an item: labels by value, all msgids."""

from collections.abc import Mapping
from types import MappingProxyType

from chengxin.catalog.rules.item import (
    Area,
    Cycle,
    Disclosure,
    Family,
    FieldType,
    Means,
    Need,
    Origin,
    RuleKind,
    Shape,
    SubjectKind,
)

FAMILY_LABELS: Mapping[Family, str] = MappingProxyType(
    {
        Family.PENALTY: "行政处罚",
        Family.LICENCE: "行政许可",
        Family.REGISTRATION: "登记注册",
        Family.CONVERSION: "存量转换",
        Family.HONOUR: "良好记录",
        Family.LISTING: "名录和名单",
        Family.OTHER: "其他",
    }
)
DISCLOSURE_LABELS: Mapping[Disclosure, str] = MappingProxyType(
    {
        Disclosure.PUBLIC: "公开公示",
        Disclosure.GOVERNMENT: "政务共享",
        Disclosure.AUTHORISED: "授权查询",
    }
)
ORIGIN_LABELS: Mapping[Origin, str] = MappingProxyType(
    {Origin.NATIONAL_BASIC: "全国基础目录", Origin.LOCAL_SUPPLEMENT: "地方补充目录"}
)
AREA_LABELS: Mapping[Area, str] = MappingProxyType(
    {
        Area.GOVERNMENT: "政务诚信",
        Area.COMMERCE: "商务诚信",
        Area.SOCIETY: "社会诚信",
        Area.JUSTICE: "司法公信",
    }
)
SUBJECT_KIND_LABELS: Mapping[SubjectKind, str] = MappingProxyType(
    {
        SubjectKind.ORGANISATION: "法人和非法人组织",
        SubjectKind.SOLE_TRADER: "个体工商户",
        SubjectKind.PERSON: "自然人",
    }
)
CYCLE_LABELS: Mapping[Cycle, str] = MappingProxyType(
    {
        Cycle.DECISION: "作出决定后",
        Cycle.DAY: "每日",
        Cycle.MONTH: "每月",
        Cycle.QUARTER: "每季度",
        Cycle.YEAR: "每年",
    }
)
TYPE_LABELS: Mapping[FieldType, str] = MappingProxyType(
    {
        FieldType.TEXT: "文本",
        FieldType.DATE: "日期",
        FieldType.AMOUNT: "金额（万元）",
        FieldType.INTEGER: "整数",
        FieldType.CHOICE: "单选",
        FieldType.CHOICES: "多选",
        FieldType.UNIFIED_CODE: "统一社会信用代码",
        FieldType.ORGANISATION_CODE: "组织机构代码",
        FieldType.REGISTRATION_NUMBER: "工商注册号",
        FieldType.ID_NUMBER: "身份证件号码",
    }
)
NEED_LABELS: Mapping[Need, str] = MappingProxyType(
    {Need.ALWAYS: "必填", Need.NEVER: "可以不填", Need.WHEN: "按条件必填"}
)
PUBLICITY_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "none": "不按期撤下",
        "penalty": "按行政处罚的公示期限",
        "licence": "按行政许可的公示期限",
        "abnormal-operation": "列入经营异常名录期间",
        "tax-class-a": "评价结果没有调整期间",
        "major-tax-violation": "重大税收违法失信主体信息的公布期限",
        "court-enforcement": "纳入失信被执行人名单期间",
        "wage-arrears": "列入拖欠农民工工资名单期间",
        "adverse-listing": "列入失信名单期间",
        "honest-listing": "列入守信名单期间",
    }
)
"""What ``law`` may be asked about an item's publicity (``law.facts.Facts.item``); ``none``: no rule applies."""

ADVERSE_PUBLICITY = frozenset(
    {"penalty", "abnormal-operation", "major-tax-violation", "court-enforcement", "wage-arrears", "adverse-listing"}
)
"""Rules of publicity by which something adverse is taken down again: a term, or the way out of a list."""

RULE_LABELS: Mapping[RuleKind, str] = MappingProxyType(
    {
        RuleKind.NOT_BEFORE: "不早于",
        RuleKind.NEEDED_WITH: "随之必填",
        RuleKind.DIFFERS: "不同于",
        RuleKind.YEAR_BEFORE: "年度早于",
        RuleKind.WITHIN: "数值范围",
        RuleKind.WRITTEN_AS: "写法",
    }
)
SHAPE_LABELS: Mapping[Shape, str] = MappingProxyType(
    {Shape.DOCUMENT_NUMBER: "文号，如示市监罚〔2026〕11号", Shape.CASE_NUMBER: "案号，如（2026）示01执11号"}
)
MEANS_LABELS: Mapping[Means, str] = MappingProxyType(
    {
        Means.SUBJECT_NAME: "主体名称",
        Means.SUBJECT_CATEGORY: "主体类别",
        Means.SUBJECT_CODE: "主体的统一社会信用代码",
        Means.SUBJECT_KIND: "主体类型",
        Means.SUBJECT_STATUS: "主体的登记状态",
        Means.FORMER_NAMES: "曾用名",
        Means.REGISTERED_ON: "成立日期",
        Means.CLOSED_ON: "注销或吊销日期",
        Means.DISTRICT: "所在区划",
        Means.ADDRESS: "住所",
        Means.BUSINESS_SCOPE: "经营范围",
        Means.LEGAL_REPRESENTATIVE: "法定代表人",
        Means.OLD_REGISTRATION_NUMBER: "原工商注册号",
        Means.OLD_ORGANISATION_CODE: "原组织机构代码",
        Means.OLD_NUMBER_KIND: "旧号码种类",
        Means.OLD_NUMBER: "旧号码",
        Means.CONVERTED_ON: "换发日期",
        Means.DOCUMENT_NAME: "文书名称",
        Means.DOCUMENT_NUMBER: "文书号",
        Means.DECIDED_ON: "决定日期",
        Means.VALID_FROM: "有效期自",
        Means.VALID_UNTIL: "有效期至",
        Means.CLAIMED_END: "单位填报的公示截止日期",
        Means.DECIDING_BODY: "决定机关",
        Means.DECIDING_BODY_CODE: "决定机关的代码",
        Means.SOURCE_UNIT: "数据来源单位",
        Means.SOURCE_UNIT_CODE: "数据来源单位的代码",
        Means.LICENCE_KIND: "许可类别",
        Means.CERTIFICATE_NAME: "证书名称",
        Means.CERTIFICATE_NUMBER: "证书编号",
        Means.STATE: "当前状态",
        Means.OFFENCE: "违法行为类型",
        Means.FACTS: "违法事实",
        Means.BASIS: "决定的依据",
        Means.PENALTY_KINDS: "处罚类别",
        Means.SUMMARY: "决定内容",
        Means.FINE: "罚款金额",
        Means.CONFISCATED: "没收金额",
        Means.LICENCE_TAKEN: "暂扣或吊销的证照",
        Means.SEVERITY: "失信程度",
        Means.PROCEDURE: "处罚程序",
        Means.FIELD: "监管领域",
        Means.LISTED_FOR: "列入事由",
        Means.LISTED_UNTIL: "列入期限届满日",
        Means.PUBLISHED_ON: "公布日期",
        Means.REMOVED_ON: "移出或停止公布的日期",
        Means.REMOVED_FOR: "移出或停止公布的原因",
        Means.YEAR: "年度",
        Means.GRADE: "评价等级",
        Means.PERSON_PAPER: "自然人的证件类型",
        Means.PERSON_NUMBER: "自然人的证件号码",
        Means.BORN_ON: "出生日期",
    }
)
