create table {schema}.extra (id integer primary key);
create function {schema}.fill() returns trigger language plpgsql as $$
begin
  new.hash := ':x; y';
  return new;
end $$;
