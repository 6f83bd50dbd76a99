-- The same normal form as in contacts.sql: without spaces at the ends, inner spaces collapsed, in lower case.
select distinct lower(regexp_replace(btrim(t.tag), '\s+', ' ', 'g')) as name
from mailing.newsroom n
join mailing.address_book b on b.newsroom_id = n.id
join mailing.person p on p.address_book_id = b.id
cross join lateral regexp_split_to_table(p.tags, '[,;|]') t (tag)
where n.slug = :customer
  and btrim(t.tag) <> ''
