-- The four measures over a table in memory: status (0 eligible, 1 ineligible, 3 undetermined), amount and reasons as bits, all of them
-- used: counted, added up and mixed. No text is made.
with conditions as (
  select
    insured, premium, case trade when 'goods' then 0.30 else 0.80 end as rate,
    scale, rd > 2000000 as spend, rd > 1.10 * rd_last as growth, rd >= 0.03 * revenue as intensity, rd, rd_last,
    area >= 50 as size, area, case standard when 'basic' then 800 when 'improved' then 1000 else 1200 end as price,
    volume > 0 as has_volume, least(volume, 30000)::decimal(9, 4) as load, case when sme then 1.05 else 1.00 end as factor
  from applicants
),
decided as (
  select
    case when not insured then 1 when premium is null then 3 else 0 end::utinyint as premium_status,
    case when insured and premium is not null then least((premium * rate)::decimal(17, 2), 1000000) end as premium_amount,
    case when not scale or not spend or not growth or not intensity then 1 when rd is null then 3 else 0 end::utinyint as rd_status,
    case when scale and spend and growth and intensity then least((0.10 * (rd - rd_last))::decimal(17, 2), 3000000) end as rd_amount,
    case when not scale then 1 else 0 end + case when not spend then 2 else 0 end + case when not growth then 4 else 0 end + case when not intensity then 8 else 0 end as rd_reasons,
    case when area is null then 3 when size then 0 else 1 end::utinyint as base_status,
    case when size then least((area * price)::decimal(17, 2), 500000) end as base_amount,
    case when has_volume then 0 else 1 end::utinyint as treatment_status,
    case when has_volume then least(((2.0 * least(load, 3000.0) + 1.5 * greatest(0.0, least(load, 10000.0) - 3000.0) + greatest(0.0, load - 10000.0)) * factor)::decimal(17, 2), 20000) end as treatment_amount
  from conditions
)
select
  count(*) filter (premium_status = 0), count(*) filter (premium_status = 1), count(*) filter (premium_status = 3), coalesce(100 * sum(premium_amount), 0)::hugeint,
  count(*) filter (rd_status = 0), count(*) filter (rd_status = 1), count(*) filter (rd_status = 3), coalesce(100 * sum(rd_amount), 0)::hugeint,
  count(*) filter (base_status = 0), count(*) filter (base_status = 1), count(*) filter (base_status = 3), coalesce(100 * sum(base_amount), 0)::hugeint,
  count(*) filter (treatment_status = 0), count(*) filter (treatment_status = 1), 0, coalesce(100 * sum(treatment_amount), 0)::hugeint,
  sum(rd_reasons)
from decided
