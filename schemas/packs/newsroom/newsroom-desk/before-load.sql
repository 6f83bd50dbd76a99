-- A trial account refuses imports of the desk's own tools; the newsroom's leaves the trial. A second execution changes nothing.
update {schema}.account set plan = 'team' where external_ref = :customer and plan = 'trial'
