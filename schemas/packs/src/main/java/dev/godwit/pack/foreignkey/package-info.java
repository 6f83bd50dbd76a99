/** Foreign keys of a target that Godwit checks in place of the database, set by set. */
package dev.godwit.pack.foreignkey;
