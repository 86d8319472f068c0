"""Backup and restore of a whole platform: one archive of database and files, and apart from it the keys.

| module | what it knows |
|---|---|
| ``container`` | the archive's bytes: a strict tar in which every byte is accounted for. No database, no Django |
| ``manifest`` | what an archive says of itself, and whether this program can read it |
| ``checking`` | an archive held against its manifest |
| ``keyfile`` | the file of the keys, which never are in the archive |
| ``programs`` | ``pg_dump`` and ``pg_restore`` of a version that fits the server |
| ``belongings`` | which files of the data folder can not be made again |
| ``taking``, ``restoring`` | the two ways; they need Django set up |

An archive is a tar that ``tar`` can list and unpack too: ``format`` (first), ``database.dump`` (``pg_dump``'s custom
format), ``vault/<hash>`` (sealed contents), ``files/<number>``, ``manifest.json`` and its hash (last).
"""

from chengxin.config.backup.faults import BackupFault as BackupFault
