select p.id,
       b.name as book,
       p.company_id,
       p.email,
       p.first_name,
       p.last_name,
       nullif(btrim(p.phone), '') as phone,
       nullif(nullif(regexp_replace(btrim(p.birthday), '^(\d\d)\.(\d\d)\.(\d{4})$', '\3-\2-\1'), ''), '0000-00-00')
         as birthday,
       p.lang,
       p.consent,
       -- Seconds since 1970 become ISO 8601; any other text stays, so that one that is no time is quarantined.
       case
         when p.consent_on ~ '^\d{1,11}$'
           then to_char(to_timestamp(p.consent_on::bigint) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
         else nullif(p.consent_on, '')
       end as consent_at,
       array(
         select k.key
         from (
           select lower(regexp_replace(btrim(t.tag), '\s+', ' ', 'g')) as key, min(t.place) as place
           from regexp_split_to_table(p.tags, '[,;|]') with ordinality t (tag, place)
           group by 1
         ) k
         where k.key <> ''
         order by k.place
       ) as tags,
       p.custom,
       p.photo,
       coalesce(p.vip, false) as vip,
       to_timestamp(p.created) as created_at,
       p.changed at time zone 'Europe/Berlin' as changed_at
from mailing.newsroom n
join mailing.address_book b on b.newsroom_id = n.id
join mailing.person p on p.address_book_id = b.id
where n.slug = :customer
