select d.id,
       d.person_id,
       d.campaign_id,
       'mail' as channel,
       coalesce(d.subject, c.subject) as subject,
       d.message_id,
       d.state,
       d.sent_at
from mailing.newsroom n
join mailing.mailing_list l on l.newsroom_id = n.id
join mailing.campaign c on c.list_id = l.id
join mailing.delivery d on d.campaign_id = c.id
where n.slug = :customer
