select v.id,
       'click/' || v.id as legacy_id,
       v.campaign_id,
       v.person_id,
       'click' as kind,
       coalesce(k.url, v.url) as url,
       v.agent,
       v.clicked_at as visited_at
from mailing.newsroom n
join mailing.mailing_list l on l.newsroom_id = n.id
join mailing.campaign c on c.list_id = l.id
join mailing.click_event v on v.campaign_id = c.id
left join mailing.campaign_link k on k.campaign_id = v.campaign_id and k.link_no = v.link_no
where n.slug = :customer
  and v.delivery_id is null
