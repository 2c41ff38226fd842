"""Names of the countries that the help catalogue knows."""

from __future__ import annotations

from domain.crisis import COUNTRIES

NAMES = {
    "AE": "United Arab Emirates", "AR": "Argentina", "AT": "Austria", "AU": "Australia",
    "BD": "Bangladesh", "BE": "Belgium", "BN": "Brunei", "BR": "Brazil", "CA": "Canada",
    "CH": "Switzerland", "CL": "Chile", "CN": "China", "CO": "Colombia", "CR": "Costa Rica",
    "CY": "Cyprus", "CZ": "Czechia", "DE": "Germany", "DK": "Denmark", "EE": "Estonia",
    "ES": "Spain", "FI": "Finland", "FR": "France", "GB": "United Kingdom", "GR": "Greece",
    "HK": "Hong Kong", "HR": "Croatia", "HU": "Hungary", "ID": "Indonesia", "IE": "Ireland",
    "IL": "Israel", "IN": "India", "IS": "Iceland", "IT": "Italy", "JP": "Japan",
    "KE": "Kenya", "KR": "South Korea", "LB": "Lebanon", "LT": "Lithuania",
    "LU": "Luxembourg", "LV": "Latvia", "MX": "Mexico", "MY": "Malaysia",
    "NL": "Netherlands", "NO": "Norway", "NP": "Nepal", "NZ": "New Zealand", "PE": "Peru",
    "PH": "Philippines", "PK": "Pakistan", "PL": "Poland", "PT": "Portugal",
    "RO": "Romania", "RS": "Serbia", "SE": "Sweden", "SG": "Singapore", "SI": "Slovenia",
    "TH": "Thailand", "TR": "Türkiye", "TW": "Taiwan", "UA": "Ukraine",
    "US": "United States", "UY": "Uruguay", "ZA": "South Africa",
}  # fmt: skip
OTHER = ""
"""Another country: the worldwide directories are shown."""

CHOICES = [
    *sorted(((code, NAMES[code]) for code in COUNTRIES), key=lambda each: each[1]),
    (OTHER, "Another country"),
]


def guess(accept_language: str) -> str:
    """Return the country a browser's language names ("de-AT" -> "AT"), or OTHER."""
    for part in accept_language.split(","):
        code = part.split(";")[0].strip().rpartition("-")[2].upper()
        if code in NAMES and "-" in part:
            return code
    return OTHER
