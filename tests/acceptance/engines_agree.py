#!/usr/bin/env python3
"""Every city's sampled applicants through both engines: byte-identical files, every reachable status often enough,
every row accounted for, memory bounded.

    tests/acceptance/engines_agree.py HUICE [rows]        HUICE_TEST_SIZE=full: 1,000,000 rows, and memory at 10,000,000
"""
import filecmp
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CITIES = {
    "ningbo/2024": ["Enterprise", "ServiceContract", "Base", "Project", "RdCenter", "Incubator", "Title", "SoftwareProduct",
                    "OnlineProject", "SportsTitle", "InformationFirm", "PortProject", "TradeFirm", "ImportItem", "LandProject", "GrainDistrict",
                    "CropBase", "FarmInsurance", "FishingVessel", "Landing", "FisheryPort", "FacilityProject", "ServiceCentre", "FarmScience",
                    "VillageBelt", "Application", "Platform", "SmartTitle", "LandIncome", "ZoneLoan", "ResearchProject", "AwardedResult",
                    "TalentProject", "TalentBase", "OverseasEngineer"],  # Household, which has members: households.py
    "nanjing/2024": ["企业", "跨境电商载体", "试点单位", "家电购买", "其他购买", "文旅项目", "过境旅客", "基础设施产品", "航线", "集装箱运输",
                     "外企机构", "驿站申报", "赋权成果", "技术转移申报", "民营企业", "设备改造", "子女", "政策申请"],
    "nanjing/2024-report": ["招引项目"],
    "taizhou/2024": ["MajorProject", "Hire", "OverseasTransfer", "LandPlot", "Unemployed", "FarmlandProject", "InsuredMonth", "Resident",
                     "MigrantChild"],  # Withdrawal, which has homes, is not one file
    "national/trade-in": ["Purchase", "CarDeal"],
}
FUNDS = ["--set", "fund_2024_total=20亿元", "--set", "fund_2025_total=20亿元", "--set", "fund_2026_total=20亿元"]
SET = {  # external parameters
    "Enterprise": ["--set", "coal_factor=0.3千克标准煤/千瓦时", "--set", "nev_output_floor=10000", "--set", "nev_value_floor=20亿元", "--set", "city_part=60%"],
    "Platform": ["--set", "key_lab_standard=1000万元"],
    "家电购买": ["--set", "以旧换新总额=20亿元"], "其他购买": ["--set", "以旧换新总额=20亿元"],
    "MajorProject": ["--set", "plan_start=2025-01-01"], "InsuredMonth": ["--set", "flexible_rate=9%"], "Resident": ["--set", "conversion_ratio=25%"],
    "MigrantChild": ["--set", "school_age_from=6", "--set", "school_age_to=15"], "Purchase": FUNDS,
    "CarDeal": FUNDS + ["--set", "petrol_until_2026=2010-03-31", "--set", "diesel_until_2026=2010-06-30", "--set", "new_energy_until_2026=2017-09-30"],
}
MEMORY_LIMIT_MIB = 300


def run(*command):
    """Peak MiB of the process; ends the test when it fails."""
    child = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{output.decode(errors='replace')}")
    return usage.ru_maxrss / 1024


def main():
    huice = Path(sys.argv[1]).resolve()
    full = os.environ.get("HUICE_TEST_SIZE") == "full"
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000 if full else 20_000
    sanitized = len(sys.argv) > 3 and sys.argv[3] == "sanitized"
    faults = []
    passed = 0
    with tempfile.TemporaryDirectory(prefix="huice-agree-") as name:
        folder = Path(name)
        os.environ["HUICE_CACHE"] = str(folder / "cache")
        for city, entities in CITIES.items():
            program = ROOT / "policies" / city
            for entity in entities:
                data = folder / "data.csv"
                run(huice, "sample", program, "--entity", entity, "--rows", rows, "--seed", 7, "--out", data, *SET.get(entity, []))
                peak = {}
                for engine in ("jit", "reference"):
                    peak[engine] = run(huice, "run", program, "--data", f"{entity}={data}", "--out", folder / f"{engine}.csv", "--engine", engine, "-q", *SET.get(entity, []))
                before = len(faults)
                if not filecmp.cmp(folder / "jit.csv", folder / "reference.csv", shallow=False):
                    faults.append(f"{city} {entity}: the engines' decisions differ")
                manifest = json.loads((folder / "jit.manifest.json").read_text(encoding="utf-8"))
                report = manifest["entities"][0]
                counted = report["rows"]
                if counted["in"] != rows or counted["in"] != counted["decided"] + counted["rejected"]:
                    faults.append(f"{city} {entity}: rows do not add up: {counted}")
                for measure in report["measures"]:
                    for status, count in measure["counts"].items():
                        if 0 < count < rows / 1000:
                            faults.append(f"{city} {measure['measure']}: only {count} of {rows} rows are {status}")
                if not sanitized and peak["jit"] > MEMORY_LIMIT_MIB:
                    faults.append(f"{city} {entity}: peak memory {peak['jit']:.0f} MiB")
                if full and entity == entities[0]:
                    run(huice, "sample", program, "--entity", entity, "--rows", rows * 10, "--seed", 7, "--out", data, *SET.get(entity, []))
                    ten = run(huice, "run", program, "--data", f"{entity}={data}", "--out", folder / "ten.csv", "-q", *SET.get(entity, []))
                    print(f"{city} {entity}: peak {peak['jit']:.0f} MiB at {rows} rows, {ten:.0f} MiB at {rows * 10}")
                    if ten > peak["jit"] * 1.1 + 8:
                        faults.append(f"{city} {entity}: memory grows with rows, {peak['jit']:.0f} → {ten:.0f} MiB")
                passed += len(faults) == before
    print("\n".join(faults), end="\n" if faults else "")
    print(f"{passed} passed, {len(faults)} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
