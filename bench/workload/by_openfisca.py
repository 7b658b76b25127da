"""What applicants.policy says, as an OpenFisca tax and benefit system: a variable for each condition and amount, by the year. Its numbers
are float32 and know no missing value (0 stands for it), so that it decides otherwise than the others; the columns are the same.

    by_openfisca.py INPUT OUTPUT        prints the seconds of the work alone
"""
import logging
import sys
import time

import numpy as np
import pandas as pd
from openfisca_core.entities import build_entity
from openfisca_core.periods import YEAR
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

logging.disable(logging.WARNING)
Applicant = build_entity(key="applicant", plural="applicants", label="Applicant", is_person=True)
NUMBERS, YES = ("premium", "rd", "rd_last", "revenue", "area", "volume"), ("insured", "scale", "sme", "goods", "basic", "improved")


def given(name, kind):
    return type(name, (Variable,), {"value_type": kind, "entity": Applicant, "definition_period": YEAR, "label": name})


def made(name, kind, formula):
    return type(name, (Variable,), {"value_type": kind, "entity": Applicant, "definition_period": YEAR, "label": name, "formula": lambda applicant, period, _: formula(lambda field: applicant(field, period))})


def fen(amount, most):
    """Rounded to the fen, at most so many yuan."""
    return np.minimum(np.floor(amount * 100 + 0.5) / 100, most)


system = TaxBenefitSystem([Applicant])
for variable in (
    *(given(name, float) for name in NUMBERS), *(given(name, bool) for name in YES),
    made("premium_amount", float, lambda of: of("insured") * fen(of("premium") * np.where(of("goods"), 0.3, 0.8), 1000000)),
    made("spend", bool, lambda of: of("rd") > 2000000),
    made("growth", bool, lambda of: of("rd") > 1.1 * of("rd_last")),
    made("intensity", bool, lambda of: of("rd") >= 0.03 * of("revenue")),
    made("rd_eligible", bool, lambda of: of("scale") * of("spend") * of("growth") * of("intensity")),
    made("rd_amount", float, lambda of: of("rd_eligible") * fen(0.1 * (of("rd") - of("rd_last")), 3000000)),
    made("size", bool, lambda of: of("area") >= 50),
    made("base_amount", float, lambda of: of("size") * fen(of("area") * np.select([of("basic"), of("improved")], [800, 1000], 1200), 500000)),
    made("some", bool, lambda of: of("volume") > 0),
    made("treatment_amount", float, lambda of: of("some") * fen(
        (2 * np.minimum(of("volume"), 3000) + 1.5 * np.maximum(0, np.minimum(of("volume"), 10000) - 3000) + np.maximum(0, of("volume") - 10000)) * np.where(of("sme"), 1.05, 1), 20000)),
):
    system.add_variable(variable)


def decide(rows):
    simulation = SimulationBuilder().build_default_simulation(system, len(rows))
    for name in NUMBERS:
        simulation.set_input(name, "2024", rows[name].fillna(0).to_numpy())
    for name in ("insured", "scale", "sme"):
        simulation.set_input(name, "2024", (rows[name] == "true").to_numpy())
    for name, column, value in (("goods", "trade", "goods"), ("basic", "standard", "basic"), ("improved", "standard", "improved")):
        simulation.set_input(name, "2024", (rows[column] == value).to_numpy())
    of = {name: simulation.calculate(name, "2024") for name in ("insured", "scale", "premium_amount", "spend", "growth", "intensity", "rd_eligible", "rd_amount", "size", "base_amount", "some", "treatment_amount")}
    out = {"id": rows["id"]}
    lacks = [~of[name] for name in ("scale", "spend", "growth", "intensity")]
    words = np.array([";".join(name for bit, name in enumerate(("scale", "spend", "growth", "intensity")) if code >> bit & 1) for code in range(16)], dtype=object)
    reasons = {"premium_support": np.where(of["insured"], "", "insured"), "rd_increment": words[sum(lack.astype(int) << bit for bit, lack in enumerate(lacks))],
               "base_grant": np.where(of["size"], "", "size"), "treatment": np.where(of["some"], "", "some")}
    for measure, eligible, amount in (("premium_support", "insured", "premium_amount"), ("rd_increment", "rd_eligible", "rd_amount"), ("base_grant", "size", "base_amount"), ("treatment", "some", "treatment_amount")):
        out[f"{measure}.status"] = np.where(of[eligible], "eligible", "ineligible")
        out[f"{measure}.amount"] = [f"{value:.2f}" if good else "" for value, good in zip(of[amount].tolist(), of[eligible].tolist())]
        out[f"{measure}.reasons"] = reasons[measure]
    return pd.DataFrame(out)


begin = time.perf_counter()
decide(pd.read_csv(sys.argv[1], dtype={name: "str" for name in ("id", "insured", "scale", "sme")})).to_csv(sys.argv[2], index=False, lineterminator="\n")
print(time.perf_counter() - begin)
