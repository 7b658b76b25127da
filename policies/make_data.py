#!/usr/bin/env python3
"""Makes the shipped files again. Applicants: `huice sample`, some money columns in 万元, and a few rows as offices get them
wrong. Statistics: a total for each column, spread over the districts. Registers: names and values in turn.
Taizhou and the national rules have makers of their own: data_taizhou.py, data_national.py.

    policies/make_data.py [--huice build/huice]

Everyone and every figure in these files is made up. Written by hand, a few rows that meet limits and pools: 家电购买.csv, 参数.csv, software.csv.
"""
import argparse
import random
from decimal import Decimal
from pathlib import Path

import data_national
import data_taizhou
from made_up import in_wan, mistype, sample, sampled, write

HERE = Path(__file__).resolve().parent

# folder, entity, file, rows, columns shown in 万元, (row, column, what somebody typed)
FILES = [
    ("ningbo/2024", "Enterprise", "enterprises.csv", 1200, ["营业收入", "研发经费内部支出", "上年研发经费内部支出", "利润总额", "考核利润目标", "研发费用"],
     [(57, "营业收入", "约5000"), (211, "申报日期", "2024-13-05"), (1004, "统一社会信用代码", "9.1E+17")]),
    ("ningbo/2024", "Project", "projects.csv", 400, ["实际投入总额", "核定海洋项目补助", "按标准应缴高可靠性供电费"],
     [(31, "实际投入总额", "1.2亿"), (207, "占用林地日期", "2024-02-30")]),
    ("ningbo/2024", "Platform", "platforms.csv", 200, ["核定重大平台补助", "已获资助"], [(44, "平台类别", "重点实验室")]),
    ("ningbo/2024", "SmartTitle", "smart_titles.csv", 200, ["核定奖励金额"], [(90, "荣誉", "5G工厂")]),
    ("ningbo/2024", "ZoneLoan", "zone_loans.csv", 300, ["贷款金额"], [(12, "借款人是否在甬江科创区", "部分")]),
    ("ningbo/2024", "ResearchProject", "research_projects.csv", 200, [], [(150, "承担角色", "牵头")]),
    ("ningbo/2024", "AwardedResult", "awarded_results.csv", 120, ["实际投入", "核定支持金额"], [(61, "奖项", "一等奖")]),
    ("ningbo/2024", "TalentProject", "talent_projects.csv", 300, ["核定支持金额"], [(205, "申报日期", "今年三月")]),
    ("ningbo/2024", "TalentBase", "talent_bases.csv", 100, ["核定建设补助"], [(77, "核定建设补助", "待定")]),
    ("ningbo/2024", "OverseasEngineer", "overseas_engineers.csv", 200, ["年薪"], [(18, "核定资助比例", "三成"), (133, "年薪", "12万美元")]),
    ("ningbo/2024", "RdCenter", "rd_centers.csv", 120, ["当年度实际利用外资"], [(7, "当年度实际利用外资", "$300,000")]),
    ("ningbo/2024", "Incubator", "incubators.csv", 200, ["核定奖励金额"], [(101, "绩效评价结果", "A")]),
    ("ningbo/2024", "ServiceContract", "contracts.csv", 1000, [], [(77, "合同实际支付金额", "12000.555"), (640, "核定抵扣比例", "五成")]),
    ("ningbo/2024", "Base", "bases.csv", 1000, [], [(400, "面积（亩）", "五十"), (802, "是否连片", "基本是")]),
    ("ningbo/2024", "OnlineProject", "online_projects.csv", 300, ["实际投入"], [(40, "核定补助比例", "两成")]),
    ("ningbo/2024", "Title", "titles.csv", 300, ["核定奖励金额"], [(70, "荣誉", "500强")]),
    ("ningbo/2024", "SportsTitle", "sports_titles.csv", 300, ["核定支持金额"], []),
    ("ningbo/2024", "TradeFirm", "trade_firms.csv", 300, [], [(11, "是否开展碳足迹核查", "已委托")]),
    ("ningbo/2024", "FacilityProject", "facility_projects.csv", 300, [], []),
    ("ningbo/2024", "FarmScience", "farm_science.csv", 300, ["核定补助金额"], [(90, "申报日期", "2024.6.31")]),
    ("ningbo/2024", "Household", "households.csv", 300, [], []),
    ("nanjing/2024", "企业", "企业.csv", 1200, ["出口信用保险实缴保费"],
     [(88, "贸易类型", "进出口"), (345, "科技保险实缴保费", "1,2345"), (901, "核定科技保险补贴比例", "130%")]),
    ("nanjing/2024", "跨境电商载体", "跨境电商载体.csv", 1000, ["核定支持金额"], [(123, "申请日期", "今年三月")]),
    ("nanjing/2024", "试点单位", "试点单位.csv", 1000, [], [(55, "所有权或不低于10年使用权的成果数", "3.5")]),
    ("nanjing/2024", "其他购买", "其他购买.csv", 300, [], [(20, "换新类别", "手机")]),
    ("nanjing/2024", "文旅项目", "文旅项目.csv", 300, ["核定支持金额"], [(31, "申请时间", "2025-13-01 09:00:00")]),
    ("nanjing/2024", "航线", "航线.csv", 300, [], [(60, "每周增加班次", "一班")]),
    ("nanjing/2024", "驿站申报", "驿站申报.csv", 300, ["按绩效核定的奖励"], []),
    ("nanjing/2024", "赋权成果", "赋权成果.csv", 300, [], [(9, "使用权年限（年）", "长期")]),
    ("nanjing/2024", "技术转移申报", "技术转移申报.csv", 300, ["分类分档核定的奖励"], []),
    ("nanjing/2024", "设备改造", "设备改造.csv", 300, [], []),
    ("nanjing/2024", "子女", "子女.csv", 300, [], [(77, "出生日期", "2023年2月30日")]),
]

