/** What people decided about values that the target cannot take, applied to extracted records. */
package dev.godwit.transformer.fix;
