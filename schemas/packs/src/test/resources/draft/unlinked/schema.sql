-- An application that keeps its references to itself: no foreign key at all, quoted names, times of opens and clicks in
-- the row of the delivery, a boolean that may be NULL, a partitioned table.
create table companies (id bigserial primary key, name varchar, locked boolean);
create table employees (id bigserial primary key, company_id bigint, email varchar, encrypted_password varchar);
create table people (
  id bigserial primary key,
  company_id bigint not null,
  email varchar,
  first_name varchar,
  last_name varchar,
  unsubscribed_at timestamp,
  created_at timestamp not null
);
create table newsletters (id bigserial primary key, company_id bigint not null, subject varchar, sender varchar);
create table deliveries (
  id bigserial primary key,
  newsletter_id bigint not null,
  person_id bigint not null,
  sent_at timestamp,
  opened_at timestamp,
  clicked_at timestamp,
  state varchar
);
create table "activityLog" (id bigserial primary key, "companyId" bigint, payload jsonb, at timestamptz);
create table addresses (
  id bigserial primary key, person_id bigint, country_id bigint, location point, during tstzrange, "user" text
);
create table countries (id bigserial primary key, name varchar);
create table invoices (
  number bigint not null, company_id bigint not null, day date not null, primary key (company_id, number, day)
) partition by range (day);
create table invoices_2020s partition of invoices for values from ('2020-01-01') to ('2030-01-01');

insert into companies values (1, 'One', false), (2, 'Two', null);
insert into people (company_id, email, created_at) values (1, 'a@example.org', now()), (2, 'b@example.org', now());
insert into newsletters (company_id, subject) values (1, 'Hello'), (2, 'Good day');
insert into deliveries (newsletter_id, person_id, opened_at, clicked_at) values (1, 1, now(), now()), (2, 2, now(), null);
insert into invoices values (1, 1, '2025-01-01'), (1, 2, '2025-01-01');
analyze;
