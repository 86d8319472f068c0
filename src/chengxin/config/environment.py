"""What the environment decides: data folder, production or not, secrets. Read once, in one place.

| variable | meaning |
|---|---|
| ``CHENGXIN_DATA`` | folder for database, stored files, keys, overlays; default ``var/`` of the checkout |
| ``CHENGXIN_ENV`` | ``production`` or ``development`` (default) |
| ``CHENGXIN_SECRET_KEY`` | signs sessions; obligatory in production, else generated in the data folder |
| ``CHENGXIN_HOSTS`` | further host names, comma separated |
| ``CHENGXIN_PROXIES`` | number of reverse proxies in front whose X-Forwarded-For may be believed, default 0 |
| ``CHENGXIN_SMTP`` | ``smtp://user:password@host:port`` or ``smtps://…``; without it mail is written to files |
| ``CHENGXIN_METRICS_TOKEN`` | who sends it as a bearer token may read ``/metrics`` from another machine |
| ``CHENGXIN_REPORT_CERTIFICATE`` | PKCS 12 file that signs credit reports; production has no other |
| ``CHENGXIN_REPORT_PASSPHRASE`` | opens that file |
| ``DATABASE_URL`` … | see ``config.database`` |
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from chengxin.config.city import CHECKOUT


class Misconfigured(Exception):  # noqa: N818  reads as a sentence where it is raised
    """The environment can not be run with; the text says in Chinese what to set."""


@dataclass(frozen=True)
class Environment:
    """The settings of one process."""

    data: Path
    production: bool
    secret_key: str
    hosts: tuple[str, ...]
    proxies: int
    smtp: str
    metrics_token: str = ""
    report_certificate: str = ""
    report_passphrase: str = ""


def read_environment() -> Environment:
    """Return the environment's settings; the data folder and, in development, a secret are made if missing.

    Raises:
        Misconfigured: production without a secret.
    """
    data = Path(os.environ.get("CHENGXIN_DATA") or CHECKOUT / "var").resolve()
    production = os.environ.get("CHENGXIN_ENV", "development") == "production"
    secret = os.environ.get("CHENGXIN_SECRET_KEY", "")
    if production and len(secret) < 50:  # noqa: PLR2004  what Django's own deployment check asks for
        raise Misconfigured("生产环境必须设置 CHENGXIN_SECRET_KEY，至少50个字符")
    hosts = tuple(host.strip() for host in os.environ.get("CHENGXIN_HOSTS", "").split(",") if host.strip())
    return Environment(
        data=data,
        production=production,
        secret_key=secret or kept_secret(data / "keys" / "session.key"),
        hosts=hosts,
        proxies=int(os.environ.get("CHENGXIN_PROXIES") or 0),
        smtp=os.environ.get("CHENGXIN_SMTP", ""),
        metrics_token=os.environ.get("CHENGXIN_METRICS_TOKEN", ""),
        report_certificate=os.environ.get("CHENGXIN_REPORT_CERTIFICATE", ""),
        report_passphrase=os.environ.get("CHENGXIN_REPORT_PASSPHRASE", ""),
    )


def kept_secret(path: Path) -> str:
    """Return the secret in the file; make it first if there is none. Two processes at once get the same one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        mine = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path.read_text(encoding="ascii")