# Ningbo's districts with the parts in 100 that each has of a total.
DISTRICTS = {"海曙区": 15, "江北区": 8, "镇海区": 8, "北仑区": 11, "鄞州区": 18, "奉化区": 7, "余姚市": 11, "慈溪市": 13, "宁海县": 5, "象山县": 4}

# file: each column with its total, in steps of the total's last digit; a district behind it has not reported
STATISTICS = {
    "investment.csv": {
        "固定资产投资额（亿元）": "5236.4", "上年固定资产投资额（亿元）": "4762.8", "争取中央预算内投资（亿元）": "9.72",
        "国有建设用地供应面积（万亩）": "6.18", "纳入国家用地保障项目数": "10", "省级以上重大基础设施新增用地指标（亩）": "5120",
        "出让工业项目数": "402", "其中民间投资项目数": "318", "工业用地供应面积（亩）": "21300", "其中民营企业工业用地面积（亩）": "17250",
        "新上重大项目用能（万吨标准煤）": "412.6", "新增能耗（万吨标准煤）": "180.5", "其中民间投资项目新增能耗（万吨标准煤）": "127.9",
        "产业基金投资额（亿元）": "64.2", "其中投向民营企业（亿元）": "51.9", "新开工改造老旧小区数": ("31", "慈溪市"),
    },
    "manufacturing.csv": {
        "省级以上标杆项目数": "33", "中小企业数字化转型试点数": "262", "规上工业企业数": "10430", "其中已实施智改数转企业数": "10426",
        "其中完成数字化改造企业数": "8912", "出让土地总量（亩）": "42600", "其中工业用地（亩）": "15120", "整治低效工业用地（万亩）": "0.740",
    },
    "services.csv": {
        "新培育高能级创新发展区数": "1", "新增服务业领军企业数": "12", "培育省级工业设计中心数": "9", "新增服务型制造示范数": "10",
        "新增夜间文旅消费集聚区数": "2", "软件业务收入（亿元）": "1402.50", "上年软件业务收入（亿元）": "1275.00",
    },
    "transport.csv": {
        "新增船舶载重运力（万吨）": "52.6", "船舶载重运力（万吨）": "1330.0", "国际船舶载重运力（万吨）": "239.4",
        "上年船舶载重运力（万吨）": "1280.0", "上年国际船舶载重运力（万吨）": "224.0", "新建岸电设施套数": "6",
        "岸电使用量（万千瓦时）": "1815", "上年岸电使用量（万千瓦时）": "1650", "新（改）建农村公路里程（公里）": "41.3",
        "完成养护工程里程（公里）": "457.9", "城乡交通运输一体化等级": "5A级", "开通“客货邮”融合线路条数": "2",
        "新增综合性服务站点数": "34", "新建“司机之家”站点数": "3",
    },
    "markets.csv": {
        "促销活动场次": "1086", "消费券撬动消费额（亿元）": "149.99", "新增公共充电桩根数": "4320", "主城区公交车辆数": "4100",
        "主城区新能源公交车辆数": "2870", "主城区出租车辆数": "4600", "主城区新能源出租车辆数": "3221", "遴选市级信息消费体验中心数": "5",
        "累计电商直播式“共富工坊”数": "214", "重点商圈商户数": "9200", "完成数字人民币受理改造商户数": "6440",
        "夜间文旅消费示范试点数": "103", "接待过夜游客人次": "60870000", "体育消费促进活动场次": "24", "打造体育消费场景数": "188",
        "“甬通全球”系列展会场次": "112", "新增内外贸一体化省级产业基地数": "3", "新增内外贸一体化“领跑者”企业数": "31",
        "外贸优品拓内销活动场次": "50", "实际利用外资（亿美元）": "32.00", "制造业实际利用外资（亿美元）": "9.44",
    },
    "rural.csv": {
        "完成全域土地综合整治项目数": "8", "永久基本农田集中连片整治面积（万亩）": "8.20", "新建和改造提升高标准农田面积（万亩）": "10.05",
        "粮食播种面积（万亩）": "172.31", "粮食产量（亿斤）": "14.29", "新增农业科技重大成果数": "6", "派遣科技特派员人次": "1120",
        "新增市级以上农业龙头企业数": "22", "县城承载能力重大项目数": "43", "县城承载能力重大项目完成投资（亿元）": "81.40",
    },
    "livelihood.csv": {
        "新增高技能人才人数": "51340", "新（改、扩）建养老机构数": "20", "新增老年助餐服务点位数": "362", "新增托位数": "1688",
        "其中社区嵌入式和单位自建型托位数": "799", "托位总数": "42900", "常住人口": "9698000", "在园幼儿人数": "221000",
        "公办幼儿园在园幼儿人数": "156800", "城乡教共体数": "320", "融合型教共体数": "141", "共建型教共体数": "99", "户籍人口": "6214000",
        "参加基本医保的户籍人口": "6158100", "互联网诊疗服务人次": ("2304000", "余姚市"), "新增慈善组织数": "73", "新增慈善信托规模（万元）": "2150",
    },
}

