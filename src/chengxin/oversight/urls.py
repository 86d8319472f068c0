"""Addresses of the work plan, mounted under /desk/plan/."""

from django.urls import path

from chengxin.oversight.views import board, draft, editing, evidence, making, task

app_name = "oversight"

urlpatterns = [
    path("", board.plan, name="plan"),
    path("import", making.import_plan, name="import"),
    path("copy", making.copy_plan, name="copy"),
    path("evidence/<slug:evidence_id>/withdraw", evidence.withdraw, name="withdraw-evidence"),
    path("evidence/<slug:evidence_id>/review", evidence.review, name="review-evidence"),
    path("doubts/<int:doubt_id>/settle", draft.settle, name="settle-doubt"),
    path("<int:year>", board.board, name="board"),
    path("<int:year>/plan.csv", board.plan_file, name="plan-file"),
    path("<int:year>/add", editing.add, name="add-task"),
    path("<int:year>/units", editing.match, name="match"),
    path("<int:year>/tasks/<int:no>", task.task, name="task"),
    path("<int:year>/tasks/<int:no>/correct", editing.correct, name="correct-task"),
    path("<int:year>/tasks/<int:no>/evidence", evidence.give, name="give-evidence"),
    path("<int:year>/tasks/<int:no>/close", evidence.close, name="close-task"),
    path("<int:year>/tasks/<int:no>/reopen", evidence.reopen, name="reopen-task"),
    path("<int:year>/draft/", draft.draft, name="draft"),
    path("<int:year>/draft/add", editing.add_to_draft, name="add-to-draft"),
    path("<int:year>/draft/units", editing.match_in_draft, name="match-in-draft"),
    path("<int:year>/draft/publish", draft.publish, name="publish"),
    path("<int:year>/draft/discard", draft.discard, name="discard"),
    path("<int:year>/draft/tasks/<int:no>", editing.correct_draft, name="correct-draft"),
    path("<int:year>/draft/tasks/<int:no>/remove", editing.remove, name="remove-task"),
]
