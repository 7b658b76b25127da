-- What policies/ningbo/2024 says of enterprises, in DuckDB's SQL: eight measures with exact decimals, statuses and reasons, shares of
-- city and county, and a yearly limit for each enterprise. `or` and `and` over missing values are SQL's own; what is missing in
-- them is named by hand. Columns are as wide as the register needs: in wider ones DuckDB takes 128 bits.
copy (
  with register as (
    select row_number() over () as n, *
    from read_csv('$folder/Enterprise.csv', header = true, auto_detect = false, delim = ',', quote = '"', columns = {
      '统一社会信用代码': 'VARCHAR', '企业名称': 'VARCHAR', '法定代表人': 'VARCHAR', '成立日期': 'VARCHAR', '注册资本（万元）': 'VARCHAR',
      '所属区（县、市）': 'VARCHAR', '注册地址': 'VARCHAR', '行业代码': 'VARCHAR', '行业门类': 'VARCHAR', '申报日期': 'DATE',
      '是否规上企业': 'VARCHAR', '营业收入（万元）': 'DECIMAL(14, 6)', '研发经费内部支出（万元）': 'DECIMAL(14, 6)',
      '上年研发经费内部支出（万元）': 'DECIMAL(14, 6)', '资产总额（万元）': 'VARCHAR', '负债总额（万元）': 'VARCHAR', '从业人员数': 'VARCHAR',
      '研发人员数': 'VARCHAR', '增值税（万元）': 'VARCHAR', '企业所得税（万元）': 'VARCHAR', '是否上市或新三板挂牌': 'VARCHAR', '是否重大资产重组': 'VARCHAR',
      '并购对象是否本地': 'VARCHAR', '并购对象是否非关联': 'VARCHAR', '并购对象是否未上市': 'VARCHAR', '并购对象净资产': 'DECIMAL(17, 2)',
      '并购金额': 'DECIMAL(17, 2)', '并购交易实际发生额': 'DECIMAL(17, 2)', '年度用能总量（吨标准煤）': 'DECIMAL(12, 4)',
      '绿证交易对应电量（千瓦时）': 'DECIMAL(12, 4)', '用能预算（吨标准煤）': 'DECIMAL(12, 4)', '是否整车企业': 'VARCHAR', '新能源汽车年产量': 'BIGINT',
      '新能源汽车年产值（万元）': 'DECIMAL(14, 6)', '核定达产扩能奖励': 'DECIMAL(17, 2)', '整车是否新能源化': 'VARCHAR',
      '是否新能源及智能网联汽车关键零部件企业': 'VARCHAR', '是否实现强链补链': 'VARCHAR', '是否量产': 'VARCHAR', '企业荣誉': 'VARCHAR',
      '其他荣誉是否予以奖励': 'VARCHAR', '是否市属国有企业': 'VARCHAR', '利润总额（万元）': 'DECIMAL(14, 6)', '考核利润目标（万元）': 'DECIMAL(14, 6)',
      '研发费用（万元）': 'DECIMAL(14, 6)', '是否高新技术企业': 'VARCHAR', '高新技术企业证书编号': 'VARCHAR', '有效专利数': 'VARCHAR',
      '有效发明专利数': 'VARCHAR', '注册商标数': 'VARCHAR', '出口额（万美元）': 'VARCHAR', '进口额（万美元）': 'VARCHAR', '纳税信用等级': 'VARCHAR',
      '亩均效益评价': 'VARCHAR', '开户银行': 'VARCHAR', '银行账号': 'VARCHAR', '联系人': 'VARCHAR', '联系电话': 'VARCHAR',
      '电子邮箱': 'VARCHAR', '备注': 'VARCHAR'})
  ),
  fields as (
    select n, "统一社会信用代码" as uscc, "申报日期" as applied, "申报日期" between date '2024-01-01' and date '2024-12-31' as in_force,
      "是否规上企业" = '是' as above_scale, "营业收入（万元）" as revenue, "研发经费内部支出（万元）" as rd, "上年研发经费内部支出（万元）" as rd_last,
      "是否上市或新三板挂牌" = '是' as listed, coalesce("是否重大资产重组" = '是', false) as restructuring, "并购对象是否本地" = '是' as target_local,
      "并购对象是否非关联" = '是' as target_unrelated, "并购对象是否未上市" = '是' as target_unlisted, "并购对象净资产" as net_assets, "并购金额" as deal,
      "并购交易实际发生额" as deal_paid, "年度用能总量（吨标准煤）" as energy_used, "绿证交易对应电量（千瓦时）" as green_power, "用能预算（吨标准煤）" as energy_budget,
      "是否整车企业" = '是' as maker, "新能源汽车年产量" as output, "新能源汽车年产值（万元）" as output_value, "核定达产扩能奖励" as award, "整车是否新能源化" = '是' as turned,
      "是否新能源及智能网联汽车关键零部件企业" = '是' as parts, "是否实现强链补链" = '是' as fills, "是否量产" = '是' as mass, "企业荣誉" as titles, "其他荣誉是否予以奖励" = '是' as equal_title,
      "是否市属国有企业" = '是' as soe, "利润总额（万元）" as profit, "考核利润目标（万元）" as profit_goal, "研发费用（万元）" as rd_expense
    from register
  ),
  conditions as (
    select *,
      target_local and target_unrelated and target_unlisted and deal >= 2 * net_assets as unrelated_deal,
      energy_used - green_power * 0.0003 <= energy_budget as within_budget,
      output >= 10000 as enough_output, output_value >= 200000 as enough_value,
      maker and turned as turned_maker, parts and fills and mass as filling_parts,
      contains(titles, '国家级制造业单项冠军') or contains(titles, '国家级专精特新“小巨人”') as named_title, contains(titles, '其他') as other_title,
      rd > 200 as spend, rd > 1.10 * rd_last as growth, case when revenue <> 0 then rd >= 0.03 * revenue end as intensity,
      profit + rd >= profit_goal as reached, case when revenue <> 0 then rd_expense > 0.05 * revenue end as high
    from fields
  ),
  measures as (
    select *,
      restructuring or unrelated_deal as qualifying, turned_maker or filling_parts as chain, named_title or (other_title and equal_title) as titled,
      revenue = 0 as no_revenue
    from conditions
  ),
  statuses as (
    select *,
      case when applied is null then 'undetermined' when not in_force then 'not_in_force' when not listed or not qualifying then 'ineligible'
        when listed is null or qualifying is null or deal_paid is null then 'undetermined' else 'eligible' end as merger,
      case when applied is null then 'undetermined' when not in_force then 'not_in_force' when within_budget then 'eligible' when not within_budget then 'ineligible' else 'undetermined' end as green,
      case when applied is null then 'undetermined' when not in_force then 'not_in_force' when not maker or not enough_output or not enough_value then 'ineligible'
        when maker is null or output is null or output_value is null then 'undetermined' when award is null then 'referred' else 'eligible' end as capacity,
      case when applied is null then 'undetermined' when not in_force then 'not_in_force' when chain then 'eligible' when not chain then 'ineligible'
        when turned_maker is null or parts is null or mass is null then 'undetermined' else 'referred' end as support,
      case when applied is null then 'undetermined' when not in_force then 'not_in_force' when titled then 'eligible' when not titled then 'ineligible'
        when titles is null then 'undetermined' else 'referred' end as champion,
      case when applied is null then 'undetermined' when not in_force then 'not_in_force' when not above_scale or not spend or not growth or not intensity then 'ineligible'
        when no_revenue then 'error' when above_scale is null or revenue is null or rd is null or rd_last is null then 'undetermined' else 'eligible' end as increment,
      case when applied is null then 'undetermined' when not in_force then 'not_in_force' when not soe or not reached then 'ineligible'
        when soe is null or profit is null or rd is null then 'undetermined' when profit_goal is null then 'referred' else 'eligible' end as owned,
      case when applied is null then 'undetermined' when not in_force then 'not_in_force' when no_revenue then 'error' when high then 'eligible' when not high then 'ineligible' else 'undetermined' end as priority
    from measures
  ),
  amounts as (
    select *,
      case when merger = 'eligible' then least((deal_paid * 0.05)::decimal(17, 2), 20000000) end as merger_amount,
      case when capacity = 'eligible' then least(award, 20000000) end as capacity_amount,
      case when increment = 'eligible' then least(((rd - rd_last) * 1000.0)::decimal(12, 2), 3000000.00) end as increment_amount
    from statuses
  ),
  limited as (  -- one claim for each enterprise and year: the first by date, then as the register has them
    select n, row_number() over (partition by uscc, year(applied) order by applied, n) > 1 as taken
    from amounts where capacity_amount > 0
  )
  select uscc,
    merger as "merger_subsidy.status", merger_amount as "merger_subsidy.amount",
    case merger when 'ineligible' then concat_ws(';', case when not listed then 'listed_company' end, case when not qualifying then 'qualifying_deal' end)
      when 'undetermined' then case when applied is null then 'applied' else concat_ws(';', case when listed is null then 'listed' end,
        case when qualifying is null and target_local is null then 'target_is_local' end, case when qualifying is null and target_unrelated is null then 'target_is_unrelated' end,
        case when qualifying is null and target_unlisted is null then 'target_is_unlisted' end, case when qualifying is null and net_assets is null then 'target_net_assets' end,
        case when qualifying is null and deal is null then 'deal' end, case when deal_paid is null then 'deal_paid' end) end end as "merger_subsidy.reasons",
    green as "green_cert_deduction.status",
    case green when 'ineligible' then 'within_budget'
      when 'undetermined' then case when applied is null then 'applied' else concat_ws(';', case when energy_used is null then 'energy_used' end,
        case when green_power is null then 'green_power' end, case when energy_budget is null then 'energy_budget' end) end end as "green_cert_deduction.reasons",
    capacity as "nev_capacity_award.status", capacity_amount as "nev_capacity_award.computed", case when taken then 0.00 else capacity_amount end as "nev_capacity_award.amount",
    case when capacity = 'referred' then 20000000.00 end as "nev_capacity_award.ceiling",
    case capacity when 'eligible' then nullif(concat_ws(';', case when award > 20000000 then 'ceiling' end, case when taken then 'limit:uscc' end), '')
      when 'ineligible' then concat_ws(';', case when not maker then 'maker' end, case when not enough_output then 'output' end, case when not enough_value then 'value' end)
      when 'undetermined' then case when applied is null then 'applied' else concat_ws(';', case when maker is null then 'vehicle_maker' end, case when output is null then 'nev_output' end,
        case when output_value is null then 'nev_output_value' end) end
      when 'referred' then 'nev_award' end as "nev_capacity_award.reasons",
    support as "nev_chain_support.status",
    case support when 'ineligible' then 'either' when 'referred' then 'fills_chain'
      when 'undetermined' then case when applied is null then 'applied' else concat_ws(';', case when turned_maker is null and maker is null then 'vehicle_maker' end,
        case when turned_maker is null and turned is null then 'turned_to_nev' end, case when filling_parts is null and parts is null then 'key_parts_maker' end,
        case when filling_parts is null and mass is null then 'mass_production' end) end end as "nev_chain_support.reasons",
    champion as "champion_award.status",
    case champion when 'ineligible' then 'titled' when 'referred' then 'equal_title' when 'undetermined' then case when applied is null then 'applied' else 'titles' end end as "champion_award.reasons",
    increment as "rd_increment.status", increment_amount as "rd_increment.amount", (increment_amount * 0.60)::decimal(17, 2) as "rd_increment.share.city", increment_amount - (increment_amount * 0.60)::decimal(17, 2) as "rd_increment.share.county",
    case increment when 'ineligible' then concat_ws(';', case when not above_scale then 'above_scale' end, case when not spend then 'spend' end, case when not growth then 'growth' end,
        case when not intensity then 'intensity' end)
      when 'error' then 'division_by_zero@intensity'
      when 'undetermined' then case when applied is null then 'applied' else concat_ws(';', case when above_scale is null then 'is_above_scale' end, case when revenue is null then 'revenue' end,
        case when rd is null then 'rd_spend' end, case when rd_last is null then 'rd_spend_last_year' end) end end as "rd_increment.reasons",
    owned as "soe_rd_as_profit.status",
    case owned when 'ineligible' then concat_ws(';', case when not soe then 'owned' end, case when not reached then 'reached' end) when 'referred' then 'profit_goal'
      when 'undetermined' then case when applied is null then 'applied' else concat_ws(';', case when rd is null then 'rd_spend' end, case when soe is null then 'municipal_soe' end,
        case when profit is null then 'profit' end) end end as "soe_rd_as_profit.reasons",
    priority as "high_rd_priority.status",
    case priority when 'ineligible' then 'intensity' when 'error' then 'division_by_zero@intensity'
      when 'undetermined' then case when applied is null then 'applied' else concat_ws(';', case when revenue is null then 'revenue' end, case when rd_expense is null then 'rd_expense' end) end end as "high_rd_priority.reasons"
  from amounts left join limited using (n)
  $order
) to '$output' (header true)
