-- Views of an email, and those that name none: of a campaign's web page, or of a forwarded email.
select v.id,
       'view/' || v.id as legacy_id,
       v.delivery_id,
       coalesce(v.person_id, d.person_id) as person_id,
       'open' as kind,
       null::text as url,
       v.agent,
       v.seen_at as occurred_at,
       v.beacon
from mailing.newsroom n
join mailing.mailing_list l on l.newsroom_id = n.id
join mailing.campaign c on c.list_id = l.id
join mailing.view_event v on v.campaign_id = c.id
left join mailing.delivery d on d.id = v.delivery_id
where n.slug = :customer
