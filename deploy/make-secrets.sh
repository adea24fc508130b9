#!/bin/sh
# Makes the secrets that compose.yaml mounts, in ./secrets, where they are not there yet.
set -eu
folder=${1:-secrets}
umask 077
mkdir -p "$folder"
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
if [ ! -e "$folder/database_password" ]; then
    random >"$folder/postgres_password"
    random >"$folder/database_password"
    printf 'postgresql://gunning:%s@database/gunning' "$(cat "$folder/database_password")" >"$folder/database_url"
    # A container's user is nobody's owner here: the folder keeps others out, and the files may be read.
    chmod 444 "$folder"/*
fi
