"""Applicants in Spark: each task decides its own rows. Needs huice with pyspark and pyarrow on the driver and the workers."""
import sys
from datetime import date
from decimal import Decimal

from pyspark.sql import SparkSession

import huice.spark

spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
applicants = spark.createDataFrame(
    [("E1", "海曙", date(2024, 5, 1), "goods", Decimal("12.5")), ("E2", "江北", date(2024, 5, 1), "services", Decimal("300")),
     ("E3", "海曙", date(2024, 5, 1), None, Decimal("3")), ("E4", "江北", date(2024, 5, 1), "goods", Decimal("-1"))],
    "uscc string, district string, applied date, trade string, premium decimal(18, 4)")
decided = huice.spark.evaluate(applicants, sys.argv[1], keep=["district"])
for row in decided.orderBy("uscc").collect():
    print(row.uscc, row.district, row.support or row.rejected.message_zh)
for row in decided.groupBy("district").sum("support.amount").orderBy("district").collect():
    print(*row)
