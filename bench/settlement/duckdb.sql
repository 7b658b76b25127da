-- What purchases.policy says, in DuckDB's SQL: exact decimals, window functions over the eligible rows of each measure alone.
--
-- While the limit L stands, a row is granted its amount, then what is left of L, then nothing; so it is granted
-- least(amount, greatest(0, L - what the rows before it asked for)). A count limit keeps the first N rows of its key.
copy (
  with purchases as materialized (
    select row_number() over () as n, *
    from read_csv('$folder/Purchase.csv', header = true, columns = {
      serial: 'VARCHAR', buyer: 'VARCHAR', class: 'VARCHAR', level: 'VARCHAR', price: 'DECIMAL(17, 2)', bought: 'DATE'})
  ),
  decided as (
    select *, year(bought) as y,
      class in ('fridge', 'washer', 'tv', 'air_conditioner') as appliance, level in ('level_1', 'level_2') as efficient,
      class in ('phone', 'tablet', 'watch') as digital, price <= 6000 as cheap, class = 'bike' as e_bike
    from purchases
  ),
  appliances as (
    select n, computed, counted, least(counted, greatest(0, 4000 - coalesce(before, 0)))::decimal(17, 2) as amount
    from (
      select n, computed, counted,
        sum(counted) over (partition by buyer, y order by bought, serial rows between unbounded preceding and 1 preceding) as before
      from (
        select n, buyer, y, bought, serial, computed,
          case when row_number() over (partition by buyer, class, y order by bought, serial) <= case class when 'air_conditioner' then 3 else 1 end
            then computed else 0 end as counted
        from (
          select *, least((price * case level when 'level_1' then 0.20 else 0.15 end)::decimal(17, 2), 2000) as computed
          from decided where appliance and efficient and buyer is not null
        )
      )
    )
  ),
  digitals as (
    select n, computed, least(computed, greatest(0, 900 - coalesce(before, 0)))::decimal(17, 2) as amount
    from (
      select n, computed,
        sum(computed) over (partition by buyer, y order by bought, serial rows between unbounded preceding and 1 preceding) as before
      from (select *, least((price * 0.15)::decimal(17, 2), 500) as computed from decided where digital and cheap and buyer is not null)
    )
  ),
  bikes as (
    select n, computed, least(computed, greatest(0, 800 - coalesce(before, 0)))::decimal(17, 2) as amount
    from (
      select n, computed,
        sum(computed) over (partition by buyer, y order by bought, serial rows between unbounded preceding and 1 preceding) as before
      from (select *, least((price * 0.10)::decimal(17, 2), 500) as computed from decided where e_bike and buyer is not null)
    )
  )
  select serial,
    case when not (appliance and efficient) then 'ineligible' when buyer is null then 'undetermined' else 'eligible' end as "appliance.status",
    a.computed as "appliance.computed", a.amount as "appliance.amount",
    case when not (appliance and efficient) then concat_ws(';', case when not appliance then 'class' end, case when not efficient then 'level' end)
      when buyer is null then 'buyer'
      else nullif(concat_ws(';', case when a.counted < a.computed then 'limit:buyer+class' end, case when a.amount < a.counted then 'limit:buyer' end), '')
      end as "appliance.reasons",
    case when not (digital and cheap) then 'ineligible' when buyer is null then 'undetermined' else 'eligible' end as "digital.status",
    d.computed as "digital.computed", d.amount as "digital.amount",
    case when not (digital and cheap) then concat_ws(';', case when not digital then 'class' end, case when not cheap then 'price' end)
      when buyer is null then 'buyer'
      when d.amount < d.computed then 'limit:buyer' end as "digital.reasons",
    case when not e_bike then 'ineligible' when buyer is null then 'undetermined' else 'eligible' end as "e_bike.status",
    b.computed as "e_bike.computed", b.amount as "e_bike.amount",
    case when not e_bike then 'class' when buyer is null then 'buyer' when b.amount < b.computed then 'limit:buyer' end as "e_bike.reasons"
  from decided
    left join appliances a using (n)
    left join digitals d using (n)
    left join bikes b using (n)
  $order
) to '$output' (header true)
