-- Contracts, about sixty bytes each; one in a hundred lacks the sum paid, one in two hundred its date.
copy (
  select
    printf('HT%010d', i * 7919) as id,
    concat((['东海', '远山', '星河', '白鹭', '望舒'])[1 + (a % 5)::int], (['机械', '电子', '软件', '物流'])[1 + ((a // 8) % 4)::int], '有限公司') as company,
    (['testing', 'development', 'consulting', 'other'])[1 + ((a // 64) % 4)::int] as service,
    case when (a // 1024) % 200 <> 0 then date '2023-11-01' + ((a // 262144) % 480)::int end as signed,
    case when b % 100 <> 0 then ((b // 128) % 400000)::decimal(12, 2) + ((b // 67108864 % 100)::decimal(12, 2) / 100)::decimal(12, 2) end as paid
  from (select i, hash(i) as a, hash(i, 1) as b from range($rows) numbers(i))
) to '$folder/Contract.csv' (header true)
