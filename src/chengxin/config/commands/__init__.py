"""The ``chengxin`` command, a module a subject; each offers ``app``, a Typer application."""
