select m.list_id || '/' || m.person_id as legacy_id,
       m.list_id,
       m.person_id,
       m.status,
       regexp_replace(nullif(m.joined_on, '00000000'), '^(\d{4})(\d\d)(\d\d)$', '\1-\2-\3') as joined_on,
       m.left_at
from mailing.newsroom n
join mailing.mailing_list l on l.newsroom_id = n.id
join mailing.membership m on m.list_id = l.id
where n.slug = :customer
