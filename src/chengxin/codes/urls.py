"""Addresses of codes, mounted under /desk/codes/."""

app_name = "codes"
urlpatterns: list[object] = []
