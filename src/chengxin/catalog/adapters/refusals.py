"""Why a file of a definition is not taken."""

from chengxin.foundation.refusals import Invalid


class UnreadableDefinition(Invalid):
    """The file does not say an item: ``where`` names the place, ``what`` is wrong there."""

    code = "catalog.unreadable-definition"
    says = "{where}：{what}"
    field = "file"
