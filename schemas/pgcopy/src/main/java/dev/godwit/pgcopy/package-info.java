/**
 * PostgreSQL's binary COPY, read and written. {@link dev.godwit.pgcopy.CopyReader} and {@link
 * dev.godwit.pgcopy.CopyWriter} speak the stream; {@link dev.godwit.pgcopy.RowDecoder} and {@link
 * dev.godwit.pgcopy.RowEncoder} turn tuples into cells and back, and compute the row's digest in
 * the same pass.
 *
 * <p>Source of the format: PostgreSQL documentation, COPY, "Binary Format", and the {@code _send}
 * and {@code _recv} functions of each type. Bytes that do not follow it are reported as {@link
 * dev.godwit.pgcopy.CopyFormatException}.
 */
package dev.godwit.pgcopy;
