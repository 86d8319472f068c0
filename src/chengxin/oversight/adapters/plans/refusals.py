"""Why a file is no work plan."""

from chengxin.foundation.refusals import Invalid
from chengxin.oversight.rules.plan import Doubt
from chengxin.oversight.rules.reading.doubts import DoubtCode


class PlanUnreadable(Invalid):
    """Nothing in the file can be read; ``what`` says why and what to do, ``reason`` is the code of the doubt."""

    code = "oversight.plan-unreadable"
    says = "{what}"
    field = "file"

    def doubt(self) -> Doubt:
        """Return the reason as a doubt about the whole file."""
        return Doubt(str(self.facts["reason"]), self.sentence(), fatal=True)


def unreadable(reason: DoubtCode, what: str) -> PlanUnreadable:
    """Return the refusal of a file."""
    return PlanUnreadable(reason=reason.value, what=what)
