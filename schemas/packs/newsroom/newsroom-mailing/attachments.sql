select a.campaign_id || '/' || a.file_no as legacy_id,
       a.campaign_id,
       a.file_no,
       a.file_name,
       a.content
from mailing.newsroom n
join mailing.mailing_list l on l.newsroom_id = n.id
join mailing.campaign c on c.list_id = l.id
join mailing.campaign_attachment a on a.campaign_id = c.id
where n.slug = :customer
