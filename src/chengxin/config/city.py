"""What makes this installation one city's: names, division, calendar, the footer. Read from one TOML file.

The file is named by the environment variable ``CHENGXIN_CITY``; without it the demonstration city of the checkout is
taken. A second city is a second file, never a change of code.
"""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
DEMONSTRATION = CHECKOUT / "demo" / "qinzhou" / "city.toml"


@dataclass(frozen=True)
class Link:
    """A link of the portal's footer: what it says and where it leads."""

    title: str
    address: str


@dataclass(frozen=True)
class Footer:
    """What a government site must name at its foot (国办发〔2017〕47号)."""

    host: str
    operator: str
    contact: tuple[str, ...]
    site_code: str
    icp_number: str
    police_number: str
    upward: tuple[Link, ...]


@dataclass(frozen=True)
class City:
    """One city's configuration.

    ``division`` is the six-digit code of GB/T 2260; ``calendar`` names the work calendar of ``law``; ``domain`` is the
    public host name; ``demonstration`` switches on the banner 演示数据 and the demo logins.
    """

    key: str
    name: str
    site_name: str
    subtitle: str
    division: str
    calendar: str
    domain: str
    demonstration: bool
    footer: Footer


def load_city(path: Path | None = None) -> City:
    """Return the city's configuration.

    Raises:
        FileNotFoundError: the file named by ``CHENGXIN_CITY`` is not there.
        KeyError: a required key is missing in it.
    """
    source = path or Path(os.environ.get("CHENGXIN_CITY") or DEMONSTRATION)
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    foot = data.pop("footer")
    footer = Footer(
        host=foot["host"],
        operator=foot["operator"],
        contact=tuple(foot["contact"]),
        site_code=foot["site_code"],
        icp_number=foot["icp_number"],
        police_number=foot["police_number"],
        upward=tuple(Link(**link) for link in foot["upward"]),
    )
    return City(footer=footer, **data)
