-- A mailing tool: integers and their times in seconds, no column with the tenant but in two tables, two tables of events,
-- a status in a text, and everything else by joins.
create table account (id serial primary key, title varchar(100) not null, status varchar(20) not null);
create table list (id serial primary key, account_id int not null references account, name text not null);
create table subscriber (
  id serial primary key,
  list_id int not null references list,
  email varchar(254) not null,
  name text,
  language varchar(5),
  status varchar(20) not null,
  tags text,
  date_added int not null
);
create table mailing (
  id serial primary key, list_id int not null references list, title text not null, sender text, body text
);
create table delivery (
  mailing_id int not null references mailing,
  subscriber_id int not null references subscriber,
  smtp_id text,
  sent_at int,
  primary key (mailing_id, subscriber_id)
);
create table tracked_link (id serial primary key, mailing_id int not null references mailing, url text not null);
create table delivery_open (
  id bigserial primary key,
  mailing_id int not null,
  subscriber_id int not null,
  opened_at timestamptz not null,
  foreign key (mailing_id, subscriber_id) references delivery
);
create table delivery_click (
  id bigserial primary key,
  mailing_id int not null,
  subscriber_id int not null,
  link_id int references tracked_link,
  clicked_at timestamptz not null,
  user_agent text,
  foreign key (mailing_id, subscriber_id) references delivery
);
create table bounce_reason (code text primary key, meaning text);
create table bounce (
  id serial primary key, subscriber_id int references subscriber, reason text references bounce_reason, at timestamptz
);

insert into account values (1, 'Ann', 'active'), (2, 'Bob', 'locked'), (3, 'Cyd', 'active'), (4, 'Dee', 'locked');
insert into list select n, n, 'List ' || n from generate_series(1, 4) n;
insert into subscriber (list_id, email, status, date_added)
select 1 + n % 4, 'someone' || n || '@example.org', (array['subscribed', 'unsubscribed'])[1 + n % 2], 1700000000 + n
from generate_series(1, 40) n;
insert into mailing (list_id, title) select n, 'Mailing ' || n from generate_series(1, 4) n;
insert into delivery select 1 + n % 4, n, 'smtp-' || n, 1700000000 + n from generate_series(1, 40) n;
insert into delivery_open (mailing_id, subscriber_id, opened_at)
select mailing_id, subscriber_id, now() from delivery, generate_series(1, 2);
insert into tracked_link (mailing_id, url) values (1, 'https://example.org');
insert into delivery_click (mailing_id, subscriber_id, link_id, clicked_at)
select mailing_id, subscriber_id, nullif(mailing_id, 2) * 0 + 1, now() from delivery where subscriber_id % 3 = 0;
analyze;
