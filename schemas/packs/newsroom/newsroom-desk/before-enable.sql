-- The account's next message gets the number behind its last one, where a load has written numbers itself. A second execution
-- changes nothing.
select setval(n.sequence, greatest(n.highest, coalesce(pg_sequence_last_value(n.sequence), 1)))
from (
  select format('{schema}.%I', 'message_number_' || a.id)::regclass as sequence, max(m.number) as highest
  from {schema}.account a
  join {schema}.message m on m.account_id = a.id
  where a.external_ref = :customer
  group by a.id
) n
