#!/bin/sh
# Runs once, when the database is first made: the user that the API logs in as. It owns nothing; `onward migrate`
# lets it take the role that may read and write the tables.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
    --set password="$(cat /run/secrets/api_password)" <<'SQL'
CREATE ROLE onward_api LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'password';
SQL