# The same for Nanjing: reports in 编号 order, one for each date and district; a report of a stock has no date.
NANJING = {"玄武区": 9, "秦淮区": 10, "建邺区": 9, "鼓楼区": 11, "浦口区": 7, "栖霞区": 9, "雨花台区": 9, "江宁区": 14, "六合区": 6, "溧水区": 5, "高淳区": 4, "江北新区": 7}
NANJING_STATISTICS = {
    "促消费统计.csv": {
        "2024-09-30": {"进小区、机关、企业、院所的以旧换新活动场次": "88", "改善型住宅项目上市数": "13"},
        "2024-12-31": {"进小区、机关、企业、院所的以旧换新活动场次": "117", "改善型住宅项目上市数": "11"},
        "2025-06-30": {"进小区、机关、企业、院所的以旧换新活动场次": "46", "改善型住宅项目上市数": "7"},
    },
    "扩大投资统计.csv": {
        "2024-06-30": {"出售、出租、产权转让等盘活的存量房产面积（万平方米）": "61.5", "城市更新新增投资（亿元）": "19.40", "本期开始推进的年度更新项目数": "22"},
        "2024-12-31": {"出售、出租、产权转让等盘活的存量房产面积（万平方米）": "70.2", "城市更新新增投资（亿元）": "27.15", "本期开始推进的年度更新项目数": "18"},
        "2025-12-31": {"出售、出租、产权转让等盘活的存量房产面积（万平方米）": "68.3", "城市更新新增投资（亿元）": "41.08", "本期开始推进的年度更新项目数": "0"},
    },
    "产业进展统计.csv": {
        "2024-06-30": {"新增总部企业数": "17", "对外发布应用场景数": "640", "新评定创新产品数": "0"},
        "2024-12-31": {"新增总部企业数": "15", "对外发布应用场景数": "308", "新评定创新产品数": "104"},
        "2025-12-31": {"新增总部企业数": "17", "对外发布应用场景数": "290", "新评定创新产品数": "96"},
    },
    "农村双创统计.csv": {
        "2024-12-31": {"培育农村初始创业主体数": "96", "培育农业农村“头雁种苗”数": "41"},
        "2025-12-31": {"培育农村初始创业主体数": "118", "培育农业农村“头雁种苗”数": "52"},
    },
    "数实融合统计.csv": {"": {"规上工业企业数": "3265", "已接受诊断服务的规上工业企业数": "3265", "与人工智能企业合作打造的行业大模型数": "22"}},
    "创新载体统计.csv": {"": {"科创金融服务驿站数": "30", "概念验证中心数": "10", "中试平台数": "19", "公共技术服务平台数": "34", "高水平新型研发机构数": "41"}},
    "养老服务统计.csv": {"": {"建成普惠性养老服务设施数": ("29", "高淳区"), "养老机构护理型床位数": "31900", "养老机构床位数": "45100"}},
}


