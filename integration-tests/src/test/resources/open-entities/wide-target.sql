create table {schema}.company_phone (
  id uuid primary key references {schema}.company (id), customer_id text not null, phone text);
create table {schema}.company_active (id uuid primary key references {schema}.company (id), customer_id text not null);
create table {schema}.company_label (
  id uuid references {schema}.company_phone (id), customer_id text not null, label text, rank smallint, primary key (id, rank));
create table {schema}.note_company (
  note_id uuid references {schema}.note (id), company_id uuid references {schema}.company (id), customer_id text not null,
  rank integer not null, primary key (note_id, company_id));
