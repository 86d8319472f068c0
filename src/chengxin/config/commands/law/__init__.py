"""``chengxin law``: asks the law about dates, and lets the office add, list and withdraw rule files.

Needs no database. With ``--json`` standard output holds one JSON object and nothing else. Exit status: 0 done,
1 the data have errors or the law has no answer, 2 the call was wrong.
"""

import typer

from chengxin.config.commands.law import files, questions

app = typer.Typer(help="法律时限、公示期限、名单依据、工作日历和区划；加入或撤回规则文件。", no_args_is_help=True)
app.add_typer(questions.app)
app.add_typer(files.app)
