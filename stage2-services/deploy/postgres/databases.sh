#!/bin/sh
# Run once by the image of PostgreSQL, on an empty disk: a database for each service, and a login
# that can open no other.
set -eu

while read -r name password; do
    psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
        --set=name="$name" --set=password="$password" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name", postgres, template1 FROM PUBLIC;
SQL
done <<LOGINS
accounts $ACCOUNTS_PASSWORD
catalog $CATALOG_PASSWORD
inventory $INVENTORY_PASSWORD
orders $ORDERS_PASSWORD
payments $PAYMENTS_PASSWORD
notifications $NOTIFICATIONS_PASSWORD
LOGINS
