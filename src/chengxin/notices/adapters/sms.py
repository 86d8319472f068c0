"""Short messages through whatever gateway the city has; files in the demonstration."""

import json
import os
import secrets
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from chengxin.notices.adapters.outcomes import Rejected


class SmsGateway(Protocol):
    """What a gateway's adapter offers."""

    def send(self, *, number: str, text: str, message_id: str) -> None:
        """Send one message.

        Raises:
            Rejected: it will never leave this way.
            NotSent: it may the next time.
        """


class FileGateway:
    """Writes each message to a file of its own in the data folder, as the demonstration does with mail."""

    def __init__(self) -> None:
        """Use the folder ``sms`` of the data folder."""
        self._folder = Path(settings.DATA) / "sms"

    def send(self, *, number: str, text: str, message_id: str) -> None:
        """Write the message."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{secrets.token_hex(8)}.json"
        message = {"number": number, "text": text, "message_id": message_id}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(message, file, ensure_ascii=False)


class NoGateway:
    """Stands where the city has none."""

    def send(self, *, number: str, text: str, message_id: str) -> None:  # noqa: ARG002  the protocol's arguments
        """Refuse."""
        raise Rejected("平台没有接入短信通道")


def gateway() -> SmsGateway:
    """Return the gateway named by the setting ``SMS_GATEWAY``; without it files in development, none in production."""
    named = getattr(settings, "SMS_GATEWAY", "")
    if named:
        made: SmsGateway = import_string(named)()
        return made
    return NoGateway() if settings.PRODUCTION else FileGateway()
