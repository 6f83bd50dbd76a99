-- The databases of the two whole examples in docs/making-a-pack.md.
create table club (number integer primary key, title text not null, locked boolean not null default false);
create table club_setting (club integer primary key, imports_allowed boolean not null default true);
create table member (
  club integer not null, number integer not null, mail text, surname text, newsletter text, interests text[],
  joined date, primary key (club, number));
create table letter (
  club integer not null, year smallint not null, number integer not null, member integer, title text, sent timestamptz,
  primary key (club, year, number));
create table link (id integer primary key, address text);
create table visit (
  id bigint primary key, club integer, year smallint, letter integer, what integer, link integer, at_unix bigint);

create schema members;
create table members.club (id integer primary key, open boolean not null);
create table members.person (
  id uuid primary key, club integer not null references members.club, mail varchar(254) not null, surname text,
  language varchar(2) not null, may_be_mailed boolean not null, interests_shown text, came_from text, joined date,
  unique (club, mail));
create table members.person_interest (
  person uuid not null references members.person, interest varchar(60) not null, club integer not null,
  primary key (person, interest));
create table members.letter (
  number text not null, club integer not null, person uuid not null references members.person, title text,
  sent timestamptz, primary key (club, number));
create table members.visit (
  id uuid primary key, club integer not null, letter text not null, what text not null, link text,
  at timestamptz not null, foreign key (club, letter) references members.letter);
create schema members_staging;
create table members_staging.club (like members.club including all);
create table members_staging.person (like members.person including all);
create table members_staging.person_interest (like members.person_interest including all);
create table members_staging.letter (like members.letter including all);
create table members_staging.visit (like members.visit including all);
