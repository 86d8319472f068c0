"""Which address is about which kind of thing.

A new address with an argument needs a line in ``ABOUT``: the kind of thing its argument names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chengxin.foundation.roles import Role

FILE_READERS = frozenset({Role.CASE_OFFICER, Role.CREDIT_OFFICE})


@dataclass(frozen=True)
class About:
    """What an address is about. ``roles`` narrows who meets the thing at all, beyond the door's permission.

    ``everywhere`` says that the thing is open to all who pass the door, wherever it belongs; ``at_home_only`` that
    even an office that reaches further meets only things of its own unit; ``absent`` that there is nothing.
    """

    kind: str
    roles: frozenset[Role] | None = None
    everywhere: bool = False
    at_home_only: bool = False
    absent: bool = False


UNIT = About("unit")
PERSON = About("person")
SUBMISSION = About("submission")
ITEM = About("item", everywhere=True)  # the catalogue is open to all staff; the doors let in only who keeps all of it
LIST_KIND = About("list-kind", everywhere=True)  # as the items
MEASURE = About("measure", everywhere=True)  # as the items
SECTOR_PLAN = About("sector-plan")
CODE_LIST = About("code-list", everywhere=True)
EDITION = About("edition", everywhere=True)  # laid open for comments: all staff read it
RECORD = About("record")
PLAN = About("plan", everywhere=True)  # all staff read what is published; the other doors let in the city's office only
TASK = About("task", everywhere=True)  # it names the unit of every place
DRAFT_PLAN = About("draft-plan", everywhere=True)
DRAFT_TASK = About("draft-task", everywhere=True)
MONTH = About("month", everywhere=True)  # every unit has its own lines in it
LETTER = About("letter")  # issued by the city's office to the unit of the place
DRAFT_LETTER = About("draft-letter")  # of the office of the place
FAULT = About("code-fault")
JOINT_ACTION = About("joint-action")  # of an entry that the unit of the place reported, asking that unit
JOINT_TASK = About("joint-task")
OBJECTION = About("objection")  # to records that the unit of the place gave and handles itself
MATTER = About("matter")
CHECK = About("check")
UNIDENTIFIED = About("unidentified")  # a returned row of the unit of the place
LIST_ENTRY = About("list-entry")
ORGANISATION = About("organisation", everywhere=True)  # what is public is so for everybody
ABOUT: Mapping[str, About] = {
    "units:unit": About("unit", everywhere=True),  # the directory of units is open to all staff
    "units:correct": UNIT,
    "units:succeed": UNIT,
    "units:end-unit": UNIT,
    "units:join-group": About("unit", everywhere=True),
    "units:name-liaison": UNIT,
    "units:seat": UNIT,
    "units:leave-group": About("membership", everywhere=True),  # the door lets in only who reaches all
    "units:end-liaison": About("liaison"),
    "units:person": PERSON,
    "units:correct-person": PERSON,
    "units:appoint": PERSON,
    "units:hand-over": PERSON,
    "units:disable": PERSON,
    "units:enable": PERSON,
    "units:reset-password": PERSON,
    "units:reset-second-factor": PERSON,
    "units:end-appointment": About("appointment"),
    "units:end-delegation": About("delegation"),
    "units:client": About("client"),
    "units:change-client": About("client"),
    "units:issue-key": About("client"),
    "units:close-client": About("client"),
    "units:revoke-key": About("key"),
    "audit:entry": About("entry"),
    "catalog:item": ITEM,
    "catalog:versions": ITEM,
    "catalog:template": ITEM,
    "catalog:definition": ITEM,
    "catalog:schema": ITEM,
    "catalog:draft": ITEM,
    "catalog:begin-draft": ITEM,
    "catalog:discard-draft": ITEM,
    "catalog:restore-draft": ITEM,
    "catalog:import-draft": ITEM,
    "catalog:put-in-force": ITEM,
    "catalog:facts": ITEM,
    "catalog:basis": ITEM,
    "catalog:remove-basis": ITEM,
    "catalog:field": ITEM,
    "catalog:remove-field": ITEM,
    "catalog:move-field": ITEM,
    "catalog:business-key": ITEM,
    "catalog:providers": ITEM,
    "catalog:edition": EDITION,
    "catalog:edition-item": About("edition-item", everywhere=True),
    "catalog:edition-changes": EDITION,
    "catalog:edition-changes-file": EDITION,
    "catalog:edition-comments-file": EDITION,
    "catalog:comment-on-edition": EDITION,
    "catalog:record-public-comment": EDITION,
    "catalog:choose-item": EDITION,
    "catalog:consult": EDITION,
    "catalog:settle": EDITION,
    "catalog:record-paper": EDITION,
    "catalog:adopt-edition": EDITION,
    "catalog:give-up-edition": EDITION,
    "catalog:answer-comment": About("edition-comment", everywhere=True),
    "catalog:comment-sender": About("edition-comment", everywhere=True),
    "catalog:list": CODE_LIST,
    "catalog:rename-list": CODE_LIST,
    "catalog:value": CODE_LIST,
    "catalog:remove-value": CODE_LIST,
    "catalog:list-kind": LIST_KIND,
    "catalog:change-list-kind": LIST_KIND,
    "catalog:publish-list-kind": LIST_KIND,
    "catalog:discard-list-kind": LIST_KIND,
    "catalog:restore-list-kind": LIST_KIND,
    "catalog:measure": MEASURE,
    "catalog:change-measure": MEASURE,
    "catalog:publish-measure": MEASURE,
    "catalog:discard-measure": MEASURE,
    "catalog:restore-measure": MEASURE,
    "catalog:sector-plan": About("sector-plan", everywhere=True),  # an issued plan is read by all staff
    "catalog:write-plan": SECTOR_PLAN,
    "catalog:issue-plan": SECTOR_PLAN,
    "catalog:take-plan-back": SECTOR_PLAN,
    "catalog:release-plan": SECTOR_PLAN,
    "api:get_item": ITEM,
    "api:get_table_schema": ITEM,
    "vault:file": About("file", roles=FILE_READERS),
    "vault:hold-file": About("file", roles=FILE_READERS),
    "notices:notice": About("message", roles=frozenset({Role.CASE_OFFICER}), at_home_only=True),
    "notices:read": About("message", roles=frozenset({Role.CASE_OFFICER}), at_home_only=True),
    "notices:paper": About("paper"),
    "intake:submission": SUBMISSION,
    "intake:progress": SUBMISSION,
    "intake:findings": SUBMISSION,
    "intake:findings-file": SUBMISSION,
    "intake:marked-workbook": SUBMISSION,
    "intake:mending": SUBMISSION,
    "intake:mend": SUBMISSION,
    "intake:confirm": SUBMISSION,
    "intake:cancel": SUBMISSION,
    "intake:retry": SUBMISSION,
    "intake:columns": SUBMISSION,
    "intake:add-alias": ITEM,
    "intake:end-alias": About("alias"),
    "intake:identify": UNIDENTIFIED,
    "intake:decide-identifying": UNIDENTIFIED,
    "intake:undo-identifying": UNIDENTIFIED,
    "intake:end-authority": About("written-name"),
    "register:merge-subjects": ORGANISATION,
    "register:split-subjects": ORGANISATION,
    "intake:withdraw": SUBMISSION,
    "api:see_submission": SUBMISSION,
    "api:see_findings": SUBMISSION,
    "api:confirm": SUBMISSION,
    "api:cancel": SUBMISSION,
    "api:settle_columns": SUBMISSION,
    "api:withdraw": SUBMISSION,
    "desk:subject": About("organisation", everywhere=True),  # registration facts are for all staff
    "register:record": RECORD,
    "register:revoke": RECORD,
    "register:take-down": RECORD,
    "register:person-record": About("person-record"),
    "register:end-person-record": About("person-record"),
    "intake:correct": RECORD,
    "intake:draft": About("draft"),
    "intake:delete-draft": About("draft"),
    "api:see_month": MONTH,
    "api:declare_month": MONTH,
    "api:answer_difference": MONTH,
    "api:see_sequences": About("year", everywhere=True),
    "oversight:board": PLAN,
    "oversight:plan-file": PLAN,
    "oversight:add-task": PLAN,
    "oversight:match": PLAN,
    "oversight:task": TASK,
    "oversight:correct-task": TASK,
    "oversight:give-evidence": TASK,
    "oversight:close-task": TASK,
    "oversight:reopen-task": TASK,
    "oversight:withdraw-evidence": About("evidence", at_home_only=True),
    "oversight:review-evidence": About("evidence"),
    "oversight:draft": DRAFT_PLAN,
    "oversight:add-to-draft": DRAFT_PLAN,
    "oversight:match-in-draft": DRAFT_PLAN,
    "oversight:publish": DRAFT_PLAN,
    "oversight:discard": DRAFT_PLAN,
    "oversight:correct-draft": DRAFT_TASK,
    "oversight:remove-task": DRAFT_TASK,
    "oversight:settle-doubt": About("doubt", everywhere=True),
    "oversight:end-assignment": About("assignment"),
    "oversight:letter": LETTER,
    "oversight:change-letter": DRAFT_LETTER,
    "oversight:issue-letter": DRAFT_LETTER,
    "oversight:discard-letter": DRAFT_LETTER,
    "oversight:confirm-letter": About("letter", at_home_only=True),
    "oversight:reply-letter": About("letter", at_home_only=True),
    "measures:open": About("listed-record"),
    "measures:action": JOINT_ACTION,
    "measures:send": JOINT_ACTION,
    "measures:end": JOINT_ACTION,
    "measures:remind": JOINT_TASK,
    "measures:accept": JOINT_TASK,
    "measures:apply": JOINT_TASK,
    "measures:decline": JOINT_TASK,
    "measures:stopped": JOINT_TASK,
    "measures:still-applied": JOINT_TASK,
    "api:see_task": JOINT_TASK,
    "api:accept_task": JOINT_TASK,
    "api:apply_measure": JOINT_TASK,
    "api:decline_task": JOINT_TASK,
    "api:confirm_stop": JOINT_TASK,
    "api:report_still_applied": JOINT_TASK,
    "api:withdraw_application": About("joint-application-of-task"),
    "measures:withdraw": About("joint-application"),
    "checks:batch": About("check-batch"),
    "checks:batch-results": About("no-batch", absent=True),  # a stored workbook is opened in the room's own tests
    "checks:consent": About("consent"),
    "checks:consent-withdraw": About("consent"),
    "checks:report-batch": About("report-batch"),
    "checks:report-batch-progress": About("report-batch"),
    "checks:report-batch-file": About("report-batch"),
    "checks:matter": MATTER,
    "checks:matter-change": MATTER,
    "checks:check": CHECK,
    "checks:close": CHECK,
    "checks:end": CHECK,
    "checks:replay": CHECK,
    "api:see_check": CHECK,
    "api:give_feedback": CHECK,
    "codes:fault": FAULT,
    "codes:close": FAULT,
    "codes:reopen": FAULT,
    "codes:end-registrar": About("registrar", everywhere=True),  # the door lets in the city's office only
    "relief:case": OBJECTION,
    "relief:case-print": OBJECTION,
    "relief:find": OBJECTION,
    "relief:move": About("objection-to-accept"),
    "relief:notice": About("listed-record"),
    "lists:entry": LIST_ENTRY,
    "lists:amend": LIST_ENTRY,
    "lists:approve": LIST_ENTRY,
    "lists:send-back": LIST_ENTRY,
    "lists:notify": LIST_ENTRY,
    "lists:hear": LIST_ENTRY,
    "lists:answer": LIST_ENTRY,
    "lists:decide": LIST_ENTRY,
    "lists:publish": LIST_ENTRY,
    "lists:exit": LIST_ENTRY,
    "lists:stop": LIST_ENTRY,
    "lists:sign": LIST_ENTRY,
    "lists:entry-print": LIST_ENTRY,
    "api:get_code": ORGANISATION,
    "portal:report": ORGANISATION,
    "portal:measure": About("measure", everywhere=True),
    "portal:red-list": About("red-list", everywhere=True),  # items of the catalogue that are public
    "portal:black-list": About("black-list", everywhere=True),
    "portal:catalogue-edition": EDITION,
    "portal:comment": EDITION,
    "portal:subject": ORGANISATION,
    "portal:record": About("record", everywhere=True),
    "api:get_subject": ORGANISATION,
    "api:list_records": ORGANISATION,
    "api:get_record": About("record", everywhere=True),
    "demonstration:workbook": About("nothing", absent=True),
    "api:nothing-here": About("nothing", absent=True),
}
