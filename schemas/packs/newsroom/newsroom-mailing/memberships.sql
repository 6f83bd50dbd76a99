-- Persons of one address become one person, who is a member of a list once: of their memberships of a list, the one of the
-- first person is read. Addresses are compared as Godwit compares those of contacts. More than 20 persons of an address, or
-- such of different names, do not become one: all their memberships are read.
select m.list_id || '/' || m.person_id as legacy_id,
       m.list_id,
       m.person_id,
       m.status,
       regexp_replace(nullif(m.joined_on, '00000000'), '^(\d{4})(\d\d)(\d\d)$', '\1-\2-\3') as joined_on,
       m.left_at
from mailing.newsroom n
join mailing.mailing_list l on l.newsroom_id = n.id
join mailing.membership m on m.list_id = l.id
join mailing.person p on p.id = m.person_id
where n.slug = :customer
  and not exists (
    select 1
    from mailing.membership f
    join mailing.person o on o.id = f.person_id
    where f.list_id = m.list_id
      and o.id < p.id
      and lower(btrim(o.email, E' \t\r\n')) = lower(btrim(p.email, E' \t\r\n'))
      and o.first_name is not distinct from p.first_name
      and p.email like '%_@_%'
      and (select count(*)
           from mailing.address_book b
           join mailing.person g on g.address_book_id = b.id
           where b.newsroom_id = n.id
             and lower(btrim(g.email, E' \t\r\n')) = lower(btrim(p.email, E' \t\r\n'))) <= 20)
