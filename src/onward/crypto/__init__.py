"""Cryptography by libraries: passwords hashed, secrets sealed, one-time codes checked. Knows no tenant and no table."""
