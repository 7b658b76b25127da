"""Taizhou's shipped files: applicants, statistics by district and year, and registers. All made up."""
import random
from datetime import date, timedelta
from decimal import Decimal

from made_up import mistype, sampled, write

# The districts with the parts in 100 that each has of a total.
DISTRICTS = {"海陵区": 14, "医药高新区（高港区）": 16, "姜堰区": 13, "靖江市": 19, "泰兴市": 22, "兴化市": 16}
SHORT = ["海陵", "高港", "姜堰", "靖江", "泰兴", "兴化"]

# entity, file, rows, (row, column, what somebody typed)
APPLICANTS = [
    ("MajorProject", "major_projects.csv", 200, [(31, "计划开工日期", "2026年一季度")]),
    ("Hire", "hires.csv", 300, [(88, "该人员是否已享受过扩岗补助", "不清楚")]),
    ("OverseasTransfer", "overseas_transfers.csv", 200, [(17, "本次汇出额（万美元）", "约120")]),
    ("Unemployed", "unemployed.csv", 200, [(9, "生育待遇发生日期", "2025-02-30")]),
    ("Resident", "residents.csv", 300, []),
    ("MigrantChild", "migrant_children.csv", 200, [(66, "出生日期", "2016.9")]),
]

# file: each column with its totals of 2024 and of 2025; a district and year behind them has not reported
STATISTICS = {
    "industry.csv": {
        "工业开票销售（亿元）": ("8316.40", "8805.20"), "技术改造项目数": ("512", "500"), "绿色化改造项目数": ("71", "80"),
        "制造业单项冠军企业数": ("13", "15"), "专精特新小巨人企业数": ("126", "140"), "工程研究中心数": ("92", "101"),
        "企业技术中心数": ("281", "303"), "工程技术研究中心数": ("187", "199"),
    },
    "innovation.csv": {
        "战略性新兴产业产值（亿元）": ("3012.00", "3340.00"), "规上工业总产值（亿元）": ("7890.00", "8310.00"), "瞪羚企业数": ("84", "103"),
        "上争省专项资金企业数": ("26", "30"), "重点科技领域授信额（亿元）": ("104.60", "120.00"), "省级以上智能工厂累计数": ("22", "31"),
        "省级以上智能车间累计数": ("226", "252"), "当年上云企业数": ("1640", "1812", "兴化市", "2025"), "规上企业数": ("3320", "3415"),
        "已上云规上企业数": ("1190", "1402"),
    },
    "investment.csv": {
        "工业领域设备更新套数": ("17200", "18950"), "重大交通基础设施建设投资（亿元）": ("196.40", "207.85"),
    },
    "employment.csv": {"帮扶困难群体就业人数": ("6480", "6544"), "其中公益性岗位安置人数": ("287", "312")},
    "grain.csv": {"粮食产量（万吨）": ("285.6", "282.9")},
}


