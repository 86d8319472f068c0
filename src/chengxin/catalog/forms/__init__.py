"""Forms of the catalogue: parse and shape what people type, nothing else."""

from chengxin.catalog.forms.editions import (
    AdoptForm,
    AnswerForm,
    ChoiceForm,
    CommentForm,
    CompareForm,
    ConsultForm,
    EditionForm,
    PaperForm,
    SenderForm,
)
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
    "AdoptForm",
    "AnswerForm",
    "BasisForm",
    "ChoiceForm",
    "CommentForm",
    "CompareForm",
    "ConsultForm",
    "EditionForm",
    "FactsForm",
    "FieldForm",
    "InForceForm",
    "ItemFilter",
    "ItemForm",
    "KeyForm",
    "ListForm",
    "ListNameForm",
    "MoveForm",
    "PaperForm",
    "ProvidersForm",
    "SeenForm",
    "SenderForm",
    "UploadForm",
    "ValueForm",
    "VersionsForm",
]
