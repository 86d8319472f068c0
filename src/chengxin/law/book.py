"""The law as other rooms ask it. ``load`` once, then call the methods; every answer carries the law's version.

    law = book.load(overlays=None)
    law.due("double-publicity", date(2018, 4, 16), calendar="guangxi").due_on
    law.publicity(Facts(severity="general"), decided_on=..., as_of=...)

A ``Law`` never changes; after ``overlays.add`` load a new one. It reads no clock: ``as_of`` is always given.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from chengxin.law import answers, calendars, catalogues, clocks, publicity, windows
from chengxin.law.calendars import Alarm, Calendar
from chengxin.law.collection import Collection, DamagedData, gather, packaged_folder
from chengxin.law.divisions import Gazetteer, Place
from chengxin.law.facts import Facts
from chengxin.law.overlays import Overlay, active_overlays
from chengxin.law.periods import FIRST_DAY, LAST_DAY
from chengxin.law.refusals import BadDate, NoRule, UnknownValue
from chengxin.law.rows import (
    Certificate,
    Clock,
    CodeCategory,
    DivisionList,
    EditionStep,
    ExcludedKind,
    Expected,
    Instrument,
    ListBasis,
    Notice,
    PublicityRow,
    Regime,
    RepairWay,
    SeverityCap,
    SeverityRow,
    SupplementBasis,
    WorkCalendar,
)
from chengxin.law.words import Source, Words

CREDIT_SITE = "credit-site"


@dataclass(frozen=True)
class Law:
    """All rows in force at some time, and the questions one may ask of them.

    ``version`` is a hash over the packaged data and every added rule file, so two equal versions answer alike.
    """

    collection: Collection
    version: str
    overlays: tuple[Overlay, ...]

    @cached_property
    def words(self) -> Words:
        """The words rules use: keys, Chinese names, other spellings."""
        return Words(self.collection)

    @cached_property
    def source(self) -> Source:
        """What answers cite from."""
        return Source({row.key: row.citation for row in self.instruments.values()}, self.words, self.version)

    @cached_property
    def instruments(self) -> Mapping[str, Instrument]:
        """Every instrument by key; one that a later instrument repeals ends on the eve of that."""
        rows = {row.key: row for row in self.collection.written(Instrument)}
        for row in list(rows.values()):
            for repealed in row.repeals:
                if row.in_force_from:
                    eve = date.fromordinal(row.in_force_from.toordinal() - 1)
                    rows[repealed] = replace(rows[repealed], last_day_in_force=eve)
        return rows

    @cached_property
    def limits(self) -> tuple[Clock, ...]:
        """Every time limit, with replaced ones ended."""
        return tuple(self.collection.in_force(Clock))

    @cached_property
    def regimes(self) -> tuple[Regime, ...]:
        """Every publicity regime, with replaced ones ended."""
        return tuple(self.collection.in_force(Regime))

    @cached_property
    def _rulebook(self) -> publicity.Rulebook:
        rows: dict[str, list[PublicityRow]] = {}
        for row in self.collection.written(PublicityRow):
            rows.setdefault(row.regime, []).append(row)
        return publicity.Rulebook(regimes=self.regimes, rows=rows, words=self.words)

    @cached_property
    def _severity_rows(self) -> tuple[SeverityRow, ...]:
        return tuple(self.collection.in_force(SeverityRow))

    @cached_property
    def _list_rows(self) -> tuple[ListBasis, ...]:
        return tuple(self.collection.in_force(ListBasis))

    @cached_property
    def _calendars(self) -> Mapping[str, Calendar]:
        rows = self.collection.written(WorkCalendar)
        notices, expected = self.collection.written(Notice), self.collection.written(Expected)
        built = {row.key: calendars.build(row.key, rows, notices, expected) for row in rows}
        return {key: calendar for key, calendar in built.items() if calendar}

    @cached_property
    def _expected_calendars(self) -> Mapping[str, Calendar | None]:
        return {key: calendar.with_expected() for key, calendar in self._calendars.items()}

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Divisions by code and day; read on first use."""
        return Gazetteer(self.collection.divisions, self.collection.written(DivisionList))

    @cached_property
    def place_names(self) -> frozenset[str]:
        """Names of all divisions that there are or were, in all systems; read on first use."""
        return frozenset(division.name for division in self.collection.divisions)

    def calendar(self, name: str) -> Calendar:
        """Return a work calendar: ``national`` or a region's.

        Raises:
            UnknownValue: there is no such calendar.
        """
        found = self._calendars.get(name)
        if found is None:
            raise UnknownValue(what="日历", value=name, allowed="、".join(self._calendars))
        return found

    def due(self, rule: str, from_on: date, *, calendar: str, region: str | None = None) -> clocks.Due:
        """Return when a time limit ends that starts on a day.

        Args:
            rule: name of the limit, such as ``double-publicity``.
            from_on: the day of the event; not counted.
            calendar: the work calendar to count by; the national date is always given beside it.
            region: whose local rules apply; the calendar's own region unless said.

        Raises:
            UnknownValue: no such limit or calendar.
            NoRule: the limit was not law that day.
            BadDate: the day is outside 1949–2099.
        """
        _within("起算日", from_on)
        chosen = self.calendar(calendar)
        place = region or calendar
        names = dict.fromkeys(clock.rule for clock in self.limits)
        if rule not in names:
            raise UnknownValue(what="时限规则", value=rule, allowed="、".join(names))
        clock = clocks.select(self.limits, rule, from_on, place)
        if clock is None:
            raise NoRule(what=rule, on=from_on.isoformat())
        setting = clocks.Setting(
            calendar=chosen,
            expected=self._expected_calendars[calendar],
            national=self.calendar(clocks.NATIONAL),
            instrument=self.instruments[clock.instrument],
            event=self.words.name("event", clock.starts),
            law_version=self.version,
        )
        return clocks.count(clock, from_on, place, setting)

    def publicity(
        self, facts: Facts, *, decided_on: date, as_of: date, transition: str = publicity.FAVOURABLE
    ) -> windows.Window:
        """Return how long an item is shown, seen on ``as_of``, with the rule and the sentence why.

        Raises:
            MissingFacts: the rule at the decision asks for more than was said.
            NoRule: no rule is recorded for the day of the decision.
            BadDate: a date outside 1949–2099, or a publication before the decision.
            UnknownValue: the transition is neither ``favourable`` nor ``decision-date``.
        """
        _within("决定日期", decided_on)
        _within("查询日期", as_of)
        if transition not in publicity.TRANSITIONS:
            raise UnknownValue(what="过渡适用", value=transition, allowed="、".join(publicity.TRANSITIONS))
        question = publicity.Question(facts=facts, decided_on=decided_on, as_of=as_of, transition=transition)
        return windows.describe(publicity.compare(self._rulebook, question), question, self.source)

    def severity(self, facts: Facts, *, on: date) -> answers.SeverityProposal:
        """Return the severity to propose for confirmation by the deciding unit, by the table in force on a day.

        A proposal never leads to a longer window than 一般.

        Raises:
            MissingFacts: kinds, or the class of a fine, were not said.
            NoRule: no table is in force that day.
        """
        _within("日期", on)
        cap = self.collection.written(SeverityCap)[0].severity
        return answers.propose_severity(self._severity_rows, facts, on, cap, self.source)

    def certificate(self, organisation: str, certificate: str, *, decided_on: date) -> answers.CertificateAnswer:
        """Return whether an old certificate may still carry a decision of that date.

        Raises:
            UnknownValue: no such kind of organisation or certificate.
            BadDate: a date outside 1949–2099.
        """
        _within("决定日期", decided_on)
        who, what = self.words.key("organisation", organisation), self.words.key("certificate", certificate)
        rows = self.collection.in_force(Certificate)
        return answers.certificate(rows, who, what, decided_on, self.source)

    def repair_way(self, rule: str, severity: str, *, on: date) -> answers.RepairAnswer | None:
        """Return where a repair is applied for on a day, who decides and which papers; None where no rule says it.

        Args:
            rule: that of the record's window (``R0`` … ``R4``, ``M1``, ``M2``), which tells the line; empty: the
                credit websites'.
            severity: of the record, empty where nobody judged it.
            on: the day of the application.

        Raises:
            BadDate: a date outside 1949–2099.
        """
        _within("申请日期", on)
        regime = next((one for one in self.regimes if rule and one.rule == rule), None)
        line = regime.lines[0] if regime else CREDIT_SITE
        return answers.repair_way(self.collection.in_force(RepairWay), line, severity, on, self.source)

    def code_categories(self, *, on: date) -> Mapping[str, tuple[str, str]]:
        """Return what the first two characters of a unified code mean on a day: department and kind of body.

        Raises:
            BadDate: a date outside 1949–2099.
        """
        _within("日期", on)
        rows = self.collection.in_force(CodeCategory)
        return {row.prefix: (row.department, row.body) for row in rows if row.period.holds(on)}

    def list_basis(self, kind: str, field: str, *, on: date, region: str) -> answers.ListAnswer:
        """Return whether a kind of list may be used for a field on a day in a place, and on what basis.

        Raises:
            UnknownValue: no such kind, field or region.
            BadDate: a date outside 1949–2099.
        """
        _within("日期", on)
        words = self.words
        use = answers.ListUse(
            kind=words.key("list-kind", kind),
            field=words.key("list-field", field),
            on=on,
            region=words.key("region", region),
        )
        return answers.list_basis(self._list_rows, use, self.source)

    def catalogue(self, *, on: date, region: str) -> catalogues.CatalogueRules:
        """Return what the law asks of a catalogue on a day in a place: steps, what is excluded, local supplements.

        Raises:
            BadDate: a date outside 1949–2099.
        """
        _within("日期", on)
        citations = self.source.citations
        steps = catalogues.holding(self.collection.in_force(EditionStep), on, region)
        excluded = catalogues.holding(self.collection.in_force(ExcludedKind), on, region)
        supplements = catalogues.holding(self.collection.in_force(SupplementBasis), on, region)
        last = supplements[-1] if supplements else None
        return catalogues.CatalogueRules(
            steps=tuple(
                catalogues.Step(
                    step=row.step,
                    title=row.title,
                    needs=row.needs,
                    basis=catalogues.basis_of(row, citations),
                    explanation=row.explanation,
                )
                for row in steps
            ),
            excluded=tuple(
                catalogues.Excluded(
                    title=row.title,
                    words=row.words,
                    unless_grave=row.unless_grave,
                    reason=catalogues.reason_of(row, citations),
                )
                for row in catalogues.own_before_general(excluded)
            ),
            supplement_levels=last.levels if last else (),
            supplement_reason=catalogues.reason_of(last, citations) if last else "",
            levels={key: row.level for key, row in self.instruments.items()},
        )

    def division(self, code: str, *, on: date, system: str | None = None) -> Place | None:
        """Return the place a code names on a day, in one coding system or the first that has it; None: in none."""
        return self.gazetteer.find(code, on, system)

    def registration_authority(self, code: str, *, on: date) -> Place | None:
        """Return whose area the division digits of a unified code mean; registering zones go before GB/T 2260."""
        return self.gazetteer.find(code, on, "registration") or self.gazetteer.find(code, on, "gb2260")

    def alarms(self, *, on: date) -> tuple[Alarm, ...]:
        """Return which holiday notices have to be added soon, seen on a day; each once."""
        found = (alarm for calendar in self._calendars.values() for alarm in calendar.alarms(on))
        return tuple(dict.fromkeys(found))


def _within(what: str, day: date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadDate(what=what, value=day.isoformat())


def load(overlays: Path | None) -> Law:
    """Return the law: packaged data and, where a folder is given, the rule files added there.

    Args:
        overlays: the data folder of the installation (the store is its ``law`` folder); None for packaged data only.

    Raises:
        AlteredOverlay: an added file does not match its signature or hash.
        DamagedData: the packaged data are wrong.
    """
    added = active_overlays(overlays) if overlays else ()
    collection, problems, version = gather(((entry.name, entry.content) for entry in added), packaged_folder())
    if problems:
        raise DamagedData("\n".join(found.sentence() for found in problems))
    return Law(collection, version, added)
