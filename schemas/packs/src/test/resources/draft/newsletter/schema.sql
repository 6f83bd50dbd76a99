-- A newsletter tool for one sender: no table of tenants, no table of recipients, opens and clicks that know a mailing and
-- a reader, a join table with a status, a table whose key is a text, and one whose key may be NULL.
create type reader_state as enum ('subscribed', 'unsubscribed', 'blocked');
create table readers (
  id serial primary key,
  token uuid not null unique,
  email text not null,
  name text,
  state reader_state not null default 'subscribed',
  extra jsonb not null default '{}',
  created_at timestamptz not null default now()
);
create unique index on readers (lower(email));
create table lists (id serial primary key, name text not null, tags varchar(40)[], parent_id int references lists);
create table reader_lists (
  reader_id int references readers on delete cascade,
  list_id int references lists on delete cascade,
  confirmed boolean not null default false,
  since timestamptz,
  primary key (reader_id, list_id)
);
create table mailings (
  id serial primary key,
  subject text not null,
  from_email text not null,
  body text,
  list_id int references lists,
  started_at timestamptz
);
create table mailing_views (
  id bigserial primary key,
  mailing_id int not null references mailings,
  reader_id int references readers on delete set null,
  created_at timestamptz not null default now()
);
create table links (id serial primary key, url text not null unique);
create table link_clicks (
  id bigserial primary key,
  mailing_id int references mailings,
  reader_id int references readers on delete set null,
  link_id int not null references links,
  created_at timestamptz not null default now()
);
create table settings (key text primary key, value jsonb not null);
create table attachments (mailing_id int references mailings, file_name text);
create unique index on attachments (mailing_id, file_name);
create table users (id serial primary key, username text not null unique, email text not null unique, password text);
create materialized view daily as select count(*) as readers from readers;

insert into readers (token, email) select gen_random_uuid(), 'r' || n || '@example.org' from generate_series(1, 30) n;
insert into mailings (subject, from_email) select 'No ' || n, 'we@example.org' from generate_series(1, 3) n;
insert into mailing_views (mailing_id, reader_id) select 1 + n % 3, 1 + n % 30 from generate_series(1, 90) n;
insert into links (url) values ('https://example.org/a'), ('https://example.org/b');
insert into link_clicks (mailing_id, reader_id, link_id)
select 1 + n % 3, nullif(1 + n % 30, 7), 1 + n % 2 from generate_series(1, 60) n;
analyze;
