/** This package applies fixes, which people decided, to records that the target cannot take. */
package dev.godwit.transformer.fix;
