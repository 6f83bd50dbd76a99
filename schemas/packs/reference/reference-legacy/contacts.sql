select c.id,
       t.name as team,
       c.email,
       c.given_name,
       c.family_name,
       c.language,
       c.consent,
       c.tags,
       c.outlet,
       c.custom_fields,
       c.created_at,
       c.updated_at
from contact c
left join team t on t.id = c.team_id
where c.customer_id = :customer
