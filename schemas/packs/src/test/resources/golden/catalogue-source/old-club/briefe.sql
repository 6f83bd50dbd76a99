select b.jahr || '/' || b.nr as id,
       b.jahr, b.nr, b.mitgleid
from altverein.brief b
where b.verein = :customer
