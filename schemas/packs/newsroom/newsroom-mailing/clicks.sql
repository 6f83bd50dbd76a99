-- Clicks in an email, and those that name none. A click on a link that is gone has no url; the desk refuses it.
select v.id,
       'click/' || v.id as legacy_id,
       v.delivery_id,
       coalesce(v.person_id, d.person_id) as person_id,
       'click' as kind,
       coalesce(k.url, v.url) as url,
       v.agent,
       v.clicked_at as occurred_at,
       v.beacon
from mailing.newsroom n
join mailing.mailing_list l on l.newsroom_id = n.id
join mailing.campaign c on c.list_id = l.id
join mailing.click_event v on v.campaign_id = c.id
left join mailing.campaign_link k on k.campaign_id = v.campaign_id and k.link_no = v.link_no
left join mailing.delivery d on d.id = v.delivery_id
where n.slug = :customer
