-- A time of Berlin's clocks becomes ISO 8601; a text that is no time stays, and is quarantined.
select t.id,
       null::bigint as person_id,
       t.subject_id as company_id,
       t.author,
       t.body,
       t.pinned,
       case
         when pg_input_is_valid(w.iso, 'timestamp')
           then to_char(w.iso::timestamp at time zone 'Europe/Berlin' at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
         else t.written
       end as noted_at
from mailing.newsroom n
join mailing.address_book b on b.newsroom_id = n.id
join mailing.company o on o.address_book_id = b.id
join mailing.note t on t.subject_kind = 'C' and t.subject_id = o.id
cross join lateral (
  select regexp_replace(t.written, '^(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d)$', '\3-\2-\1 \4') as iso
) w
where n.slug = :customer
