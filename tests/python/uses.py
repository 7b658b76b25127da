"""What Python programs see beside decisions: several entities, sources without pyarrow's help, callbacks, and every documented error.

    uses.py HUICE        with huice and pyarrow importable
"""
import datetime
import json
import os
import subprocess
import sys
import tempfile
import threading
import unittest
from decimal import Decimal
from pathlib import Path

import applicants
import pyarrow as pa
from pyarrow import csv

import huice

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = sys.argv[1]


def rows(**changed):
    columns = {"uscc": ["A", "B", "C"], "applied": [datetime.date(2024, 5, 1)] * 3, "trade": ["goods", "services", None],
               "premium": pa.array([Decimal("1.5"), Decimal("-1"), Decimal("3")], pa.decimal128(18, 4))}
    return pa.table({name: column for name, column in {**columns, **changed}.items() if column is not None})


class Uses(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = huice.compile(ROOT / "examples/grants.policy")

    def refused(self, kind, words, call, *arguments, **options):
        with self.assertRaises(kind) as caught:
            call(*arguments, **options)
        self.assertIn(words, str(caught.exception))
        return caught.exception

    def test_several_entities_with_their_members(self):
        path = ROOT / "bench/households"
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            subprocess.run([COMMAND, "sample", path, "--rows", "2000", "--out", folder], check=True)
            expected = folder / "decisions.csv"
            subprocess.run([COMMAND, "run", path, "--data", f"Household={folder / 'Household.csv'}", "--data", f"Person={folder / 'Person.csv'}", "--out",
                            expected, "-q"], check=True)
            program = huice.compile(path)
            tables = {one["name"]: applicants.typed(applicants.all_text(folder / f"{one['name']}.csv"), one["fields"])
                      for one in program.describe()["entities"]}
            decided = program.run(tables)
            self.assertEqual(list(decided), ["Household"])
            applicants.same(applicants.wide(decided["Household"].table), applicants.all_text(expected))
            self.refused(huice.UsageError, "Person", program.run, {"Household": tables["Household"]})

    def test_decisions_are_an_arrow_table(self):
        decisions = self.program.run(rows())
        self.assertEqual(decisions.table.column("support").to_pylist(),
                         [{"status": "eligible", "amount": Decimal("4500.00"), "reasons": []}, None,
                          {"status": "undetermined", "amount": None, "reasons": ["trade"]}])
        self.assertEqual(decisions.table.column("rejected").to_pylist()[1]["code"], "negative")
        self.assertEqual(pa.table(decisions), pa.table(decisions))  # any number of times
        self.assertEqual(len(decisions), 3)
        self.assertIn("1 eligible, 1 undetermined", repr(decisions))
        self.assertIn("<td>support</td>", decisions._repr_html_())
        self.assertIn("<td>support</td>", self.program._repr_html_())

    def test_decisions_outlive_their_program(self):
        with huice.compile(ROOT / "examples/grants.policy") as program:
            decisions = program.run(rows())
        self.assertEqual(decisions.table.num_rows, 3)
        self.refused(huice.UsageError, "closed", program.run, rows())

    def test_threads_use_one_program_at_once(self):
        got = [None] * 8
        table = pa.concat_tables([rows()] * 2000)

        def decide(number):
            got[number] = self.program.run(table).table

        threads = [threading.Thread(target=decide, args=(number,)) for number in range(len(got))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertTrue(all(one is not None and one.equals(got[0]) for one in got))

    def test_refused_columns(self):
        run, refused = self.program.run, self.refused
        refused(huice.DataError, "CAST(x AS DECIMAL(18, 2))", run, rows(premium=[1.5, 2.0, 3.0]))
        refused(huice.DataError, "no column for premium (实缴保费)", run, rows(premium=None))
        refused(huice.DataError, "applied", run, rows(applied=[True, False, True]))
        refused(huice.DataError, "time zone", run, rows(applied=pa.array([0, 0, 0], pa.timestamp("s", "Asia/Shanghai"))))
        refused(huice.DataError, "__arrow_c_stream__", run, [{"uscc": "A"}])
        refused(TypeError, "Decimal('1.5')", self.program.decide, {"premium": 1.5})
        refused(huice.DataError, "did you mean premium?", self.program.decide, {"premuim": "1.5"})
        refused(huice.UsageError, "did you mean `support`", run, rows(), measures=["suport"])
        refused(huice.UsageError, "date", run, rows(), as_of="2024-13-01")
        refused(huice.OutOfMemory, "memory", run, rows(), memory=10)

    def test_a_finer_scale_rejects_its_rows_only(self):
        fine = pa.array([Decimal("1.5"), Decimal("0.0000001"), Decimal("3")], pa.decimal128(18, 7))  # 万元 have 6 digits
        rejected = self.program.run(rows(premium=fine)).table.column("rejected").to_pylist()
        self.assertEqual([one and one["code"] for one in rejected], [None, "too_many_digits", None])

    def test_progress(self):
        seen = []
        self.program.run(rows(), progress=seen.append)
        self.assertTrue(seen)
        self.refused(huice.Cancelled, "cancelled", self.program.run, rows(), progress=lambda count: False)
        self.refused(ZeroDivisionError, "division", self.program.run, rows(), progress=lambda count: 1 // 0)
        self.assertEqual(len(self.program.run(rows())), 3)

    def test_a_source_that_fails_is_an_error(self):
        def batches():
            yield rows().to_batches()[0]
            raise OSError("the disk is gone")

        reader = pa.RecordBatchReader.from_batches(rows().schema, batches())
        self.refused(huice.DataError, "the disk is gone", self.program.run, reader)

    def test_diagnostics(self):
        error = self.refused(huice.ProgramError, "unknown name tex", huice.compile, text="entity A {\n  id : tex key\n}", name="a.policy")
        first = error.diagnostics[0]
        self.assertEqual((first.code, first.file, first.line, first.column, first.end_column), ("unknown_name", "a.policy", 2, 8, 11))
        self.assertEqual(str(first), "a.policy:2:8: error: unknown name tex [unknown_name]")
        self.refused(huice.DataError, "nowhere", huice.compile, "nowhere")
        self.refused(huice.UsageError, "one of them", huice.compile)

    def test_messages_follow_the_locale(self):
        os.environ["LC_ALL"] = "zh_CN.UTF-8"
        try:
            self.refused(huice.DataError, "是否指 premium", self.program.decide, {"premuim": "1.5"})
        finally:
            del os.environ["LC_ALL"]

    def test_parameters(self):
        text = 'entity A { id : text key  paid : money }\nparameter base "基数" : money external\nmeasure m for A { pay base }\n'
        text += "scenario for m { given paid = 1元, base = 1元  expect eligible, pays 1元 }"
        program = huice.compile(text=text, parameters={"base": {"2024-01-01": "5元", "2025-01-01": "7元"}})
        amounts = [program.decide({"id": "A"}, as_of=day)["decisions"][0]["amount"] for day in ("2024-06-01", datetime.date(2025, 6, 1))]
        self.assertEqual(amounts, ["5.00", "7.00"])

    def test_messages_speak_of_no_options(self):
        text = "entity A { id : text key  paid : money }\nparameter base : money external\nmeasure m for A { pay base }\nmeasure n for A { dated given  pay paid }\nmeasure k for A { in force 2024-01-01 to 2024-12-31  pay paid }"
        program = huice.compile(text=text.replace("paid : money", "paid : money  given : date"))
        table = pa.table({"id": ["1"], "paid": ["1"], "gaven": ["2024-01-01"]})
        for words, call in [("give them when the program is compiled", lambda: program.run(table, measures=["m"], as_of="2024-01-01")),
                            ("set as_of", lambda: program.run(table, measures=["k"])),
                            ("if it is the same, rename the column", lambda: program.run(table, measures=["n"]))]:
            error = self.refused(huice.Error, words, call)
            self.assertNotIn("--", error.english + error.chinese)

    def test_targets(self):
        text = """
            entity Contract { id : text key  amount : money  sme : bool  signed : date }
            entity Base { id : text key  since : date }
            target sme_share over Contract { dated signed  reach sum(amount where sme) / sum(amount) >= 80% each year tentative }
            target bases over Base { dated since  reach count(Base) >= 1 each year }"""
        program = huice.compile(text=text)
        signed = [datetime.date(2024, 5, 1), datetime.date(2024, 6, 1), datetime.date(2025, 1, 1)]
        contracts = pa.table({"id": ["1", "2", "3"], "amount": pa.array([50, 45, 8]), "sme": [True, False, True], "signed": signed})
        assessed = program.assess({"Contract": contracts})
        self.assertEqual([(one["group"], one["status"], one["gap"]) for one in assessed.lines], [("2024", "missed", "27.368422"), ("2025", "met", "0")])
        self.assertEqual(assessed.left_out, [{"target": "bases", "entity": "Base"}])
        self.assertIn("<td>missed</td>", assessed._repr_html_())
        self.assertIn("sme_share 2024 missed", repr(assessed))
        bad = contracts.set_column(1, "amount", pa.array([50, 45, -8]))
        self.refused(huice.DataError, "1 of 3 rows cannot be read", program.assess, {"Contract": bad})
        self.assertEqual(program.assess({"Contract": bad}, reject_limit=1).rejected, [{"entity": "Contract", "rows": 1}])
        self.refused(huice.UsageError, "several entities", program.assess, contracts)
        self.refused(huice.UsageError, "did you mean `bases`", program.assess, {"Contract": contracts}, targets=["base"])
        self.refused(huice.Cancelled, "cancelled", program.assess, {"Contract": contracts}, progress=lambda count: False)

    def test_explanation(self):
        explained = self.program.explain({"uscc": "A", "applied": datetime.date(2024, 5, 1), "trade": "goods", "premium": Decimal("3")})
        self.assertEqual(explained.decisions[0]["amount"], "9000.00")
        self.assertIn("✓ insured 已缴保费: premium > 0元", str(explained))
        self.assertIn("<pre>", explained._repr_html_())
        self.assertIn("negative", str(self.program.explain({"uscc": "A", "premium": -1})))

    def test_settlement_is_explained(self):
        text = """
            entity Firm { id : text key  uscc : text  cost : money  applied : date }
            pool fund { total 100元 when exhausted partial }
            measure aid for Firm { dated applied  pay cost  limit 50元 per uscc per year  paid from fund }
        """
        program = huice.compile(text=text)
        day = datetime.date(2024, 5, 1)
        firms = pa.table({"id": list("12345"), "uscc": list("AABCD"), "cost": [30, 30, 40, 40, -1], "applied": [day] * 5})
        second, fourth, fifth = program.explain_rows(firms, [1, 3, 4])
        self.assertEqual([one.decisions[0]["amount"] for one in (second, fourth)], ["20.00", "10.00"])
        self.assertIn("limit:uscc at most 50.00元 in the year, 30.00元 used before: 30.00元 → 20.00元", str(second))
        self.assertIn("1: 30.00元", str(second))
        self.assertIn("pool:fund 10.00元 left of 100.00元", str(fourth))
        self.assertEqual(fifth.rejected["code"], "negative")
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "aid.policy").write_text(text, encoding="utf-8")
            csv.write_csv(firms, folder / "firms.csv")
            for key, ours in (("2", second), ("4", fourth)):
                theirs = subprocess.run([COMMAND, "explain", folder / "aid.policy", "--data", folder / "firms.csv", "--key", key, "--format", "json", "--lang", "en"],
                                        check=True, capture_output=True).stdout
                self.assertEqual(ours.data, json.loads(theirs))
        self.assertEqual([one.decisions[0]["amount"] for one in program.explain_rows({"Firm": firms}, [3, 1], entity="Firm", language="zh")], ["10.00", "20.00"])
        alone = program.explain({"id": "2", "uscc": "A", "cost": 60, "applied": day})
        self.assertEqual(alone.decisions[0]["amount"], "50.00")
        self.assertIn("settled alone", str(alone))
        self.refused(huice.UsageError, "no row 5", program.explain_rows, firms, [5])
        self.refused(huice.UsageError, "no row -1", program.explain_rows, firms, [-1])
        self.assertEqual(program.explain_rows(firms, []), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
