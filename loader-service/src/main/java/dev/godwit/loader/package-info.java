/** The loader: transformed records become rows of the new system, exactly once. */
package dev.godwit.loader;
