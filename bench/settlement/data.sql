-- Purchases in random order: ten for each buyer over two years, some without a buyer, some that are not eligible.
copy (
  select
    printf('T%010d', i) as serial,
    case when c % 1000 <> 0 then printf('3201%014d', (a % ($rows // 10)::ubigint) * 7919) end as buyer,
    (['fridge', 'washer', 'tv', 'air_conditioner', 'air_conditioner', 'phone', 'phone', 'tablet', 'watch', 'bike'])[1 + (b % 10)::int] as class,
    (['level_1', 'level_1', 'level_2', 'none'])[1 + ((b // 16) % 4)::int] as level,
    (100 + (b // 64) % 9000 + ((c // 1000) % 100)::decimal(12, 2) / 100)::decimal(12, 2) as price,
    date '2024-01-01' + ((c // 100000) % 731)::int as bought
  from (select i, hash(i) as a, hash(i, 1) as b, hash(i, 2) as c from range($rows) numbers(i))
  order by hash(i, 3)
) to '$folder/Purchase.csv' (header true)
