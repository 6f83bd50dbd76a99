/** Makes and removes what a pack needs in its database. */
package dev.godwit.pack.install;
