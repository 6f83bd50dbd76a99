create table {schema}.company (
  id uuid primary key, customer_id text not null references {schema}.account (customer_id), parent_id uuid references {schema}.company (id), name varchar(40) not null,
  phone text, employees smallint, founded date, rating numeric, active boolean, labels text, extra jsonb, uid uuid, logo bytea);
create table {schema}.note (
  id uuid primary key, customer_id text not null references {schema}.account (customer_id),
  company_id uuid references {schema}.company (id), contact_id uuid references {schema}.contact (id), body text);
