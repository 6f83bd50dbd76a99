-- circulation: "12.345,67" becomes 12345.67. website: the desk requires a scheme.
select c.id,
       c.parent_id,
       nullif(btrim(c.name), '') as name,
       case
         when c.website ~ '^https?://' then c.website
         when btrim(c.website) <> '' then 'https://' || btrim(c.website) || '/'
       end as website,
       coalesce(s.code, nullif(upper(btrim(c.country)), '')) as country_code,
       nullif(btrim(c.phone), '') as phone,
       nullif(regexp_replace(btrim(c.founded), '^(\d\d)\.(\d\d)\.(\d{4})$', '\3-\2-\1'), '') as founded_on,
       nullif(replace(replace(btrim(c.circulation), '.', ''), ',', '.'), '') as circulation,
       c.staff_count
from mailing.newsroom n
join mailing.address_book b on b.newsroom_id = n.id
join mailing.company c on c.address_book_id = b.id
left join (values
  ('germany', 'DE'), ('deutschland', 'DE'), ('austria', 'AT'), ('Österreich', 'AT'), ('schweiz', 'CH'), ('france', 'FR'),
  ('uk', 'GB'), ('united kingdom', 'GB')
) s (spelling, code) on s.spelling = lower(btrim(c.country)) or s.spelling = btrim(c.country)
where n.slug = :customer
