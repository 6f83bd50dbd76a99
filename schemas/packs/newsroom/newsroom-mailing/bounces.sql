-- A time as mail servers write it becomes ISO 8601; a text that is no time stays, and is quarantined.
select b.delivery_id || '/' || b.attempt as legacy_id,
       b.delivery_id,
       b.attempt,
       b.kind,
       b.code,
       case
         when pg_input_is_valid(b.reported, 'timestamptz')
           then to_char(b.reported::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
         else b.reported
       end as reported_at
from mailing.newsroom n
join mailing.mailing_list l on l.newsroom_id = n.id
join mailing.campaign c on c.list_id = l.id
join mailing.delivery d on d.campaign_id = c.id
join mailing.bounce b on b.delivery_id = d.id
where n.slug = :customer
