"""What an adapter says when it can not read a file."""


class Unreadable(Exception):  # noqa: N818  an answer to the sender
    """The file can not be read as a table; the text is Chinese and says what to do."""
