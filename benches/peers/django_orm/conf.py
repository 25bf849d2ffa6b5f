"""Django's settings: its database by BENCH_DATABASE_URL, and no more middleware than an API needs."""

import os

from psycopg.conninfo import conninfo_to_dict

from onward.store.transactions import APP_ROLE

_database = conninfo_to_dict(os.environ["BENCH_DATABASE_URL"])

SECRET_KEY = "a benchmark signs nothing"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benches.peers.django_orm.urls"
INSTALLED_APPS: list[str] = []
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
USE_TZ = True
USE_I18N = False
APPEND_SLASH = False
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database["dbname"],
        "USER": _database["user"],
        "HOST": _database["host"],
        "PORT": str(_database["port"]),
        "CONN_MAX_AGE": None,
        # Prepared statements (server_side_binding, prepare_threshold) spare PostgreSQL work and cost Python more.
        "OPTIONS": {"options": f"-c role={APP_ROLE}"},
    }
}
