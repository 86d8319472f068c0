"""How the law says no: an unknown word, a missing fact, a day without a rule, a file that is wrong or was altered."""

from chengxin.foundation.refusals import Conflict, Invalid, NotFound, Refusal


class UnknownValue(Invalid):
    """A word that no row of the law knows. Facts: ``what``, ``value``, ``allowed``."""

    code = "law.unknown-value"
    says = "{what}“{value}”不认识；可用的有：{allowed}"


class BadDate(Invalid):
    """A date outside the years the law data can speak about. Facts: ``what``, ``value``."""

    code = "law.bad-date"
    says = "{what}“{value}”不是1949年10月1日至2099年12月31日之间的日期（格式：2018-04-16）"


class MissingFacts(Invalid):
    """The rule asks for something that was not said. Facts: ``rule``, ``missing`` (names), ``keys``."""

    code = "law.missing-facts"
    says = "按{rule}判断还缺少：{missing}"


class NoRule(NotFound):
    """No row of the law covers that day. Facts: ``what``, ``on``."""

    code = "law.no-rule"
    says = "{on}没有收录{what}的规定"


class UnlawfulFile(Invalid):
    """A rule file can not be added. Facts: ``problems`` (tuple of sentences), ``count``."""

    code = "law.unlawful-file"
    says = "文件有{count}处问题：{problems}"

    def sentence(self) -> str:
        """Return the problems one below the other."""
        problems = self.facts["problems"]
        return "\n".join(str(problem) for problem in problems) if isinstance(problems, tuple) else str(problems)


class AlreadyAdded(Conflict):
    """The same file was added before and is in force. Facts: ``hash``, ``added_at``."""

    code = "law.already-added"
    says = "已经加入：{hash}（{added_at}）"


class NotAdded(NotFound):
    """No rule file with this hash is in force. Facts: ``hash``."""

    code = "law.not-added"
    says = "没有加入过这个文件，或已经撤回：{hash}"


class StillNeeded(Conflict):
    """Another added file rests on this one. Facts: ``hash``, ``problems``."""

    code = "law.still-needed"
    says = "不能撤回{hash}，其余规则还用到它：{problems}"


class AlteredOverlay(Refusal):
    """The store of added rule files is not as it was signed; nothing is computed until repaired. Facts: ``what``."""

    code = "law.altered-overlay"
    says = "加入的规则文件被改动或不完整，已停止计算：{what}"
