"""``chengxin migrate``: bring the schema up to date and give the roles their rights."""

from chengxin.config.commands.opening import opened, say
from chengxin.config.migrating import migrate_database


def migrate() -> None:
    """Migrate and give rights, starting the embedded database for it if need be."""
    with opened():
        migrate_database(say)
    say("数据库结构与权限已是最新")
