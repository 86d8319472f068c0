"""Who may do what with subjects, what the trail calls it, and the papers that are kept."""

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import EVERYBODY, Role
from chengxin.vault.rules import PAPERS, Purpose, Retention

SEE_SUBJECTS = Permission(
    "subjects.see-subjects", "查询信用主体", roles=EVERYBODY, client_scope="subjects:read", system=True
)
KEEP_ORGANISATIONS = Permission(
    "subjects.keep-organisations",
    "登记和更新组织信息",
    roles=frozenset({Role.REPORTER, Role.REVIEWER, Role.CREDIT_OFFICE}),
    client_scope="submissions:write",
    system=True,
)
RECORD_PERSONS = Permission(
    "subjects.record-persons",
    "登记自然人",
    roles=frozenset({Role.REPORTER, Role.CASE_OFFICER, Role.CREDIT_OFFICE}),
    system=True,
)
FIND_PERSONS = Permission(
    "subjects.find-persons",
    "按证件号码查找自然人",
    roles=frozenset({Role.CHECKER, Role.CASE_OFFICER, Role.CREDIT_OFFICE}),
)
KEEP_REPRESENTATIONS = Permission(
    "subjects.keep-representations", "登记代理关系", roles=frozenset({Role.CASE_OFFICER, Role.CREDIT_OFFICE})
)
CONFIRM_CODES = Permission(
    "subjects.confirm-codes", "确认校验不符的代码", roles=frozenset({Role.REVIEWER, Role.CREDIT_OFFICE})
)
MERGE_SUBJECTS = Permission("subjects.merge-subjects", "合并、拆分信用主体", roles=frozenset({Role.CREDIT_OFFICE}))

ORGANISATIONS_REGISTERED = Action("subjects.organisations-registered", "更新组织登记信息")
PERSON_RECORDED = Action("subjects.person-recorded", "登记自然人")
PERSON_LOOKED_UP = Action("subjects.person-looked-up", "按证件号码查找自然人")
PERSON_OPENED = Action("subjects.person-opened", "查看自然人身份")
REPRESENTATION_RECORDED = Action("subjects.representation-recorded", "登记代理关系")
REPRESENTATION_ENDED = Action("subjects.representation-ended", "终止代理关系")
SUBJECTS_MERGED = Action("subjects.subjects-merged", "合并信用主体")
SUBJECTS_SPLIT = Action("subjects.subjects-split", "拆分信用主体")
CODE_CONFIRMED = Action("subjects.code-confirmed", "确认校验不符的代码")
CODE_CORRECTED = Action("subjects.code-corrected", "改正主体的代码")

AUTHORISATION = Purpose(
    code="subjects.authorisation",
    label="授权委托书或身份证明",
    kinds=PAPERS,
    keep=KEEP_REPRESENTATIONS,
    readers=frozenset({Role.CASE_OFFICER, Role.CREDIT_OFFICE, Role.AUDITOR}),
    retention=Retention(years=10, basis="平台默认：授权材料随案卷保存10年，单位档案保管期限表另有规定的从其规定"),
)
CERTIFICATE = Purpose(
    code="subjects.certificate",
    label="证照扫描件",
    kinds=PAPERS,
    keep=CONFIRM_CODES,
    readers=frozenset({Role.REVIEWER, Role.CREDIT_OFFICE, Role.AUDITOR}),
    retention=Retention(years=30, basis="平台默认：代码确认的依据保存30年，单位档案保管期限表另有规定的从其规定"),
)
