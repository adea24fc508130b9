#!/bin/sh
# The role of the service: it owns its database and is no superuser, for row-level security does not bind those.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set password `cat ${DATABASE_PASSWORD_FILE:-/run/secrets/database_password}`
CREATE ROLE gunning LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE gunning OWNER gunning ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE gunning FROM PUBLIC;
SQL
