"""Addresses of units, mounted under /desk/."""

from django.urls import path

from chengxin.units.views import clients, delegations, login, own
from chengxin.units.views.directory import groups, listing, writing
from chengxin.units.views.directory import page as unit_page
from chengxin.units.views.staff import listing as staff_listing
from chengxin.units.views.staff import page as person_page
from chengxin.units.views.staff import writing as staff_writing

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
    path("units/", listing.units, name="units"),
    path("units/file", listing.units_file, name="units-file"),
    path("units/new", writing.register_unit, name="register"),
    path("units/<int:unit_id>/", unit_page.unit, name="unit"),
    path("units/<int:unit_id>/correct", writing.correct_unit, name="correct"),
    path("units/<int:unit_id>/succeed", writing.succeed_unit, name="succeed"),
    path("units/<int:unit_id>/end", writing.end_unit, name="end-unit"),
    path("units/<int:unit_id>/groups", groups.join_group, name="join-group"),
    path("units/<int:unit_id>/liaisons", groups.name_liaison, name="name-liaison"),
    path("units/<int:unit_id>/appoint", staff_writing.seat, name="seat"),
    path("unit-groups/", groups.groups, name="groups"),
    path("unit-groups/new", groups.create_group, name="create-group"),
    path("unit-groups/memberships/<int:membership_id>/end", groups.leave_group, name="leave-group"),
    path("liaisons/<int:liaison_id>/end", groups.end_liaison, name="end-liaison"),
    path("staff/", staff_listing.staff_list, name="staff"),
    path("staff/file", staff_listing.staff_file, name="staff-file"),
    path("staff/new", staff_writing.create_login, name="create-login"),
    path("staff/<int:user_id>/", person_page.person, name="person"),
    path("staff/<int:user_id>/correct", staff_writing.correct_person, name="correct-person"),
    path("staff/<int:user_id>/appoint", staff_writing.appoint, name="appoint"),
    path("staff/<int:user_id>/hand-over", staff_writing.hand_over, name="hand-over"),
    path("staff/<int:user_id>/disable", staff_writing.disable, name="disable"),
    path("staff/<int:user_id>/enable", staff_writing.enable, name="enable"),
    path("staff/<int:user_id>/password", staff_writing.reset_password, name="reset-password"),
    path("staff/<int:user_id>/second-factor", staff_writing.reset_second_factor, name="reset-second-factor"),
    path("appointments/<int:appointment_id>/end", staff_writing.end_appointment, name="end-appointment"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/new", delegations.delegate, name="delegate"),
    path("delegations/<int:delegation_id>/end", delegations.end_delegation, name="end-delegation"),
    path("clients/", clients.clients, name="clients"),
    path("clients/new", clients.register_client, name="register-client"),
    path("clients/<int:client_id>/", clients.client, name="client"),
    path("clients/<int:client_id>/change", clients.change_client, name="change-client"),
    path("clients/<int:client_id>/key", clients.issue_key, name="issue-key"),
    path("clients/<int:client_id>/close", clients.close_client, name="close-client"),
    path("clients/keys/<int:key_id>/revoke", clients.revoke_key, name="revoke-key"),
]
