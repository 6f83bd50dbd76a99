select v.id,
       'view/' || v.id as legacy_id,
       v.campaign_id,
       v.person_id,
       'open' as kind,
       null::text as url,
       v.agent,
       v.seen_at as visited_at
from mailing.newsroom n
join mailing.mailing_list l on l.newsroom_id = n.id
join mailing.campaign c on c.list_id = l.id
join mailing.view_event v on v.campaign_id = c.id
where n.slug = :customer
  and v.delivery_id is null
