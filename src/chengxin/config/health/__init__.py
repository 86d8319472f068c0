"""What ``chengxin doctor`` looks at: machine, installation, database. Each check gives lines and never raises.

Nothing is repaired here: a line says what is so and what to do about it.
"""

from chengxin.config.health.line import Line as Line
from chengxin.config.health.line import State as State
from chengxin.config.health.rounds import examine as examine
