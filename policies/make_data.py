#!/usr/bin/env python3
"""Makes the shipped applicant files again: `huice sample`, some money columns in 万元, and a few rows as offices get them wrong.

    policies/make_data.py [--huice build/huice]

Everyone in these files is made up. Written by hand, a few rows that meet limits and pools: 家电购买.csv, 参数.csv, software.csv.
"""
import argparse
import csv
import io
import subprocess
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent

# folder, entity, file, rows, columns shown in 万元, (row, column, what somebody typed)
FILES = [
    ("ningbo/2024", "Enterprise", "enterprises.csv", 1200, ["营业收入", "研发经费内部支出", "上年研发经费内部支出"],
     [(57, "营业收入", "约5000"), (211, "申报日期", "2024-13-05"), (1004, "统一社会信用代码", "9.1E+17")]),
    ("ningbo/2024", "ServiceContract", "contracts.csv", 1000, [], [(77, "合同实际支付金额", "12000.555"), (640, "核定抵扣比例", "五成")]),
    ("ningbo/2024", "Base", "bases.csv", 1000, [], [(400, "面积（亩）", "五十"), (802, "是否连片", "基本是")]),
    ("nanjing/2024", "企业", "企业.csv", 1200, ["出口信用保险实缴保费"],
     [(88, "贸易类型", "进出口"), (345, "科技保险实缴保费", "1,2345"), (901, "核定科技保险补贴比例", "130%")]),
    ("nanjing/2024", "跨境电商载体", "跨境电商载体.csv", 1000, ["核定支持金额"], [(123, "申请日期", "今年三月")]),
    ("nanjing/2024", "试点单位", "试点单位.csv", 1000, [], [(55, "所有权或不低于10年使用权的成果数", "3.5")]),
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--huice", default=str(HERE.parent / "build" / "huice"))
    options = parser.parse_args()
    for folder, entity, name, rows, wan, mistakes in FILES:
        command = [options.huice, "sample", str(HERE / folder), "--entity", entity, "--rows", str(rows), "--seed", "2024", "--labels", "zh"]
        table = list(csv.reader(io.StringIO(subprocess.run(command, check=True, capture_output=True).stdout.decode())))
        header = table[0]
        for row in table[1:]:  # the sample's rows one unit below zero, which would only be rejected
            row[:] = ["" if cell == "-0.01" else cell for cell in row]
        for column in wan:
            at = header.index(column)
            header[at] = column + "（万元）"
            for row in table[1:]:
                if row[at]:
                    row[at] = format((Decimal(row[at]) / 10000).normalize(), "f")
        for line, column, text in mistakes:
            at = next(i for i, title in enumerate(header) if title == column or title.startswith(column + "（"))
            table[line][at] = text
        out = HERE / folder / "data" / name
        out.parent.mkdir(exist_ok=True)
        with out.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(table)


if __name__ == "__main__":
    main()
