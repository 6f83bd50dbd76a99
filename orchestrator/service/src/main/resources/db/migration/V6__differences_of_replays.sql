-- A replay of stage validate finds differences of its own; 0 for those of a verdict.
alter table difference add column replay integer not null default 0;
