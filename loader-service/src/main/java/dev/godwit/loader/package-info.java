/** The loader: transformed records become rows of the target, each exactly once. */
package dev.godwit.loader;
