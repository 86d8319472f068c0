"""Definitions that come from files."""

import hashlib

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from chengxin.catalog import queries, rules, services
from chengxin.catalog.adapters import UnreadableDefinition, item_of_file
from chengxin.catalog.forms import UploadForm
from chengxin.catalog.models import CatalogItem
from chengxin.catalog.rules import Item
from chengxin.catalog.views.parts import catalogue, way_to_draft
from chengxin.foundation.doors import staff
from chengxin.foundation.requests import Request
from chengxin.ui.asking import FormPage, ask, attempt, page, sent

MOST_BYTES = 2 * 1024 * 1024


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def import_item(request: Request) -> HttpResponse:
    """Make a new item of a file."""
    form = UploadForm(sent(request), request.FILES or None, initial={"seen": 0})
    made = attempt(form, lambda: _imported(request, form, None)) if form.is_valid() else None
    if made:
        messages.success(request, _("已导入成草稿。"))
        return redirect("catalog:draft", made.key)
    around = FormPage(
        title=_("从文件新建目录项"),
        here=_("导入"),
        submit=_("导入成草稿"),
        back=reverse("catalog:items"),
        lead=_(
            "文件里写明目录项的代号、名称、字段和代码集。最快的办法：从相近的目录项导出定义，改好代号和内容再导入。"
        ),
        effect=_("导入以后是草稿，生效以前不影响报送。文件里的代码集一并导入：新的建立，已有的更新，不删已有的值。"),
        steps=(catalogue(),),
    )
    return ask(request, form, around)


@page
@staff(rules.KEEP_CATALOG, everywhere=True)
def import_draft(request: Request, key: str) -> HttpResponse:
    """Put the definition of a file in place of a draft."""
    draft = queries.draft_for(request.actor, key)
    form = UploadForm(sent(request), request.FILES or None, initial={"seen": draft.number})
    made = attempt(form, lambda: _imported(request, form, draft.item)) if form.is_valid() else None
    if made:
        messages.success(request, _("草稿已换成文件里的内容。"))
        return redirect("catalog:draft", key)
    around = FormPage(
        title=_("用文件替换“{name}”的草稿").format(name=draft.item.name),
        here=_("导入"),
        submit=_("替换草稿"),
        back=reverse("catalog:draft", args=[key]),
        effect=_("草稿里现有的内容全部换成文件里的。文件里的代码集一并导入：新的建立，已有的更新，不删已有的值。"),
        steps=way_to_draft(draft.item),
    )
    return ask(request, form, around)


def _imported(request: Request, form: UploadForm, base: Item | None) -> CatalogItem:
    file = form.cleaned_data["file"]
    if file.size > MOST_BYTES:
        raise UnreadableDefinition(where=_("文件"), what=_("超过2兆字节"))
    content = file.read()
    item = item_of_file(content, file.name, lists=queries.code_lists(request.actor), base=base)
    if base is not None and item.key != base.key:
        raise UnreadableDefinition(where=_("文件"), what=_("写的是目录项{key}，不是这一个").format(key=item.key))
    return services.import_definition(
        actor=request.actor,
        now=request.now,
        item=item,
        seen=form.cleaned_data["seen"],
        source=file.name,
        digest=hashlib.sha256(content).hexdigest(),
    )
