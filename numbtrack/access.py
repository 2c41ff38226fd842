"""Who may open each page: one line a page. A page without a line fails the tests."""

from __future__ import annotations

from enum import StrEnum


class Who(StrEnum):
    ANYONE = "anyone"
    PERSON = "whoever is signed in, for their own records alone"


ACCESS = {
    "home": Who.ANYONE,
    "help-now": Who.ANYONE,
    "help-worker": Who.ANYONE,
    "learn:index": Who.ANYONE,
    "learn:article": Who.ANYONE,
    "privacy": Who.ANYONE,
    "healthz": Who.ANYONE,
    "account_login": Who.ANYONE,
    "account_logout": Who.ANYONE,
    "account_signup": Who.ANYONE,
    "account_inactive": Who.ANYONE,
    "account_confirm_email": Who.ANYONE,
    "account_email_verification_sent": Who.ANYONE,
    "account_reset_password": Who.ANYONE,
    "account_reset_password_done": Who.ANYONE,
    "account_reset_password_from_key": Who.ANYONE,
    "account_reset_password_from_key_done": Who.ANYONE,
    "account_change_password": Who.PERSON,
    "account_reauthenticate": Who.PERSON,
    "settings": Who.PERSON,
    "background": Who.PERSON,
    "ask-about-harm": Who.PERSON,
    "draft": Who.PERSON,
    "forget-draft": Who.PERSON,
    "plan": Who.PERSON,
    "edit-plan": Who.PERSON,
    "checkins:history": Who.PERSON,
    "checkins:new": Who.PERSON,
    "checkins:companions": Who.PERSON,
    "checkins:saved": Who.PERSON,
    "checkins:edit": Who.PERSON,
    "checkins:delete": Who.PERSON,
    "checkins:bring-back": Who.PERSON,
    "journal:list": Who.PERSON,
    "journal:search": Who.PERSON,
    "journal:practices": Who.PERSON,
    "journal:delete-practice": Who.PERSON,
    "journal:bring-back-practice": Who.PERSON,
    "journal:edit": Who.PERSON,
    "journal:delete": Who.PERSON,
    "journal:bring-back": Who.PERSON,
    "medications:list": Who.PERSON,
    "medications:new": Who.PERSON,
    "medications:edit": Who.PERSON,
    "medications:delete": Who.PERSON,
    "medications:bring-back": Who.PERSON,
    "dashboard:trends": Who.PERSON,
    "dashboard:day": Who.PERSON,
    "summary:build": Who.PERSON,
    "summary:pdf": Who.PERSON,
    "summary:take-along": Who.PERSON,
}
"""Name of the page -> who may open it."""
