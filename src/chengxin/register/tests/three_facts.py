"""A load of three chunks with one fact each."""

from chengxin.register import services
from chengxin.register.models import Load
from chengxin.register.tests.scenes import JOB, NOW, PENALTY, Fact, frame
from chengxin.subjects.models import Organisation


def load_three_facts(*, load: int, subject: int) -> None:
    """Merge and show them."""
    row, firm = Load.objects.get(id=load), Organisation.objects.get(id=subject)
    for number in range(3):
        services.merge_chunk(load=row, item=PENALTY, rows=frame([Fact(firm, number=f"第{number}号")]))
    services.show_load(actor=JOB, now=NOW, load=load)
