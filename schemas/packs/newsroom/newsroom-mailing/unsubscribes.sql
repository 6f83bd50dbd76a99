-- List 0 is all lists.
select u.person_id || '/' || u.list_id || '/' || u.at_ms as legacy_id,
       u.person_id,
       u.list_id,
       u.at_ms,
       nullif(u.list_id, 0) as one_list_id,
       nullif(btrim(u.reason), '') as reason,
       to_timestamp(u.at_ms / 1000.0) as unsubscribed_at
from mailing.newsroom n
join mailing.address_book b on b.newsroom_id = n.id
join mailing.person p on p.address_book_id = b.id
join mailing.unsubscribe u on u.person_id = p.id
where n.slug = :customer
