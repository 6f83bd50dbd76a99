-- Children first. A tagging is found by its tag, which is the account's. A second execution changes nothing.
delete from {schema}.tagging
where tag_id in (
  select id from {schema}.tag
  where account_id = (select id from {schema}.account where external_ref = :customer));
delete from {schema}.tag
where account_id = (select id from {schema}.account where external_ref = :customer);
delete from {schema}.note
where account_id = (select id from {schema}.account where external_ref = :customer);
delete from {schema}.opt_out
where person_id in (
  select id from {schema}.person
  where account_id = (select id from {schema}.account where external_ref = :customer));
delete from {schema}.mailing_visit
where mailing_id in (
  select id from {schema}.mailing
  where account_id = (select id from {schema}.account where external_ref = :customer));
delete from {schema}.message_event
where message_id in (
  select id from {schema}.message
  where account_id = (select id from {schema}.account where external_ref = :customer));
delete from {schema}.message
where account_id = (select id from {schema}.account where external_ref = :customer);
delete from {schema}.mailing_file
where mailing_id in (
  select id from {schema}.mailing
  where account_id = (select id from {schema}.account where external_ref = :customer));
delete from {schema}.mailing_link
where mailing_id in (
  select id from {schema}.mailing
  where account_id = (select id from {schema}.account where external_ref = :customer));
delete from {schema}.mailing
where account_id = (select id from {schema}.account where external_ref = :customer);
delete from {schema}.segment_member
where segment_id in (
  select id from {schema}.segment
  where account_id = (select id from {schema}.account where external_ref = :customer));
delete from {schema}.segment
where account_id = (select id from {schema}.account where external_ref = :customer);
delete from {schema}.watched_person
where person_id in (
  select id from {schema}.person
  where account_id = (select id from {schema}.account where external_ref = :customer));
delete from {schema}.person_profile
where person_id in (
  select id from {schema}.person
  where account_id = (select id from {schema}.account where external_ref = :customer));
delete from {schema}.person
where account_id = (select id from {schema}.account where external_ref = :customer);
delete from {schema}.organisation
where account_id = (select id from {schema}.account where external_ref = :customer);
delete from {schema}.agent
where account_id = (select id from {schema}.account where external_ref = :customer);
delete from {schema}.account where external_ref = :customer