def spread(total, districts=DISTRICTS):
    """A total by district, whole steps, what remains one step each from the first on; a text is everyone's."""
    try:
        number = Decimal(total)
    except ArithmeticError:
        return [total] * len(districts)
    places = -number.as_tuple().exponent
    steps = int(number.scaleb(places))
    parts = [steps * weight // 100 for weight in districts.values()]
    for i in range(steps - sum(parts)):
        parts[i] += 1
    return [format(Decimal(part).scaleb(-places), "f") for part in parts]


def statistics(folder):
    for name, columns in STATISTICS.items():
        table = [["区（县、市）"] + list(columns)] + [[district] for district in DISTRICTS]
        for total in columns.values():
            total, missing = total if isinstance(total, tuple) else (total, None)
            for row, cell in zip(table[1:], spread(total)):
                row.append("" if row[0] == missing else cell)
        write(folder / name, table)


def registers(folder):
    """The things that are counted one by one: projects, villages, chains, firms, works, and who has long-term care."""
    chance = random.Random(2024)
    signed = [["项目编号", "签约日期", "投资币种", "人民币总投资（亿元）", "美元总投资（亿美元）", "是否境外世界500强项目"]]
    for i in range(1, 161):
        dollars = i % 4 == 0
        size = Decimal(chance.choice(["0.6", "1", "1.25", "2"]) if dollars else chance.choice(["8.5", "10", "12.8", "26", "51.3"]))
        day = f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        signed.append([f"QY{i:04}", day, "美元" if dollars else "人民币", "" if dollars else size, size if dollars else "",
                       "是" if dollars and i % 12 == 0 else "否"])
    write(folder / "signed_projects.csv", signed)
    villages = [["行政村名称", "集体经营性收入（万元）"]]
    villages += [[f"虚构{i:03}村", chance.choice(["31.2", "49.9999", "50", "50", "66.8", "84", "120.5", "203"])] for i in range(1, 401)]
    write(folder / "villages.csv", villages)
    write(folder / "farm_chains.csv", [["产业链名称", "年产值（亿元）"]] + [[f"虚构{i}号全产业链", chance.choice(["49.9", "50", "63", "88.5"])] for i in range(1, 15)])
    write(folder / "farm_firms.csv", [["统一社会信用代码", "年产值（亿元）"]]
          + [[f"910000DEMO8{i:07}", chance.choice(["0.86", "1", "1.4", "2.2", "5.7"])] for i in range(1, 131)])
    write(folder / "pilot_cities.csv", [["设区市", "省级以上两业融合试点数"], ["宁波市", 24], ["杭州市", 23], ["温州市", 17], ["嘉兴市", 19]])
    write(folder / "night_belt.csv", [["工程名称", "建成投用日期"], ["虚构码头改造", "2024-09-20"], ["虚构步道灯光", "2024-12-31"]])
    write(folder / "incomes.csv", [["统计范围", "城镇居民人均可支配收入", "农村居民人均可支配收入", "上年城镇居民人均可支配收入", "上年农村居民人均可支配收入"],
                                   ["全市", 83000, 51000, 80000, 48500]])
    tally = [(size, places) for size, total in ((50, 12), (10, 236), (1, 1779), ("0.5", 640)) for places in spread(str(total))]
    write(folder / "project_tally.csv", [["统计编号", "统计截止日期", "该档项目总投资下限（亿元）", "项目数"]]
          + [[f"T{i:03}", "2024-12-31", *line] for i, line in enumerate(tally, 1)])
    write(folder / "province.csv", [["统计期", "专项债券额度（亿元）", "全省专项债券额度（亿元）", "地区生产总值（亿元）", "全省地区生产总值（亿元）"],
                                    ["2024年", 520, 2860, 18000, 90000]])
    write(folder / "banks.csv", [["银行", "本外币贷款余额（亿元）", "上年末本外币贷款余额（亿元）", "新发放企业类贷款（亿元）", "其中新发放民营企业贷款（亿元）",
                                  "制造业贷款余额（亿元）", "其中制造业中长期贷款余额（亿元）", "不良贷款余额（亿元）"],
                                 ["示例银行甲", 9120, 8210, 2010, 1105, 1890, 702, "96.2"], ["示例银行乙", 8650, 7940, 1780, 960, 1650, 655, "88.4"],
                                 ["示例银行丙", 7400, 6690, 1520, 812, 1120, 430, "71.9"], ["示例农商行", 9190, 7980, 2035, 1250, 1500, 556, "109.1"],
                                 ["示例政策性银行", 4620, 3990, 210, 48, 310, 268, "12.5"]])
    rates = ["0.5%", "0.5%", "0.8%", "1%", "0.6%", "0.5%", "0.5%", "0.7%", "0.3%", ""]
    write(folder / "land_incomes.csv", [["区（县、市）", "决算日期", "土地出让收入（万元）", "专项经费提取比例"]]
          + [[district, "2024-12-31", income, rate] for district, income, rate in zip(DISTRICTS, spread("5620000"), rates)])
    write(folder / "talents.csv", [["批次", "科技创新领域入选项目数", "其中361产业集群相关项目数", "新遴选支持项目数"],
                                   ["第一批", 118, 74, 236], ["第二批", 131, 77, 258]])
    write(folder / "schools.csv", [["院校名称", "登峰学科数", "优势特色学科数", "一流专业数", "校企共建工程师学院数"],
                                   ["示例大学", 6, 28, 41, 4], ["示例理工大学", 4, 19, 30, 5], ["示例工程学院", 0, 9, 21, 5],
                                   ["示例职业技术学院", 0, 3, 6, 7], ["示例城市职业学院", 0, 1, 3, 5]])
    write(folder / "care_insurance.csv", [["区（县、市）", "是否实施长期护理保险制度"]] + [[district, "否" if district == "象山县" else "是"] for district in DISTRICTS])


def nanjing(folder):
    for name, reports in NANJING_STATISTICS.items():
        columns = list(next(iter(reports.values())))
        dated = "" not in reports
        table = [["填报编号", "板块"] + (["统计日期"] if dated else []) + columns]
        for date, totals in reports.items():
            lines = [[f"{date}-{i:02}" if dated else f"{i:02}", district] + ([date] if dated else []) for i, district in enumerate(NANJING, 1)]
            for total in totals.values():
                total, missing = total if isinstance(total, tuple) else (total, None)
                for line, cell in zip(lines, spread(total, NANJING)):
                    line.append("" if line[1] == missing else cell)
            table += lines
        write(folder / name, table)
    write(folder / "信保统计.csv", [["填报编号", "统计日期", "支持的出口贸易额（亿美元）", "支持的海外投资额（亿美元）"]]
          + [[day, day, exports, abroad] for day, exports, abroad in (
              ("2024-03-31", "47.20", "2.10"), ("2024-06-30", "50.35", "1.95"), ("2024-09-30", "49.80", "2.40"), ("2024-12-31", "46.10", "1.30"),
              ("2025-03-31", "44.75", "1.80"), ("2025-06-30", "48.90", "2.25"), ("2025-09-30", "47.30", "1.70"), ("2025-12-31", "50.60", ""))])
    write(folder / "交通工程进度.csv", [["填报编号", "地铁5号线不载客试运行日期", "地铁7号线全线运营日期", "龙潭长江大桥建成日期", "新生圩长江大桥主桥建成日期"],
                                    ["1", "2024-11-20", "2025-01-06", "2025-10-30", ""]])
    write(folder / "更新项目进度.csv", [["填报编号", "徐庄文化中心建成日期", "雨花城市公园建成日期"], ["1", "2024-10-18", "2025-02-27"]])
    write(folder / "扩大开放统计.csv", [["填报编号", "建成的先行先试区（园区）数"], ["1", 1]])
    write(folder / "两化融合评估.csv", [["评估编号", "评估日期", "两化融合发展水平指数"], ["1", "2024-12-10", "74.2"]])
    write(folder / "民生实事统计.csv", [["填报编号", "本期最后完成日期", "本期完成的项目数"], ["1", "2024-06-30", 9], ["2", "2024-12-31", 31]])
    chance = random.Random(2025)
    write(folder / "产业基金.csv", [["基金编号", "基金名称", "是否属于“4+N”产业基金集群", "认缴规模（亿元）"]]
          + [[f"JJ{i:03}", f"虚构{i}号基金", "否" if i % 9 == 0 else "是", chance.choice(["5", "12.5", "20", "50", "100", "200"])] for i in range(1, 41)])
    transfers = [["转化编号", "单位名称", "收益到账日期", "是否利用财政性资金设立", "是否就地转化", "转化收益", "用于奖励团队和重要贡献人员的金额"]]
    for i in range(1, 61):
        income = chance.choice([80000, 150000, 420000, 1000000, 2600000])
        public, local = i % 5 > 0, i % 7 > 0
        rewarded = income * (chance.choice([80, 85, 90]) if public and local and i != 33 else chance.choice([50, 70])) // 100
        transfers.append([f"ZH{i:03}", f"虚构第{i % 11 + 1}研究院", f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
                          "是" if public else "否", "是" if local else "否", income, rewarded])
    write(folder / "成果转化.csv", transfers)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--huice", default=str(HERE.parent / "build" / "huice"))
    options = parser.parse_args()
    for folder, entity, name, rows, wan, mistakes in FILES:
        given = []
        for parameters in (HERE / folder / "data").glob("参数.csv" if folder.startswith("nanjing") else "parameters.csv"):
            given = ["--parameters", parameters]
        if entity == "Household":  # and the persons
            out = HERE / folder / "data"
            sample(options.huice, HERE / folder, entity, rows, *given, "--out", out)
            (out / "Household.csv").replace(out / name)
            (out / "Person.csv").replace(out / "persons.csv")
            continue
        table = sampled(options.huice, HERE / folder, entity, rows, *given)
        for column in wan:
            in_wan(table, column)
        for mistake in mistakes:
            mistype(table, *mistake)
        write(HERE / folder / "data" / name, table)
    statistics(HERE / "ningbo/2024/data")
    registers(HERE / "ningbo/2024/data")
    nanjing(HERE / "nanjing/2024/data")
    data_taizhou.make(options.huice, HERE / "taizhou/2024")
    data_national.make(HERE / "national/trade-in")


if __name__ == "__main__":
    main()
