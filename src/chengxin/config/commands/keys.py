"""``chengxin keys``: the keyring that seals personal values."""

from pathlib import Path
from typing import Annotated

import typer

from chengxin.config.commands.opening import say
from chengxin.config.environment import read_environment
from chengxin.foundation.sealed import keyring
from chengxin.foundation.sealed.suites import Suite

app = typer.Typer(help="封存个人信息的密钥环：建立、轮换、查看", no_args_is_help=True)

Chosen = Annotated[Suite, typer.Option("--suite", help="国际算法或国密算法")]


def path() -> Path:
    """Return where the keyring of this installation stands."""
    return read_environment().data / "keys" / "sealed.json"


@app.command(help="建立密钥环；已经有了就不动它")
def create(suite: Chosen = Suite.INTERNATIONAL) -> None:
    """Make the keyring; one that is there stays untouched."""
    try:
        keyring.create_keyring(path(), suite=suite)
    except FileExistsError:
        say("■ 密钥环已经存在，没有改动。更换密钥请用 chengxin keys rotate")
        raise typer.Exit(1) from None
    say("已建立密钥环。请立即备份，并与数据库分开保管：丢失后，封存的内容无法恢复")


@app.command(help="换用新密钥封存；旧密钥保留，以便打开以前封存的内容")
def rotate(suite: Chosen = Suite.INTERNATIONAL) -> None:
    """Seal with a new key from now on; old keys stay."""
    ring = keyring.rotate_keyring(path(), suite=suite)
    say(f"已换用新密钥，密钥环里现有 {len(ring.keys)} 把封存密钥。请重新备份")


@app.command(help="查看密钥环里有几把密钥；不显示密钥本身")
def status() -> None:
    """Say how many keys there are, and none of them."""
    ring = keyring.load_keyring(path())
    say(f"密钥环完好：{len(ring.keys)} 把封存密钥，{len(ring.index_keys)} 把索引密钥")