def spread(total):
    """A total by district, whole steps of its last digit; what remains goes one step each from the first on."""
    places = -Decimal(total).as_tuple().exponent
    steps = int(Decimal(total).scaleb(places))
    parts = [steps * weight // 100 for weight in DISTRICTS.values()]
    for i in range(steps - sum(parts)):
        parts[i] += 1
    return [format(Decimal(part).scaleb(-places), "f") for part in parts]


def statistics(folder):
    for name, columns in STATISTICS.items():
        table = [["报表编号", "市（区）", "统计期末"] + list(columns)]
        for at, year in enumerate(["2024", "2025"]):
            rows = [[f"TJ{year}{i:02}", district, f"{year}-12-31"] for i, district in enumerate(DISTRICTS, 1)]
            for totals in columns.values():
                for row, cell in zip(rows, spread(totals[at])):
                    row.append("" if totals[2:] == (row[1], year) else cell)
            table += rows
        write(folder / name, table)


def registers(folder):
    """What is counted one by one: clusters, firms, funds, works, contracts, parks, farmland; and the city beside its province."""
    chance = random.Random(2024)

    def day(year):
        return f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"

    clusters = [["集群编号", "集群名称", "级别", "认定日期"], ["JQ001", "虚构云帆装备集群", "国家级", "2023-11-10"]]
    clusters += [[f"JQ{i:03}", f"虚构{i}号集群", "省级", day(chance.choice([2023, 2024, 2025]))] for i in range(2, 12)]
    write(folder / "clusters.csv", clusters)

    firms = [["统一社会信用代码", "企业名称", "统计期末", "开票销售（亿元）"]]
    for i in range(1, 61):
        sales = Decimal(chance.randint(100001, 380000) if i <= 12 else chance.randint(50001, 100000) if i <= 21 else chance.randint(8000, 50000)) / 1000
        firms.append([f"910000DEMO7{i:07}", f"虚构{SHORT[i % 6]}{i}号制造有限公司", "2025-12-31", sales])
    write(folder / "large_enterprises.csv", firms)

    write(folder / "mother_funds.csv", [["基金编号", "方向", "组建日期"], ["JJ01", "大健康", "2024-11-28"], ["JJ02", "新材料", "2025-03-20"]])
    write(folder / "data_exchanges.csv", [["平台编号", "平台名称", "是否入选全国首批互认互通需求池"], ["PT01", "虚构数据要素流通交易平台", ""]])
    write(folder / "opening_works.csv", [["工程编号", "工程名称", "通车日期"], ["GC01", "演示过江通道", "2025-09-09"]])

    contracts = [["合同编号", "市（区）", "签订日期", "合同金额（万元）", "是否授予中小企业"]]
    for i in range(1, 401):
        small = chance.random() < 0.86
        amount = Decimal(chance.randint(300, 26000) if small else chance.randint(2000, 34000)) / 100
        contracts.append([f"CG{i:04}", chance.choice(list(DISTRICTS)), day(2024 if i <= 190 else 2025), amount, "是" if small else "否"])
    write(folder / "procurement_contracts.csv", contracts)

    parks = [["园区编号", "园区名称", "市（区）", "是否省级示范物流园区", "认定日期"]]
    for i, district in enumerate([*DISTRICTS, "靖江市", "泰兴市"], 1):
        parks.append([f"WL{i:02}", f"虚构{i}号物流园", district, "否" if district == "姜堰区" else "是", day(chance.choice([2022, 2023, 2024, 2025]))])
    write(folder / "logistics_parks.csv", parks)

    farmland = [["项目编号", "市（区）", "计划年度", "建设面积（万亩）", "区级投入日期", "区级投入（万元）"]]
    for i in range(1, 121):
        year = 2025 if i <= 80 else 2024
        area = Decimal(chance.randint(1800, 4300)) / 10000
        money = chance.randint(40, 900) if chance.random() < 0.9 else ""
        farmland.append([f"GB{i:03}", chance.choice(list(DISTRICTS)), year, area, day(2025) if year == 2025 else day(2024), money])
    write(folder / "farmland_projects.csv", farmland)

    write(folder / "trade_in_totals.csv", [["地区", "范围", "国家补贴资金（万元）", "常住人口"], ["泰州", "本市", 81250, 4498000],
                                           ["江苏", "全省", 1523000, 85260000]])
    write(folder / "foreign_investment.csv", [["地区", "范围", "实际使用外资（万美元）", "上年实际使用外资（万美元）"],
                                              ["泰州", "本市", "96120.5", "92400"], ["江苏", "全省", "1921000", "1904000"]])
    write(folder / "farmer_income.csv", [["序列编号", "基期期末", "基期农民人均收入", "考核期末", "考核期农民人均收入"], ["SR01", "2022-12-31", 31000, "2032-12-31", ""]])
    write(folder / "pension_standards.csv", [["标准编号", "市（区）", "每月基础养老金"]]
          + [[f"BZ{i:02}", district, 200 + 5 * (i % 3)] for i, district in enumerate(DISTRICTS, 1)])


def applications(folder):
    """Land plots, withdrawals from the provident fund with the homes that lifts are for, and months of insurance, in usual sizes."""
    chance = random.Random(2025)

    def day():
        return date(2024, 12, 20) + timedelta(days=chance.randint(0, 385))

    def yes(share):
        return "" if chance.random() < 0.03 else "是" if chance.random() < share else "否"

    plots = [["地块编号", "申请日期", "是否存量地块", "是否拟建改善型住宅", "原容积率", "调整后容积率", "是否改变用地性质", "是否符合详细规划", "是否满足相关规范",
              "是否满足其他前提", "原建筑高度上限（米）", "调整后建筑高度上限（米）"]]
    for i in range(1, 201):
        ratio = Decimal(chance.randint(120, 260)) / 100
        height = Decimal(chance.choice([27, 36, 36, 54, 60, 80]))
        plots.append([f"DK{i:03}", day(), yes(0.95), yes(0.95), ratio, ratio + chance.choice([0, 0, 0, 0, Decimal("-0.10"), Decimal("0.05")]), yes(0.04),
                      yes(0.96), yes(0.96), chance.choice(["是", "是", "是", "是", "否", ""]), height,
                      height * chance.choice([Decimal(x) for x in ("0.95", "1", "1.05", "1.1", "1.1", "1.12")])])
    mistype(plots, 120, "原建筑高度上限", "三十六")
    write(folder / "land_plots.csv", plots)

    homes = [["住房编号", "是否自住", "电梯工程"]]
    homes += [[f"FW{i:03}", yes(0.9), chance.choice(["新建", "新建", "更新改造", "无"])] for i in range(1, 121)]
    write(folder / "homes.csv", homes)
    taken = [["申请编号", "申请日期", "提取用途", "申请人身份", "住房编号", "实际工作地", "租房所在地"]]
    for i in range(1, 301):
        purpose = chance.choice(["住房电梯", "住房电梯", "租房", "租房", "租房", "其他"])
        who = chance.choice(["职工本人"] * 5 + ["配偶", "子女", "子女的配偶", "其他"])
        work = chance.choice(["泰州市", "泰州市", "扬州市", "南通市"])
        rent = purpose == "租房"
        taken.append([f"TQ{i:04}", day(), purpose, who, f"FW{chance.randint(1, 120):03}" if purpose == "住房电梯" else "",
                      work if rent else "", chance.choice([work, work, work, "泰州市", ""]) if rent else ""])
    mistype(taken, 45, "住房编号", "FW999")
    mistype(taken, 200, "申请人身份", "女婿")
    write(folder / "withdrawals.csv", taken)

    months = [["缴费编号", "人员编号", "缴费月份首日", "参保险种", "是否灵活就业人员", "月缴费基数"]]
    for i in range(1, 401):
        months.append([f"JF{i:05}", f"RY{chance.randint(1, 90):04}", f"2025-{chance.randint(1, 12):02}-01",
                       chance.choice(["城镇职工基本医疗保险"] * 5 + ["城乡居民基本医疗保险"]), yes(0.8), chance.choice(["4879", "4879", "5200.5", "6500", "8120.35", ""])])
    mistype(months, 140, "月缴费基数", "约5000")
    write(folder / "insured_months.csv", months)


def make(huice, program):
    data = program / "data"
    parameters = ("--parameters", data / "parameters.csv")
    for entity, name, rows, mistakes in APPLICANTS:
        table = sampled(huice, program, entity, rows, *parameters)
        for mistake in mistakes:
            mistype(table, *mistake)
        if entity == "MajorProject":
            for i, row in enumerate(table[1:], 1):
                row[1] = f"虚构{i}号重点项目"
        write(data / name, table)
    statistics(data)
    registers(data)
    applications(data)
