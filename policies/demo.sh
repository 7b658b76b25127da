#!/usr/bin/env bash
# The demo: each city's shipped applicants are decided; shows the input, the summary, one explanation, where the outputs are.
set -euo pipefail
cd "$(dirname "$0")/.."
huice=build/release/huice
out=build/demo
mkdir -p "$out/workbook"

title() { printf '\n\033[1m%s\033[0m\n' "$*"; }
show() { printf '\033[2m$ huice %s\033[0m\n' "$*"; "$huice" "$@"; }

title "1. The applicants, as an office has them: Chinese headers, 万元 columns, empty cells (policies/ningbo/2024/data/enterprises.csv)"
head -n 4 policies/ningbo/2024/data/enterprises.csv

title "2. Ningbo's measures decide them"
show run policies/ningbo/2024 --data Enterprise=policies/ningbo/2024/data/enterprises.csv \
  --data Project=policies/ningbo/2024/data/projects.csv --data ServiceContract=policies/ningbo/2024/data/contracts.csv \
  --data Base=policies/ningbo/2024/data/bases.csv --parameters policies/ningbo/2024/data/parameters.csv --out "$out/ningbo"

title "3. Nanjing's measures, written with Chinese keywords"
show run policies/nanjing/2024 --data 企业=policies/nanjing/2024/data/企业.csv \
  --data 跨境电商载体=policies/nanjing/2024/data/跨境电商载体.csv --data 试点单位=policies/nanjing/2024/data/试点单位.csv --out "$out/nanjing"

title "4. Why this amount?"
show explain policies/ningbo/2024 --data Enterprise=policies/ningbo/2024/data/enterprises.csv --measures rd_increment \
  --parameters policies/ningbo/2024/data/parameters.csv --key 910000DEMO00000007

title "5. Who gets what when many apply: one item a person and class, three air conditioners, until the fund is used up"
show run policies/nanjing/2024 --data 家电购买=policies/nanjing/2024/data/家电购买.csv --parameters policies/nanjing/2024/data/参数.csv \
  --out "$out/家电购买.csv"
cut -d, -f1,2,4,5 "$out/家电购买.csv"

title "6. The city's goals, from the statistics of the districts and banks"
data=policies/ningbo/2024/data
show assess policies/ningbo/2024 -q --data DistrictInvestment=$data/investment.csv --data BankReport=$data/banks.csv \
  --data ManufacturingReport=$data/manufacturing.csv

title "7. A report's own figures: what it says of 2023, against its goals of 2024"
data=policies/nanjing/2024-report/data
show assess policies/nanjing/2024-report -q --lang zh --data 经济运行=$data/2023-经济运行.csv --data 科技创新统计=$data/2023-科技创新统计.csv \
  --data 城市建设统计=$data/2023-城市建设统计.csv

title "8. Three years of national rules: versions by the day of purchase, one car a person in 2026, a fund for each year"
data=policies/national/trade-in/data
show run policies/national/trade-in --parameters $data/parameters.csv --data Purchase=$data/purchases.csv \
  --data CarDeal=$data/car_deals.csv --out "$out/trade-in"

title "9. A workbook as an office has it, and its result sheet: titles, 万元, a total, a code that the spreadsheet destroyed"
show run policies/ningbo/2024 --data Enterprise=policies/ningbo/2024/data/研发投入申报表.xlsx --measures rd_increment \
  --parameters policies/ningbo/2024/data/parameters.csv --keep 企业名称 --labels zh --lang zh --out "$out/workbook/研发投入增量补助.xlsx"
python3 policies/show_sheet.py "$out/workbook/研发投入增量补助.xlsx" 结果 6

title "10. The outputs: decisions, rejected rows with their reasons, and a manifest of each run"
ls -l "$out"/*/*
