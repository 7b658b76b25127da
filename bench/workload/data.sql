-- Applicants, about a hundred bytes each; one in a hundred lacks a figure.
copy (
  select
    printf('91%016d', i * 7919) as id,
    (['江北区', '海曙区', '鄞州区', '镇海区', '北仑区', '奉化区'])[1 + (a % 6)::int] as district,
    (['goods', 'services'])[1 + ((a // 8) % 2)::int] as trade,
    case when (a // 16) % 5 < 4 then 'true' else 'false' end as insured,
    case when (a // 100) % 100 <> 0 then ((a // 10000) % 3000000)::decimal(12, 2) + ((b % 100)::decimal(12, 2) / 100)::decimal(12, 2) end as premium,
    case when (b // 128) % 3 < 2 then 'true' else 'false' end as scale,
    case when (b // 1000) % 100 <> 0 then ((b // 100000) % 9000000 + 1500000)::decimal(14, 2) + (((b // 512) % 100)::decimal(12, 2) / 100)::decimal(12, 2) end as rd,
    ((c % 8000000) + 1000000)::decimal(14, 2) as rd_last,
    ((c // 8388608) % 200000000 + 50000000)::decimal(14, 2) as revenue,
    case when (d % 100) <> 0 then ((d // 128) % 3000000)::decimal(14, 4) / 10000 + 20 end::decimal(14, 4) as area,
    (['basic', 'improved', 'high'])[1 + ((d // 1024) % 3)::int] as standard,
    (((d // 1048576) % 1500000)::decimal(14, 2) / 100)::decimal(14, 2) as volume,
    case when (d // 33554432) % 2 = 0 then 'true' else 'false' end as sme
  from (select i, hash(i) as a, hash(i, 1) as b, hash(i, 2) as c, hash(i, 3) as d from range($rows) numbers(i))
) to '$folder/Applicant.csv' (header true)
