"""The demonstration's own pages: what there is to see, and files to send. Elsewhere they are not there."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from chengxin.config.commands.demo import demonstration_folder
from chengxin.config.demonstration.fetching import scene_of
from chengxin.config.demonstration.guide import Guide, Story, read_guide
from chengxin.config.demonstration.workbooks import WORKBOOKS, Workbook
from chengxin.foundation.doors import public
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request

TYPES = {".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".csv": "text/csv"}


@dataclass(frozen=True)
class Tour:
    """The page: what to look for, and the files that ``account`` may send."""

    stories: tuple[Story, ...]
    workbooks: tuple[Workbook, ...]
    account: str


@require_safe
@public
def tour(request: Request) -> HttpResponse:
    """Show what there is to see.

    Raises:
        NotFound: this is no demonstration.
    """
    guide = _guide()
    page = Tour(guide.stories, WORKBOOKS if guide.unit else (), guide.account)
    return render(request, "config/tour.html", {"page": page})


@require_safe
@public
def workbook(request: Request, name: str) -> HttpResponse:
    """Give a file to send, made for today.

    Raises:
        NotFound: this is no demonstration, it has no cast yet, or there is no such file.
    """
    _guide()
    scene = scene_of(demonstration_folder(), request.now)
    book = next((one for one in WORKBOOKS if one.name == name), None)
    if scene is None or book is None:
        raise NotFound
    answer = HttpResponse(book.content(scene), content_type=TYPES[Path(name).suffix])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    return answer


def _guide() -> Guide:
    if not settings.DEMONSTRATION:
        raise NotFound
    return read_guide(demonstration_folder())


app_name = "demonstration"
urlpatterns = [path("", tour, name="tour"), path("workbooks/<str:name>", workbook, name="workbook")]
