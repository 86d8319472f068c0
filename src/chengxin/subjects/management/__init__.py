"""Commands of subjects for ``manage`` and for the ``chengxin`` command."""
