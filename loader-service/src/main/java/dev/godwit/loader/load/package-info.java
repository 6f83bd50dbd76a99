/** One batch into the target: binary tuples, COPY, bisection, parents, one transaction. */
package dev.godwit.loader.load;
