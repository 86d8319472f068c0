"""Addresses of units, mounted under /desk/."""

from django.urls import path

from chengxin.units.views import login, own

app_name = "units"

urlpatterns = [
    path("login/", login.sign_in, name="sign-in"),
    path("login/out", login.sign_out, name="sign-out"),
    path("login/next", login.gate, name="gate"),
    path("login/password", own.password, name="password"),
    path("login/second-factor", own.second_factor, name="second-factor"),
    path("login/second-factor/set", own.set_second_factor, name="set-second-factor"),
    path("me/", own.own, name="own"),
    path("me/unit", own.switch, name="switch"),
]
