select c.id,
       c.list_id,
       c.public_id,
       c.subject,
       c.sender,
       c.body,
       to_timestamp(c.sent_ms / 1000.0) as sent_at,
       array(select k.url from mailing.campaign_link k where k.campaign_id = c.id order by k.link_no) as links
from mailing.newsroom n
join mailing.mailing_list l on l.newsroom_id = n.id
join mailing.campaign c on c.list_id = l.id
where n.slug = :customer
