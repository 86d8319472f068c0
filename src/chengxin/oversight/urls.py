"""Addresses of the work plan and of reporting, mounted under /desk/."""

from django.urls import include, path

from chengxin.oversight.views import (
    arranging,
    board,
    declaring,
    draft,
    editing,
    evidence,
    letters,
    making,
    rates,
    sequences,
    task,
)

app_name = "oversight"

plan = [
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

urlpatterns = [
    path("plan/", include(plan)),
    path("declarations/", declaring.declarations, name="declarations"),
    path("declarations/difference", declaring.difference, name="difference"),
    path("declarations/overview", declaring.overview, name="declarations-overview"),
    path("declarations/overview.csv", declaring.overview_file, name="declarations-file"),
    path("declarations/assignments/", arranging.assignments, name="assignments"),
    path("declarations/assignments/new", arranging.assign, name="assign"),
    path("declarations/assignments/<int:assignment_id>/end", arranging.end_assignment, name="end-assignment"),
    path("sequences/", sequences.sequences, name="sequences"),
    path("sequences/answer", sequences.answer_gap, name="answer-gap"),
    path("sequences/overview", sequences.sequences_overview, name="sequences-overview"),
    path("rates/", rates.rates, name="rates"),
    path("rates/rates.csv", rates.rates_csv, name="rates-csv"),
    path("rates/rates.xlsx", rates.rates_xlsx, name="rates-xlsx"),
    path("rates/submissions", rates.submissions_behind, name="rates-behind"),
    path("rates/policy/", arranging.policies, name="policies"),
    path("rates/policy/new", arranging.set_policy, name="set-policy"),
    path("letters/", letters.letters, name="letters"),
    path("letters/new", letters.new_letter, name="new-letter"),
    path("letters/<slug:letter_id>/", letters.letter, name="letter"),
    path("letters/<slug:letter_id>/change", letters.change_letter, name="change-letter"),
    path("letters/<slug:letter_id>/issue", letters.issue_letter, name="issue-letter"),
    path("letters/<slug:letter_id>/discard", letters.discard_letter, name="discard-letter"),
    path("letters/<slug:letter_id>/confirm", letters.confirm_letter, name="confirm-letter"),
    path("letters/<slug:letter_id>/reply", letters.reply_letter, name="reply-letter"),
]
