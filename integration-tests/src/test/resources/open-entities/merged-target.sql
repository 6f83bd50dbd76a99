create table {schema}.visit_group (
  id uuid primary key, customer_id text not null references {schema}.account (customer_id), name text);
create table {schema}.visit (
  id uuid primary key, customer_id text not null references {schema}.account (customer_id), email_id uuid references {schema}.email (id),
  group_id uuid references {schema}.visit_group (id), kind text, occurred_at timestamptz, ip text, weight integer not null, day date);
create table {schema}.list (
  id uuid primary key, customer_id text not null references {schema}.account (customer_id), name text not null, team integer, hue text);
create table {schema}.list_member (
  id uuid primary key, customer_id text not null references {schema}.account (customer_id),
  list_id uuid not null references {schema}.list (id), contact_id uuid not null references {schema}.contact (id), unique (list_id, contact_id));
