"""Questions about dates and places; one sub-command each."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer

from chengxin.config.city import load_city
from chengxin.config.commands.law.terminal import (
    AsJson,
    day,
    days_of_month,
    loaded_law,
    needed,
    run,
    say,
    show_days,
    show_pairs,
    today,
)
from chengxin.law.calendars import Day
from chengxin.law.facts import Facts
from chengxin.law.publicity import FAVOURABLE
from chengxin.law.refusals import NoRule

app = typer.Typer()


@app.command(help="某个时限哪一天届满，为什么。")
def due(
    *,
    rule: Annotated[str | None, typer.Option(help="时限规则，如 double-publicity。")] = None,
    start: Annotated[str | None, typer.Option("--from", help="起算日（当日不计），如 2018-04-16。")] = None,
    calendar: Annotated[str | None, typer.Option(help="national 或 guangxi；默认本市的日历。")] = None,
    region: Annotated[str | None, typer.Option(help="适用哪里的地方规定；默认随日历。")] = None,
    as_json: AsJson = False,
) -> None:
    """Say when a time limit ends, and why."""

    def answer() -> Mapping[str, Any]:
        law = loaded_law()
        named, from_on = needed(rule, "--rule", "时限规则"), day(start, "--from", "起算日")
        place = law.words.key("region", region) if region else None
        return asdict(law.due(named, from_on, calendar=calendar or load_city().calendar, region=place))

    def show(result: Mapping[str, Any]) -> None:
        show_pairs(
            {
                "届满日": result["due_on"],
                "按国家日历": result["due_on_national"],
                "若照惯例放假": result["due_on_expected"],
                "暂定": "；".join(result["uncertain"]) or None,
            }
        )
        show_days([Day(**entry) for entry in result["days"]])
        say(result["reason"])

    run(answer, show, as_json=as_json)


@app.command(help="一条信息公示到哪一天，何时可以修复，为什么。")
def publicity(
    *,
    item: Annotated[str, typer.Option(help="penalty 或 licence。")] = "penalty",
    severity: Annotated[str | None, typer.Option(help="minor、general、serious、specific-serious。")] = None,
    kinds: Annotated[str, typer.Option(help="处罚种类，逗号隔开，如 罚款,没收违法所得。")] = "",
    field: Annotated[str | None, typer.Option(help="food、drug、special-equipment、work-safety、fire、other。")] = None,
    procedure: Annotated[str, typer.Option(help="ordinary 或 simple。")] = "ordinary",
    amount: Annotated[str | None, typer.Option("--amount-class", help="lower、middle、larger、huge。")] = None,
    necessary: Annotated[bool, typer.Option("--necessary", help="认定单位认为确有必要公示轻微失信。")] = False,
    line: Annotated[str, typer.Option(help="credit-site 或 market-regulation。")] = "credit-site",
    decided: Annotated[str | None, typer.Option(help="决定日期。")] = None,
    published: Annotated[str | None, typer.Option(help="公示日期（市场监管线自公示之日起算）。")] = None,
    term_ends: Annotated[str | None, typer.Option(help="限制从业、限制经营的实际期满日。")] = None,
    as_of: Annotated[str | None, typer.Option(help="从哪一天看；默认今天。")] = None,
    transition: Annotated[str, typer.Option(help="favourable（默认）或 decision-date。")] = FAVOURABLE,
    as_json: AsJson = False,
) -> None:
    """Say until when an item is shown, from when it may be repaired, and why."""

    def answer() -> Mapping[str, Any]:
        law = loaded_law()
        word = law.words.key
        facts = Facts(
            item=word("item", item),
            line=word("line", line),
            severity=word("severity", severity) if severity else None,
            kinds=law.words.keys("kind", kinds),
            field=word("field", field) if field else None,
            procedure=word("procedure", procedure),
            amount=word("amount", amount) if amount else None,
            necessary=necessary,
            published_on=day(published, "--published", "公示日期") if published else None,
            term_ends_on=day(term_ends, "--term-ends", "限制期满日") if term_ends else None,
        )
        decided_on = day(decided, "--decided", "决定日期")
        seen_on = day(as_of, "--as-of", "查询日期") if as_of else today()
        return asdict(law.publicity(facts, decided_on=decided_on, as_of=seen_on, transition=transition))

    def show(result: Mapping[str, Any]) -> None:
        show_pairs(
            {
                "公示": "是" if result["publish"] else "否",
                "规则": result["rule"],
                "起算": result["starts_on"],
                "最短公示期至": result["minimum_ends_on"],
                "可以申请修复": result["earliest_repair_on"],
                "公示到（含）": result["ends_on"],
                "暂定": "是" if result["provisional"] else None,
            }
        )
        say(result["reason"])

    run(answer, show, as_json=as_json)


@app.command(help="建议失信程度，供作出决定的单位确认。")
def severity(
    *,
    kinds: Annotated[str, typer.Option(help="处罚种类，逗号隔开。")] = "",
    procedure: Annotated[str, typer.Option(help="ordinary 或 simple。")] = "ordinary",
    field: Annotated[str | None, typer.Option(help="领域。")] = None,
    amount: Annotated[str | None, typer.Option("--amount-class", help="lower、middle、larger、huge。")] = None,
    on: Annotated[str | None, typer.Option(help="按哪一天的划分表；默认今天。")] = None,
    as_json: AsJson = False,
) -> None:
    """Propose a severity for the deciding unit to confirm."""

    def answer() -> Mapping[str, Any]:
        law = loaded_law()
        facts = Facts(
            kinds=law.words.keys("kind", kinds),
            procedure=law.words.key("procedure", procedure),
            field=law.words.key("field", field) if field else None,
            amount=law.words.key("amount", amount) if amount else None,
        )
        return asdict(law.severity(facts, on=day(on, "--on", "日期") if on else today()))

    run(answer, lambda result: say(result["reason"]), as_json=as_json)


@app.command(help="旧证照在某一天的决定中还能不能用。")
def certificate(
    *,
    organisation: Annotated[str | None, typer.Option(help="组织类别，如 enterprise、社会团体。")] = None,
    kind: Annotated[
        str, typer.Option("--certificate", help="证照，如 组织机构代码证。")
    ] = "organisation-code-certificate",
    decided: Annotated[str | None, typer.Option(help="决定日期。")] = None,
    as_json: AsJson = False,
) -> None:
    """Say whether an old certificate may still carry a decision of a date."""

    def answer() -> Mapping[str, Any]:
        who = needed(organisation, "--organisation", "组织类别")
        return asdict(loaded_law().certificate(who, kind, decided_on=day(decided, "--decided", "决定日期")))

    run(answer, lambda result: say(result["reason"]), as_json=as_json)


@app.command("list-basis", help="某种名单在某一天可不可以用，依据是什么。")
def list_basis(
    *,
    kind: Annotated[str | None, typer.Option(help="名单种类，如 black、serious-dishonesty。")] = None,
    field: Annotated[str, typer.Option(help="领域，如 tax、wages、other。")] = "other",
    on: Annotated[str | None, typer.Option(help="哪一天；默认今天。")] = None,
    region: Annotated[str, typer.Option(help="适用地域：national 或某省区。")] = "national",
    as_json: AsJson = False,
) -> None:
    """Say whether a kind of list may be used on a day, and on what basis."""

    def answer() -> Mapping[str, Any]:
        seen_on = day(on, "--on", "日期") if on else today()
        named = needed(kind, "--kind", "名单种类")
        return asdict(loaded_law().list_basis(named, field, on=seen_on, region=region))

    run(answer, lambda result: say(result["reason"]), as_json=as_json)


@app.command("calendar", help="一个月里哪天上班、哪天放假，各是什么缘故。")
def show_calendar(
    *,
    month: Annotated[str | None, typer.Option(help="月份，如 2018-04；默认本月。")] = None,
    calendar: Annotated[str | None, typer.Option(help="national 或 guangxi；默认本市的日历。")] = None,
    as_json: AsJson = False,
) -> None:
    """Show which days of a month are worked and why."""

    def answer() -> Mapping[str, Any]:
        law = loaded_law()
        chosen = law.calendar(calendar or load_city().calendar)
        days = [asdict(chosen.day(on)) for on in days_of_month(month)]
        working = sum(entry["counted"] for entry in days)
        alarms = [asdict(alarm) for alarm in law.alarms(on=today())]
        return {
            "calendar": chosen.key,
            "known_until": chosen.known_until,
            "working_days": working,
            "days": days,
            "alarms": alarms,
            "law_version": law.version,
        }

    def show(result: Mapping[str, Any]) -> None:
        show_days([Day(**entry) for entry in result["days"]])
        say(f"工作日{result['working_days']}天；国家放假安排已知到{result['known_until']}。")
        for alarm in result["alarms"]:
            say(f"注意：{alarm['message']}")

    run(answer, show, as_json=as_json)


@app.command(help="一个区划代码在某一天是哪里。")
def division(
    *,
    code: Annotated[str, typer.Argument(help="区划代码（6、9或12位）。")],
    on: Annotated[str | None, typer.Option(help="哪一天；默认今天。")] = None,
    system: Annotated[str | None, typer.Option(help="gb2260、civil-affairs、statistics、registration。")] = None,
    as_json: AsJson = False,
) -> None:
    """Say which place a code names on a day."""

    def answer() -> Mapping[str, Any]:
        law = loaded_law()
        seen_on = day(on, "--on", "日期") if on else today()
        place = law.division(code, on=seen_on, system=system)
        if place is None:
            raise NoRule(what=f"区划代码{code}", on=seen_on.isoformat())
        ancestry = [law.division(above, on=seen_on) for above in law.gazetteer.ancestry(code, seen_on)]
        names = [above.name for above in reversed(ancestry) if above]
        return {**asdict(place), "path": names, "law_version": law.version}

    def show(result: Mapping[str, Any]) -> None:
        show_pairs({"名称": result["name"], "所属": " › ".join(result["path"]), "来源": result["reason"]})

    run(answer, show, as_json=as_json)
