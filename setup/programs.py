"""How a program of the set-up is run: output into ``.setup.log``, and a plain reason when it fails."""

import re
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence

from setup.place import LOG, ROOT, environment
from setup.talk import Stopped

LINES_KEPT = 25
LINES_SHOWN = 12
REASONS = (
    (r"No space left on device|ENOSPC", "磁盘写满了。", "The disk is full."),
    (
        r"DO NOT MATCH THE HASHES|EINTEGRITY",
        "下载到的包与锁定的校验值不符，可能被代理或镜像改动。",
        "A package differs from its locked hash; a proxy or mirror may have changed it.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|self.signed certificate|UNABLE_TO_GET_ISSUER",
        "网络证书不被信任；请设置 PIP_CERT、SSL_CERT_FILE 或 NODE_EXTRA_CA_CERTS。",
        "The network's certificate is not trusted; set PIP_CERT, SSL_CERT_FILE or NODE_EXTRA_CA_CERTS.",
    ),
    (
        r"from versions: none|Connection|timed out|ProxyError|Temporary failure|ENOTFOUND|ECONN|EAI_",
        "连不上软件源；请检查网络、代理（HTTPS_PROXY）、PIP_INDEX_URL 与 npm 设置。",
        "The package index cannot be reached; check network, HTTPS_PROXY, PIP_INDEX_URL and npm settings.",
    ),
    (
        r"No matching distribution|Could not find a version|ETARGET|E404",
        "软件源里没有锁定的版本：镜像落后，或本机的系统与 Python 版本没有对应的包。",
        "The index lacks the locked version: it is behind, or there is nothing for this system and Python.",
    ),
    (r"Permission denied|EACCES", "没有写权限。", "Permission denied."),
)


def run(words: Sequence[str], lock: int, listen: Callable[[str], None] | None = None) -> None:
    """Run a set-up program in the checkout; ``listen`` gets each line of its output.

    ``lock`` is the descriptor of the set-up lock, which the program inherits: the lock outlives a killed ``run.py``.

    Raises:
        Stopped: it failed; says why as far as its last lines tell.
    """
    last: deque[str] = deque(maxlen=LINES_KEPT)
    with (
        LOG.open("a", encoding="utf-8") as log,
        subprocess.Popen(
            words,
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            pass_fds=(lock,),
        ) as process,
    ):
        for line in process.stdout or ():
            log.write(line)
            last.append(line.rstrip())
            if listen:
                listen(line)
    if process.returncode:
        print("\n".join(f"    {line}" for line in list(last)[-LINES_SHOWN:]), file=sys.stderr)
        raise failure("\n".join(last))


def failure(output: str) -> Stopped:
    """Return the refusal for a program that failed, with the reason its last lines give."""
    chinese, english = next(
        ((chinese, english) for pattern, chinese, english in REASONS if re.search(pattern, output)),
        ("安装程序出错，最后几行见上。", "A set-up program failed; its last lines stand above."),
    )
    return Stopped(
        f"{chinese}（全部输出在 {LOG.name}）",
        f"{english} (all output in {LOG.name})",
        "python3 run.py setup   （问题排除后再来一次，会自动修复 again when mended; it repairs itself）",
    )
