-- What applicants.policy says, in SQLite's SQL: sums as integers, since it knows no decimals.
.bail on
.mode csv
.import '$folder/Applicant.csv' applicants
.separator , "\n"
.headers on
.once '$output'
with fields as (
  select id, trade, insured = 'true' as insured, case when premium <> '' then cast(round(premium * 100) as integer) end as premium,
    scale = 'true' as scale, case when rd <> '' then cast(round(rd * 100) as integer) end as rd, cast(round(rd_last * 100) as integer) as rd_last, cast(round(revenue * 100) as integer) as revenue,
    case when area <> '' then cast(round(area * 10000) as integer) end as area, standard, cast(round(volume * 10000) as integer) as volume, sme = 'true' as sme
  from applicants
),
conditions as (
  select *, rd > 200000000 as spend, rd * 10 > rd_last * 11 as growth, rd * 100 >= revenue * 3 as intensity from fields
),
amounts as (
  select *,
    case when insured then min((premium * case trade when 'goods' then 30 else 80 end + 50) / 100, 100000000) end as premium_fen,
    case when scale and spend and growth and intensity then min((rd - rd_last + 5) / 10, 300000000) end as rd_fen,
    case when area >= 500000 then min((area * case standard when 'basic' then 800 when 'improved' then 1000 else 1200 end + 50) / 100, 50000000) end as base_fen,
    case when volume > 0 then min(((20 * min(volume, 30000000) + 15 * max(0, min(volume, 100000000) - 30000000) + 10 * max(0, volume - 100000000)) * case when sme then 105 else 100 end + 50000) / 100000, 2000000) end as treatment_fen
  from conditions
)
select id,
  case when not insured then 'ineligible' when premium is null then 'undetermined' else 'eligible' end as "premium_support.status",
  case when premium_fen is not null then printf('%d.%02d', premium_fen / 100, premium_fen % 100) end as "premium_support.amount",
  case when not insured then 'insured' when premium is null then 'premium' end as "premium_support.reasons",
  case when not scale or not spend or not growth or not intensity then 'ineligible' when rd is null then 'undetermined' else 'eligible' end as "rd_increment.status",
  case when rd_fen is not null then printf('%d.%02d', rd_fen / 100, rd_fen % 100) end as "rd_increment.amount",
  case when not scale or not spend or not growth or not intensity
      then substr(iif(scale, '', ';scale') || iif(not spend, ';spend', '') || iif(not growth, ';growth', '') || iif(not intensity, ';intensity', ''), 2)
    when rd is null then 'rd' end as "rd_increment.reasons",
  case when area is null then 'undetermined' when area >= 500000 then 'eligible' else 'ineligible' end as "base_grant.status",
  case when base_fen is not null then printf('%d.%02d', base_fen / 100, base_fen % 100) end as "base_grant.amount",
  case when area is null then 'area' when area < 500000 then 'size' end as "base_grant.reasons",
  case when volume > 0 then 'eligible' else 'ineligible' end as "treatment.status",
  case when treatment_fen is not null then printf('%d.%02d', treatment_fen / 100, treatment_fen % 100) end as "treatment.amount",
  case when not volume > 0 then 'some' end as "treatment.reasons"
from amounts;
