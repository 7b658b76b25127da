-- What applicants.policy says, in DuckDB's SQL, with exact decimals and the same statuses and reasons. Products are widened
-- before they are rounded once: half away from zero, as casting a decimal does. Beyond 30,000 tonnes the cap holds, so `load` needs few
-- digits, as do its constants: with volume as it is, and 2 for 2.0, DuckDB takes 128 bits for the slabs and twice as long for all four.
copy (
  with decided as (
    select id,
      insured, premium, case trade when 'goods' then 0.30 else 0.80 end as rate,
      scale, rd > 2000000 as spend, rd > 1.10 * rd_last as growth, rd >= 0.03 * revenue as intensity, rd, rd_last,
      area >= 50 as size, area, case standard when 'basic' then 800 when 'improved' then 1000 else 1200 end as price,
      volume > 0 as has_volume, least(volume, 30000)::decimal(9, 4) as load, case when sme then 1.05 else 1.00 end as factor
    from read_csv('$folder/Applicant.csv', header = true, columns = {
      id: 'VARCHAR', district: 'VARCHAR', trade: 'VARCHAR', insured: 'BOOLEAN', premium: 'DECIMAL(17, 2)', scale: 'BOOLEAN', rd: 'DECIMAL(17, 2)',
      rd_last: 'DECIMAL(17, 2)', revenue: 'DECIMAL(17, 2)', area: 'DECIMAL(16, 4)', standard: 'VARCHAR', volume: 'DECIMAL(16, 4)', sme: 'BOOLEAN'})
  )
  select id,
    case when not insured then 'ineligible' when premium is null then 'undetermined' else 'eligible' end as "premium_support.status",
    case when insured and premium is not null then least((premium * rate)::decimal(17, 2), 1000000) end as "premium_support.amount",
    case when not insured then 'insured' when premium is null then 'premium' end as "premium_support.reasons",
    case when not scale or not spend or not growth or not intensity then 'ineligible' when rd is null then 'undetermined' else 'eligible' end as "rd_increment.status",
    case when scale and spend and growth and intensity then least((0.10 * (rd - rd_last))::decimal(17, 2), 3000000) end as "rd_increment.amount",
    case when not scale or not spend or not growth or not intensity
        then concat_ws(';', case when not scale then 'scale' end, case when not spend then 'spend' end, case when not growth then 'growth' end, case when not intensity then 'intensity' end)
      when rd is null then 'rd' end as "rd_increment.reasons",
    case when area is null then 'undetermined' when size then 'eligible' else 'ineligible' end as "base_grant.status",
    case when size then least((area * price)::decimal(17, 2), 500000) end as "base_grant.amount",
    case when area is null then 'area' when not size then 'size' end as "base_grant.reasons",
    case when has_volume then 'eligible' else 'ineligible' end as "treatment.status",
    case when has_volume then least(((2.0 * least(load, 3000.0) + 1.5 * greatest(0.0, least(load, 10000.0) - 3000.0) + greatest(0.0, load - 10000.0)) * factor)::decimal(17, 2), 20000) end as "treatment.amount",
    case when not has_volume then 'some' end as "treatment.reasons"
  from decided
) to '$output' (header true)
