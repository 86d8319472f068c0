"""What an adapter says when it can not read a file."""


class Unreadable(Exception):  # noqa: N818  an answer to the sender
    """The file can not be read as a table; the text is Chinese and says what to do."""


MOST_CELLS = 40_000_000
"""So many cells are laid out at most; a file that asks for more is not one that people filled in."""
