-- The applicants' columns that rules read, in DuckDB's memory: kinds as enums, as Huice's batches have them.
create table applicants as
select insured, premium, trade::enum ('goods', 'services') as trade, scale, rd, rd_last, revenue, area, standard::enum ('basic', 'improved', 'high') as standard, volume, sme
from read_csv('$folder/Applicant.csv', header = true, columns = {
  id: 'VARCHAR', district: 'VARCHAR', trade: 'VARCHAR', insured: 'BOOLEAN', premium: 'DECIMAL(17, 2)', scale: 'BOOLEAN', rd: 'DECIMAL(17, 2)',
  rd_last: 'DECIMAL(17, 2)', revenue: 'DECIMAL(17, 2)', area: 'DECIMAL(16, 4)', standard: 'VARCHAR', volume: 'DECIMAL(16, 4)', sme: 'BOOLEAN'})
