-- What households.policy says, in DuckDB's SQL: persons grouped by household, and joined to it. What one member lacks the whole
-- lacks; but one disabled member settles the question, whoever else is silent. Without `order` the rows come as they may.
copy (
  with households as materialized (
    select row_number() over () as n, *
    from read_csv('$folder/Household.csv', header = true, columns = {
      household_id: 'VARCHAR', district: 'VARCHAR', rent: 'DECIMAL(17, 2)', housing: 'VARCHAR'})
  ),
  members as (
    select household,
      case when count(income) = count(*) then sum(income) end as income,
      case when count(age) = count(*) then count(*) filter (where age < 18) end as children,
      bool_or(disabled) as any_disabled, count(disabled) = count(*) as all_known
    from read_csv('$folder/Person.csv', header = true, columns = {
      person_id: 'VARCHAR', household: 'VARCHAR', income: 'DECIMAL(17, 2)', age: 'INTEGER', disabled: 'BOOLEAN', employed: 'BOOLEAN'})
    group by household
  ),
  decided as (
    select n, household_id, rent, m.household is null as alone, income, case when m.household is null then 0 else children end as children,
      income <= 100000 as low, case when m.household is null then false else children >= 1 end as has_children,
      case when any_disabled then true when all_known then false end as disabled,
      housing = 'rented' as rented, income <= 150000 as modest
    from households left join members m on household = household_id
  )
  select household_id,
    case when not low or not has_children then 'ineligible' when income is null or children is null then 'undetermined' else 'eligible' end as "low_income.status",
    case when low and has_children then least(600.00 * children::int, 1500)::decimal(17, 2) end as "low_income.amount",
    case when not low or not has_children then concat_ws(';', case when not low then 'low_income' end, case when not has_children then 'children' end)
      when income is null or children is null
        then concat_ws(';', case when alone then 'Person' when income is null then 'Person.income' end, case when children is null then 'Person.age' end) end as "low_income.reasons",
    case when disabled then 'eligible' when disabled is null then 'undetermined' else 'ineligible' end as "care.status",
    case when disabled then 1200.00 end as "care.amount",
    case when not disabled then 'disabled' when disabled is null then case when alone then 'Person' else 'Person.disabled' end end as "care.reasons",
    case when not rented or not modest then 'ineligible' when income is null or rent is null then 'undetermined' else 'eligible' end as "rent_aid.status",
    case when rented and modest and rent is not null then least((rent * 0.30)::decimal(17, 2), 800) end as "rent_aid.amount",
    case when not rented or not modest then concat_ws(';', case when not rented then 'rented' end, case when not modest then 'income' end)
      when income is null or rent is null
        then concat_ws(';', case when rent is null then 'rent' end, case when alone then 'Person' when income is null then 'Person.income' end) end as "rent_aid.reasons"
  from decided
  $order
) to '$output' (header true)
