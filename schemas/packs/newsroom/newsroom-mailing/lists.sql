select l.id,
       l.code,
       coalesce(nullif(btrim(l.title), ''), l.code) as title,
       lower(nullif(btrim(l.kind), '')) as kind,
       nullif(regexp_replace(btrim(l.opened), '^(\d\d)\.(\d\d)\.(\d{4})$', '\3-\2-\1'), '') as opened_on
from mailing.mailing_list l
join mailing.newsroom n on n.id = l.newsroom_id
where n.slug = :customer
