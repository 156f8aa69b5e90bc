"""Addresses."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from taizhang.web.pages import desk, exports, front, ledger, people, review, uploads

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
    path("ledgers/<uuid:slug>/review", review.show_review, name="review"),
    path("ledgers/<uuid:slug>/review/decide", review.post_decision, name="review-decide"),
    path("ledgers/<uuid:slug>/review/undo", review.post_undo, name="review-undo"),
    path("ledgers/<uuid:slug>/review/entries", review.post_entries, name="review-entries"),
    path("ledgers/<uuid:slug>/editions/add", uploads.upload_edition, name="upload-edition"),
    path("ledgers/<uuid:slug>/editions/<int:number>", uploads.show_edition, name="edition"),
    path("ledgers/<uuid:slug>/export", exports.export_ledger, name="export"),
]
