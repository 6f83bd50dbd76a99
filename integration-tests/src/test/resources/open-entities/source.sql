create table company (
  id bigint primary key, customer_id text not null, parent_id bigint, name text, phone text, employees int, founded date, rating numeric,
  active boolean, labels text[], extra jsonb, uid uuid, logo bytea);
create table note (id bigint primary key, customer_id text not null, company_id bigint, contact_id bigint, body text);
