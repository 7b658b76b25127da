#!/usr/bin/env python3
"""Applicants in a PostgreSQL server that is started here: into the table of `huice schema --format sql`, then
psql | huice run --data - --out - | psql, and the decisions are those on a file. Then examples/postgresql.

    postgresql.py HUICE [LIBRARY]        20,000 applicants; HUICE_TEST_SIZE=full: 1,000,000

Exits with 77 (skipped) where no server is installed, unless CI=true, where that fails.
"""
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "bench/workload"
CSV = "with (format csv, header)"


def programs():
    """The folder of initdb and pg_ctl: Debian keeps it off the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = [folder for folder in folders if (folder / "initdb").exists()]
    if found:
        return found[-1]
    print("skipped: no PostgreSQL server is installed (Debian package postgresql)")
    sys.exit(1 if os.environ.get("CI") == "true" else 77)


@contextmanager
def server():
    """A server of its own, on a socket in a temporary folder; what psql needs in its environment to reach it."""
    bin_folder = programs()
    folder = Path(tempfile.mkdtemp(prefix="huice-pg-"))
    user = {}  # PostgreSQL refuses to run as root
    if os.getuid() == 0:
        postgres = pwd.getpwnam("postgres")
        user = {"user": postgres.pw_uid, "group": postgres.pw_gid}
        shutil.chown(folder, "postgres", "postgres")
    folder.chmod(0o755)

    def run(name, *words):
        # its standard streams are not pipes of ours: the server would keep them open
        log = folder / "log"
        with open(log, "ab") as out:
            ended = subprocess.run([bin_folder / name, "-D", folder / "data", *words], stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=folder, **user)
        if ended.returncode != 0:
            sys.exit(log.read_text(encoding="utf-8"))

    try:
        run("initdb", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-w", "-o", f"-c listen_addresses='' -c fsync=off -k {folder}", "start")
        try:
            yield {**os.environ, "PGHOST": str(folder), "PGUSER": "postgres", "PGDATABASE": "postgres", "LC_ALL": "C.UTF-8"}
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def main():
    huice = sys.argv[1]
    rows = 1_000_000 if os.environ.get("HUICE_TEST_SIZE") == "full" else 20_000
    with server() as environment, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "huice").symlink_to(huice)
        environment["PATH"] = f"{folder}:{environment['PATH']}"

        def shell(text, check=True):
            ended = subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=folder, env=environment, capture_output=True, text=True)
            if check and ended.returncode != 0:
                sys.exit(text + "\n" + ended.stdout + ended.stderr)
            return ended

        psql = "psql -X -q -v ON_ERROR_STOP=1"
        shell(f"huice sample {PROGRAM} --rows {rows} --out rows.csv; huice run {PROGRAM} --data rows.csv --out expected.csv -q")
        shell(f"huice schema {PROGRAM} --format sql | {psql}")
        shell(f"""{psql} -c "\\copy \\"Applicant\\" from rows.csv {CSV}" """)
        # Booleans as text: psql writes t and f otherwise, which are not among the words of yes and no.
        columns = "id, district, trade, insured::text, premium, scale::text, rd, rd_last, revenue, area, standard, volume, sme::text"
        measures = ("premium_support", "rd_increment", "base_grant", "treatment")
        decided = ", ".join(f'"{one}.status" text not null, "{one}.amount" numeric(38, 2), "{one}.reasons" text' for one in measures)
        shell(f"""{psql} -c 'create table decisions (id text primary key references "Applicant", {decided})'""")
        shell(f"""{psql} -c '\\copy (select {columns} from "Applicant" order by id) to stdout {CSV}' |
                  huice run {PROGRAM} --data - --out - -q |
                  {psql} -c '\\copy decisions from stdin {CSV}'""")
        shell(f"""{psql} -c '\\copy (select * from decisions order by id) to got.csv {CSV}'""")
        got, expected = ((folder / f"{which}.csv").read_text(encoding="utf-8").splitlines() for which in ("got", "expected"))
        assert len(expected) == rows + 1, "every row is decided"
        assert got[0] == expected[0] and got[1:] == sorted(expected[1:]), "other decisions through PostgreSQL"

        shell(f"""{psql} -c 'drop table decisions'""")
        example = ROOT / "examples/postgresql"
        shown = shell(f"{example}/decide.sh {ROOT}/examples/grants.policy").stdout
        assert shown == (example / "expected.txt").read_text(encoding="utf-8"), f"examples/postgresql prints\n{shown}"
        shell(f"""{psql} -c 'drop table decisions, rejects, "Exporter"'; sed 's/premium/paid/' {ROOT}/examples/grants.policy > other.policy
                  sed 's/\\bhuice run "$program"/huice run other.policy/' {example}/decide.sh > failing.sh""")
        failing = shell(f"bash failing.sh {ROOT}/examples/grants.policy", check=False)
        kept = shell(f"{psql} -At -c 'select count(*) from decisions'").stdout.strip()
        assert failing.returncode != 0 and "no column for paid" in failing.stderr and kept == "0", (failing, kept)
    print(f"{rows} applicants through PostgreSQL as on a file; a run that fails leaves no decisions; examples/postgresql")


if __name__ == "__main__":
    main()
