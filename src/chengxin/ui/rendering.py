"""Renders Django forms with our templates: any form looks right and tells its errors to everybody."""

from django.forms.renderers import DjangoTemplates


class FormRenderer(DjangoTemplates):
    """``{{ form }}`` gives an error summary and the fields, ``{{ form.name.as_field_group }}`` one field."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"
