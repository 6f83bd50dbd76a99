select distinct coalesce(s.code, upper(btrim(c.country))) as code
from mailing.newsroom n
join mailing.address_book b on b.newsroom_id = n.id
join mailing.company c on c.address_book_id = b.id
left join (values
  ('germany', 'DE'), ('deutschland', 'DE'), ('austria', 'AT'), ('Österreich', 'AT'), ('schweiz', 'CH'), ('france', 'FR'),
  ('uk', 'GB'), ('united kingdom', 'GB')
) s (spelling, code) on s.spelling = lower(btrim(c.country)) or s.spelling = btrim(c.country)
where n.slug = :customer
  and btrim(c.country) <> ''
