"""E-mail through Django's mail backend: SMTP, or files in the demonstration."""

from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage

from chengxin.notices.adapters.outcomes import NotSent, Rejected

FOR_GOOD = 500
"""SMTP replies from here on will not change by trying again (RFC 5321, 4.2.1)."""


def send_mail(*, address: str, subject: str, body: str, message_id: str) -> None:
    """Send one mail. The same ``message_id`` at a second attempt lets the recipient's server drop a double.

    Raises:
        Rejected: the server refuses the recipient or the message for good, or a header can not be written.
        NotSent: the server can not be reached, or asks to come again.
    """
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        raise (Rejected if min(codes) >= FOR_GOOD else NotSent)(f"收件人被拒绝（{min(codes)}）") from None
    except (SMTPDataError, SMTPResponseException) as error:
        kind = Rejected if error.smtp_code >= FOR_GOOD else NotSent
        raise kind(f"邮件服务器答复{error.smtp_code}") from None
    except ValueError:
        # Django refuses a header with a line break; nothing of it may reach the server
        raise Rejected("地址或主题里有换行等不能用的字符") from None
    except (OSError, SMTPException) as error:
        raise NotSent(f"连不上邮件服务器（{type(error).__name__}）") from None
