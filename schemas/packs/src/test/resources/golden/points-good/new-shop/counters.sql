-- letters of each person
update {schema}.person set letters = 0 where shop = :customer;
update {schema}.account a set people = (select count(*) from {schema}.person p where p.shop = a.id)
where a.id = :customer;
