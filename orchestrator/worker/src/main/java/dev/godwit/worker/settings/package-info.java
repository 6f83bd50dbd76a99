/** Settings that all services with workers share, validated at start. */
package dev.godwit.worker.settings;
