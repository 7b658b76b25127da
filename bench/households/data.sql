-- Households of one to four persons, and one in a hundred without any; persons stand in random order. One income in five hundred is not known, one age in a thousand.
copy (
  select
    printf('H%09d', i * 7919) as household_id,
    (['江北区', '海曙区', '鄞州区', '镇海区', '北仑区', '奉化区'])[1 + (a % 6)::int] as district,
    case when a % 100 <> 0 then ((a // 64) % 4000)::decimal(12, 2) + ((a // 4194304) % 100)::decimal(12, 2) / 100 end::decimal(12, 2) as rent,
    (['owned', 'rented', 'public'])[1 + ((a // 1073741824) % 3)::int] as housing
  from (select i, hash(i) as a from range($rows) numbers(i))
) to '$folder/Household.csv' (header true);
copy (
  select
    printf('P%09d%d', i * 7919, n) as person_id,
    printf('H%09d', i * 7919) as household,
    case when b % 500 <> 0 then case when n < 2 then ((b // 512) % 120000)::decimal(12, 2) + ((b // 67108864) % 100)::decimal(12, 2) / 100 else 0 end end::decimal(12, 2) as income,
    case when b % 1000 <> 1 then case when n < 2 then 18 + (b // 8589934592) % 70 else (b // 8589934592) % 20 end end as age,
    case when (b // 1099511627776) % 50 = 0 then 'true' else 'false' end as disabled,
    case when (b // 17592186044416) % 3 > 0 then 'true' else 'false' end as employed
  from (select i, n, hash(i, n) as b, case when hash(i, 5) % 100 = 0 then 0 else 1 + (hash(i, 5) // 128) % 4 end as size from range($rows) numbers(i), range(4) members(n))
  where n < size
  order by hash(i, n, 2)
) to '$folder/Person.csv' (header true)
