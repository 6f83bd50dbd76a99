-- Databases of a club, as somebody else might have them: other words, other types, keys of two columns.
create schema altverein;
create table altverein.verein (nr integer primary key, titel text not null, gesperrt boolean not null default false);
create table altverein.mitglied (
  verein integer not null, nr integer not null, mail text, vorname text, sprache text, schlagworte text[],
  geburtstag date, foto bytea, primary key (verein, nr));
create table altverein.brief (
  verein integer not null, jahr smallint not null, nr integer not null, mitglied integer, betreff text,
  verschickt timestamp, primary key (verein, jahr, nr));
create table altverein.klick (id uuid, verein integer, brief text, mitglied integer, art integer, wann bigint, punkt point);
create sequence altverein.zaehler cache 20;
create table altverein.oeffnung (
  nr bigint primary key default nextval('altverein.zaehler'), verein integer, brief text, art text, wann timestamptz);

create type public.consent as enum ('granted', 'withdrawn', 'unknown');
create domain public.short_name as varchar(20) not null;
create schema club;
create table club.person (
  id text primary key, club integer not null, mail varchar(254) not null, first_name public.short_name,
  language char(2), consent public.consent not null, tags jsonb, joined date,
  changed timestamptz(0), internal integer generated always as identity, note text not null default '',
  must_have text not null, weight point);
create table club.letter (
  id uuid primary key, person text not null references club.person (id), club integer not null, subject varchar(10),
  number bigint not null, sent timestamptz);
create table club.click (
  id uuid not null, letter uuid references club.letter (id), club integer not null, is_open boolean, at timestamptz);
create view club.everybody as select * from club.person;
create schema club_staging;
create table club_staging.person (like club.person including all);
create table club_staging.letter (like club.letter including all);
alter table club_staging.letter alter column subject type varchar(8);

-- A target whose visits have more than an id as their key.
create schema timed;
create table timed.person (id uuid primary key, club text not null, mail text not null);
create table timed.letter (
  id uuid primary key, club text not null, person uuid not null references timed.person (id), title text);
create table timed.visit (
  seat int not null, aisle int not null, door int, id uuid, club text not null, letter uuid not null references timed.letter (id), at timestamptz, day date,
  rank integer, primary key (id, club, at, day, rank));
create schema timed_staging;
create table timed_staging.person (like timed.person including all);
create table timed_staging.letter (like timed.letter including all);
create table timed_staging.visit (like timed.visit including all);

-- A target whose message ids, addresses, references and keys cannot be compared with a text.
create type public.opening as enum ('open', 'click');
create schema found;
create table found.person (id uuid primary key, club text not null, mail public.opening not null);
create table found.letter (
  id text primary key, club text not null, person text not null, title text, sent_id timestamptz);
create table found.visit (
  id uuid, club text not null, letter uuid not null, kind public.opening, primary key (id, kind));
create schema found_staging;
create table found_staging.person (like found.person including all);
create table found_staging.letter (like found.letter including all);
create table found_staging.visit (like found.visit including all);

-- A target with many types, and with columns that the database fills itself.
create extension citext;
create type public.colour as enum ('red', 'green', 'blue');
create domain public.percent as integer check (value between 0 and 100);
create domain public.colours as text[] constraint any_colour check (cardinality(value) > 0);
create domain public.even_percent as public.percent constraint is_even check (value % 2 = 0);
create schema many;
create table many.person (
  id uuid primary key, club text not null, mail citext not null unique, score real, birth time(0),
  stay interval(3), address inet, network cidr, tags public.colours, sizes integer[], names varchar(10)[],
  seen timestamptz(3), colour public.colour, share public.even_percent, month interval year to month,
  moods public.colour[], extra jsonb, made timestamptz not null default now(), counted integer, hash text not null,
  lost text not null);
create table many.letter (
  id uuid primary key, club text not null, person uuid not null, hash text not null, sent timestamp(6));
create table many.visit (id uuid primary key, club text not null, letter uuid);
create function many.fill() returns trigger language plpgsql as
  'begin new.hash := md5(new.id::text); return new; end';
create trigger fill before insert on many.letter for each row execute function many.fill();
create trigger late after insert on many.person for each row execute function many.fill();
create schema many_staging;
create table many_staging.person (like many.person including all);
create table many_staging.letter (like many.letter including all);
create table many_staging.visit (like many.visit including all);
create trigger fill before insert on many_staging.letter for each row execute function many.fill();
alter table many_staging.letter alter column sent type timestamp(3);

-- A target with several tables for a record.
create schema shop;
create table shop.account (id text primary key, enabled boolean not null default false);
create table shop.company (id uuid primary key, account text not null, name text);
create table shop.person (id uuid primary key, account text not null, mail text);
create table shop.person_consent (id uuid primary key references shop.person (id), account text not null, score integer);
create table shop.person_score (
  id uuid primary key references shop.person_consent (id), account text not null, score integer);
create table shop.person_company (
  person uuid references shop.person_consent (id), account text not null, company uuid references shop.company (id),
  rank boolean, primary key (person, company));
create table shop.mail (id uuid primary key, account text not null, person uuid references shop.person_consent (id));
create table shop.visit (id uuid primary key, account text not null, mail uuid references shop.mail (id));
create table shop.visit_agent (id uuid primary key references shop.visit (id), account text not null, agent text);
create schema shop_staging;
create table shop_staging.account (like shop.account including all);
create table shop_staging.company (like shop.company including all);
create table shop_staging.person (like shop.person including all);
create table shop_staging.person_consent (like shop.person_consent including all);
create table shop_staging.person_score (like shop.person_score including all);
create table shop_staging.person_company (like shop.person_company including all);
create table shop_staging.mail (like shop.mail including all);
create table shop_staging.visit (like shop.visit including all);
create table shop_staging.visit_agent (like shop.visit_agent including all);
