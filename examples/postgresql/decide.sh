#!/usr/bin/env bash
# Applicants in a PostgreSQL database, decided in a pipe: psql | huice | psql. The decisions come in one transaction: all or none.
#   decide.sh PROGRAM        PGHOST, PGDATABASE and their kind say where, as psql has them
set -euo pipefail
program=$1
rejects=$(mktemp)
trap 'rm -f "$rejects"' EXIT
sql() { psql -X -q -v ON_ERROR_STOP=1 "$@"; }

# A table as the program expects it; here with four made-up rows.
{
  huice schema "$program" --format sql
  echo "insert into \"Exporter\" values
    ('E1', '2024-05-01', 'goods', 12.5), ('E2', '2024-05-01', 'services', 300), ('E3', '2024-05-01', null, 3), ('E4', '2025-01-01', 'goods', 1);
    create table decisions (uscc text primary key references \"Exporter\", status text not null, amount numeric(38, 2), reasons text);
    create table rejects (file text, line int, \"column\" text, code text, value text, message text, row text);"
} | sql

{
  echo 'begin; copy decisions from stdin with (format csv, header);'
  sql -c '\copy (select * from "Exporter" order by uscc) to stdout with (format csv, header)' |
    huice run "$program" --data - --out - --rejects "$rejects" -q
  printf '\\.\ncommit;\n'  # not reached where huice fails: nothing is committed
} | sql
sql -c "\copy rejects from '$rejects' with (format csv, header)"

sql -c 'select e.uscc, e.premium, d.status, d.amount, d.reasons from "Exporter" e left join decisions d using (uscc) order by uscc'
