"""Patterns that texts of requests must match, and in words what each of them asks for."""

KEY = "^[a-z][a-z0-9_]{0,49}$"
EMAIL = r"^[^@\s]+@[^@\s]+$"
CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$"

IN_WORDS: dict[str, str] = {
    KEY: "must be of a-z, 0-9 and _, a letter first, at most 50 characters",
    EMAIL: "must be an e-mail address",
    CLOCK: "must be a time of day such as 09:00",
}
