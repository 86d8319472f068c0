"""What the law says on a date: instruments, publicity regimes, limits, list bases, calendars, standards data.

Pure: no Django, no tables, no clock. Content is data (``data/law``, packaged as ``chengxin/law/data``) plus signed
overlays the office adds (``chengxin law add FILE``); code only reads rows. It decides nothing about a case: it gives
dates with the rule, the instrument and the sentence why, and every answer carries ``law_version``.

How other rooms use it::

    from chengxin.law import book
    from chengxin.law.facts import Facts

    law = book.load(data_folder)          # or book.load(None) for the packaged data only; keep it, it never changes
    law.due("double-publicity", decided_on, calendar="guangxi")           # → clocks.Due
    law.publicity(Facts(severity="general"), decided_on=…, as_of=…)       # → windows.Window
    law.severity(Facts(kinds=("fine",), amount="larger"), on=…)           # → answers.SeverityProposal (to be confirmed)
    law.certificate("enterprise", "organisation-code-certificate", decided_on=…)   # → answers.CertificateAnswer
    law.list_basis("black", "other", on=…, region="guangxi")              # → answers.ListAnswer
    law.calendar("guangxi").day(on) / .add_working_days(start, n) / .working_days_between(start, end)
    law.division(code, on=…) · law.registration_authority(code, on=…) · law.gazetteer.is_in(code, ancestor, on)
    law.alarms(on=…)                                                      # holiday notices that are missing soon
    law.words.key("kind", "罚款") · law.words.name("severity", "general")  # words ↔ keys
    adding.add(file, data_folder, signature) · adding.withdraw(…) · adding.check_file(…) · overlays.read_log(…)

Refusals stand in ``refusals``; months are counted in ``periods`` (民法典 arts. 201–203).
"""
