-- The counter of people, where a load without triggers has left it behind. A second execution changes nothing.
update {schema}.organisation o
set people_count = c.people
from (
  select g.id, count(p.id) as people
  from {schema}.account a
  join {schema}.organisation g on g.account_id = a.id
  left join {schema}.person p on p.account_id = g.account_id and p.organisation_id = g.id
  where a.external_ref = :customer
  group by g.id
) c
where o.id = c.id and o.people_count <> c.people
