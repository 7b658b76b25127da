-- What vouchers.policy says, in DuckDB's SQL.
copy (
  with decided as (
    select id, paid, signed,
      service in ('testing', 'development') as service, paid >= 5000 as enough, signed between date '2024-01-01' and date '2024-12-31' as in_force
    from read_csv('$folder/Contract.csv', header = true, columns = {
      id: 'VARCHAR', company: 'VARCHAR', service: 'VARCHAR', signed: 'DATE', paid: 'DECIMAL(17, 2)'})
  ),
  statuses as (
    select *,
      case when signed is null then 'undetermined' when not in_force then 'not_in_force' when not service or not enough then 'ineligible'
        when paid is null then 'undetermined' else 'eligible' end as status
    from decided
  )
  select id, status as "voucher.status",
    case when status = 'eligible' then least((paid * 0.50)::decimal(17, 2), 100000) end as "voucher.amount",
    case status when 'ineligible' then concat_ws(';', case when not service then 'service' end, case when not enough then 'paid' end)
      when 'undetermined' then case when signed is null then 'signed' else 'paid' end end as "voucher.reasons"
  from statuses
) to '$output' (header true)
