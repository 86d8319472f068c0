"""Addresses of codes, mounted under /desk/codes/."""

from django.urls import path

from chengxin.codes.views import faults, looking, overview, rates, registrars

app_name = "codes"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("conversion.csv", overview.overview_file, name="overview-file"),
    path("waiting/", overview.waiting, name="waiting"),
    path("waiting/waiting.csv", overview.waiting_file, name="waiting-file"),
    path("converted/", overview.converted, name="converted"),
    path("converted/converted.csv", overview.converted_file, name="converted-file"),
    path("faults/", faults.faults, name="faults"),
    path("faults/faults.csv", faults.faults_file, name="faults-file"),
    path("faults/<slug:fault_id>/", faults.fault, name="fault"),
    path("faults/<slug:fault_id>/close", faults.close, name="close"),
    path("faults/<slug:fault_id>/reopen", faults.reopen, name="reopen"),
    path("rates/", rates.rates, name="rates"),
    path("rates/rates.csv", rates.rates_file, name="rates-file"),
    path("rates/faults", rates.behind, name="rates-behind"),
    path("rates/faults.csv", rates.behind_file, name="rates-behind-file"),
    path("registrars/", registrars.registrars, name="registrars"),
    path("registrars/new", registrars.set_registrar, name="set-registrar"),
    path("registrars/<int:registrar_id>/end", registrars.end_registrar, name="end-registrar"),
    path("look-up", looking.look_up, name="look-up"),
]
