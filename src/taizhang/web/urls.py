"""Addresses."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from taizhang.web.pages import (
    changes,
    desk,
    entry,
    entry_forms,
    exports,
    front,
    imports,
    ledger,
    people,
    projects,
    review,
    steps,
    uploads,
)

handler400 = "taizhang.web.errors.show_refused"
handler403 = "taizhang.web.errors.show_refused"
handler404 = "taizhang.web.errors.show_missing"
handler500 = "taizhang.web.errors.show_fault"

urlpatterns = [
    path("", front.show_home, name="home"),
    path("heads", front.show_heads, name="heads"),
    path("sign-in", people.SignIn.as_view(), name="sign-in"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("password", people.change_password, name="change-password"),
    path("language", people.choose_language, name="choose-language"),
    path("letters", people.choose_letters, name="choose-letters"),
    path("desk/", desk.show_desk, name="desk"),
    path("desk/upload", uploads.upload_report, name="upload"),
    path("desk/people/", desk.show_desk, name="people"),
    path("desk/units/", desk.show_desk, name="units"),
    path("desk/journal/", desk.show_desk, name="journal"),
    path("ledgers/<uuid:slug>/", ledger.show_ledger, name="ledger"),
    path("ledgers/<uuid:slug>/assign", ledger.post_assignment, name="ledger-assign"),
    path("ledgers/<uuid:slug>/dispatch", steps.dispatch_ledger, name="ledger-dispatch"),
    path("ledgers/<uuid:slug>/publish", steps.publish_ledger, name="ledger-publish"),
    path("ledgers/<uuid:slug>/withdraw", steps.withdraw_ledger, name="ledger-withdraw"),
    path("ledgers/<uuid:slug>/settings", steps.change_settings, name="ledger-settings"),
    path("ledgers/<uuid:slug>/entries/add", entry_forms.post_new, name="entry-add"),
    path("ledgers/<uuid:slug>/review", review.show_review, name="review"),
    path("ledgers/<uuid:slug>/review/decide", review.post_decision, name="review-decide"),
    path("ledgers/<uuid:slug>/review/undo", review.post_undo, name="review-undo"),
    path("ledgers/<uuid:slug>/review/entries", review.post_entries, name="review-entries"),
    path("ledgers/<uuid:slug>/editions/add", uploads.upload_edition, name="upload-edition"),
    path("ledgers/<uuid:slug>/editions/<int:number>", uploads.show_edition, name="edition"),
    path("ledgers/<uuid:slug>/editions/<int:number>/changes", changes.show_changes, name="edition-changes"),
    path("entries/<int:pk>/", entry.show_entry, name="entry"),
    path("entries/<int:pk>/edit", entry_forms.post_edit, name="entry-edit"),
    path("entries/<int:pk>/units", entry_forms.post_units, name="entry-units"),
    path("entries/<int:pk>/milestones", entry_forms.post_milestones, name="entry-milestones"),
    path("entries/<int:pk>/comments", entry_forms.post_comment, name="entry-comment"),
    path("entries/<int:pk>/instructions", entry_forms.post_instruction, name="entry-instruct"),
    path("entries/<int:pk>/attachments", entry_forms.post_attachment, name="entry-attach"),
    path("entries/<int:pk>/keep", entry_forms.post_keep, name="entry-keep"),
    path("entries/<int:pk>/remove", entry_forms.post_remove, name="entry-remove"),
    path("attachments/<int:pk>", entry.download_attachment, name="attachment"),
    path("attachments/<int:pk>/public", entry_forms.post_attachment_public, name="attachment-public"),
    path("ledgers/<uuid:slug>/export", exports.export_ledger, name="export"),
    path("desk/import", imports.import_new, name="import-new"),
    path("ledgers/<uuid:slug>/import", imports.import_entries, name="import"),
    path("ledgers/<uuid:slug>/projects", projects.show_projects, name="projects"),
    path("ledgers/<uuid:slug>/projects/add", projects.edit_project, name="project-add"),
    path("ledgers/<uuid:slug>/projects/import", projects.import_page, name="projects-import"),
    path("ledgers/<uuid:slug>/projects/take", projects.post_takeover, name="projects-take"),
    path("ledgers/<uuid:slug>/projects/<int:pk>", projects.edit_project, name="project"),
    path("ledgers/<uuid:slug>/projects/<int:pk>/remove", projects.post_removal, name="project-remove"),
]
