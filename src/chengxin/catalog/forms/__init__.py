"""Forms of the catalogue: parse and shape what people type, nothing else."""

from chengxin.catalog.forms.fields import FieldForm
from chengxin.catalog.forms.items import (
    BasisForm,
    FactsForm,
    InForceForm,
    ItemFilter,
    ItemForm,
    KeyForm,
    ProvidersForm,
    UploadForm,
    VersionsForm,
)
from chengxin.catalog.forms.lists import ListForm, ListNameForm, ValueForm
from chengxin.catalog.forms.moving import MoveForm
from chengxin.catalog.forms.parts import SeenForm

__all__ = [
    "BasisForm",
    "FactsForm",
    "FieldForm",
    "InForceForm",
    "ItemFilter",
    "ItemForm",
    "KeyForm",
    "ListForm",
    "ListNameForm",
    "MoveForm",
    "ProvidersForm",
    "SeenForm",
    "UploadForm",
    "ValueForm",
    "VersionsForm",
]
