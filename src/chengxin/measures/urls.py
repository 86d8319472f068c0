"""Addresses of joint actions, mounted under /desk/joint/."""

from django.urls import path

from chengxin.measures.views import actions, answering, board, running, statistics

app_name = "measures"

urlpatterns = [
    path("", board.board, name="board"),
    path("tasks.csv", board.board_file, name="board-file"),
    path("actions/", actions.actions, name="actions"),
    path("entries/", running.entries, name="entries"),
    path("entries/<slug:entry>/open", running.open_action, name="open"),
    path("actions/<slug:action>/", actions.action, name="action"),
    path("actions/<slug:action>/send", running.send, name="send"),
    path("actions/<slug:action>/end", running.end, name="end"),
    path("tasks/<slug:task>/remind", running.remind, name="remind"),
    path("tasks/<slug:task>/accept", answering.accept, name="accept"),
    path("tasks/<slug:task>/apply", answering.apply, name="apply"),
    path("tasks/<slug:task>/decline", answering.decline, name="decline"),
    path("tasks/<slug:task>/stopped", answering.stopped, name="stopped"),
    path("tasks/<slug:task>/still-applied", answering.still_applied, name="still-applied"),
    path("applications/<slug:application>/withdraw", answering.withdraw, name="withdraw"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics/statistics.csv", statistics.statistics_file, name="statistics-file"),
    path("statistics/feedback.csv", statistics.feedback_csv, name="feedback-csv"),
    path("statistics/feedback.xlsx", statistics.feedback_xlsx, name="feedback-xlsx"),
]
