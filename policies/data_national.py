"""The shipped files of the national trade-in rules: purchases and car deals of a small town, 2024 to 2026. All made up."""
import random
from datetime import date, datetime, timedelta

from made_up import mistype, write

# class: the usual price in yuan
CLASSES = {"冰箱": 4200, "洗衣机": 3100, "电视": 4800, "空调": 3300, "电脑": 6900, "热水器": 2100, "家用灶具": 1500, "吸油烟机": 2400, "微波炉": 700,
           "净水器": 1900, "洗碗机": 4500, "电饭煲": 500, "手机": 4300, "平板": 2900, "智能手表（手环）": 1100, "智能眼镜": 2200}
DIGITAL = ["手机", "平板", "智能手表（手环）", "智能眼镜"]


def day(chance, first, last):
    return first + timedelta(days=chance.randint(0, (last - first).days))


def moment(chance, bought):
    """A few days later, to the second: first applied, first served."""
    at = datetime(bought.year, bought.month, bought.day, 8) + timedelta(days=chance.randint(0, 9), seconds=chance.randint(0, 43200))
    return at.strftime("%Y-%m-%d %H:%M:%S")


def purchases(chance):
    table = [["申请编号", "购买人证件号", "品类", "能效或水效等级", "扣除优惠后的成交价", "购买日期", "申请时间"]]
    for i in range(1, 501):
        kind = chance.choice(["空调", "空调", "手机", "手机", *CLASSES])
        bought = day(chance, date(2024, 9, 1), date(2026, 6, 30))
        price = round(CLASSES[kind] * chance.uniform(0.5, 2.4)) - chance.choice([0, 0, 1, 0.01])
        if kind in DIGITAL and chance.random() < 0.06:
            price = chance.choice([6000, 6000.01, 5999])
        level = "" if kind in DIGITAL else chance.choice(["一级"] * 6 + ["二级"] * 3 + ["其他或未标识"])
        buyer = f"演示证件{chance.randint(1, 150):03}"
        table.append([f"GM{i:04}", buyer, kind, level, f"{price:.2f}", bought, moment(chance, bought)])
    mistype(table, 77, "购买日期", "2025-06-31")
    mistype(table, 205, "扣除优惠后的成交价", "3999元整")
    mistype(table, 310, "品类", "扫地机器人")
    return table


def car_deals(chance):
    table = [["申请编号", "申请人证件号", "更新方式", "旧车车型", "旧车燃料", "旧车注册登记日期", "旧车报废注销日期", "新车车型", "新车动力", "新车排量（升）",
              "新车价格（万元）", "新车购买日期", "申请时间", "是否符合置换条件"]]
    for i in range(1, 301):
        bought = day(chance, date(2024, 4, 20), date(2026, 6, 30))
        replaced = bought.year == 2026 and chance.random() < 0.5
        fuel = chance.choice(["汽油"] * 7 + ["柴油", "其他燃料", "新能源"])
        registered = day(chance, date(2006, 1, 1), date(2014, 12, 31)) if fuel != "新能源" else day(chance, date(2015, 1, 1), date(2019, 12, 31))
        scrapped = "" if replaced else bought - timedelta(days=chance.randint(0, 25))
        electric = chance.random() < 0.55
        litres = "" if electric else chance.choice(["1.5", "1.5", "1.6", "2.0", "2.0", "2.5"])
        price = chance.choice(["7.98", "10.58", "12.99", "15", "16.6667", "18.75", "21.98", "27.68"])
        buyer = f"演示证件{chance.randint(1, 140):03}"
        decided = chance.choice(["是", "是", "是", "否", ""]) if replaced else ""
        table.append([f"QC{i:04}", buyer, "置换更新" if replaced else "报废更新", chance.choice(["小型载客汽车"] * 8 + ["微型载客汽车", "其他"]), fuel, registered, scrapped,
                      chance.choice(["小型载客汽车"] * 9 + ["微型载客汽车"]), "新能源" if electric else "汽油", litres, price, bought, moment(chance, bought), decided])
    both = ["小型载客汽车", "汽油", date(2009, 5, 1), date(2026, 2, 1), "小型载客汽车", "新能源", "", "15", date(2026, 2, 3)]  # scrapped one car, replaced another
    table.append(["QC0301", "演示证件300", "报废更新", *both, "2026-02-04 10:00:00", ""])
    table.append(["QC0302", "演示证件300", "置换更新", *both, "2026-02-05 10:00:00", "是"])
    mistype(table, 42, "旧车注册登记日期", "2011年6月")
    mistype(table, 188, "新车排量", "2.0T")
    return table


def make(program):
    chance = random.Random(2024)
    write(program / "data" / "purchases.csv", purchases(chance))
    write(program / "data" / "car_deals.csv", car_deals(chance))
