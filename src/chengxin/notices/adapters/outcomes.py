"""How an attempt to send can fail."""


class NotSent(Exception):  # noqa: N818  reads as a sentence where it is raised
    """The message did not leave; it may the next time. ``cause`` is for people and names no address."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class Rejected(NotSent):
    """The message will never leave this way: the address does not exist, or the server wants none of it."""
