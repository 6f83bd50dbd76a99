-- One live event that did not come by the old system. Its email is named by its id, or found by the message: the one email that has
-- it, else the one that was sent to the recipient. Where that does not decide, the event is nobody's: which email was opened cannot
-- be told.
insert into engagement (customer_id, email_id, contact_id, kind, url, agent, occurred_at, event_id)
select e.customer_id, e.id, e.contact_id, :kind, :url, :agent, :occurredAt::timestamptz, :eventId
from email e
where e.customer_id = :customer
  and e.id = coalesce(
    :emailId::bigint,
    (select min(two.id)
     from (select m.id
           from email m
           where m.customer_id = :customer and m.message_id = :messageId
           limit 2) two
     having count(*) = 1),
    (select min(m.id)
     from email m
     join contact c on c.customer_id = m.customer_id and c.id = m.contact_id
     where m.customer_id = :customer and m.message_id = :messageId
       and lower(btrim(c.email)) = lower(:recipient)
     having count(*) = 1))
on conflict (customer_id, event_id) where event_id is not null do nothing
