"""The pages at the door. Only those that numbtrack offers are listed."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from accounts import address, security, views

urlpatterns = [
    path("login/", allauth.login, name="account_login"),
    path("logout/", views.sign_out, name="account_logout"),
    path("signup/", views.sign_up, name="account_signup"),
    path("invitation/<uuid:link>/", views.invitation, name="invitation"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", security.reauthenticate, name="account_reauthenticate"),
    path("confirm-email/", allauth.email_verification_sent, name="account_email_verification_sent"),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$", allauth.confirm_email, name="account_confirm_email"
    ),
    path("password/change/", security.change_password, name="account_change_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("email/", address.address, name="account_email"),
    path("second-step/", security.second_step, name="mfa_authenticate"),
    path("second-step/app/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-step/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-step/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path("second-step/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("second-step/passkeys/remove/", security.remove_passkey, name="remove-passkey"),
    path("passkey/", security.sign_in_with_passkey, name="mfa_login_webauthn"),
    path("security/", security.overview, name="security"),
    path("security/", security.overview, name="mfa_index"),
    path("security/devices/end/", security.end_device, name="end-device"),
    path("activity/", security.activity, name="activity"),
    path("agreement/", security.agreement, name="agreement"),
    path("leaving/", security.leaving, name="leaving"),
    path("leaving/stay/", security.stay, name="stay"),
    path("still-here/", security.still_here, name="still-here"),
    path("carried/", security.carried, name="carried"),
    path("drafts/", views.draft, name="draft"),
    path("drafts/forget/", views.forget, name="forget-draft"),
    path("background/", views.background, name="background"),
    path("safety-question/", views.ask_about_harm, name="ask-about-harm"),
    path("settings/", views.settings_page, name="settings"),
]
