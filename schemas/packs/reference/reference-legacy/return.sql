-- One live event that did not come by the old system. A message that several emails have is nobody's: which of them was
-- opened cannot be told.
insert into engagement (customer_id, email_id, contact_id, kind, url, agent, occurred_at, event_id)
select e.customer_id, e.id, e.contact_id, :kind, :url, :agent, :occurredAt::timestamptz, :eventId
from email e
where e.customer_id = :customer
  and e.id = coalesce(
    :emailId::bigint,
    (select min(m.id)
     from email m
     where m.customer_id = :customer and m.message_id = :messageId
     having count(*) = 1))
on conflict (customer_id, event_id) where event_id is not null do nothing
