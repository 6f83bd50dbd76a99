-- now: the moment this statement came in. over: when the oldest transaction began that is open still; unknown (NULL)
-- while one is prepared, on a standby, to a user who may not see other users' transactions, and while a session keeps
-- what it does to itself (track_activities off). next and oldest: the
-- same by transaction number, for when the clock is put back. Godwit's own readers and vacuum write no rows.
-- The list of open transactions is made first: one that is prepared meanwhile is found among the prepared.
with open as materialized (
  select least(min(xact_start), statement_timestamp()) as since,
         coalesce(bool_or(state = 'disabled'), false) as hidden
  from pg_stat_activity
  where datname = current_database()
    and pid <> pg_backend_pid()
    and (xact_start is not null or state = 'disabled')
    and application_name <> 'godwit-reader'
    and backend_type not in ('autovacuum worker', 'walsender')
), number as (
  select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as completed,
         pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest,
         1::bigint << 32 as epoch
)
select (extract(epoch from statement_timestamp()) * 1000000)::bigint as now,
       case
         when pg_is_in_recovery() then null
         when hidden then null
         when not pg_has_role(current_user, 'pg_read_all_stats', 'usage') then null
         when exists (
           select 1 from pg_prepared_xacts
           where database = current_database() and open.since is not null
         ) then null
         else (extract(epoch from open.since) * 1000000)::bigint
       end as over,
       completed + ((age('3'::xid) + 3::bigint - completed) % epoch + epoch) % epoch as next,
       oldest
from open, number
